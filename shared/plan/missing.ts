/**
 * What the plan still lacks, put as work to be done: what nothing answers, what is incomplete, who is awaited.
 */
import type { StatementId } from '../board.ts'
import type { CategoryId } from '../columns.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import { leadOfAction } from './lacks.ts'
import type { ActionPart, Part, PlanOutline } from './outline.ts'

export interface Missing {
  /** Statements of each category that nothing answers. */
  unanswered: Readonly<Record<CategoryId, readonly StatementId[]>>
  /** Statements in hand, with nothing yet that shows it. */
  withoutEvidence: readonly StatementId[]
  /** Actions, streams and sources of which something is missing, in the order of the plan. */
  parts: readonly Part[]
  /** Actions whose lead is to be named by a day, the earliest first. */
  awaited: readonly { action: ActionPart; by: string; isLate: boolean }[]
  /** How many entries all these are. */
  count: number
}

/** `today` is 2027-04-01. */
export function missingOf(
  outline: PlanOutline,
  board: Pick<BoardSnapshot, 'lacks' | 'inColumn'>,
  today: string,
): Missing {
  const actions = [...outline.streams.flatMap((it) => it.actions), ...outline.loose]
  const parts = [...actions, ...outline.streams, ...outline.watches].filter((it) => it.lacks.length > 0)
  const awaited = actions.flatMap((action) => {
    const lead = leadOfAction(action.item, today)
    return lead && 'by' in lead ? [{ action, ...lead }] : []
  })
  awaited.sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
  const withoutEvidence = board.inColumn['due-regard'].filter((id) =>
    board.lacks.get(id)?.includes('evidence so far'),
  )
  const { unanswered } = outline
  return {
    unanswered,
    withoutEvidence,
    parts,
    awaited,
    count:
      Object.values(unanswered).reduce((count, ids) => count + ids.length, 0) +
      withoutEvidence.length +
      parts.length +
      awaited.length,
  }
}
