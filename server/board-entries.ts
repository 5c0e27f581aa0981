/**
 * Changes of a board's entry in the registry, one after the other: what is being written is not yet to be
 * read, and an entry is written whole.
 */
import type { BoardId } from '../shared/board.ts'
import { Problem } from '../shared/problem.ts'
import type { BoardEntry, Registry } from './store/contract.ts'
import { takeTurns } from './turns.ts'

export interface BoardEntries {
  /** `work` is given the entry as it is when its turn has come. */
  change<Result>(board: BoardId, work: (entry: BoardEntry) => Promise<Result>): Promise<Result>
}

export function openBoardEntries(registry: Registry): BoardEntries {
  const inTurn = takeTurns()
  return {
    change: (board, work) =>
      inTurn(board, async () => {
        const entry = registry.board(board)
        if (!entry) throw new Problem('board_unknown', '')
        if (entry.erasedAt !== undefined) throw new Problem('board_erased', '')
        return work(entry)
      }),
  }
}
