/** The boards that a store has handed out: each to one holder at a time, and again only once it is shut. */
import type { BoardId } from '../../shared/board.ts'
import type { BoardStore } from './contract.ts'

interface Closed {
  /** Resolves once everything that was asked of it is done. */
  close(): Promise<void>
}

/** A board's parts, which are closed together. */
export interface OpenParts {
  journal: BoardStore['journal']
  people: BoardStore['people'] & Closed
  files: BoardStore['files'] & Closed
  /** What else is given back once its parts are closed. */
  release?(): Promise<void>
}

export interface OpenBoards {
  /** Throws where somebody has it; waits where it is being shut. */
  hand(id: BoardId, open: () => Promise<OpenParts>): Promise<BoardStore>
  has(id: BoardId): boolean
  closeAll(): Promise<void>
}

export function keepOpenBoards(): OpenBoards {
  const open = new Map<BoardId, Promise<BoardStore>>()
  const closing = new Map<BoardId, Promise<void>>()

  const handed = (id: BoardId, { journal, people, files, release }: OpenParts): BoardStore => {
    const shut = async () => {
      await Promise.all([journal.close(), people.close(), files.close()])
      await release?.()
      open.delete(id)
      closing.delete(id)
    }
    let shutting: Promise<void> | null = null
    const close = () => {
      shutting ??= shut()
      if (open.has(id)) closing.set(id, shutting)
      return shutting
    }
    return { journal, people, files, close }
  }

  return {
    async hand(id, openParts) {
      await closing.get(id)
      if (open.has(id)) throw new Error(`board ${id} is open already`)
      const opening = openParts().then((parts) => handed(id, parts))
      open.set(id, opening)
      opening.catch(() => open.delete(id))
      return opening
    },
    has: (id) => open.has(id),
    async closeAll() {
      for (const opening of [...open.values()]) await (await opening.catch(() => null))?.close()
    },
  }
}
