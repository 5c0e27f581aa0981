/**
 * The order in which one person is asked: another for each, so that no statement is tired of by all.
 */

/** The same for the same person, on every device of theirs; `seed` is the participant's id. */
export function ownOrder(ids: readonly string[], seed: string): string[] {
  return ids
    .map((id) => ({ id, rank: hash(`${seed}/${id}`) }))
    .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))
    .map((it) => it.id)
}

/** FNV-1a of 32 bits, stirred once more, for its last characters alone say little in the high bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b)
  return (value ^ (value >>> 16)) >>> 0
}
