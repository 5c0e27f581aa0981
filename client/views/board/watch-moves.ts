/**
 * Sees every move as it arrives: measures for its flight, and tells me of one that concerns me.
 */
import type { StatementId } from '../../../shared/board.ts'
import { systemClock } from '../../../shared/clock.ts'
import { BOARD_COLUMN_IDS } from '../../../shared/columns.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { announce } from '../../ui/announcer.tsx'
import { toast } from '../../ui/toasts.tsx'
import { openMovesOfOthers } from './moves-of-others.ts'
import type { Table } from './table.tsx'

/** More than these at once are a board that loads or is rearranged, not moves anybody follows. */
const MANY = 60

/** `concerns` says whether a card is one I am on. Gives back its own end. */
export function watchMoves(table: Table, concerns: (id: StatementId) => boolean): () => void {
  const { session, motion, moves, own } = table
  let was = session.snapshot.get()
  const others = openMovesOfOthers(systemClock)
  const end = session.snapshot.subscribe(() => {
    const now = session.snapshot.get()
    const before = was
    was = now
    if (before.inColumn === now.inColumn) return
    const columns = BOARD_COLUMN_IDS.filter((id) => before.inColumn[id] !== now.inColumn[id])
    const moved = movedBetween(before, now)
    if (moved.length > MANY) return
    motion.before(moved, columns, { together: areTogether(moved, now) })
    for (const id of moved) tell(id, before, now)
  })
  return () => {
    end()
    others.close()
  }

  function tell(id: StatementId, before: BoardSnapshot, now: BoardSnapshot) {
    const to = now.placements.get(id)
    const from = before.placements.get(id)
    if (!to || !from || from.column === to.column || own.isMine(id, to)) return
    // One that is split or put together has not been moved away from anybody.
    if (before.ids !== now.ids && isSplit(before, id) !== isSplit(now, id)) return
    const ref = now.statements.get(id)?.ref ?? id
    const title = now.facts.columns[to.column].title
    const by = table.holders.lately(id)
    if (!concerns(id) && !own.isRecent(id)) {
      others.add({ by: by?.name ?? null, reference: ref, to: title })
      return
    }
    const words = by ? `${by.name} moved ${ref} to ${title}` : `${ref} was moved to ${title}`
    announce(`${words}.`)
    const back = now.facts.columns[from.column].title
    toast(words, { label: `Back to ${back}`, run: () => moves.putBack(id, from) }, `moved ${id}`)
  }
}

const isSplit = ({ ids, statements }: BoardSnapshot, id: StatementId) =>
  ids.some((it) => statements.get(it)?.partOf === id)

export function movedBetween(before: BoardSnapshot, now: BoardSnapshot): StatementId[] {
  if (before.placements === now.placements) return []
  const moved: StatementId[] = []
  for (const [id, place] of now.placements) {
    const was = before.placements.get(id)
    if (was && was !== place && (was.column !== place.column || was.order !== place.order)) moved.push(id)
  }
  return moved
}

/** Several cards that all came to one column. */
export const areTogether = (moved: readonly StatementId[], { placements }: BoardSnapshot): boolean =>
  moved.length > 1 && new Set(moved.map((id) => placements.get(id)?.column)).size === 1
