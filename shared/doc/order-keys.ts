/**
 * Where a card stands in its column: fractional keys, compared as strings by code unit.
 *
 * Two random characters follow each new key so that two people dropping cards into one gap seldom make
 * the same key; where they do, the statement's id breaks the tie. Keys are never rewritten: re-spacing a
 * column would revert other people's moves.
 */
import { BASE_62_DIGITS, generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

export type OrderKey = string

/** From 0 up to 1, as Math.random; passed in so that a test can own chance. */
type Chance = () => number

/**
 * A new key strictly between two keys, either of which may be absent.
 * Where the two are equal or the wrong way round the upper bound is dropped by the caller: see `boundsAt`.
 */
export function keyBetween(
  above: OrderKey | null,
  below: OrderKey | null,
  chance: Chance = Math.random,
): OrderKey {
  let key = generateKeyBetween(above, below)
  for (;;) {
    const spread = key + digit(chance, 0) + digit(chance, 1)
    // A key that `below` itself begins with would pass it once characters are added.
    if (below === null || spread < below) return spread
    key = generateKeyBetween(key, below)
  }
}

/** `count` new keys in order between two keys, for a move of many. */
export function keysBetween(
  above: OrderKey | null,
  below: OrderKey | null,
  count: number,
  chance: Chance = Math.random,
): OrderKey[] {
  const keys: OrderKey[] = []
  let last = above
  for (const key of generateNKeysBetween(above, below, count)) {
    const spread = key + digit(chance, 0) + digit(chance, 1)
    const fits = (below === null || spread < below) && (last === null || spread > last)
    last = fits ? spread : keyBetween(last, below, chance)
    keys.push(last)
  }
  return keys
}

/** The last character is never the lowest digit: a fraction may not end in it. */
const digit = (chance: Chance, lowest: 0 | 1) =>
  BASE_62_DIGITS[lowest + Math.floor(chance() * (BASE_62_DIGITS.length - lowest))] ?? 'V'

let implicit: OrderKey[] = []

/** The key that the nth statement nobody has placed yet stands at, so cards can be dropped between such. */
export function implicitOrder(index: number): OrderKey {
  if (index >= implicit.length) implicit = generateNKeysBetween(null, null, Math.max(512, index * 2))
  return implicit[index] ?? 'a0'
}

/**
 * The two keys around slot `index` of a column whose orders are given from top to bottom.
 * Above a tie the upper bound is the next strictly greater key, for nothing fits between equals.
 */
export function boundsAt(
  orders: readonly OrderKey[],
  index: number,
): { above: OrderKey | null; below: OrderKey | null } {
  const above = orders[index - 1] ?? null
  let next = index
  while (above !== null && next < orders.length && (orders[next] ?? '') <= above) next += 1
  return { above, below: orders[next] ?? null }
}
