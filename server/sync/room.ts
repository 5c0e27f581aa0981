/**
 * A live board: the one writer of its document and its journal.
 *
 * Whatever is asked of a room goes through one queue. A turn takes what is waiting, judges and applies it
 * in one transaction, appends what came of that in one durable write, and only then tells anybody: first
 * the authors that it is saved, then everybody what changed, then copies that asked for the document. So
 * at the start of a turn the document is what is on disk, and nothing leaves that is not.
 *
 * When something cannot be as it should be (an update that throws when applied, a change of the server's
 * own that fails half way), the document in memory is dropped and read again from disk.
 */
import * as Y from 'yjs'
import type { BoardId, ParticipantId, Phase } from '../../shared/board.ts'
import type { Clock, Millis } from '../../shared/clock.ts'
import { isMapRoot, MAP_ROOTS, rootsOf, textRootOf } from '../../shared/doc/board-doc.ts'
import { type BoardReads, openReads } from '../../shared/doc/reads.ts'
import { valueProblem } from '../../shared/doc/values.ts'
import { LIMITS } from '../../shared/limits.ts'
import type { Circumstances } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import { KEEP_ALIVE_MS, type PersonCard } from '../../shared/wire.ts'
import {
  type BoardStore,
  type JournalRecord,
  type Position,
  type Positioned,
  StorageFatal,
  StorageUnavailable,
  type Touch,
} from '../store/contract.ts'
import { encodeBoard, type FoldedState, isPending, newBoardDoc, numbered, openBoard } from './board-state.ts'
import { Broadcast } from './broadcast.ts'
import { changesOf, rootsChanged } from './changes.ts'
import { type Host, RoomConnection } from './connection.ts'
import type { Connection, HistoryEntry, Room, RoomSocket, Sender } from './contract.ts'
import { decodeStateVector, KEEP_ALIVE_FRAME, peopleFrame, step1Frame, step2Frame } from './frames.ts'
import { History, type HistoryFilter } from './history.ts'
import { Presence } from './presence.ts'
import { Projection } from './projection.ts'
import { type Guarded, judge, type Verdict } from './update-guard.ts'

export interface RoomLog {
  info(facts: object, what: string): void
  warn(facts: object, what: string): void
  error(facts: object, what: string): void
}

export interface RoomDeps {
  clock: Clock
  log: RoomLog
  /** What is on disk can no longer be known: the process must end. */
  fatal: (error: Error) => void
  /** Milliseconds of work since some moment; a test passes one that stands still. */
  stopwatch: () => Millis
}

/** For so long both the old and the new phase or lock allow a change that was on its way. */
export const GRACE_MS = 2_000
/** A save that takes longer is said on every screen. */
const STALL_MS = 2_000
const FIRST_RETRY_MS = 250
const SLOWEST_RETRY_MS = 4_000
/** A turn longer than this leaves the rest for the next, so that the loop turns. */
const TURN_MS = 20
const SNAPSHOT_RECORDS = 500
const SNAPSHOT_BYTES = 1024 * 1024
/** Under load snapshots follow the clock rather than the count. */
const SNAPSHOT_EVERY_MS = 5_000
export const MAX_CLIENT_IDS = 1_000

type Work =
  | { kind: 'update'; connection: RoomConnection; update: Uint8Array; index: number; isStep2: boolean }
  /** Done once everything before it is durable. */
  | { kind: 'then'; run: () => void }
  | Edit
  | { kind: 'rebuild'; because: string; alter?: (doc: Y.Doc) => void; done: () => void; failed: Failed }

interface Edit {
  kind: 'edit'
  by: ParticipantId | 'server'
  /** Changes the document and gives back the records that belong to it. */
  change: (doc: Y.Doc) => readonly JournalRecord[]
  done: (result: { touches: Touch[]; position: Position }) => void
  failed: Failed
}
type Failed = (error: unknown) => void

/** What a turn leaves to be saved, and what is to be said once it is. */
interface Turn {
  records: JournalRecord[]
  bytes: Uint8Array | null
  touches: Touch[]
  changes: { by: ParticipantId | 'server'; touches: Touch[] }[]
  authors: Set<RoomConnection>
  saved: Map<RoomConnection, number>
  after: ((position: Position) => void)[]
  /** The document to go on with, where this turn starts it anew. */
  renewed: Y.Doc | null
}

/** The document in memory is not to be trusted any more; `by` brought it there, where that is known. */
class Poisoned extends Error {
  override name = 'Poisoned'
  constructor(
    readonly by: RoomConnection | null,
    options?: ErrorOptions,
  ) {
    super('the document in memory is not what the journal says', options)
  }
}

export class LiveRoom implements Room, Host {
  readonly clock: Clock
  private live: { doc: Y.Doc }
  private folded: FoldedState
  private reading: BoardReads
  private guarded: Guarded
  private projection: Projection | null = null
  private readonly queue: Work[] = []
  private queuedBytes = 0
  private isRunning = false
  private isKeeping = true
  /** After a poisoned turn so many frames are taken one by one, to find whose it was. */
  private alone = 0
  private hasServerClaim = false
  private grace: { before: Circumstances; until: Millis } | null = null
  private readonly sockets = new Set<RoomConnection>()
  private readonly toMembers: Broadcast
  private readonly toObservers: Broadcast
  private readonly presence: Presence
  private readonly past: History
  private wholeDocument: Uint8Array | null = null
  private recordsSinceSnapshot = 0
  private bytesSinceSnapshot = 0
  private snapshotAt = Number.NEGATIVE_INFINITY
  private snapshotRunning: Promise<void> | null = null
  private endKeepAlive: (() => void) | null = null
  private ended: Error | null = null
  /** Told whenever the room may have become idle, or is no longer. */
  onChange: () => void = () => {}
  /** The room cannot go on; its board can be opened again from disk. */
  onFailure: (error: unknown) => void = () => {}

  static async open(id: BoardId, store: BoardStore, deps: RoomDeps): Promise<LiveRoom> {
    const opened = await loadBoard(id, store, deps.log)
    const room = new LiveRoom(id, store, deps, opened)
    if (opened.isIncomplete) {
      // Copies elsewhere may hold what this board lost: none of them may write as if nothing had happened.
      await room.rebuild('recovered')
    }
    return room
  }

  private constructor(
    readonly id: BoardId,
    readonly store: BoardStore,
    private readonly deps: RoomDeps,
    opened: { doc: Y.Doc; state: FoldedState; tail: readonly Positioned[]; since: Position },
  ) {
    this.clock = deps.clock
    this.live = { doc: opened.doc }
    this.folded = opened.state
    this.reading = openReads(opened.doc)
    this.guarded = this.takeDocument(opened.doc, opened.state)
    this.past = new History(store.journal, opened.since)
    for (const { position, record } of opened.tail) this.past.add(position, record)
    this.recordsSinceSnapshot = opened.tail.length
    this.toMembers = new Broadcast(this.clock, this.sockets, (it) => !it.isObserver)
    this.toObservers = new Broadcast(this.clock, this.sockets, (it) => it.isObserver)
    this.presence = new Presence(this.clock, this.sockets, (listener, problem) =>
      (listener as RoomConnection).refuse(problem),
    )
    this.keepAlive()
  }

  get doc(): Y.Doc {
    return this.live.doc
  }

  get reads(): BoardReads {
    return this.reading
  }

  get state(): FoldedState {
    return this.folded
  }

  get keeping(): boolean {
    return this.isKeeping
  }

  get connections(): number {
    return this.sockets.size
  }

  /** Nobody is here and nothing is on its way. */
  get isIdle(): boolean {
    return this.sockets.size === 0 && this.queue.length === 0 && !this.isRunning
  }

  get clientIds(): number {
    return this.doc.store.clients.size
  }

  edit(by: ParticipantId | 'server', change: (doc: Y.Doc) => void, records: readonly JournalRecord[] = []) {
    return this.change(by, (doc) => {
      change(doc)
      return records
    })
  }

  async record(records: readonly JournalRecord[]): Promise<Position> {
    const { position } = await this.change('server', () => records)
    return position
  }

  async changePhase(by: ParticipantId, from: Phase, to: Phase, reason?: string): Promise<void> {
    await this.change(by, (doc) => {
      if (this.folded.phase !== from) throw new Problem('state_stale', `it is ${this.folded.phase} now`)
      rootsOf(doc).live.set('phase', to)
      return [
        { type: 'phase', at: this.clock.now(), by, from, to, ...(reason === undefined ? {} : { reason }) },
      ]
    })
  }

  async changeLock(by: ParticipantId, from: boolean, to: boolean): Promise<void> {
    await this.change(by, (doc) => {
      if (this.folded.locked !== from) throw new Problem('state_stale', `it is ${this.folded.locked} now`)
      rootsOf(doc).live.set('lock', to)
      return [{ type: 'lock', at: this.clock.now(), by, from, to }]
    })
  }

  rebuild(because: string, alter?: (doc: Y.Doc) => void): Promise<void> {
    return new Promise((done, failed) =>
      this.enqueue({ kind: 'rebuild', because, ...(alter && { alter }), done, failed }),
    )
  }

  settled(): Promise<void> {
    return new Promise((resolve) => this.enqueue({ kind: 'then', run: resolve }))
  }

  history(filter: HistoryFilter): Promise<HistoryEntry[]> {
    return this.past.page(filter)
  }

  records(after: Position): AsyncIterable<Positioned> {
    return this.store.journal.read(after)
  }

  join(
    socket: RoomSocket,
    sender: Sender,
    options: { speaksOurs: boolean; epoch: number | null },
  ): Connection {
    const connection = new RoomConnection(this, socket, sender, options.speaksOurs)
    const problem = this.joinProblem(sender, options.epoch)
    if (problem) {
      connection.refuse(problem)
      return connection
    }
    this.sockets.add(connection)
    this.onChange()
    if (!this.isKeeping) connection.sendKeeping(false)
    this.enqueue({ kind: 'then', run: () => this.welcome(connection) })
    return connection
  }

  dismiss(
    who: { link: string } | { participant: ParticipantId },
    code: 4401 | 4403 | 4410,
    reason: string,
  ): void {
    for (const connection of [...this.sockets]) {
      const { link, participant } = connection.sender
      if ('link' in who ? link === who.link : participant === who.participant) connection.close(code, reason)
    }
  }

  present(): ReadonlyMap<ParticipantId, number> {
    const present = new Map<ParticipantId, number>()
    for (const { sender } of this.sockets) {
      present.set(sender.participant, (present.get(sender.participant) ?? 0) + 1)
    }
    return present
  }

  announcePeople(): void {
    const frame = this.peopleFrame()
    for (const connection of this.sockets) this.sendPeople(connection, frame)
  }

  take(connection: RoomConnection, frame: { update: Uint8Array; index: number; isStep2: boolean }): void {
    const waiting = this.queuedBytes + frame.update.length
    if (this.queuedBytes > 0 && waiting > LIMITS.unsavedBytes) {
      connection.refuse(new Problem('not_saving', 'too much is waiting'))
    } else {
      this.queuedBytes = waiting
      this.enqueue({ kind: 'update', connection, ...frame })
    }
  }

  answer(connection: RoomConnection, stateVector: Uint8Array): void {
    this.enqueue({ kind: 'then', run: () => this.sendDocument(connection, stateVector) })
  }

  ask(connection: RoomConnection): void {
    this.enqueue({ kind: 'then', run: () => connection.sendStep1(step1Frame(this.documentFor(connection))) })
  }

  hearPresence(connection: RoomConnection, entries: Uint8Array): void {
    this.presence.hear(connection, entries)
  }

  greet(connection: RoomConnection): void {
    this.presence.greet(connection)
  }

  left(connection: RoomConnection): void {
    if (!this.sockets.delete(connection)) return
    this.presence.leave(connection)
    this.onChange()
  }

  /** Closes some of the sockets; gives back how many are left. */
  closeSockets(most: number, code: number, reason: string): number {
    for (const connection of [...this.sockets].slice(0, most)) connection.close(code, reason)
    return this.sockets.size
  }

  /** Keeps what is on disk beside the journal in one piece, so that the next opening is quick. */
  async snapshot(): Promise<void> {
    await this.snapshotRunning
    if (this.recordsSinceSnapshot === 0) return
    await new Promise<void>((resolve) =>
      this.enqueue({
        kind: 'then',
        run: () => resolve(this.ended === null ? this.saveSnapshot() : undefined),
      }),
    )
  }

  /** Releases everything the room owns; the store is closed by whoever opened it. */
  end(error: Error = new Problem('stopping', this.id)): void {
    if (this.ended) return
    this.ended = error
    this.endKeepAlive?.()
    this.closeSockets(Number.POSITIVE_INFINITY, 1012, 'stopping')
    for (const work of this.queue.splice(0)) this.abandon(work)
    this.toMembers.close()
    this.toObservers.close()
    this.presence.close()
    this.projection?.close()
    this.reading.close()
    this.doc.destroy()
  }

  // The queue

  private change(by: ParticipantId | 'server', change: Edit['change']) {
    return new Promise<{ touches: readonly Touch[]; position: Position }>((done, failed) =>
      this.enqueue({ kind: 'edit', by, change, done, failed }),
    )
  }

  private enqueue(work: Work): void {
    if (this.ended) {
      this.abandon(work)
      return
    }
    this.queue.push(work)
    if (this.isRunning) return
    this.isRunning = true
    this.run().catch((error) => this.fail(error))
  }

  private abandon(work: Work): void {
    if (work.kind === 'edit' || work.kind === 'rebuild') work.failed(this.ended)
    else if (work.kind === 'then') work.run()
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0 && this.ended === null) {
      const works: Work[] = []
      try {
        const turn = this.takeTurn(works)
        const position = turn.records.length > 0 ? await this.append(turn.records) : this.store.journal.end
        if (this.ended !== null) return
        this.commit(turn, position)
      } catch (error) {
        if (!(error instanceof Poisoned)) throw error
        await this.recover(error, works)
      }
    }
    this.isRunning = false
    this.onChange()
  }

  private fail(error: unknown): void {
    this.isRunning = false
    if (this.ended !== null) return
    this.deps.log.error({ board: this.id, err: error }, 'a room cannot go on')
    if (error instanceof StorageFatal) this.deps.fatal(error)
    this.end(new Problem('internal', this.id, { cause: error }))
    this.onFailure(error)
  }

  // A turn

  private takeTurn(works: Work[]): Turn {
    const turn: Turn = {
      records: [],
      bytes: null,
      touches: [],
      changes: [],
      authors: new Set(),
      saved: new Map(),
      after: [],
      renewed: null,
    }
    const first = this.queue[0]
    if (first?.kind === 'edit') {
      works.push(first)
      this.queue.shift()
      this.takeEdit(first, turn)
    } else if (first?.kind === 'rebuild') {
      works.push(first)
      this.queue.shift()
      this.takeRebuild(first, turn)
    } else {
      this.takeUpdates(works, turn)
    }
    return turn
  }

  private takeUpdates(works: Work[], turn: Turn): void {
    const { doc } = this
    const startedAt = this.deps.stopwatch()
    const claims = new Map<number, ParticipantId>()
    const reached = new Set<string>()
    const refusals: (() => void)[] = []
    const most = this.alone > 0 ? 1 : Number.POSITIVE_INFINITY
    let changed: Set<string> = reached
    const listen = (bytes: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
      turn.bytes = bytes
      changed = rootsChanged(transaction)
    }
    doc.on('update', listen)
    try {
      doc.transact(() => {
        while (works.length < most && this.deps.stopwatch() - startedAt <= TURN_MS) {
          const work = this.queue[0]
          if (work?.kind !== 'update' && work?.kind !== 'then') break
          works.push(work)
          this.queue.shift()
          if (work.kind === 'then') turn.after.push(work.run)
          else this.takeUpdate(work, turn, claims, reached, refusals)
        }
      }, 'room')
    } finally {
      doc.off('update', listen)
    }
    for (const refuse of refusals) refuse()
    for (const root of changed) if (!reached.has(root)) throw new Poisoned(this.onlyAuthor(works))
    this.alone = Math.max(0, this.alone - 1)
    this.recordTurn(turn, claims)
  }

  private onlyAuthor(works: readonly Work[]): RoomConnection | null {
    const authors = new Set(works.map((it) => (it.kind === 'update' ? it.connection : null)))
    authors.delete(null)
    const [only] = authors
    return authors.size === 1 ? (only ?? null) : null
  }

  private takeUpdate(
    work: Extract<Work, { kind: 'update' }>,
    turn: Turn,
    claims: Map<number, ParticipantId>,
    reached: Set<string>,
    refusals: (() => void)[],
  ): void {
    const { connection, update, index, isStep2 } = work
    this.queuedBytes -= update.length
    if (!connection.isOpen) return
    const before = this.deps.stopwatch()
    const { participant } = connection.sender
    const board = connection.isObserver ? this.project() : this.withClaims(claims)
    const verdict = this.judged(board, update, connection)
    switch (verdict.is) {
      case 'refuse':
        refusals.push(() => connection.refuse(verdict.problem))
        return
      case 'hold':
        // An observer's copy is the projection: it never lacks anything that an observer may have made.
        if (connection.isObserver) refusals.push(() => connection.refuse(new Problem('role_forbids', '')))
        else turn.after.push(() => connection.hold(index, isStep2))
        return
    }
    if (verdict.isNews) {
      for (const client of verdict.claims) claims.set(client, participant)
      for (const root of verdict.roots) reached.add(root)
      this.apply(update, connection)
      turn.authors.add(connection)
      noteTouches(turn, participant, verdict.touches)
      refusals.push(() => connection.spend(this.deps.stopwatch() - before))
    }
    turn.saved.set(connection, connection.passed(index, isStep2))
  }

  /** A fault of the guard's own ends one connection, not the room. */
  private judged(board: Guarded, update: Uint8Array, { sender }: RoomConnection): Verdict {
    try {
      return judge(board, update, sender, this.circumstances())
    } catch (error) {
      this.deps.log.error({ board: this.id, err: error }, 'the guard failed')
      return { is: 'refuse', problem: new Problem('internal', 'the guard') }
    }
  }

  private apply(update: Uint8Array, connection: RoomConnection): void {
    try {
      Y.applyUpdate(this.doc, update, 'room')
    } catch (cause) {
      throw new Poisoned(connection, { cause })
    }
    if (isPending(this.doc) || this.doc.subdocs.size > 0) throw new Poisoned(connection)
  }

  private takeEdit(edit: Edit, turn: Turn): void {
    const { doc } = this
    let records: readonly JournalRecord[] = []
    let failure: { error: unknown; isPartial: boolean } | null = null
    const listen = (bytes: Uint8Array) => {
      turn.bytes = bytes
    }
    const note = (transaction: Y.Transaction) => noteTouches(turn, edit.by, changesOf(transaction))
    doc.on('update', listen)
    doc.on('afterTransaction', note)
    try {
      doc.transact((transaction) => {
        try {
          records = edit.change(doc)
        } catch (error) {
          failure = { error, isPartial: hasChanged(transaction) }
        }
      }, 'server')
    } finally {
      doc.off('update', listen)
      doc.off('afterTransaction', note)
    }
    failure ??= misfitOf(turn)
    if (failure !== null) {
      const { error, isPartial } = failure as { error: unknown; isPartial: boolean }
      edit.failed(error)
      // Yjs takes nothing back; but this turn began with what is on disk.
      if (isPartial) throw new Poisoned(null)
      return
    }
    if (turn.bytes !== null && !this.hasServerClaim) {
      turn.records.push({ type: 'claim', at: this.clock.now(), by: 'server', client: doc.clientID })
      this.hasServerClaim = true
    }
    this.recordTurn(turn, new Map())
    turn.records.push(...records)
    turn.after.push((position) => edit.done({ touches: turn.touches, position }))
  }

  private takeRebuild(work: Extract<Work, { kind: 'rebuild' }>, turn: Turn): void {
    const at = this.clock.now()
    try {
      const renewed = copyByOneHand(this.doc)
      if (work.alter) renewed.transact(() => work.alter?.(renewed), 'server')
      const retired = [...new Set([...this.doc.store.clients.keys(), ...this.folded.claims.keys()])]
      const epoch = this.folded.epoch + 1
      turn.renewed = renewed
      turn.records.push(
        { type: 'epoch', at, by: 'server', epoch, retired, because: work.because },
        { type: 'claim', at, by: 'server', client: renewed.clientID },
        { type: 'update', at, by: 'server', bytes: Y.encodeStateAsUpdate(renewed) },
      )
      turn.after.push(work.done)
    } catch (error) {
      work.failed(error)
    }
  }

  private recordTurn(turn: Turn, claims: ReadonlyMap<number, ParticipantId>): void {
    const at = this.clock.now()
    for (const [client, by] of claims) turn.records.push({ type: 'claim', at, by, client })
    if (turn.bytes !== null) {
      const [only, another] = turn.changes
      const by = only && !another ? only.by : 'server'
      turn.records.push({ type: 'update', at, by, bytes: turn.bytes })
    }
    for (const { by, touches } of turn.changes) turn.records.push({ type: 'change', at, by, touches })
  }

  private circumstances(): readonly [Circumstances, ...Circumstances[]] {
    if (this.grace && this.clock.now() >= this.grace.until) this.grace = null
    return this.grace ? [this.folded, this.grace.before] : [this.folded]
  }

  private withClaims(claims: ReadonlyMap<number, ParticipantId>): Guarded {
    if (claims.size === 0) return this.guarded
    const { guarded } = this
    return {
      doc: guarded.doc,
      retired: guarded.retired,
      ownerOf: (client) => claims.get(client) ?? guarded.ownerOf(client),
      countOf: (participant) => guarded.countOf(participant) + countOf(claims, participant),
    }
  }

  // Saving, and what is said once it is done

  private async append(records: readonly JournalRecord[]): Promise<Position> {
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, SLOWEST_RETRY_MS)) {
      const endStall = this.clock.after(STALL_MS, () => this.setKeeping(false))
      try {
        const position = await this.store.journal.append(records)
        this.setKeeping(true)
        return position
      } catch (error) {
        if (!(error instanceof StorageUnavailable)) throw error
        if (this.isKeeping) this.deps.log.warn({ board: this.id, err: error }, 'a board cannot be saved')
        this.setKeeping(false)
      } finally {
        endStall()
      }
      await new Promise<void>((resolve) => this.clock.after(wait, resolve))
      if (this.ended) throw this.ended
    }
  }

  private setKeeping(isKeeping: boolean): void {
    if (this.isKeeping === isKeeping) return
    this.isKeeping = isKeeping
    for (const connection of this.sockets) connection.sendKeeping(isKeeping)
  }

  private commit(turn: Turn, position: Position): void {
    const before = snapshotOf(this.folded)
    if (turn.renewed) this.renew(turn.renewed)
    for (const it of numbered(turn.records, position)) {
      this.folded.fold(it.position, it.record)
      this.past.add(it.position, it.record)
    }
    this.recordsSinceSnapshot += turn.records.length
    this.bytesSinceSnapshot += (turn.bytes?.length ?? 0) + 128 * turn.touches.length
    if (before.phase !== this.folded.phase || before.locked !== this.folded.locked)
      this.circumstancesChanged(before)
    for (const [connection, count] of turn.saved) connection.save(count)
    if (turn.bytes !== null) this.publish(turn)
    for (const run of turn.after) run(position)
    this.snapshotIfDue()
  }

  private publish(turn: Turn): void {
    this.wholeDocument = null
    this.toMembers.push(turn.bytes as Uint8Array, turn.authors)
    const projected = this.projection?.follow(this.doc, turn.touches)
    if (projected) this.toObservers.push(projected, [])
    for (const { by, touches } of turn.changes) {
      const moved = touches.filter((it) => it.root === 'placements').map((it) => it.key)
      if (moved.length > 0) this.presence.moved(by, moved)
    }
  }

  private circumstancesChanged(before: Circumstances): void {
    this.grace = { before, until: this.clock.now() + GRACE_MS }
    if (this.folded.phase !== 'preparing') return
    for (const connection of [...this.sockets]) {
      const problem = this.joinProblem(connection.sender, null)
      if (problem) connection.refuse(problem)
    }
  }

  private welcome(connection: RoomConnection): void {
    if (!connection.isOpen) return
    connection.sendStep1(step1Frame(this.documentFor(connection)))
    this.presence.greet(connection)
    this.sendPeople(connection, this.peopleFrame())
  }

  private joinProblem({ role }: Sender, epoch: number | null): Problem | null {
    if (this.ended) return new Problem('stopping', '')
    if (this.sockets.size > LIMITS.connections) return new Problem('board_full', 'connections')
    if (epoch !== null && epoch !== this.folded.epoch) return new Problem('epoch_stale', 'epoch')
    if (this.folded.phase === 'preparing' && role !== 'facilitator') {
      return new Problem('phase_forbids', 'the board is being prepared')
    }
    return null
  }

  private sendDocument(connection: RoomConnection, stateVector: Uint8Array): void {
    if (!connection.isOpen) return
    const clocks = decodeStateVector(stateVector)
    if (clocks === null) {
      connection.refuse(new Problem('frame_malformed', 'state vector'))
    } else if (!this.couldHave(connection, clocks)) {
      connection.refuse(new Problem('epoch_stale', 'copy'))
    } else if (clocks.size > 0 || connection.isObserver) {
      connection.sendDocument(step2Frame(this.documentFor(connection), stateVector))
    } else {
      this.wholeDocument ??= step2Frame(this.doc, stateVector)
      connection.sendDocument(this.wholeDocument)
    }
  }

  /** Whether a copy can have come from this board: of others' changes nobody has more than the board. */
  private couldHave({ isObserver, sender }: RoomConnection, clocks: ReadonlyMap<number, number>): boolean {
    if (isObserver) return this.project().knows(clocks)
    for (const [client, clock] of clocks) {
      if (this.folded.retired.has(client)) return false
      const owner = this.guarded.ownerOf(client)
      const isOthers = owner !== undefined && owner !== sender.participant
      if (isOthers && clock > Y.getState(this.doc.store, client)) return false
    }
    return true
  }

  private documentFor({ isObserver }: RoomConnection): Y.Doc {
    return isObserver ? this.project().doc : this.doc
  }

  private project(): Projection {
    this.projection ??= new Projection(this.doc)
    return this.projection
  }

  private peopleFrame(): Uint8Array {
    const { participants } = this.store.people.read()
    const cards: PersonCard[] = Object.values(participants).map(({ id, name, role, group }) => ({
      id,
      name,
      role,
      ...(group === undefined ? {} : { group }),
    }))
    return peopleFrame(cards)
  }

  private sendPeople(connection: RoomConnection, frame: Uint8Array): void {
    if (connection.speaksOurs && !connection.isObserver) connection.send(frame)
  }

  private keepAlive(): void {
    this.endKeepAlive = this.clock.after(KEEP_ALIVE_MS, () => {
      for (const connection of this.sockets) connection.sendPresence(KEEP_ALIVE_FRAME)
      this.keepAlive()
    })
  }

  // Snapshots, recovery and new epochs

  private snapshotIfDue(): void {
    const isLong = this.recordsSinceSnapshot > SNAPSHOT_RECORDS || this.bytesSinceSnapshot > SNAPSHOT_BYTES
    if (!isLong || this.snapshotRunning || this.clock.now() - this.snapshotAt < SNAPSHOT_EVERY_MS) return
    this.snapshotRunning = this.saveSnapshot().finally(() => {
      this.snapshotRunning = null
    })
  }

  private async saveSnapshot(): Promise<void> {
    this.snapshotAt = this.clock.now()
    this.recordsSinceSnapshot = 0
    this.bytesSinceSnapshot = 0
    try {
      await this.store.journal.saveSnapshot(this.folded.position, encodeBoard(this.doc, this.folded))
    } catch (error) {
      if (error instanceof StorageFatal) this.deps.fatal(error)
      this.deps.log.warn({ board: this.id, err: error }, 'a snapshot was not kept')
    }
  }

  /** Reads the board again from disk and goes on with what was asked meanwhile, without the culprit's. */
  private async recover(poisoned: Poisoned, works: readonly Work[]): Promise<void> {
    const { by } = poisoned
    this.deps.log.error({ board: this.id, err: poisoned.cause ?? poisoned }, 'a document was read again')
    by?.refuse(new Problem('frame_malformed', 'it could not be applied'))
    const again = works.filter((it) => it.kind === 'update' || it.kind === 'then')
    for (const it of again) if (it.kind === 'update') this.queuedBytes += it.update.length
    this.queue.unshift(...again)
    if (by === null) this.alone = again.length
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, SLOWEST_RETRY_MS)) {
      try {
        const opened = await loadBoard(this.id, this.store, this.deps.log)
        if (this.ended === null) this.replaceDocument(opened.doc, opened.state)
        return
      } catch (error) {
        if (!(error instanceof StorageUnavailable)) throw error
        await new Promise<void>((resolve) => this.clock.after(wait, resolve))
      }
    }
  }

  private renew(doc: Y.Doc): void {
    this.replaceDocument(doc, this.folded)
    this.hasServerClaim = true
    this.projection?.close()
    this.projection = null
    for (const connection of [...this.sockets]) connection.refuse(new Problem('epoch_stale', 'rebuilt'))
  }

  private replaceDocument(doc: Y.Doc, state: FoldedState): void {
    const before = this.doc
    this.reading.close()
    state.live.doc = doc
    this.live = state.live
    this.folded = state
    this.reading = openReads(doc)
    this.guarded = this.takeDocument(doc, state)
    this.wholeDocument = null
    before.destroy()
  }

  /** The server writes under a client id of its own, drawn anew at each opening and nobody else's. */
  private takeDocument(doc: Y.Doc, state: FoldedState): Guarded {
    const isTaken = (client: number) =>
      doc.store.clients.has(client) || state.claims.has(client) || state.retired.has(client)
    while (isTaken(doc.clientID)) doc.clientID = Math.floor(this.clock.random() * 2 ** 32)
    this.hasServerClaim = false
    return {
      doc,
      retired: state.retired,
      ownerOf: (client) => (client === doc.clientID ? 'server' : state.claims.get(client)),
      countOf: (participant) => countOf(state.claims, participant),
    }
  }
}

/** Whatever cannot be read from the snapshot is read from the whole journal. */
async function loadBoard(id: BoardId, { journal }: BoardStore, log: RoomLog) {
  const loaded = await journal.load()
  for (const damage of loaded.damage) log.error({ board: id, ...damage }, 'a journal was damaged')
  let opened: ReturnType<typeof openBoard>
  try {
    opened = openBoard(loaded)
  } catch (error) {
    if (!loaded.snapshot) throw error
    log.error({ board: id, err: error }, 'a snapshot could not be read')
    loaded.snapshot = null
    loaded.tail = []
    for await (const it of journal.read(0)) loaded.tail.push(it)
    opened = openBoard(loaded)
  }
  for (const position of opened.quarantined) log.error({ board: id, position }, 'an update was set aside')
  return { ...opened, tail: loaded.tail, since: loaded.snapshot?.position ?? 0 }
}

function noteTouches(turn: Turn, by: ParticipantId | 'server', touches: readonly Touch[]): void {
  if (touches.length === 0) return
  turn.touches.push(...touches)
  const last = turn.changes.at(-1)
  if (last?.by === by) last.touches.push(...touches)
  else turn.changes.push({ by, touches: [...touches] })
}

/** The first value that the server itself would write although no screen could read it. */
function misfitOf({ touches }: Turn): { error: Problem; isPartial: true } | null {
  for (const { root, key, to } of touches) {
    if (!isMapRoot(root) || to === undefined) continue
    const misfit = valueProblem(root, key, to)
    if (misfit !== null) {
      return { error: new Problem('value_invalid', `${root}/${key}: ${misfit}`), isPartial: true }
    }
  }
  return null
}

function hasChanged(transaction: Y.Transaction): boolean {
  const { doc, beforeState, deleteSet } = transaction
  return (
    deleteSet.clients.size > 0 || Y.getState(doc.store, doc.clientID) !== (beforeState.get(doc.clientID) ?? 0)
  )
}

/** The same board as one hand would have written it: nothing deleted, one client id. */
function copyByOneHand(doc: Y.Doc): Y.Doc {
  const copy = newBoardDoc()
  const from = rootsOf(doc)
  const to = rootsOf(copy)
  copy.transact(() => {
    for (const root of MAP_ROOTS) for (const [key, value] of from[root]) to[root].set(key, value)
    for (const name of doc.share.keys()) {
      const text = textRootOf(name) && doc.getText(name).toString()
      if (text) copy.getText(name).insert(0, text)
    }
  })
  return copy
}

const countOf = (
  claims: ReadonlyMap<number, ParticipantId | 'server'>,
  participant: ParticipantId,
): number => {
  let count = 0
  for (const owner of claims.values()) if (owner === participant) count += 1
  return count
}

/** How things stood, whatever happens to the state afterwards. */
const snapshotOf = (state: FoldedState): Circumstances => {
  const { phase, locked } = state
  return {
    phase,
    locked,
    isDecided: (id) => state.isDecided(id),
    isUnderVote: (id) => state.isUnderVote(id),
  }
}
