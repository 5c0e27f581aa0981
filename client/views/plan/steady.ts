/**
 * Lists that stand still while somebody is in them.
 *
 * Parts of the plan are listed by stream, by date, by title; each of these changes while they are edited, by
 * the person in the field or by somebody else. What moved would be drawn anew elsewhere, and the field with
 * the cursor in it would be gone. So while a person is inside, everything stays where it is: what comes is
 * added at the end, what goes is left out, and what they are in stays even where it is gone.
 */

/** Lists by name, each of keys. */
export type Lists = ReadonlyMap<string, readonly string[]>

export function steady(was: Lists, now: Lists, inside: ReadonlySet<string>): Lists {
  if (inside.size === 0) return now
  const homes = new Map<string, string>()
  for (const [list, keys] of was) for (const key of keys) if (inside.has(key)) homes.set(key, list)
  const next = new Map<string, readonly string[]>()
  for (const list of new Set([...was.keys(), ...now.keys()])) {
    const before = was.get(list) ?? []
    const after = now.get(list) ?? []
    const stays = before.filter((key) => homes.get(key) === list || (!homes.has(key) && after.includes(key)))
    const comes = after.filter((key) => !homes.has(key) && !before.includes(key))
    next.set(list, [...stays, ...comes])
  }
  return next
}
