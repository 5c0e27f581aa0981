/**
 * The boards opened on this device: what the home page lists, and what a board needs to open without asking.
 *
 * Kept in localStorage where there is one. No key of a link is ever here: `as` names a grant, and is worth
 * nothing without this browser's cookie.
 */
import type { BoardReply } from '../../shared/api.ts'
import type { BoardId, LinkId, Role } from '../../shared/board.ts'
import { isId } from '../../shared/board.ts'
import type { PersonCard } from '../../shared/wire.ts'
import { cell } from './watched.ts'

export interface MyBoard {
  id: BoardId
  title: string
  role: Role
  as: LinkId
  openedAt: number
  me: PersonCard
  epoch: number
}

/** As the server answers for a board that this browser has joined. */
export function myBoardOf({ id, title, epoch, me: { as, ...me } }: BoardReply, openedAt: number): MyBoard {
  return { id, title, role: me.role, as, openedAt, me, epoch }
}

const KEY = 'due-regard/boards'
const MOST = 50

export interface MyBoards {
  /** Newest first; the same list until it changes. */
  get(): readonly MyBoard[]
  subscribe(changed: () => void): () => void
  /** How this board was opened last, by one link or by any. */
  find(id: BoardId, as?: LinkId): MyBoard | undefined
  opened(board: MyBoard): void
  forget(id: BoardId, as?: LinkId): void
}

type Keep = Pick<Storage, 'getItem' | 'setItem'>

export function openMyBoards(storage: Keep | null): MyBoards {
  const boards = cell<readonly MyBoard[]>(read(storage))
  const put = (change: (list: readonly MyBoard[]) => readonly MyBoard[]) => {
    // Read again first: another tab may have written meanwhile.
    const next = change(storage ? read(storage) : boards.get()).slice(0, MOST)
    try {
      storage?.setItem(KEY, JSON.stringify(next))
    } catch {
      // Full or forbidden: the list lives as long as this page.
    }
    boards.set(next)
  }
  const isAt = (id: BoardId, as: LinkId | undefined) => (it: MyBoard) =>
    it.id === id && (as === undefined || it.as === as)
  return {
    get: boards.get,
    subscribe: boards.subscribe,
    find: (id, as) => boards.get().find(isAt(id, as)),
    opened: (board) => put((list) => [board, ...list.filter((it) => !isAt(board.id, board.as)(it))]),
    forget: (id, as) => put((list) => list.filter((it) => !isAt(id, as)(it))),
  }
}

function read(storage: Keep | null): readonly MyBoard[] {
  try {
    const list: unknown = JSON.parse(storage?.getItem(KEY) ?? '[]')
    return Array.isArray(list) ? list.filter(isMyBoard) : []
  } catch {
    return []
  }
}

function isMyBoard(it: Partial<MyBoard> | null): it is MyBoard {
  return (
    typeof it === 'object' &&
    it !== null &&
    isId(it.id) &&
    isId(it.as) &&
    typeof it.title === 'string' &&
    typeof it.role === 'string' &&
    typeof it.openedAt === 'number' &&
    typeof it.epoch === 'number' &&
    isId(it.me?.id)
  )
}

/** This browser's localStorage; reading the property alone throws where a browser forbids it. */
export function localStorageIfAny(): Storage | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}

export const myBoards = openMyBoards(localStorageIfAny())
