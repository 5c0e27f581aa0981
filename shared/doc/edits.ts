/**
 * Every change a person can make to a board, one function each.
 *
 * An edit is one transaction, so peers see all of it or none. Edits do not ask who is calling:
 * `policy.ts` answers that, in the browser before an edit and in the room after it.
 */
import type * as Y from 'yjs'
import type { CommentAnswer, CommentValue, ParticipantId, PlanId, Statement, StatementId } from '../board.ts'
import type { ColumnId } from '../columns.ts'
import { type PlanKind, planKey } from '../plan.ts'
import { Problem } from '../problem.ts'
import { LOCAL, paperText, rootsOf, whyText } from './board-doc.ts'
import { keysBetween, type OrderKey } from './order-keys.ts'

/** A gap in a column: the order keys above and below it, absent at the ends. */
export interface Spot {
  column: ColumnId
  above: OrderKey | null
  below: OrderKey | null
}

/** Puts one statement, or several in the order given, into a gap. */
export function moveStatements(
  doc: Y.Doc,
  ids: readonly StatementId[],
  to: Spot,
  origin: unknown = LOCAL,
): void {
  const { statements, placements } = rootsOf(doc)
  for (const id of ids) if (!statements.has(id)) throw new Problem('statement_unknown', id)
  const orders = keysBetween(to.above, to.below, ids.length)
  doc.transact(() => {
    // Column and order are one value: two people moving one statement at once leave it in one place.
    ids.forEach((id, at) => {
      placements.set(id, { column: to.column, order: orders[at] })
    })
  }, origin)
}

export const moveStatement = (doc: Y.Doc, id: StatementId, to: Spot, origin: unknown = LOCAL): void =>
  moveStatements(doc, [id], to, origin)

/** Adds or rewrites a statement; an empty optional field is left out rather than kept as ''. */
export function putStatement(
  doc: Y.Doc,
  id: StatementId,
  statement: Statement,
  origin: unknown = LOCAL,
): void {
  doc.transact(() => rootsOf(doc).statements.set(id, withoutBlanks(statement)), origin)
}

export function titleStatement(doc: Y.Doc, id: StatementId, title: string): void {
  const was = rootsOf(doc).statements.get(id) as Statement | undefined
  if (!was) throw new Problem('statement_unknown', id)
  putStatement(doc, id, { ...was, title: title.trim() })
}

export function addComment(doc: Y.Doc, by: ParticipantId, commentId: string, comment: CommentValue): void {
  doc.transact(() => rootsOf(doc).comments.set(`${by}/${commentId}`, withoutBlanks(comment)), LOCAL)
}

export function removeComment(doc: Y.Doc, by: ParticipantId, commentId: string): void {
  const { comments } = rootsOf(doc)
  doc.transact(() => {
    comments.delete(`${by}/${commentId}`)
    // Nothing answers what nobody says any more.
    if (comments.has(`${by}/${commentId}/answer`)) comments.delete(`${by}/${commentId}/answer`)
  }, LOCAL)
}

/** What is made of a comment, and because; null takes the answer back. */
export function answerComment(
  doc: Y.Doc,
  { by, id }: { by: ParticipantId; id: string },
  answer: CommentAnswer | null,
): void {
  const { comments } = rootsOf(doc)
  doc.transact(() => {
    if (answer) comments.set(`${by}/${id}/answer`, answer)
    else comments.delete(`${by}/${id}/answer`)
  }, LOCAL)
}

/** One key a link, so two people linking two actions at once both keep theirs. */
export function linkAction(doc: Y.Doc, statement: StatementId, action: PlanId, linked: boolean): void {
  setLink(doc, `${statement}/action/${action}`, linked)
}

export function tickObjective(doc: Y.Doc, statement: StatementId, objective: string, ticked: boolean): void {
  setLink(doc, `${statement}/objective/${objective}`, ticked)
}

function setLink(doc: Y.Doc, key: string, linked: boolean) {
  const { responses } = rootsOf(doc)
  doc.transact(() => {
    if (linked) responses.set(key, true)
    else responses.delete(key)
  }, LOCAL)
}

/** Links a work stream or watched source, or writes evidence or the reason for setting aside; '' takes it away. */
export function setResponse(
  doc: Y.Doc,
  statement: StatementId,
  field: 'stream' | 'watch' | 'evidence' | 'setAsideReason',
  value: string,
): void {
  const { responses } = rootsOf(doc)
  doc.transact(() => {
    if (value === '') responses.delete(`${statement}/${field}`)
    else responses.set(`${statement}/${field}`, value)
  }, LOCAL)
}

/** Creates a work stream, an action or a watched source with the fields known so far. */
export function createPlanItem(
  doc: Y.Doc,
  kind: PlanKind,
  id: PlanId,
  fields: Readonly<Record<string, string>>,
): void {
  doc.transact(() => {
    for (const [field, value] of Object.entries(fields)) setPlanField(doc, kind, id, field, value)
  }, LOCAL)
}

export function setPlanField(doc: Y.Doc, kind: PlanKind, id: PlanId, field: string, value: string): void {
  const { plan } = rootsOf(doc)
  doc.transact(() => {
    if (value === '') plan.delete(planKey(kind, id, field))
    else plan.set(planKey(kind, id, field), value)
  }, LOCAL)
}

/** `title`, `organisation`, `source/F`, `column/new-action` and the like; undefined takes the entry away. */
export function setBoardFact(doc: Y.Doc, key: string, value: unknown): void {
  const { board } = rootsOf(doc)
  doc.transact(() => {
    if (value === undefined) board.delete(key)
    else board.set(key, value)
  }, LOCAL)
}

export function setFacilitation(
  doc: Y.Doc,
  key: 'focus' | 'screen' | 'meeting' | 'packs',
  value: unknown,
): void {
  doc.transact(() => rootsOf(doc).facilitation.set(key, value), LOCAL)
}

/** Puts a statement on every screen, the projector's too. */
export function showEverywhere(doc: Y.Doc, statement: StatementId | null): void {
  doc.transact(() => {
    setFacilitation(doc, 'focus', { statement })
    if (rootsOf(doc).facilitation.has('screen')) setFacilitation(doc, 'screen', { show: 'statement' })
  }, LOCAL)
}

/** Replaces a stretch of *why* (statement) or of a section of the paper; positions in UTF-16 code units. */
export function editText(
  doc: Y.Doc,
  text: { why: StatementId } | { paper: string },
  change: { at: number; remove: number; insert: string },
): void {
  const target = 'why' in text ? whyText(doc, text.why) : paperText(doc, text.paper)
  doc.transact(() => {
    if (change.remove > 0) target.delete(change.at, change.remove)
    if (change.insert) target.insert(change.at, change.insert)
  }, LOCAL)
}

/**
 * The smallest single replacement that turns one text into another: common ends are kept.
 * A character outside the basic plane is two code units and is never cut in two: Yjs would lose both halves.
 */
export function textChange(from: string, to: string): { at: number; remove: number; insert: string } {
  const shorter = Math.min(from.length, to.length)
  let start = 0
  while (start < shorter && from[start] === to[start]) start += 1
  if (cutsPair(from, start) || cutsPair(to, start)) start -= 1
  let end = 0
  while (end < shorter - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1
  if (cutsPair(from, from.length - end) || cutsPair(to, to.length - end)) end -= 1
  return { at: start, remove: from.length - start - end, insert: to.slice(start, to.length - end) }
}

const cutsPair = (text: string, at: number) =>
  at > 0 && at < text.length && /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1))

function withoutBlanks<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, it]) => it !== undefined && it !== '')) as Value
}
