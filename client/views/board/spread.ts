/**
 * Where the rows of a long column stand, drawn or not, and which of them are drawn.
 *
 * Drawn is what is in sight, something more on both sides, and each row that must be there wherever it stands,
 * such as the one with focus. What is left out is a gap, as high as its rows are known or reckoned to be.
 */
export interface Spread {
  readonly keys: readonly string[]
  /** Where each row begins, and in the end where the last one ends. */
  readonly tops: Float64Array
}

export type Part = { kind: 'row'; at: number } | Gap

/** The rows `from` up to but not including `to`, none of them drawn. */
export interface Gap {
  kind: 'gap'
  from: number
  to: number
  height: number
}

export function spreadOf(keys: readonly string[], heightOf: (key: string) => number): Spread {
  const tops = new Float64Array(keys.length + 1)
  let top = 0
  keys.forEach((key, at) => {
    top += heightOf(key)
    tops[at + 1] = top
  })
  return { keys, tops }
}

export const topAt = ({ tops }: Spread, at: number): number => tops[at] ?? 0

/** The row that stands at a height; the first or last one above and below them all. */
export function rowAt({ keys, tops }: Spread, y: number): number {
  let low = 0
  let high = keys.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((tops[middle] ?? 0) <= y) low = middle
    else high = middle - 1
  }
  return low
}

/** What is drawn of a column, top to bottom: all between two heights, and the rows that are pinned. */
export function partsOf(
  spread: Spread,
  { top, bottom }: { top: number; bottom: number },
  pinned: readonly number[],
): Part[] {
  const count = spread.keys.length
  if (count === 0) return []
  const first = rowAt(spread, top)
  const last = rowAt(spread, bottom)
  const rows = new Set(pinned.filter((at) => at >= 0 && at < count))
  for (let at = first; at <= last; at += 1) rows.add(at)

  const parts: Part[] = []
  let next = 0
  const leaveOutUpTo = (to: number) => {
    if (to <= next) return
    parts.push({ kind: 'gap', from: next, to, height: topAt(spread, to) - topAt(spread, next) })
  }
  for (const at of Array.from(rows).sort((a, b) => a - b)) {
    leaveOutUpTo(at)
    parts.push({ kind: 'row', at })
    next = at + 1
  }
  leaveOutUpTo(count)
  return parts
}
