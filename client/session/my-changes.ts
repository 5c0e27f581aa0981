/**
 * The changes made here that are not on the server's disk yet, until they are, or are listed as left over.
 *
 * Each is kept on this device as it is made. On a fresh copy of the board they are compared, then replayed or
 * listed. What was in a refused update is suspected: it is sent alone, and given up when refused again.
 */
import * as Y from 'yjs'
import type { HistoryReply } from '../../shared/api.ts'
import { type Clock, goneBy, type Millis } from '../../shared/clock.ts'
import { isTextRoot, REPLAY } from '../../shared/doc/board-doc.ts'
import { PROBLEMS, type ProblemCode } from '../../shared/problem.ts'
import type { PersonCard } from '../../shared/wire.ts'
import { nameOf } from './board-words.ts'
import { APART_MS } from './connector.ts'
import { type Desk, openDesk } from './desk.ts'
import { openKeeper } from './device-keeper.ts'
import { type Edit, holds, placeOf, valueAt, write } from './draft.ts'
import { type Leftovers, openLeftovers, putBack } from './leftovers.ts'
import type { KeptLeftover, LocalCopy, MadeEdit, PendingEdit } from './local-copy.ts'
import { mergeText } from './merge-text.ts'
import { openPending, type PendingEdits } from './pending-edits.ts'
import { asMade, type FreshBoard, isThere, type LeftOver, rebase } from './rebase.ts'

/** A change that was in a refused update twice is not sent a third time. */
const TRIES = 2
/** Refusals in a row, nothing acknowledged in between, before the session gives up. */
const REFUSALS = 6
const AT_ONCE = 200
const SAVED_KEPT = 200

export interface MyChangesOptions {
  me: PersonCard
  tab: string
  clock: Clock
  copy: LocalCopy
  epoch(): number
  history(filter: { limit: number }): Promise<HistoryReply>
  /** Why nothing may be changed any more, or null. */
  ended(): ProblemCode | null
  isClosed(): boolean
  /** The link speaks for the copy on the desk. */
  isOnDesk(): boolean
  /** As `isOnDesk`, and that copy has everything the room has. */
  isUpToDate(): boolean
  /** A change is about to be made on the desk's copy. */
  making(): void
  /** It is made. */
  made(): void
  /** More of them, or fewer, is kept on this device. */
  keptChanged(): void
}

export interface MyChanges {
  readonly desk: Desk
  readonly pending: PendingEdits
  readonly leftovers: Leftovers
  /** All that are not acknowledged. */
  all(): PendingEdit[]
  /** Whether this device keeps every one of them. */
  areKept(): boolean
  /** Bytes a copy gives out as mine are known to be. */
  follow(doc: Y.Doc): void
  came(update: Uint8Array): void
  /** Whether that was news. */
  acknowledged(frames: number): boolean
  /**
   * The copy on the wire was refused, on a connection opened then: suspicion falls on what was on its way. Gives
   * back how many times in a row that was, and whether there is nothing left to try.
   */
  refused(because: ProblemCode, openedAt: Millis): { times: number; isHopeless: boolean }
  /** A copy with everything the room has takes the desk. [back-2], [back-3] */
  landOn(fresh: Y.Doc): void
  sendCarefully(): void
  /** Changes of an earlier visit: shown as they were left, on a copy that will not be sent. */
  found(edits: readonly PendingEdit[]): void
  /** Writes down at once what this device is still to keep. */
  settle(): void
  /** Nothing will be sent any more: all of it is listed, to be copied by hand. */
  giveUp(because: ProblemCode): void
  forget(): void
  useMine(id: string): void
  dismiss(id: string): void
  close(): void
}

export function openMyChanges(options: MyChangesOptions): MyChanges {
  const { me, tab, clock, copy } = options
  const pending = openPending()
  const leftovers = openLeftovers()
  /** Changes that were in a refused update: each is sent alone, the next once it is on disk. */
  let careful: PendingEdit[] = []
  /** Saved on this visit: a server that was put back as it was earlier may have them no more. */
  let saved: PendingEdit[] = []
  let made = 0
  let stamp: Millis = 0
  let refusals = 0

  const keeper = openKeeper({
    copy,
    clock,
    whole: () =>
      options.isOnDesk() && pending.groups.length === 0 ? Y.encodeStateAsUpdate(desk.doc()) : null,
    changed: options.keptChanged,
  })
  const desk = openDesk({ doc: new Y.Doc(), me, now: () => clock.now(), record, closed: options.ended })
  follow(desk.doc())

  const all = (): PendingEdit[] => [...pending.all(), ...careful]
  const newId = () => {
    made += 1
    // A clock that is set back must not turn the order of changes round.
    stamp = Math.max(stamp, clock.now())
    return `${String(stamp).padStart(15, '0')}-${String(made).padStart(8, '0')}-${tab}`
  }

  /** Every change of the desk's copy that is mine goes through here. */
  function record(edits: readonly Edit[], run: () => (number | null)[]) {
    options.making()
    // Whoever changes a value again, with another in front of them, has done with what they had wanted there.
    const places = new Set(edits.filter((it) => !isTextRoot(it.root)).map(placeOf))
    const isHere = (it: PendingEdit) => it.client === desk.doc().clientID
    const over = careful.filter((it) => places.has(placeOf(it)) && !isHere(it))
    careful = careful.filter((it) => !over.includes(it))
    keeper.keep({ put: making(edits, run), drop: idsOf(over) })
    options.made()
  }

  function making(edits: readonly Edit[], run: () => (number | null)[], tries = 0): PendingEdit[] {
    const { clientID: client } = desk.doc()
    const signed = { tab, at: clock.now(), epoch: options.epoch(), client, clock: null, tries }
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

  const freshBoard = (): FreshBoard => ({
    epoch: options.epoch(),
    valueAt: (root, key) => valueAt(desk.doc(), root, key),
    holds: (edit) => holds(desk.doc(), edit),
    refusal: desk.refusal,
  })

  /** One change that was in a refused update, alone, so that the next refusal has one culprit. */
  function sendCarefully() {
    while (pending.groups.length === 0 && options.isUpToDate()) {
      const [first] = careful
      if (!first) return
      const edits = careful.filter((it) => placeOf(it) === placeOf(first))
      careful = careful.filter((it) => !edits.includes(it))
      const { replay, leftover } = rebase(edits, freshBoard())
      const put = replaying(replay, Math.max(...edits.map((it) => it.tries)))
      keeper.keep({ put, drop: idsOf(edits), ...listed(leftover) })
    }
  }

  const blamed = (edit: MadeEdit, because: ProblemCode): LeftOver => ({
    edit,
    theirs: valueAt(desk.doc(), edit.root, edit.key),
    because,
  })

  /** Puts them before the person; gives back what of it to keep. */
  function listed(found: readonly LeftOver[]): { putLeftovers: KeptLeftover[]; dropLeftovers: string[] } {
    const { put, drop } = leftovers.add(desk.snapshot.get(), found, newId)
    if (put.length > 0) {
      review()
      if (found.some((it) => it.because === null)) void nameOvertakers()
    }
    return { putLeftovers: put, dropLeftovers: drop }
  }

  const review = () => leftovers.review((edit) => options.ended() ?? desk.refusal(edit))
  const endReview = desk.snapshot.subscribe(review)

  async function nameOvertakers() {
    try {
      const { entries } = await options.history({ limit: 500 })
      if (options.isClosed()) return
      const told = leftovers.tell(desk.snapshot.get(), entries, me.id)
      if (told.length > 0) keeper.keep({ putLeftovers: told })
    } catch {
      // The sentence without a name has to do.
    }
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

  function dismiss(id: string) {
    leftovers.remove(id)
    keeper.keep({ dropLeftovers: [id] })
  }

  return {
    desk,
    pending,
    leftovers,
    all,
    areKept: () => keeper.hasKept(all()),
    follow,
    came(update) {
      // Without what it builds on, this device could not show it.
      if (options.isOnDesk())
        for (const it of pending.builtOn(update, desk.doc().clientID)) keeper.confirmed(it)
      keeper.confirmed(update)
    },
    acknowledged(frames) {
      const done = pending.acknowledged(frames)
      if (done.length === 0) return false
      refusals = 0
      saved = [...saved, ...done.flatMap((it) => it.edits)].slice(-SAVED_KEPT)
      for (const { updates } of done) for (const update of updates) keeper.confirmed(update)
      keeper.keep({ drop: done.flatMap((it) => it.edits.map((edit) => edit.id)) })
      return true
    },
    refused(because, openedAt) {
      refusals = goneBy(clock, openedAt) > APART_MS ? 1 : refusals + 1
      const isLast = refusals >= REFUSALS
      if (options.isOnDesk() && (isLast || !PROBLEMS[because].retry)) {
        const suspects = pending.takeSent().map((it) => ({ ...it, tries: it.tries + 1 }))
        const guilty = suspects.filter((it) => it.tries >= TRIES)
        const spared = suspects.filter((it) => it.tries < TRIES)
        careful = [...spared, ...careful]
        const found = listed(asMade(guilty).map((it) => blamed(it, because)))
        keeper.keep({ put: spared, drop: idsOf(guilty), ...found })
      }
      return { times: refusals, isHopeless: isLast && all().length === 0 && !PROBLEMS[because].retry }
    },
    landOn(fresh) {
      const old = desk.doc()
      const lost = saved.filter((it) => isLost(it, fresh, options.epoch()))
      saved = []
      const waiting = [...lost.map((it) => ({ ...it, tries: 0 })), ...all()]
      // Changes of one place build on each other: one that is suspected makes all of them wait.
      const suspected = new Set(waiting.filter((it) => it.tries > 0).map(placeOf))
      const fair = waiting.filter((it) => !suspected.has(placeOf(it)))
      pending.clear()
      careful = waiting.filter((it) => suspected.has(placeOf(it)))
      desk.put(fresh)
      old.destroy()
      copy.replace(Y.encodeStateAsUpdate(fresh))

      const { replay, leftover } = rebase(fair, freshBoard())
      const put: PendingEdit[] = []
      for (let at = 0; at < replay.length; at += AT_ONCE)
        put.push(...replaying(replay.slice(at, at + AT_ONCE)))
      // In one step on this device.
      keeper.keep({ put, drop: idsOf(fair), ...listed(leftover) })
      sendCarefully()
    },
    sendCarefully,
    found(edits) {
      keeper.found(edits)
      show(edits)
    },
    settle: keeper.settle,
    giveUp: (because) => void listed(asMade(all()).map((edit) => blamed(edit, because))),
    forget() {
      pending.clear()
      careful = []
      saved = []
    },
    useMine(id) {
      const leftover = leftovers.find(id)
      if (!leftover) return
      const { edit } = leftover
      const what = `Use mine: ${nameOf(desk.snapshot.get(), edit)}`
      if (desk.edit(what, (doc) => putBack(doc, edit)) === null) dismiss(id)
    },
    dismiss,
    close() {
      endReview()
      keeper.close()
    },
  }
}

/** Whether a copy with everything the room has lacks what was called saved. A new epoch lacks all, and on purpose. */
const isLost = ({ client, clock, epoch }: PendingEdit, room: Y.Doc, now: number): boolean =>
  epoch === now && clock !== null && Y.getState(room.store, client) < clock

const idsOf = (edits: readonly PendingEdit[]): string[] => edits.map((it) => it.id)
