/**
 * The figures behind an opinion, for the method sheet: what a statistician asks for, never what a room reads.
 */
import { answersIn, BY_STRENGTH, type Tally } from './answers.ts'

/** Standard normal quantile of 97.5 %, for intervals of 95 %. */
const Z = 1.959963984540054

export interface Interval {
  low: number
  high: number
}

/**
 * Wilson's score interval of 95 % for a share.
 * (E. B. Wilson, Journal of the American Statistical Association 22, 1927.)
 *
 * @throws RangeError unless 0 ≤ count ≤ of and of > 0
 */
export function wilsonInterval(count: number, of: number): Interval {
  if (!(of > 0 && count >= 0 && count <= of)) throw new RangeError(`${count} of ${of}`)
  const share = count / of
  const spread = (Z * Z) / of
  const middle = share + spread / 2
  const half = Z * Math.sqrt((share * (1 - share)) / of + spread / (4 * of))
  return {
    low: Math.max(0, (middle - half) / (1 + spread)),
    high: Math.min(1, (middle + half) / (1 + spread)),
  }
}

/** The share of pairs of people who chose alike, 0 to 1; null under two answers. */
export function pairwiseAgreement(tally: Tally): number | null {
  const n = answersIn(tally)
  if (n < 2) return null
  const alike = BY_STRENGTH.reduce((sum, it) => sum + tally[it] * (tally[it] - 1), 0)
  return alike / (n * (n - 1))
}

export interface Reliability {
  /** Mean over the statements of the share of pairs who chose alike. */
  observed: number
  /** Null where chance alone would have everybody agree. */
  fleissKappa: number | null
  /** Null as above; it does not collapse when one column dominates, as kappa does. */
  gwetAC1: number | null
  /** Statements that had two answers or more. */
  statements: number
}

/**
 * How far people agree beyond chance over many statements, each answered by as many as did.
 * (J. L. Fleiss, Psychological Bulletin 76, 1971; K. L. Gwet, British Journal of Mathematical and Statistical
 * Psychology 61, 2008: chance by the mean share of each category.)
 */
export function reliability(tallies: readonly Tally[]): Reliability | null {
  const rated = tallies.filter((it) => answersIn(it) >= 2)
  if (rated.length === 0) return null
  const observed = mean(rated.map((it) => pairwiseAgreement(it) as number))
  const shares = BY_STRENGTH.map((category) => mean(rated.map((it) => it[category] / answersIn(it))))
  const byChance = shares.reduce((sum, share) => sum + share * share, 0)
  const byChanceAC1 = shares.reduce((sum, share) => sum + share * (1 - share), 0) / (BY_STRENGTH.length - 1)
  return {
    observed,
    fleissKappa: beyond(observed, byChance),
    gwetAC1: beyond(observed, byChanceAC1),
    statements: rated.length,
  }
}

const beyond = (observed: number, chance: number): number | null =>
  1 - chance < 1e-12 ? null : (observed - chance) / (1 - chance)

const mean = (values: readonly number[]): number => values.reduce((sum, it) => sum + it, 0) / values.length

/**
 * How many of those who answered both times gave the same answer; null where nobody did.
 *
 * @param pairs first and second answer of each person
 */
export function stability(pairs: readonly (readonly [unknown, unknown])[]): number | null {
  if (pairs.length === 0) return null
  return pairs.filter(([first, second]) => first === second).length / pairs.length
}
