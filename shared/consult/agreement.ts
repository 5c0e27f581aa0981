/**
 * How far private choices agree: words first, then counts.
 *
 * The rule is `product.md` section 4 and is fixed before the first vote; the paper prints it. Figures
 * suggest, people decide. Nothing here knows who chose what.
 */
import type { CategoryId } from '../columns.ts'
import { answersIn, BY_STRENGTH, type Tally } from './answers.ts'

export type Agreement = 'too-few' | 'agreed' | 'mixed' | 'divided'

export const AGREEMENT_WORDS: Readonly<Record<Agreement, string>> = {
  'too-few': 'Too few answers',
  agreed: 'Agreed',
  mixed: 'Mixed',
  divided: 'Opinion divided',
}

/** Fewer say nothing of an opinion, and too much of the people. */
export const FEWEST_ANSWERS = 5
/** Below it a percentage pretends to be more than it is. */
export const FEWEST_FOR_PERCENT = 10
/** From here on the dissent that still is agreement grows with the room: 30 %. */
export const LARGE_ROOM = 26

export interface AgreementRule {
  /** Answers that a statement needs beyond the five it always needs. */
  quorum: number
}

export interface Opinion {
  agreement: Agreement
  /** Answers that name a category. */
  answers: number
  /** More than one where they are level; none where nobody answered. */
  mostChosen: readonly CategoryId[]
  /** Answers for something else than the most chosen. */
  outside: number
  /** van der Eijk's A: 1 all of one mind, 0 evenly spread, −1 half at either end; null without answers. */
  index: number | null
}

export function opinionOf(tally: Tally, { quorum }: AgreementRule): Opinion {
  const answers = answersIn(tally)
  const most = Math.max(...BY_STRENGTH.map((it) => tally[it]))
  const mostChosen = answers > 0 ? BY_STRENGTH.filter((it) => tally[it] === most) : []
  const index = agreementIndex(BY_STRENGTH.map((it) => tally[it]))
  const opinion = { answers, mostChosen, outside: answers - most, index }
  if (answers < Math.max(FEWEST_ANSWERS, quorum)) return { ...opinion, agreement: 'too-few' }
  // Where two are level too few are of one mind, whichever is looked at.
  const [first] = mostChosen
  if (first && isAgreed(tally, answers, first)) return { ...opinion, agreement: 'agreed' }
  return { ...opinion, agreement: isDivided(tally, answers, index) ? 'divided' : 'mixed' }
}

/** Answers outside the most chosen that still are agreement, in a room smaller than that. */
export const dissentAllowed = (answers: number) => Math.floor((answers - 2) / 3)

function isAgreed(tally: Tally, answers: number, most: CategoryId): boolean {
  const count = tally[most]
  // In whole numbers: 0.7 of 30 is not quite 21 to a machine.
  const isShared =
    answers < LARGE_ROOM ? answers - count <= dissentAllowed(answers) : 10 * count >= 7 * answers
  const opposite = oppositeEnd(most)
  return isShared && (opposite === null || 100 * tally[opposite] <= 15 * answers)
}

function isDivided(tally: Tally, answers: number, index: number | null): boolean {
  const most = dissentAllowed(answers)
  return (
    (tally['watching-brief'] > most && tally['new-action'] > most) || (index !== null && index < -ROUNDING)
  )
}

function oppositeEnd(category: CategoryId): CategoryId | null {
  if (category === 'due-regard') return null
  return category === 'new-action' ? 'watching-brief' : 'new-action'
}

const ROUNDING = 1e-9

/**
 * van der Eijk's coefficient of agreement A for an ordered scale: the answers are taken apart into layers
 * that each use some of the places evenly, and the layers' agreement is weighed by how many stand in each.
 * (C. van der Eijk, "Measuring agreement in ordered rating scales", Quality & Quantity 35, 2001.)
 *
 * @param counts persons at each place of the scale, in order; at least three places
 */
export function agreementIndex(counts: readonly number[]): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (all === 0) return null
  let left = [...counts]
  let index = 0
  while (left.some((count) => count > 0)) {
    const used = left.map((count) => count > 0)
    const layer = Math.min(...left.filter((count) => count > 0))
    const places = used.filter(Boolean).length
    index += ((layer * places) / all) * agreementOfLayer(used)
    left = left.map((count) => Math.max(0, count - layer))
  }
  return index
}

/** Of answers evenly spread over the places used: how far they are one block, times how narrow it is. */
function agreementOfLayer(used: readonly boolean[]): number {
  const places = used.length
  const taken = used.filter(Boolean).length
  if (taken === places) return 0
  if (taken === 1) return 1
  // Triples of places with two in use: side by side (110, 011) speak for one block, apart (101) against it.
  let together = 0
  let apart = 0
  for (let a = 0; a < places; a += 1)
    for (let b = a + 1; b < places; b += 1)
      for (let c = b + 1; c < places; c += 1) {
        if (used[a] && !used[b] && used[c]) apart += 1
        else if (used[b] && used[a] !== used[c]) together += 1
      }
  const blocks = together + apart
  const unimodality = ((places - 2) * together - (places - 1) * apart) / ((places - 2) * blocks)
  return unimodality * (1 - (taken - 1) / (places - 1))
}

/** Statements to talk about first: the lowest A, those without answers last; ties as they stand. */
export function byDisagreement<Item extends { index: number | null }>(items: readonly Item[]): Item[] {
  return [...items].sort(
    (a, b) => (a.index ?? Number.POSITIVE_INFINITY) - (b.index ?? Number.POSITIVE_INFINITY) || 0,
  )
}
