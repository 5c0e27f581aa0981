/**
 * What raw choices come to, reckoned from the words of the rule alone: none of the product's own reckoning is
 * used here, so that both would have to be wrong in the same way.
 */
export type Choice = 'new-action' | 'due-regard' | 'watching-brief' | 'more-information' | 'not-my-area'

export interface Reckoned {
  n: number
  answered: number
  counts: Record<Choice, number>
  agreement: 'too-few' | 'agreed' | 'divided' | 'mixed'
  /** The one category chosen most; null where two are level, or none was chosen. */
  most: 'new-action' | 'due-regard' | 'watching-brief' | null
  /** van der Eijk's A in thousandths; null without an answer. */
  index: number | null
}

const NONE: Record<Choice, number> = {
  'new-action': 0,
  'due-regard': 0,
  'watching-brief': 0,
  'more-information': 0,
  'not-my-area': 0,
}

export function reckon(choices: Iterable<Choice>, quorum: number): Reckoned {
  const counts = { ...NONE }
  let answered = 0
  for (const it of choices) {
    counts[it] += 1
    answered += 1
  }
  const [watch, due, act] = [counts['watching-brief'], counts['due-regard'], counts['new-action']]
  const n = watch + due + act
  const top = Math.max(watch, due, act)
  const names = (['watching-brief', 'due-regard', 'new-action'] as const).filter((it) => counts[it] === top)
  const most = n > 0 && names.length === 1 ? (names[0] ?? null) : null
  const index = n === 0 ? null : Math.round(1000 * eijk(watch, due, act))
  return { n, answered, counts, most, index, agreement: verdict(watch, due, act, quorum, index) }
}

function verdict(
  watch: number,
  due: number,
  act: number,
  quorum: number,
  index: number | null,
): Reckoned['agreement'] {
  const n = watch + due + act
  if (n < 5 || n < quorum) return 'too-few'
  const third = Math.floor((n - 2) / 3)
  const top = Math.max(watch, due, act)
  const enough = n >= 26 ? top / n >= 0.7 - 1e-9 : n - top <= third
  const tolerated = Math.floor(0.15 * n + 1e-9)
  const isClear = top === due || (top === act && watch <= tolerated) || (top === watch && act <= tolerated)
  if (enough && isClear) return 'agreed'
  return (watch > third && act > third) || (index !== null && index < 0) ? 'divided' : 'mixed'
}

/**
 * A for three places by its pieces: everybody at one place is 1, two neighbours level .5, both ends level −1,
 * all three level 0; the counts are taken apart into such pieces, weighed by how many stand in each.
 */
function eijk(watch: number, due: number, act: number): number {
  const n = watch + due + act
  const all = Math.min(watch, due, act)
  const [w, d, a] = [watch - all, due - all, act - all]
  const pair = [w, d, a].filter((it) => it > 0).length < 2 ? 0 : Math.min(...[w, d, a].filter((it) => it > 0))
  const isEnds = w > 0 && a > 0
  const alone = n - 3 * all - 2 * pair
  return (alone + 2 * pair * (isEnds ? -1 : 0.5)) / n
}
