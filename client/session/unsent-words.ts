/**
 * Words of a comment that were typed and not sent: they stay in this tab, over a reload too, until they are sent
 * or the board is left.
 */
import type { BoardId } from '../../shared/board.ts'
import { tabStorageIfAny } from './guest.ts'

export interface UnsentWords {
  /** `slot`: where in the board they were to go. */
  get(board: BoardId, slot: string): string
  set(board: BoardId, slot: string, words: string): void
  forget(board: BoardId): void
}

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export function openUnsentWords(storage: Kept | null): UnsentWords {
  const read = new Map<BoardId, Record<string, string>>()
  const nameOf = (board: BoardId) => `due-regard/unsent/${board}`
  const of = (board: BoardId): Record<string, string> => {
    const words = read.get(board) ?? parsed(attempt(() => storage?.getItem(nameOf(board))))
    read.set(board, words)
    return words
  }
  return {
    get: (board, slot) => of(board)[slot] ?? '',
    set(board, slot, words) {
      const { [slot]: _, ...others } = of(board)
      const now = words === '' ? others : { ...others, [slot]: words }
      read.set(board, now)
      attempt(() =>
        Object.keys(now).length > 0
          ? storage?.setItem(nameOf(board), JSON.stringify(now))
          : storage?.removeItem(nameOf(board)),
      )
    },
    forget(board) {
      read.delete(board)
      attempt(() => storage?.removeItem(nameOf(board)))
    },
  }
}

export const unsentWords = openUnsentWords(tabStorageIfAny())

function parsed(json: string | null | undefined): Record<string, string> {
  const found = attempt(() => JSON.parse(json ?? '{}') as unknown)
  if (typeof found !== 'object' || found === null) return {}
  return Object.fromEntries(Object.entries(found).filter(([, words]) => typeof words === 'string'))
}

/** Storage may be full or forbidden: then words stay as long as the page does. */
function attempt<T>(run: () => T): T | null {
  try {
    return run()
  } catch {
    return null
  }
}
