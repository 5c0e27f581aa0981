/**
 * Knows which moves were made on this screen, whatever part of it made them.
 *
 * The document does not say who changed it. What changes while this screen edits is its own; all the rest
 * came from somebody else.
 */
import type { Placement, StatementId } from '../../../shared/board.ts'
import type { BoardSession } from '../../session/contract.ts'
import { paced } from './paced.ts'

const LATELY_MS = 10_000

export interface OwnMoves {
  /** The same session, its edits taken note of, at the pace of the screen. */
  session: BoardSession
  /** Whether the card came to where it is by something done here. */
  isMine(id: StatementId, now: Placement): boolean
  /** Whether I moved this card in the last seconds. */
  isRecent(id: StatementId): boolean
}

interface Options {
  now?: () => number
  /** Is told which cards were moved here. */
  moved?: (ids: readonly StatementId[]) => void
  /** Milliseconds between one showing of what others do and the next. */
  gapMs?: () => number
}

export function ownMoves(
  session: BoardSession,
  { now = Date.now, moved = () => {}, gapMs = () => 0 }: Options = {},
): OwnMoves {
  const mine = new Map<StatementId, { at: number; place: Placement }>()
  let acting = false

  const board = paced(session.snapshot, () => acting, gapMs)

  const noted = <Result>(act: () => Result): Result => {
    // What others did is shown first, so that it is not taken for mine.
    board.catchUp()
    const was = session.snapshot.get().placements
    acting = true
    try {
      return act()
    } finally {
      acting = false
      const is = session.snapshot.get().placements
      if (was !== is) {
        const changed = Array.from(is).filter(([id, place]) => was.get(id) !== place)
        for (const [id, place] of changed) mine.set(id, { at: now(), place })
        moved(changed.map(([id]) => id))
      }
    }
  }

  return {
    session: {
      ...session,
      snapshot: board,
      edit: (what, change) => noted(() => session.edit(what, change)),
      undo: () => noted(() => session.undo()),
      redo: () => noted(() => session.redo()),
      useMine: (leftover) => noted(() => session.useMine(leftover)),
    },
    isMine(id, place) {
      const last = mine.get(id)?.place
      return acting || (last?.column === place.column && last.order === place.order)
    },
    isRecent(id) {
      const last = mine.get(id)
      return last !== undefined && now() - last.at < LATELY_MS
    },
  }
}
