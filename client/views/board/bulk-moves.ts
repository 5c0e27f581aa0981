/**
 * Statements moved together: one edit, one sentence, one step back.
 *
 * Those that cannot go stay, and the others go all the same. The session writes an edit of many places in
 * transactions that the room takes.
 */
import type { StatementId } from '../../../shared/board.ts'
import type { ColumnId } from '../../../shared/columns.ts'
import { moveStatements, type Spot } from '../../../shared/doc/edits.ts'
import { spotAt } from '../../../shared/doc/reads/placements.ts'
import type { BoardSession } from '../../session/contract.ts'
import { announce } from '../../ui/announcer.tsx'
import { toast } from '../../ui/toasts.tsx'
import { type Bulk, bulkWords, type Stays } from './bulk-words.ts'
import { type Holders, WITHOUT_POINTER } from './holders.ts'
import { whyNot } from './moves.ts'
import { indexFor, type Landing, type Shows } from './spot-for.ts'

/** `undo` is what the notice offers. */
export function openBulkMoves(
  session: BoardSession,
  holders: Holders,
  isPeer: (of: StatementId) => Shows,
  undo: () => void,
) {
  const board = () => session.snapshot.get()
  const refOf = (id: StatementId) => board().statements.get(id)?.ref ?? id

  const staying = (id: StatementId): Stays | null => {
    const because = whyNot(session, id)
    if (because) return { because }
    const holder = holders.of.get(id)
    return holder ? { heldBy: holder.name } : null
  }

  function move(
    ids: readonly StatementId[],
    there: readonly StatementId[],
    column: ColumnId,
    spot: (moving: ReadonlySet<StatementId>) => Spot,
  ): Bulk {
    const stayed = new Map<StatementId, Stays>()
    for (const id of ids) {
      const why = staying(id)
      if (why) stayed.set(id, why)
    }
    const moved = ids.filter((id) => !stayed.has(id))
    const { title } = board().facts.columns[column]
    const [first] = moved
    if (first !== undefined) {
      const what = `Move ${moved.length === 1 ? refOf(first) : `${moved.length} statements`} to ${title}`
      // Others see who sent them.
      session.hold({ statement: first, over: column, slot: null, x: WITHOUT_POINTER, y: WITHOUT_POINTER })
      const because = session.edit(what, (doc) => moveStatements(doc, moved, spot(new Set(moved))))
      session.hold(null)
      if (because) for (const id of moved.splice(0)) stayed.set(id, { because })
    }
    const bulk = { moved, there, stayed }
    const words = bulkWords(bulk, title, refOf)
    toast(words, moved.length > 0 ? { label: 'Undo', run: undo } : undefined, 'sent')
    announce(words, stayed.size > 0 ? 'assertive' : 'polite')
    return bulk
  }

  return {
    /** To the end of a column, in the order given; those in it stay where they are. */
    sendAll(ids: readonly StatementId[], column: ColumnId): Bulk {
      const isThere = (id: StatementId) => board().placements.get(id)?.column === column
      const end = board().inColumn[column].length
      return move(
        ids.filter((id) => !isThere(id)),
        ids.filter(isThere),
        column,
        (moving) => spotAt(board(), column, end, moving),
      )
    },

    /** All into the gap where the one in the hand was let go. */
    dropAll(ids: readonly StatementId[], held: StatementId, landing: Landing): Bulk {
      const { column } = landing
      const others = board().inColumn[column].filter((id) => id !== held)
      const above = others.slice(0, indexFor(board(), held, landing, isPeer(held)))
      return move(ids, [], column, (moving) => {
        const index = above.filter((id) => !moving.has(id)).length
        return spotAt(board(), column, index, moving)
      })
    },
  }
}
export type BulkMoves = ReturnType<typeof openBulkMoves>
