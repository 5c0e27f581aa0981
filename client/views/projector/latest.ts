/**
 * Which statements have just come to a column: what a room looks up to see.
 *
 * A snapshot holds where statements are, not when they came, so the projector remembers what it saw move.
 */
import type { StatementId } from '../../../shared/board.ts'
import type { ColumnId } from '../../../shared/columns.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'

export interface Arrival {
  id: StatementId
  column: ColumnId
  from: ColumnId
}

type Places = Pick<BoardSnapshot, 'placements'>

const REMEMBERED = 60
/** More than this at once is a first sync or an import, not somebody sorting. */
const TOO_MANY = 40

/** Newest first; a statement that moved again stands once, where it is now. */
export function arrivalsAfter(
  before: readonly Arrival[],
  was: Places | null,
  now: Places,
): readonly Arrival[] {
  if (was === null || was.placements === now.placements) return before
  const news: Arrival[] = []
  for (const [id, place] of now.placements) {
    const from = was.placements.get(id)?.column
    if (from !== undefined && from !== place.column) news.push({ id, column: place.column, from })
  }
  if (news.length === 0) return before
  if (news.length > TOO_MANY) return []
  const moved = new Set(news.map((it) => it.id))
  return [...news, ...before.filter((it) => !moved.has(it.id))].slice(0, REMEMBERED)
}

/** The statements to show in a column: those seen to come, newest first, then the last of its list. */
export function shownIn(
  board: Pick<BoardSnapshot, 'inColumn' | 'placements'>,
  column: ColumnId,
  arrivals: readonly Arrival[],
  most: number,
): readonly StatementId[] {
  const came = arrivals.filter((it) => it.column === column && board.placements.get(it.id)?.column === column)
  const ids = came.map((it) => it.id)
  const rest = board.inColumn[column]
    .filter((id) => !ids.includes(id))
    .slice(-most)
    .reverse()
  return [...ids, ...rest].slice(0, most)
}
