/**
 * A board's session with this page's network, clock and storage.
 */
import type { BoardId, LinkId } from '../../shared/board.ts'
import { systemClock } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'
import { SYNC_PATH } from '../../shared/wire.ts'
import { api } from './api.ts'
import { openBoardSession } from './board-session.ts'
import type { BoardSession } from './contract.ts'
import { indexedDBIfAny, leaveBoard } from './leave-board.ts'
import { localCopyName } from './local-copy.ts'
import { type MyBoard, myBoardOf, myBoards } from './my-boards.ts'
import { browserPage } from './page.ts'
import { openTabs } from './tabs.ts'

/** A network that has not answered after this long is treated as none. */
const PATIENCE_MS = 5_000

export async function openOnThisPage(board: BoardId, as: LinkId): Promise<BoardSession> {
  const here = api.at(board, as)
  const known = myBoards.find(board, as)
  let opened: MyBoard
  let people: Parameters<typeof openBoardSession>[0]['people']
  try {
    const reply = await (known ? within(here.read(), PATIENCE_MS) : here.read())
    opened = myBoardOf(reply, systemClock.now())
    people = reply.people
  } catch (error) {
    // Away from the network a board that was opened here before opens from what this device keeps.
    const isAway = error instanceof Problem && error.code === 'unreachable'
    if (!isAway || !known) throw error
    opened = { ...known, openedAt: systemClock.now() }
  }
  myBoards.opened(opened)
  const { protocol, host } = window.location
  return openBoardSession({
    board,
    as,
    me: opened.me,
    epoch: opened.epoch,
    ...(people && { people }),
    url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}${SYNC_PATH}`,
    clock: systemClock,
    WebSocket: window.WebSocket,
    indexedDB: indexedDBIfAny(),
    tabs: openTabs(localCopyName(board, opened.me.id), systemClock, navigator),
    page: browserPage,
    api: here,
    leave: (how) => leaveBoard({ id: board, as, me: opened.me }, how),
    forget: () => myBoards.forget(board, as),
  })
}

const within = <Value>(asked: Promise<Value>, patience: number): Promise<Value> =>
  Promise.race([
    asked,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Problem('unreachable', 'no answer')), patience)
    }),
  ])
