/**
 * What an import would rewrite of a statement that is here: each field, and what it says now.
 */
import type { Statement, StatementId } from '../../../shared/board.ts'
import { partsOf } from '../../../shared/doc/parts.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'

/** What a field says now that would not say it any more. */
export interface Change {
  /** "Page was". */
  what: string
  was: string
}

type Board = Pick<BoardSnapshot, 'facts' | 'statements'>

export function changesOf(board: Board, id: StatementId, is: Statement): readonly Change[] {
  const was = board.statements.get(id)
  if (!was) return []
  const fields: [what: string, of: (it: Statement) => string | undefined][] = [
    ['Statement', (it) => it.text],
    ['Our title', (it) => it.title],
    ['Chapter', (it) => it.chapter],
    ['Page', (it) => it.page],
    ['Theme', (it) => it.theme],
    ['Addressed to', (it) => it.addressedTo],
    ['Official response', (it) => it.official?.status],
    ['Its text', (it) => it.official?.text],
    ['Same as', (it) => refIn(board, it.sameAs)],
    ['Part of', (it) => refIn(board, it.partOf)],
  ]
  const changes = fields.flatMap(([what, of]) =>
    (of(was) ?? '') === (of(is) ?? '') ? [] : [{ what: `${what} was`, was: of(was) ?? '' }],
  )
  const parts = partsOf({ ids: Array.from(board.statements.keys()), statements: board.statements }, id)
  // Its parts are statements of their own: they keep the words they were given.
  if (parts.length > 0 && was.text !== is.text) {
    const refs = parts.map((it) => refIn(board, it)).join(', ')
    changes.push({ what: 'Its parts keep the words they have:', was: refs })
  }
  return changes
}

const refIn = ({ statements }: Board, id: StatementId | undefined) => statements.get(id ?? '')?.ref
