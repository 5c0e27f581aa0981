/**
 * A board's session: the copy on the desk, its link to the room, and what this device keeps of it.
 *
 * One link is open at a time. Usually it speaks for the copy on the desk. After a refusal, a rebuild, or
 * more than 30 seconds apart with unsaved changes it speaks for a fresh copy instead; once that one has
 * everything the room has, the unsaved changes are compared with it, replayed or listed, and it takes the
 * desk. The old copy is never sent. The link is told when to connect; nothing here reconnects by itself.
 */
import * as Y from 'yjs'
import type { BoardReply, HistoryReply } from '../../shared/api.ts'
import type { BoardId, LinkId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Presence } from '../../shared/doc/presence.ts'
import { PROBLEMS, Problem, type ProblemCode } from '../../shared/problem.ts'
import type { PersonCard } from '../../shared/wire.ts'
import type { AfterClose } from './after-close.ts'
import { openConnectionView } from './connection-view.ts'
import { openConnector } from './connector.ts'
import type { BoardSession } from './contract.ts'
import { localCopyName, openLocalCopy } from './local-copy.ts'
import { openMyChanges } from './my-changes.ts'
import { openOwnPresence } from './own-presence.ts'
import type { Page } from './page.ts'
import type { Tabs } from './tabs.ts'
import { cell } from './watched.ts'

export interface SessionOptions {
  board: BoardId
  as: LinkId
  me: PersonCard
  epoch: number
  people?: readonly PersonCard[]
  /** `wss://host/sync` */
  url: string
  clock: Clock
  WebSocket: typeof WebSocket
  indexedDB: IDBFactory | null
  tabs: Tabs
  page: Page
  api: {
    read(): Promise<Pick<BoardReply, 'epoch'>>
    history(filter: { limit: number }): Promise<HistoryReply>
  }
  /** Ends this device's grant; throws where the server cannot be asked. */
  leave?(how: { onlyHere: boolean }): Promise<void>
  /** Takes the board off this device's list. */
  forget?(): void
}

const NOBODY: readonly Presence[] = []

export function openBoardSession(options: SessionOptions): BoardSession {
  const { board, as, me, clock, page, tabs, api } = options
  const observes = me.role === 'observer'
  let epoch = options.epoch
  let ended: ProblemCode | null = null
  let closed = false

  const presence = cell(NOBODY)
  const people = cell<ReadonlyMap<string, PersonCard>>(
    new Map([me, ...(options.people ?? [])].map((it) => [it.id, it])),
  )

  const copy = openLocalCopy({
    indexedDB: observes ? null : options.indexedDB,
    name: localCopyName(board, me.id),
    epoch,
    tab: tabs.mine,
    openTabs: () => tabs.open(),
  })
  const view = openConnectionView({
    clock,
    observes,
    connector: () => connector,
    mine: () => mine,
    isOnDesk,
    ended: () => ended,
    isClosed: () => closed,
  })
  const connector = openConnector({
    board,
    as,
    url: options.url,
    clock,
    WebSocket: options.WebSocket,
    epoch: () => epoch,
    presence: () => (observes ? null : own.state),
    ask: () => api.read(),
    isOver: () => closed || ended !== null,
    events: {
      began() {
        presence.set(NOBODY)
        mine.pending.disconnected()
      },
      opened() {
        view.moved()
        // A connection that took long to come about may find us further apart than when it was begun.
        if (mustCompare()) void compare()
        view.tell()
      },
      unsure: () => (isOnDesk() ? mine.pending.unsure() : new Map()),
      came: (update) => mine.came(update),
      synced() {
        if (isOnDesk()) mine.sendCarefully()
        else if (connector.doc) mine.landOn(connector.doc)
        mine.settle()
        view.counted()
      },
      sent(kind, frame) {
        if (isOnDesk()) {
          if (kind === 'step2') mine.pending.step2Sent(frame)
          else mine.pending.updateSent(frame)
        }
        view.counted()
      },
      saved(frames) {
        if (isOnDesk() && mine.acknowledged(frames)) {
          view.moved()
          mine.sendCarefully()
        }
        view.counted()
      },
      people: (list) => people.set(new Map([me, ...list].map((it) => [it.id, it]))),
      keeping: view.keeping,
      presence: (others) => presence.set(others),
      heard: view.heard,
      closed: onClosed,
      again: connectAgain,
      wayInChanged: view.tell,
    },
  })
  const mine = openMyChanges({
    me,
    tab: tabs.mine,
    clock,
    copy,
    epoch: () => epoch,
    history: (filter) => api.history(filter),
    ended: () => ended,
    isClosed: () => closed,
    isOnDesk,
    isUpToDate: () => connector.isSynced && isOnDesk(),
    making() {
      // Connected again after a while but not up to date: what is written now must not go out unseen.
      if (isOnDesk() && connector.isOpen && !connector.isSynced && connector.isApart) void compare()
    },
    made: view.counted,
    keptChanged: view.tell,
  })
  const { desk } = mine
  const own = openOwnPresence(clock, (state) => {
    if (!observes) connector.say(state)
  })

  // -- which copy is connected ----------------------------------------------------------------------------

  function isOnDesk(): boolean {
    return connector.doc === mine.desk.doc()
  }

  function connectTo(doc: Y.Doc) {
    connector.connectTo(doc)
    view.tell()
  }

  /** A copy beside the desk, from what the room is known to have; it takes the desk once it is up to date. */
  function connectFresh(base: Uint8Array | null) {
    const fresh = new Y.Doc()
    if (base) Y.applyUpdate(fresh, base)
    mine.follow(fresh)
    const old = connector.doc
    connectTo(fresh)
    if (old && old !== desk.doc()) old.destroy()
  }

  /** [back-1] */
  function mustCompare(): boolean {
    return isOnDesk() && connector.isApart && mine.all().length > 0
  }

  async function compare() {
    // Nothing of the desk's copy may leave while the base is looked up.
    connector.drop()
    const base = await copy.base()
    if (!closed && !ended && connector.doc === null) connectFresh(base)
  }

  function connectAgain() {
    if (closed || ended || connector.isOpen) return
    if (mustCompare()) void compare()
    else connector.reconnect()
  }

  function onClosed(next: AfterClose) {
    mine.settle()
    view.moved()
    if (next.step === 'erase') void erased()
    else if (next.step === 'end') end(next.because)
    else if (next.step === 'refresh') onRefused(next.because)
    if (isOnDesk() || connector.doc === null) mine.pending.disconnected()
    view.tell()
  }

  /** The copy on the wire is beyond repair: a fresh one from nothing, and suspicion of what was on its way. */
  function onRefused(because: ProblemCode) {
    const { times, isHopeless } = mine.refused(because, connector.talk.openedAt)
    if (isHopeless) return end(because)
    // Off the desk's copy at once: it must not be connected again.
    if (isOnDesk()) connector.drop()
    else connector.hangUp()
    if (times <= 1) void startAfresh(because)
    else connector.later(times - 1, () => void startAfresh(because))
  }

  async function startAfresh(because: ProblemCode) {
    if (because === 'epoch_stale' || because === 'update_incomplete') {
      try {
        const now = (await api.read()).epoch
        if (now !== epoch) {
          epoch = now
          await copy.moveTo(now)
        }
      } catch (error) {
        if (closed || ended) return
        const code = error instanceof Problem ? error.code : 'unreachable'
        if (code === 'board_erased') return erased()
        if (!PROBLEMS[code].retry) return end(code)
        connector.failed(() => void startAfresh(because))
        return
      }
    }
    if (!closed && !ended) connectFresh(null)
  }

  // -- the end --------------------------------------------------------------------------------------------

  function end(because: ProblemCode) {
    ended = because
    connector.stopWaiting()
    connector.hangUp()
    // The words stay on screen to be copied; on this device they stay as they are, for another link.
    mine.giveUp(because)
    view.tell()
  }

  async function erased() {
    ended = 'board_erased'
    connector.hangUp()
    mine.forget()
    await copy.wipe()
    options.forget?.()
    view.tell()
  }

  function close() {
    if (closed) return
    closed = true
    for (const stop of ends) stop()
    view.moved()
    own.close()
    const onWire = connector.doc
    connector.close()
    mine.close()
    tabs.close()
    desk.close()
    desk.doc().destroy()
    if (onWire !== desk.doc()) onWire?.destroy()
  }

  // -- from the beginning ---------------------------------------------------------------------------------

  async function start() {
    const { base, pending: found, leftovers: left } = await copy.load()
    if (closed) return
    mine.leftovers.restore(left)
    if (base) Y.applyUpdate(desk.doc(), base)
    if (found.length === 0) {
      connectTo(desk.doc())
      return
    }
    // The room is asked first.
    mine.found(found)
    connectFresh(base)
  }

  const ends = [
    page.onVisibility(() => own.away(page.isHidden())),
    page.onOnline(() => connector.now()),
    page.onLeaving(() => !mine.areKept() || (!copy.works && mine.leftovers.get().length > 0)),
  ]
  if (page.isHidden()) own.away(true)
  void start()

  return {
    board,
    as,
    me,
    snapshot: desk.snapshot,
    connection: view.connection,
    presence,
    people,
    leftovers: mine.leftovers,
    undoable: desk.undoable,
    edit: desk.edit,
    may: desk.may,
    mayDo: desk.mayDo,
    text: desk.text,
    undo: desk.undo,
    redo: desk.redo,
    useMine: mine.useMine,
    dismiss: mine.dismiss,
    hold: own.hold,
    look: own.look,
    async leave({ onlyHere = false } = {}) {
      await options.leave?.({ onlyHere })
      await copy.wipe()
      options.forget?.()
      close()
    },
    close,
  }
}
