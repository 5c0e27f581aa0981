/**
 * What in a part of the plan cannot be meant: said beside it, never in the way of saving.
 */
import type { PlanItem } from '../plan.ts'

/** `today` is 2027-04-01. Sentences, in the order of the form. */
export function warningsOf(item: PlanItem, today: string): readonly string[] {
  const { start, due, dueExpected, leadBy, lead, status, briefedOn, acknowledgedOn, nextReview } = item.fields
  const said: string[] = []
  const warn = (wrong: unknown, words: string) => {
    if (wrong) said.push(words)
  }
  warn(start && due && due < start, 'It is due before it starts.')
  warn(start && dueExpected && dueExpected < start, 'It is expected before it starts.')
  warn(!lead && leadBy && due && leadBy > due, 'Its lead is to be named after it is due.')
  warn(!lead && leadBy && leadBy < today, 'Its lead should have been named by now.')
  warn(
    item.kind === 'action' && status !== 'done' && due && (dueExpected || due) < today,
    'Its date has passed and it is not done.',
  )
  warn(acknowledgedOn && !briefedOn, 'It was acknowledged, but not briefed.')
  warn(
    acknowledgedOn && briefedOn && acknowledgedOn < briefedOn,
    'It was acknowledged before it was briefed.',
  )
  warn(nextReview && nextReview < today, 'Its review is overdue.')
  return said
}
