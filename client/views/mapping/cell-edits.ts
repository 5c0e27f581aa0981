/**
 * What a cell holds as it is edited, whether it may be, and how it is written.
 */
import type { ColumnId } from '../../../shared/columns.ts'
import { moveStatement, setPlanField, setResponse, titleStatement } from '../../../shared/doc/edits.ts'
import { linkStatements } from '../../../shared/doc/plan-edits.ts'
import { spotAt } from '../../../shared/doc/reads/placements.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { type PlanField, planField, planKey } from '../../../shared/plan.ts'
import type { Target as Place } from '../../../shared/policy.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import type { BoardSession } from '../../session/contract.ts'
import type { Line, Target } from './columns.ts'

/** The place a target writes to, as policy asks about it. */
export function placeOf({ id, statement, board }: Line, target: Target): Place {
  switch (target.is) {
    case 'title':
      return { root: 'statements', key: id, from: statement, to: statement }
    case 'category': {
      const at = board.placements.get(id)
      return { root: 'placements', key: id, from: at, to: at }
    }
    case 'why':
      return { root: 'why', key: id }
    case 'objectives':
      return { root: 'responses', key: `${id}/objective/x`, to: true }
    case 'response':
      return { root: 'responses', key: `${id}/${target.field}`, to: 'x' }
    case 'link':
      return {
        root: 'responses',
        key: `${id}/${target.kind}${target.kind === 'action' ? '/x' : ''}`,
        to: 'x',
      }
    case 'plan':
      return { root: 'plan', key: planKey(target.item.kind, target.item.id, target.field), to: 'x' }
  }
}

export const fieldOf = (target: Target): PlanField | undefined =>
  target.is === 'plan' ? planField(target.item.kind, target.field) : undefined

/** What is edited as words: a line, several lines, or a day. Null where it is chosen instead. */
export function wordsIn(target: Target): { type: 'line' | 'text' | 'day'; most: number } | null {
  switch (target.is) {
    case 'title':
      return { type: 'line', most: LIMITS.line }
    case 'response':
      return { type: 'text', most: LIMITS.paragraph }
    case 'plan': {
      const type = fieldOf(target)?.type
      if (type === 'day') return { type, most: 10 }
      if (type === 'text') return { type, most: LIMITS.paragraph }
      return type === 'line' ? { type, most: LIMITS.line } : null
    }
    default:
      return null
  }
}

/** What stands there now, as it is edited. */
export function valueIn({ statement, response, board }: Line, target: Target): string {
  switch (target.is) {
    case 'title':
      return statement.title ?? ''
    case 'response':
      return response[target.field] ?? ''
    case 'plan':
      return board.plan[target.item.kind].get(target.item.id)?.fields[target.field] ?? ''
    default:
      return ''
  }
}

/** Why it was not written, or null. */
export function write(
  session: BoardSession,
  { id, statement: { ref } }: Line,
  target: Target,
  value: string,
): ProblemCode | null {
  switch (target.is) {
    case 'title':
      return session.edit(`Title ${ref}`, (doc) => titleStatement(doc, id, value))
    case 'response':
      return session.edit(`Answer ${ref}`, (doc) => setResponse(doc, id, target.field, value.trim()))
    case 'plan': {
      const { kind, id: item, fields } = target.item
      return session.edit(`Change “${fields.title ?? 'the plan'}”`, (doc) =>
        setPlanField(doc, kind, item, target.field, value.trim()),
      )
    }
    case 'link':
      return session.edit(`Link ${ref}`, (doc) => linkStatements(doc, [id], target.kind, value))
    case 'category': {
      const to = value as ColumnId
      const board = session.snapshot.get()
      const spot = spotAt(board, to, board.inColumn[to].length)
      return session.edit(`Move ${ref} to ${board.facts.columns[to].title}`, (doc) =>
        moveStatement(doc, id, spot),
      )
    }
    default:
      return null
  }
}

/** Whether words may be emptied by a key: a title of the plan may not, and nothing that is chosen. */
export const mayEmpty = (target: Target): boolean =>
  wordsIn(target) !== null && !(target.is === 'plan' && target.field === 'title')
