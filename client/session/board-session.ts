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
import { type Clock, goneBy, type Millis } from '../../shared/clock.ts'
import { isTextRoot, REPLAY } from '../../shared/doc/board-doc.ts'
import type { Presence } from '../../shared/doc/presence.ts'
import { isProblemCode, PROBLEMS, Problem, type ProblemCode } from '../../shared/problem.ts'
import type { PersonCard } from '../../shared/wire.ts'
import { afterClose } from './after-close.ts'
import { nameOf } from './board-words.ts'
import type { BoardSession, ConnectionView } from './contract.ts'
import { openDesk } from './desk.ts'
import { openKeeper } from './device-keeper.ts'
import { type Edit, holds, isSame, placeOf, valueAt, write } from './draft.ts'
import { openLeftovers, putBack } from './leftovers.ts'
import { localCopyName, openLocalCopy, type PendingEdit } from './local-copy.ts'
import { mergeText } from './merge-text.ts'
import { openOwnPresence } from './own-presence.ts'
import type { Page } from './page.ts'
import { openPending } from './pending-edits.ts'
import { asMade, type FreshBoard, isThere, type LeftOver, rebase } from './rebase.ts'
import { reconnectDelay } from './reconnect.ts'
import { savedState } from './saved-state.ts'
import { openStallWatch } from './stall-watch.ts'
import { openLink, type SyncLink } from './sync-link.ts'
import type { Tabs } from './tabs.ts'
import { cell } from './watched.ts'
import { openWayIn } from './way-in.ts'

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

/** Apart for longer than this, what others did meanwhile is looked at before anything of mine is sent. */
export const APART_MS = 30_000
/** A change that was in a refused update twice is not sent a third time. */
const TRIES = 2
/** Refusals in a row, nothing acknowledged in between, before the session gives up. */
const REFUSALS = 6
const AT_ONCE = 200
const HEARD_EVERY_MS = 1_000
const NOBODY: readonly Presence[] = []

export function openBoardSession(options: SessionOptions): BoardSession {
  const { board, as, me, clock, page, tabs, api } = options
  const observes = me.role === 'observer'
  let epoch = options.epoch
  let link: SyncLink | null = null
  let ended: ProblemCode | null = null
  let closed = false

  /** What was said on the connection that is open. */
  let talk = newTalk()
  /** Why the room did not let us in when we last asked. */
  let turnedAway: ProblemCode | null = null
  let serverKeeping = true
  let heardAt: Millis | null = null
  /** When we last knew what the others did; null while connected and up to date. */
  let apartSince: Millis | null = Number.NEGATIVE_INFINITY
  let everClosed = false
  let failures = 0
  let refusals = 0
  let retry: { cancel(): void; now(): void } | null = null

  const pending = openPending()
  /** Changes that were in a refused update: each is sent alone, the next once it is on disk. */
  let careful: PendingEdit[] = []
  let made = 0
  let stamp: Millis = 0
  const leftovers = openLeftovers()
  const presence = cell(NOBODY)
  const people = cell<ReadonlyMap<string, PersonCard>>(
    new Map([me, ...(options.people ?? [])].map((it) => [it.id, it])),
  )
  const connection = cell<ConnectionView>({
    state: 'connecting',
    saved: observes ? 'saved' : 'saving',
    serverKeeping,
    heardAt,
    unsaved: 0,
  })

  const copy = openLocalCopy({
    indexedDB: observes ? null : options.indexedDB,
    name: localCopyName(board, me.id),
    epoch,
    tab: tabs.mine,
    openTabs: () => tabs.open(),
  })

  const keeper = openKeeper({
    copy,
    clock,
    whole: () => (isOnDesk() && pending.groups.length === 0 ? Y.encodeStateAsUpdate(desk.doc()) : null),
    changed: tell,
  })
  const stall = openStallWatch(clock, tell)
  const wayIn = openWayIn(clock, () => api.read(), tell)
  const desk = openDesk({ doc: new Y.Doc(), me, now: () => clock.now(), record, closed: () => ended })
  follow(desk.doc())

  const unsaved = (): PendingEdit[] => [...pending.all(), ...careful]
  const isOnDesk = () => link !== null && link.doc === desk.doc()
  const newId = () => {
    made += 1
    // A clock that is set back must not turn the order of changes round.
    stamp = Math.max(stamp, clock.now())
    return `${String(stamp).padStart(15, '0')}-${String(made).padStart(8, '0')}-${tabs.mine}`
  }

  // -- what is seen ---------------------------------------------------------------------------------------

  function tell() {
    if (closed) return
    const waiting = unsaved()
    const places = new Set(waiting.map(placeOf)).size
    const isOpen = link?.isOpen === true && ended === null
    const state: ConnectionView['state'] = ended
      ? 'closed'
      : isOpen
        ? link?.isSynced && isOnDesk()
          ? 'online'
          : 'behind'
        : everClosed || wayIn.isBlocked
          ? 'offline'
          : 'connecting'
    const saved = observes
      ? 'saved'
      : savedState({
          connected: isOpen && isOnDesk(),
          ...talk,
          pending: places,
          kept: keeper.hasKept(waiting),
          stalled: stall.isStalled || !serverKeeping,
        })
    const next: ConnectionView = {
      state,
      saved,
      serverKeeping,
      heardAt,
      unsaved: places,
    }
    const because = ended ?? turnedAway ?? (wayIn.isBlocked && state === 'offline' ? 'sockets_blocked' : null)
    if (because) next.because = because
    if (!isSame(next, connection.get())) connection.set(next)
  }

  const lookForStall = () =>
    stall.look(
      link?.isOpen === true && isOnDesk() && (talk.sent > talk.acknowledged || pending.groups.length > 0),
    )

  // -- what is changed here -------------------------------------------------------------------------------

  /** Every change of the desk's copy that is mine goes through here. */
  function record(edits: readonly Edit[], run: () => (number | null)[]) {
    // Connected again after a while but not up to date: what is written now must not go out unseen.
    if (isOnDesk() && link?.isOpen && !link.isSynced && isApart()) void compare()
    // Whoever changes a value again, with another in front of them, has done with what they had wanted there.
    const places = new Set(edits.filter((it) => !isTextRoot(it.root)).map(placeOf))
    const isHere = (it: PendingEdit) => it.client === desk.doc().clientID
    const over = careful.filter((it) => places.has(placeOf(it)) && !isHere(it))
    careful = careful.filter((it) => !over.includes(it))
    keeper.keep({ put: making(edits, run), drop: idsOf(over) })
    lookForStall()
    tell()
  }

  function making(edits: readonly Edit[], run: () => (number | null)[], tries = 0): PendingEdit[] {
    const { clientID: client } = desk.doc()
    const signed = { tab: tabs.mine, at: clock.now(), epoch, client, clock: null, tries }
    pending.making(edits.map((it) => ({ ...it, ...signed, id: newId() })))
    return pending.made(run())
  }

  const replaying = (edits: readonly Edit[], tries = 0): PendingEdit[] =>
    edits.length > 0 ? making(edits, () => write(desk.doc(), edits, REPLAY), tries) : []

  /**
   * Bytes reach the base: at once what came from the room, once acknowledged what is mine. What came is taken
   * as it came: the document itself would say that it deleted what of mine was overtaken, which the room may
   * never have heard of.
   */
  function follow(doc: Y.Doc) {
    doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
      if (transaction.local && doc === desk.doc()) pending.emitted(update)
    })
  }

  // -- connecting -----------------------------------------------------------------------------------------

  const isApart = () => apartSince !== null && goneBy(clock, apartSince) > APART_MS

  function linkTo(doc: Y.Doc): SyncLink {
    const mine: SyncLink = openLink({
      doc,
      url: options.url,
      board,
      params: { as, epoch: String(epoch) },
      WebSocket: options.WebSocket,
      presence: observes ? null : own.state,
      events: {
        opened() {
          talk = newTalk(clock.now())
          stall.reset()
          // A connection that took long to come about may find us further apart than when it was begun.
          if (mustCompare()) void compare()
          tell()
        },
        came(update) {
          if (mine !== link) return
          // Without what it builds on, this device could not show it.
          if (isOnDesk()) for (const it of pending.builtOn(update, desk.doc().clientID)) keeper.confirmed(it)
          keeper.confirmed(update)
        },
        synced() {
          turnedAway = null
          apartSince = null
          failures = 0
          if (isOnDesk()) sendCarefully()
          else land()
          keeper.settle()
          tell()
        },
        sent(kind, frame) {
          talk.sent = frame
          if (kind === 'step2') talk.step2Sent = true
          if (isOnDesk()) {
            if (kind === 'step2') pending.step2Sent(frame)
            else pending.updateSent(frame)
          }
          lookForStall()
          tell()
        },
        saved: onSaved,
        refused({ code }) {
          talk.refusal = isProblemCode(code) ? code : 'internal'
        },
        people: (list) => people.set(new Map([me, ...list].map((it) => [it.id, it]))),
        keeping(can) {
          serverKeeping = can
          tell()
        },
        presence: (others) => presence.set(others),
        heard() {
          heardAt = clock.now()
          wayIn.heard()
          if (goneBy(clock, connection.get().heardAt ?? Number.NEGATIVE_INFINITY) >= HEARD_EVERY_MS) tell()
        },
        closed(code, reason) {
          if (isProblemCode(reason)) talk.refusal ??= reason
          if (mine === link) onClosed(code)
        },
      },
    })
    return mine
  }

  function connectTo(doc: Y.Doc) {
    link?.close()
    presence.set(NOBODY)
    pending.disconnected()
    talk = newTalk()
    link = linkTo(doc)
    connectNow(link)
    tell()
  }

  function connectNow(to: SyncLink) {
    to.connect()
    wayIn.tried(() => to.giveUp())
  }

  /** A copy beside the desk, from what the room is known to have; it takes the desk once it is up to date. */
  function connectFresh(base: Uint8Array | null) {
    const fresh = new Y.Doc()
    if (base) Y.applyUpdate(fresh, base)
    follow(fresh)
    const old = link?.doc
    connectTo(fresh)
    if (old && old !== desk.doc()) old.destroy()
  }

  /** [back-1] */
  const mustCompare = () => isOnDesk() && isApart() && unsaved().length > 0

  async function compare() {
    // Nothing of the desk's copy may leave while the base is looked up.
    link?.close()
    link = null
    const base = await copy.base()
    if (!closed && !ended && link === null) connectFresh(base)
  }

  function connectAgain() {
    if (closed || ended || link?.isOpen) return
    if (mustCompare()) void compare()
    else if (link) connectNow(link)
  }

  /** The one thing that is waited with, in the stead of what was before. */
  function later(failed: number, run: () => void) {
    retry?.cancel()
    const now = () => {
      retry?.cancel()
      retry = null
      if (!closed && !ended) run()
    }
    retry = { cancel: clock.after(reconnectDelay(failed, clock), now), now }
  }

  function onClosed(code: number | null) {
    everClosed = true
    keeper.settle()
    stall.reset()
    wayIn.ended()
    // Half open for a while, perhaps: what counts is when the room was last heard.
    apartSince ??= heardAt ?? clock.now()
    const next = afterClose(code, talk.refusal, talk.sent > 0)
    turnedAway = next.step === 'wait' ? next.because : null
    switch (next.step) {
      case 'erase':
        void erased()
        break
      case 'end':
        end(next.because)
        break
      case 'refresh':
        onRefused(next.because)
        break
      default:
        failures += 1
        later(failures, connectAgain)
    }
    if (isOnDesk() || link === null) pending.disconnected()
    tell()
  }

  // -- acknowledged, refused, ended -----------------------------------------------------------------------

  function onSaved(frames: number) {
    talk.acknowledged = Math.max(talk.acknowledged, Math.min(frames, talk.sent))
    if (isOnDesk()) {
      const done = pending.acknowledged(frames)
      if (done.length > 0) {
        refusals = 0
        for (const { updates } of done) for (const update of updates) keeper.confirmed(update)
        keeper.keep({ drop: done.flatMap((it) => it.edits.map((edit) => edit.id)) })
        stall.reset()
        sendCarefully()
      }
    }
    lookForStall()
    tell()
  }

  /** The copy on the wire is beyond repair: a fresh one from nothing, and suspicion of what was on its way. */
  function onRefused(because: ProblemCode) {
    refusals = goneBy(clock, talk.openedAt) > APART_MS ? 1 : refusals + 1
    const hopeless = refusals >= REFUSALS
    if (isOnDesk() && (hopeless || !PROBLEMS[because].retry)) {
      const suspects = pending.takeSent().map((it) => ({ ...it, tries: it.tries + 1 }))
      const guilty = suspects.filter((it) => it.tries >= TRIES)
      const spared = suspects.filter((it) => it.tries < TRIES)
      careful = [...spared, ...careful]
      const found = listed(asMade(guilty).map((it) => blamed(it, because)))
      keeper.keep({ put: spared, drop: idsOf(guilty), ...found })
    }
    if (hopeless && unsaved().length === 0 && !PROBLEMS[because].retry) return end(because)
    // Off the desk's copy at once: it must not be connected again.
    link?.close()
    if (isOnDesk()) link = null
    if (refusals <= 1) void startAfresh(because)
    else later(refusals - 1, () => void startAfresh(because))
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
        failures += 1
        later(failures, () => void startAfresh(because))
        return
      }
    }
    if (!closed && !ended) connectFresh(null)
  }

  function end(because: ProblemCode) {
    ended = because
    retry?.cancel()
    link?.close()
    // The words stay on screen to be copied; on this device they stay as they are, for another link.
    listed(asMade(unsaved()).map((edit) => blamed(edit, because)))
    tell()
  }

  async function erased() {
    ended = 'board_erased'
    link?.close()
    pending.clear()
    careful = []
    await copy.wipe()
    options.forget?.()
    tell()
  }

  // -- a fresh copy takes the desk ------------------------------------------------------------------------

  const freshBoard = (): FreshBoard => ({
    epoch,
    valueAt: (root, key) => valueAt(desk.doc(), root, key),
    holds: (edit) => holds(desk.doc(), edit),
    refusal: desk.refusal,
  })

  /** [back-2], [back-3]: what was unsaved is replayed or listed, in one step on this device. */
  function land() {
    if (!link) return
    const old = desk.doc()
    const waiting = unsaved()
    // Changes of one place build on each other: one that is suspected makes all of them wait.
    const suspected = new Set(waiting.filter((it) => it.tries > 0).map(placeOf))
    const fair = waiting.filter((it) => !suspected.has(placeOf(it)))
    pending.clear()
    careful = waiting.filter((it) => suspected.has(placeOf(it)))
    desk.put(link.doc)
    old.destroy()
    copy.replace(Y.encodeStateAsUpdate(link.doc))

    const { replay, leftover } = rebase(fair, freshBoard())
    const put: PendingEdit[] = []
    for (let at = 0; at < replay.length; at += AT_ONCE) put.push(...replaying(replay.slice(at, at + AT_ONCE)))
    keeper.keep({ put, drop: idsOf(fair), ...listed(leftover) })
    sendCarefully()
    lookForStall()
  }

  /** One change that was in a refused update, alone, so that the next refusal has one culprit. */
  function sendCarefully() {
    while (pending.groups.length === 0 && link?.isSynced && isOnDesk()) {
      const [first] = careful
      if (!first) return
      const edits = careful.filter((it) => placeOf(it) === placeOf(first))
      careful = careful.filter((it) => !edits.includes(it))
      const { replay, leftover } = rebase(edits, freshBoard())
      const put = replaying(replay, Math.max(...edits.map((it) => it.tries)))
      keeper.keep({ put, drop: idsOf(edits), ...listed(leftover) })
    }
  }

  const blamed = (edit: Edit, because: ProblemCode): LeftOver => ({
    edit,
    theirs: valueAt(desk.doc(), edit.root, edit.key),
    because,
  })

  /** Puts them before the person; gives back what of it to keep. */
  function listed(found: readonly LeftOver[]) {
    const { put, drop } = leftovers.add(desk.snapshot.get(), found, newId)
    if (put.length > 0) {
      reviewLeftovers()
      if (found.some((it) => it.because === null)) void nameOvertakers()
    }
    return { putLeftovers: put, dropLeftovers: drop }
  }

  const reviewLeftovers = () => leftovers.review((edit) => ended ?? desk.refusal(edit))

  async function nameOvertakers() {
    try {
      const { entries } = await api.history({ limit: 500 })
      if (closed) return
      const told = leftovers.tell(desk.snapshot.get(), entries, me.id)
      if (told.length > 0) keeper.keep({ putLeftovers: told })
    } catch {
      // The sentence without a name has to do.
    }
  }

  // -- from the beginning ---------------------------------------------------------------------------------

  const own = openOwnPresence(clock, (state) => {
    if (!observes) link?.say(state)
  })

  async function start() {
    const { base, pending: found, leftovers: left } = await copy.load()
    if (closed) return
    leftovers.restore(left)
    if (base) Y.applyUpdate(desk.doc(), base)
    if (found.length === 0) {
      connectTo(desk.doc())
      return
    }
    // Shown as they were left, on a copy that will not be sent: the room is asked first.
    keeper.found(found)
    show(found)
    connectFresh(base)
  }

  function show(found: readonly PendingEdit[]) {
    const doc = desk.doc()
    for (const edit of found) {
      pending.restore(edit)
      if (isThere(edit, freshBoard())) continue
      const now = valueAt(doc, edit.root, edit.key)
      const to = isTextRoot(edit.root) ? mergeText(String(edit.from), String(edit.to), String(now)) : edit.to
      if (to !== null) write(doc, [{ ...edit, from: now, to }], REPLAY)
    }
  }

  const ends = [
    desk.snapshot.subscribe(reviewLeftovers),
    page.onVisibility(() => own.away(page.isHidden())),
    page.onOnline(() => retry?.now()),
    page.onLeaving(() => !keeper.hasKept(unsaved()) || (!copy.works && leftovers.get().length > 0)),
  ]
  if (page.isHidden()) own.away(true)
  void start()

  function useMine(id: string) {
    const leftover = leftovers.find(id)
    if (!leftover) return
    const { edit } = leftover
    const what = `Use mine: ${nameOf(desk.snapshot.get(), edit)}`
    if (desk.edit(what, (doc) => putBack(doc, edit)) === null) dismiss(id)
  }

  function dismiss(id: string) {
    leftovers.remove(id)
    keeper.keep({ dropLeftovers: [id] })
  }

  function close() {
    if (closed) return
    closed = true
    for (const stop of ends) stop()
    retry?.cancel()
    stall.reset()
    wayIn.close()
    own.close()
    const onWire = link?.doc
    link?.close()
    keeper.close()
    tabs.close()
    desk.close()
    desk.doc().destroy()
    if (onWire !== desk.doc()) onWire?.destroy()
  }

  const session: BoardSession = {
    board,
    as,
    me,
    snapshot: desk.snapshot,
    connection,
    presence,
    people,
    leftovers,
    undoable: desk.undoable,
    edit: desk.edit,
    may: desk.may,
    mayDo: desk.mayDo,
    text: desk.text,
    undo: desk.undo,
    redo: desk.redo,
    useMine,
    dismiss,
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
  return session
}

interface Talk {
  openedAt: Millis
  step2Sent: boolean
  /** Step 2 and update frames, and how many of them are on disk. */
  sent: number
  acknowledged: number
  /** What the room said before it closed. */
  refusal: ProblemCode | null
}
const newTalk = (openedAt: Millis = 0): Talk => ({
  openedAt,
  step2Sent: false,
  sent: 0,
  acknowledged: 0,
  refusal: null,
})

const idsOf = (edits: readonly PendingEdit[]): string[] => edits.map((it) => it.id)
