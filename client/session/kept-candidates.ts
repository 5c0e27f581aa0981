/**
 * Where a report that is being gone through is kept on this device, so that closing the dialog loses nothing.
 */
import type { BoardId, LinkId } from '../../shared/board.ts'

export const candidatesKey = (board: BoardId, as: LinkId) => `due-regard/candidates/${board}/${as}`

export function forgetCandidates(
  storage: Pick<Storage, 'removeItem'> | null,
  board: BoardId,
  as: LinkId,
): void {
  try {
    storage?.removeItem(candidatesKey(board, as))
  } catch {
    // Nothing is kept where nothing can be.
  }
}
