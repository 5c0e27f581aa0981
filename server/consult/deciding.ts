/**
 * What a room does in its turn when people decide: put the card there, mark it, keep the decision.
 *
 * A decision is its own record with the counts of its moment. It takes its card along; reopening leaves the
 * card where it is, taking the act back puts it where it was unless somebody moved it since.
 */
import type * as Y from 'yjs'
import type { StatementId } from '../../shared/board.ts'
import type { Millis } from '../../shared/clock.ts'
import type { CategoryId } from '../../shared/columns.ts'
import { opinionOf } from '../../shared/consult/agreement.ts'
import type { Decide } from '../../shared/consult/calls.ts'
import type { Decision, DecisionMark, VoteMark } from '../../shared/consult/vote.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { moveStatements } from '../../shared/doc/edits.ts'
import { spotAt } from '../../shared/doc/reads/placements.ts'
import { Problem } from '../../shared/problem.ts'
import type { Room } from '../sync/contract.ts'

/** Keeps decisions of one act under `seq`, moves their cards, and marks them. */
export function decide(doc: Y.Doc, room: Room, what: Decide, seq: number, at: Millis): Decision[] {
  mustBeDeciding(room)
  const decisions = 'rule' in what ? agreedOn(room, what.statements, seq) : [single(room, what, seq)]
  for (const decision of decisions) mark(doc, decision, at)
  const columns = new Map<CategoryId, StatementId[]>()
  for (const { column, statement, before } of decisions) {
    if (column !== null && before?.column !== column) {
      columns.set(column, [...(columns.get(column) ?? []), statement])
    }
  }
  const board = room.reads.snapshot()
  for (const [column, ids] of columns) {
    moveStatements(doc, ids, spotAt(board, column, Number.POSITIVE_INFINITY))
  }
  return decisions
}

function single(room: Room, what: Exclude<Decide, { rule: 'agreed' }>, seq: number): Decision {
  const { statement, how, reason, otherView } = what
  mayBeDecided(room, statement)
  return {
    seq,
    statement,
    column: 'column' in what ? what.column : null,
    ...('parked' in what && { parked: withoutAbsent(what.parked) }),
    how,
    ...(reason && { reason }),
    ...(otherView && { otherView }),
    result: room.state.votes.roundOf(statement)?.round.result ?? null,
    before: placeOf(room, statement),
  }
}

function agreedOn(room: Room, named: readonly StatementId[] | undefined, seq: number): Decision[] {
  const agreed = agreedOf(room)
  for (const id of named ?? []) {
    if (!agreed.has(id))
      throw new Problem('state_stale', `private choices on ${id} do not agree, or it was pulled out`)
  }
  const decisions = [...agreed].filter(([id]) => named === undefined || named.includes(id))
  if (decisions.length === 0) throw new Problem('state_stale', 'there is nothing agreed that is not decided')
  return decisions.map(([statement, column]) => ({
    seq,
    statement,
    column,
    how: 'private-choices' as const,
    result: room.state.votes.roundOf(statement)?.round.result ?? null,
    before: placeOf(room, statement),
  }))
}

/** What private choices agree on: shown, not decided, not pulled out by anybody; in the publication's order. */
export function agreedOf(room: Room): Map<StatementId, CategoryId> {
  const { votes } = room.state
  const agreed = new Map<StatementId, CategoryId>()
  for (const id of room.reads.snapshot().ids) {
    const result = votes.roundOf(id)?.round.result
    if (!result?.counts || result.agreement !== 'agreed') continue
    if (votes.isPulled(id) || room.state.isDecided(id)) continue
    const [column] = opinionOf(result.counts, { quorum: 0 }).mostChosen
    if (column) agreed.set(id, column)
  }
  return agreed
}

/** Everybody sees that one was pulled out, nobody who did. */
export function pullOut(doc: Y.Doc, id: StatementId): void {
  const { live } = rootsOf(doc)
  live.set(`vote/${id}`, { ...(live.get(`vote/${id}`) as VoteMark), pulled: true } satisfies VoteMark)
}

/** What is agreed stays as it is until the board goes back to an earlier phase. */
export function mustBeDeciding({ state }: Room): void {
  if (state.phase === 'open' || state.phase === 'review') return
  throw new Problem('phase_forbids', 'decisions are for when the board is open or under review')
}

/** Opens decided statements again; their cards stay where they are. */
export function reopen(doc: Y.Doc, room: Room, ids: readonly StatementId[]): void {
  mustBeDeciding(room)
  for (const id of ids) {
    if (!room.state.isDecided(id)) throw new Problem('state_stale', `${id} is not decided`)
    rootsOf(doc).live.delete(`decision/${id}`)
  }
}

/** Takes an act back as far as it still stands: the statements that are open again. */
export function takeBack(doc: Y.Doc, room: Room, seq: number): StatementId[] {
  const standing = room.state.votes.actOf(seq)
  if (standing.length === 0) throw new Problem('state_stale', 'nothing of it stands any more')
  reopen(
    doc,
    room,
    standing.map((it) => it.statement),
  )
  const neverPlaced: StatementId[] = []
  for (const { statement, column, before } of standing) {
    const now = placeOf(room, statement)
    if (column === null || now?.column !== column || before?.column === column) continue
    if (before) rootsOf(doc).placements.set(statement, before)
    else neverPlaced.push(statement)
  }
  moveStatements(doc, neverPlaced, spotAt(room.reads.snapshot(), 'unsorted', Number.POSITIVE_INFINITY))
  return standing.map((it) => it.statement)
}

function mayBeDecided({ state, reads }: Room, id: StatementId): void {
  if (!reads.snapshot().statements.has(id)) throw new Problem('statement_unknown', id)
  if (state.isDecided(id)) throw new Problem('statement_decided', id)
  if (state.isUnderVote(id)) throw new Problem('vote_open', id)
}

function mark(doc: Y.Doc, { seq, statement, column, parked, how }: Decision, at: Millis): void {
  const decided: DecisionMark = { seq, column, ...(parked && { parked }), how, at }
  rootsOf(doc).live.set(`decision/${statement}`, decided)
}

const placeOf = (room: Room, id: StatementId): Decision['before'] =>
  (rootsOf(room.doc).placements.get(id) as Decision['before'] | undefined) ?? null

const withoutAbsent = ({ who, by }: { who?: string | undefined; by?: string | undefined }) => ({
  ...(who && { who }),
  ...(by && { by }),
})
