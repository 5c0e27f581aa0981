/**
 * The sessions open on this page, one a board and link, however many components look through it.
 *
 * A session lives outside React: StrictMode mounts everything twice, and a socket must not notice. It is
 * closed in the turn after its last holder let go, unless somebody took hold again.
 */
import type { BoardId, LinkId } from '../../shared/board.ts'
import type { BoardSession } from './contract.ts'
import { openOnThisPage } from './open-on-page.ts'

interface Open {
  session: Promise<BoardSession>
  holders: number
}

export interface Held {
  session: Promise<BoardSession>
  release(): void
}

const open = new Map<string, Open>()

export function holdSession(
  board: BoardId,
  as: LinkId,
  opener: (board: BoardId, as: LinkId) => Promise<BoardSession> = openOnThisPage,
): Held {
  const key = `${board}?as=${as}`
  const found = open.get(key) ?? { session: opener(board, as), holders: 0 }
  open.set(key, found)
  found.holders += 1
  // One that could not be opened is not kept: the next to ask tries again.
  found.session.catch(() => {
    if (open.get(key) === found) open.delete(key)
  })
  let released = false
  return {
    session: found.session,
    release() {
      if (released) return
      released = true
      found.holders -= 1
      setTimeout(() => {
        if (found.holders > 0 || open.get(key) !== found) return
        open.delete(key)
        found.session.then(
          (session) => session.close(),
          () => {},
        )
      }, 0)
    },
  }
}
