/**
 * The key of a link, taken out of the address before anybody can read it there.
 *
 * It lives in the memory of this page for as long as joining takes, and nowhere else.
 */
import type { BoardId } from '../../shared/board.ts'

const PATH = /^\/b\/([A-Za-z0-9_-]{1,32})(?:\/|$)/
const KEY = /^[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]{22,64}$/
const taken = new Map<BoardId, string>()

/** Takes the key out of the address of a board; called as the page starts, before anything else is loaded. */
export function hideLinkKey(): void {
  const board = PATH.exec(location.pathname)?.[1]
  const fragment = location.hash.slice(1)
  if (!board || !KEY.test(fragment)) return
  taken.set(board, fragment)
  history.replaceState(history.state, '', location.pathname + location.search)
}

/** The key that came with the address of this board, if one did; asked again it is still known. */
export function linkKeyOf(board: BoardId): string | null {
  hideLinkKey()
  return taken.get(board) ?? null
}

export const dropLinkKey = (board: BoardId): void => {
  taken.delete(board)
}
