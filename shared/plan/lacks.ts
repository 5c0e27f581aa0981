/**
 * What one part of the plan still lacks before it can stand in a board paper, by its kind.
 *
 * The words are those of `readiness.ts`: a statement lacks what its actions, its stream or its source lack.
 */
import type { PlanId } from '../board.ts'
import type { PlanItem } from '../plan.ts'
import type { Lack } from '../readiness.ts'

/** Looks up a work stream. */
type StreamOf = (id: PlanId) => PlanItem | undefined

/** In the order a form asks for them; empty means nothing is missing. */
export function itemLacks(item: PlanItem, streamOf: StreamOf): readonly Lack[] {
  const { fields } = item
  switch (item.kind) {
    case 'action':
      return missing(
        [fields.stream && streamOf(fields.stream), 'a work stream'],
        [fields.lead || fields.leadBy, 'a lead'],
        [fields.due, 'a date'],
      )
    case 'stream':
      // Evidence stands with the stream or with each of its statements: it is asked for there.
      return missing([fields.projectLead, 'a project lead'])
    case 'watch':
      return missing([fields.executiveLead, 'an executive lead'], [fields.nextReview, 'a review date'])
  }
}

const missing = (...needs: readonly (readonly [there: unknown, lack: Lack])[]): readonly Lack[] =>
  needs.flatMap(([there, lack]) => (there ? [] : [lack]))

/** Who leads an action: a post; or none yet, and the day by which one is named; or nothing said. */
export type Lead = { post: string } | { by: string; isLate: boolean } | null

/** `today` is 2027-04-01: a lead who was to be named before then is late. */
export function leadOfAction({ fields }: PlanItem, today: string): Lead {
  if (fields.lead) return { post: fields.lead }
  return fields.leadBy ? { by: fields.leadBy, isLate: fields.leadBy < today } : null
}
