/**
 * Results by group, without giving anybody away.
 *
 * A group of fewer than five is not shown. Nor is one group alone hidden: whoever takes the groups that are
 * shown from the whole would have it.
 */
import { answersIn, type Tally } from './answers.ts'

export const SMALLEST_GROUP = 5

export interface GroupResult {
  group: string
  tally: Tally
}

/**
 * The groups that may be shown, by name; the rest is told only as part of the whole.
 *
 * `people` are those of a tally whom nobody else could have added: whoever adds guests of their own to a group
 * knows what those chose, and takes them from it. `whole` may count more than all groups do: choices of people
 * who were erased since, in which nobody hides, and which may not be what is left over.
 */
export function groupsToShow(
  results: readonly (GroupResult & { people?: number })[],
  whole?: Tally,
): GroupResult[] {
  const answered = results
    .filter(({ tally }) => sizeOf(tally) > 0)
    .map((it) => ({ ...it, size: it.people ?? sizeOf(it.tally) }))
  const bySize = answered.sort((a, b) => a.size - b.size || compare(a.group, b.group))
  const hidden: { size: number }[] = bySize.filter(({ size }) => size < SMALLEST_GROUP)
  const inGroups = answered.reduce((sum, { tally }) => sum + sizeOf(tally), 0)
  if (whole && sizeOf(whole) > inGroups) hidden.push({ size: 0 })
  const shown = bySize.filter(({ size }) => size >= SMALLEST_GROUP)
  // The hidden ones together are what is left of the whole: they too must be several groups and five people.
  const isTold = () => hidden.length > 0 && hidden.reduce((sum, it) => sum + it.size, 0) < SMALLEST_GROUP
  while (isTold() && shown.length > 0) hidden.push(...shown.splice(0, 1))
  if (shown.length === 1 && hidden.length === 0) return []
  return shown.sort((a, b) => compare(a.group, b.group)).map(({ group, tally }) => ({ group, tally }))
}

/**
 * Merges the groups that would be under five, smallest first, so that none is. Gives back for every
 * group the names that stand together; one name for all where there are too few people.
 *
 * @param sizes people invited, by group
 */
export function mergeSmallGroups(sizes: ReadonlyMap<string, number>): Map<string, string> {
  const parts = Array.from(sizes, ([name, size]) => ({ names: [name], size })).sort(
    (a, b) => a.size - b.size || compare(a.names[0] ?? '', b.names[0] ?? ''),
  )
  while (parts.length > 1 && (parts[0]?.size ?? 0) < SMALLEST_GROUP) {
    const [smallest, next, ...others] = parts as [(typeof parts)[0], (typeof parts)[0], ...typeof parts]
    const merged = {
      names: [...smallest.names, ...next.names].sort(compare),
      size: smallest.size + next.size,
    }
    const at = others.findIndex(({ size }) => size >= merged.size)
    parts.splice(0, parts.length, ...others)
    parts.splice(at < 0 ? others.length : at, 0, merged)
  }
  return new Map(parts.flatMap(({ names }) => names.map((name) => [name, titleOf(names)] as const)))
}

/** People without a group are one among the groups. */
const titleOf = (names: readonly string[]): string =>
  names.length === 1 ? (names[0] ?? '') : names.map((it) => it || 'Without a group').join(', ')

/**
 * In which group somebody's choices are told. Where people were invited by a list its groups stand, merged;
 * whoever is not on it stands with the group of that name, if there is one.
 */
export function groupTitles(invited: readonly { group?: string }[]): (group: string) => string {
  if (invited.length === 0) return (group) => group
  const merged = mergeSmallGroups(sizesOf(invited))
  return (group) => merged.get(group) ?? merged.get('') ?? ''
}

/** How many were invited of each group. */
export function sizesOf(invited: readonly { group?: string }[]): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { group = '' } of invited) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  return sizes
}

/** Everybody who answered, also those who need more information or have no opinion: they are people too. */
const sizeOf = (tally: Tally): number => answersIn(tally) + tally['more-information'] + tally['not-my-area']

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
