/**
 * The five answers of a private vote, and how many gave each.
 *
 * The three categories stand in an order of strength; the other two leave the denominator: who needs more
 * information sends the statement to discussion, whose area it is not has no opinion of it.
 */
import { CATEGORY_IDS, type CategoryId } from '../columns.ts'

/** From the weakest to the strongest: watching brief < due regard < new action. */
export const BY_STRENGTH = ['watching-brief', 'due-regard', 'new-action'] as const satisfies CategoryId[]

export const ANSWERS = [...CATEGORY_IDS, 'more-information', 'not-my-area'] as const
export type Answer = (typeof ANSWERS)[number]

export const ANSWER_KEYS: Readonly<Record<Answer, '1' | '2' | '3' | '4' | '5'>> = {
  'new-action': '1',
  'due-regard': '2',
  'watching-brief': '3',
  'more-information': '4',
  'not-my-area': '5',
}

/** Persons, by the answer they gave. */
export type Tally = Readonly<Record<Answer, number>>

export const NO_ANSWERS: Tally = {
  'new-action': 0,
  'due-regard': 0,
  'watching-brief': 0,
  'more-information': 0,
  'not-my-area': 0,
}

export function tallyOf(answers: Iterable<Answer>): Tally {
  const tally = { ...NO_ANSWERS }
  for (const answer of answers) tally[answer] += 1
  return tally
}

/** Answers that name a category: the n of every figure. */
export const answersIn = (tally: Tally): number =>
  BY_STRENGTH.reduce((sum, category) => sum + tally[category], 0)
