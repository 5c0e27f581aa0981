/**
 * Where choices that wait to be sent are kept on this device, and how they are taken away.
 */
import type { BoardId, LinkId } from '../../shared/board.ts'

export const choicesKey = (board: BoardId, as: LinkId) => `due-regard/choices/${board}/${as}`

/** Whoever leaves a shared computer leaves no choice on it. */
export function forgetChoices(storage: Pick<Storage, 'removeItem'> | null, board: BoardId, as: LinkId): void {
  try {
    storage?.removeItem(choicesKey(board, as))
  } catch {
    // Nothing is kept where nothing can be.
  }
}
