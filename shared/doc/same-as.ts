/**
 * Statements that say what another says: each names the one that stands for all, and never a chain.
 */
import type * as Y from 'yjs'
import type { Statement, StatementId } from '../board.ts'
import { Problem } from '../problem.ts'
import { LOCAL, rootsOf } from './board-doc.ts'
import { putStatement } from './edits.ts'
import type { BoardSnapshot } from './reads.ts'

/** Says that a statement repeats another, or with null that it repeats none. */
export function sameStatement(doc: Y.Doc, id: StatementId, other: StatementId | null): void {
  const { statements } = rootsOf(doc)
  const at = (it: StatementId) => statements.get(it) as Statement | undefined
  const own = at(id)
  const named = other === null ? undefined : at(other)
  if (!own || (other !== null && !named)) throw new Problem('statement_unknown', other ?? id)
  if (other === id) throw new Problem('value_invalid', 'a statement does not repeat itself')
  // What repeats another in its turn leads on to that one; where that is this statement, the two change places.
  const root =
    other !== null && named?.sameAs && named.sameAs !== id && at(named.sameAs) ? named.sameAs : other
  doc.transact(() => {
    put(doc, id, own, root)
    if (root === null) return
    for (const [key, value] of Array.from(statements.entries()) as [StatementId, Statement][]) {
      if (key === root && value.sameAs) put(doc, key, value, null)
      else if (key !== id && value.sameAs === id) put(doc, key, value, root)
    }
  }, LOCAL)
}

function put(doc: Y.Doc, id: StatementId, { sameAs: _, ...rest }: Statement, other: StatementId | null) {
  putStatement(doc, id, other === null ? rest : { ...rest, sameAs: other })
}

/** Those that name it, in the order of the publication. */
export const repeatsOf = (
  { ids, statements }: Pick<BoardSnapshot, 'ids' | 'statements'>,
  id: StatementId,
): StatementId[] => ids.filter((it) => statements.get(it)?.sameAs === id)
