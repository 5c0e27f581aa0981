/**
 * What a record of the journal says in a history: places that changed, and the acts beside them with the
 * reason that was given.
 *
 * How many have answered is of the moment and is no history; who pulled a statement out is told nobody.
 */
import type { DecisionStep, VoteStep } from '../../shared/consult/vote.ts'
import type { RestoreStep } from '../../shared/past/calls.ts'
import type { JournalRecord, Touch } from '../store/contract.ts'

export type HistoryTouch = Touch & { reason?: string }

/** The types of record that any line comes of. */
export const isTold = ({ type }: JournalRecord): boolean =>
  ['change', 'phase', 'decision', 'vote', 'seal', 'approval', 'restore'].includes(type)

/** In the order in which it was done. */
export function linesOf(record: JournalRecord): readonly HistoryTouch[] {
  switch (record.type) {
    case 'change':
      // What the server says in `live` is told by the record of its act.
      return record.touches.filter(({ root, key }) => root !== 'live' || key === 'lock')
    case 'phase': {
      const { from, to, reason } = record
      return [act('phase', to, reason, from)]
    }
    case 'decision':
      return decisionLines(record.body)
    case 'vote':
      return voteLines(record.body)
    case 'seal': {
      const { version, label } = record.body
      return [act('version', { version, label })]
    }
    case 'approval': {
      const { version, approval } = record.body
      const { meeting, outcome, note } = approval
      return [act('approval', { version, meeting, outcome }, note)]
    }
    case 'restore':
      return [restoreLine(record.body)]
    default:
      return []
  }
}

const act = (key: string, to?: unknown, reason?: string, from?: unknown): HistoryTouch => ({
  root: 'live',
  key,
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
  ...(reason && { reason }),
})

function decisionLines(body: DecisionStep): HistoryTouch[] {
  return body.step === 'reopen'
    ? body.statements.map((id) => act(`decision/${id}`, undefined, body.reason))
    : body.decisions.map(({ statement, column, parked, how, reason }) =>
        act(`decision/${statement}`, { column, how, ...(parked && { parked }) }, reason),
      )
}

function voteLines(body: VoteStep): HistoryTouch[] {
  switch (body.step) {
    case 'open':
      return body.packs.flatMap((it) => it.statements).map((id) => act(`vote/${id}`, { step: 'open' }))
    case 'show':
      return Object.keys(body.results).map((id) => act(`vote/${id}`, { step: 'show' }))
    case 'again':
      return body.statements.map((id) => act(`vote/${id}`, { step: 'again' }))
    case 'close':
      return [act('vote', { step: 'close', vote: body.vote })]
    default:
      return []
  }
}

function restoreLine(body: RestoreStep): HistoryTouch {
  const { step, restore, reason } = body
  return body.step === 'restore'
    ? act('restore', { step, restore, to: body.to, asAt: body.asAt }, reason)
    : act('restore', { step, restore }, reason)
}
