/**
 * A live board: the one writer of its document and its journal.
 *
 * Whatever is asked of a room goes through one queue, turn by turn: what is waiting is judged and applied
 * in one transaction, what came of that is appended in one durable write, and only then is anybody told:
 * the authors that it is saved, everybody what changed, and those who asked for a copy. So at the start
 * of a turn the document is what is on disk, and nothing leaves that is not.
 *
 * When something cannot be as it should (an update that throws when applied, a change of the server's own
 * that fails half way), the document in memory is dropped and read again from disk.
 */
import type * as Y from 'yjs'
import type { BoardId, ParticipantId, Phase } from '../../shared/board.ts'
import { type Clock, goneBy, type Millis } from '../../shared/clock.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import type { BoardReads } from '../../shared/doc/reads.ts'
import { LIMITS } from '../../shared/limits.ts'
import { type Circumstances, readRefusal } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import {
  type BoardStore,
  type JournalRecord,
  type Position,
  type Positioned,
  StorageFatal,
  StorageUnavailable,
} from '../store/contract.ts'
import { type Allowance, Allowances } from './allowance.ts'
import { Audience } from './audience.ts'
import { type FoldedState, numbered } from './board-state.ts'
import { type Host, RoomConnection } from './connection.ts'
import type { Connection, HistoryEntry, Room, RoomLog, RoomSocket, Sender } from './contract.ts'
import { History, type HistoryFilter } from './history.ts'
import { LiveBoard, type Opening, readBoard } from './live-board.ts'
import { Saver } from './saver.ts'
import { type EditWork, Poisoned, type RewriteWork, Turn, type UpdateWork, type Work } from './turn.ts'

export interface RoomDeps {
  clock: Clock
  log: RoomLog
  /** What is on disk can no longer be known: the process must end. */
  fatal: (error: Error) => void
  /** Milliseconds of work since some moment; a test passes one that stands still. */
  stopwatch: () => Millis
}

/** Of one person's: what is taken still where too much of others' waits to be saved. */
const LITTLE_BYTES = 64 * 1024
/** For so long both the old and the new phase or lock allow a change that was on its way. */
const GRACE_MS = 2_000
/**
 * In a room of many, turns begin so far apart that what comes meanwhile is one transaction and one write;
 * otherwise a hundred people would have the disk synced for every single change.
 */
const MANY = 32
const SLOWEST_TURN_PACE_MS = 10
const turnPaceOf = (connections: number): Millis =>
  connections < MANY ? 0 : Math.min(SLOWEST_TURN_PACE_MS, connections / 10)

export class LiveRoom implements Room, Host {
  readonly clock: Clock
  private board: LiveBoard
  private readonly queue: Work[] = []
  /** Bytes of frames that wait, or are being saved. */
  private waiting = 0
  private isRunning = false
  private turnAt: Millis = Number.NEGATIVE_INFINITY
  /** After a poisoned turn so many are taken one by one, to find whose it was. */
  private alone = 0
  private grace: { before: Circumstances; since: Millis } | null = null
  private readonly audience: Audience
  private readonly allowances: Allowances
  private readonly saver: Saver
  private readonly past: History
  private ended: Error | null = null
  /** Told whenever the room may have become idle, or is no longer. */
  onChange: () => void = () => {}
  /** The room cannot go on; its board can be opened again from disk. */
  onFailure: (error: unknown) => void = () => {}

  static async open(id: BoardId, store: BoardStore, deps: RoomDeps): Promise<LiveRoom> {
    const opening = await readBoard(id, store.journal, deps.log)
    const room = new LiveRoom(id, store, deps, opening)
    // Copies elsewhere may hold what this board lost: none may go on as if nothing had happened.
    if (opening.isIncomplete) await room.rebuild('recovered')
    return room
  }

  private constructor(
    readonly id: BoardId,
    readonly store: BoardStore,
    private readonly deps: RoomDeps,
    { doc, state, whole, tail, since }: Opening,
  ) {
    const { clock, log } = deps
    this.clock = clock
    this.board = new LiveBoard(doc, state, clock)
    this.allowances = new Allowances(clock)
    this.audience = new Audience(clock, () => this.board, whole)
    this.saver = new Saver(
      id,
      store.journal,
      clock,
      log,
      deps.fatal,
      (isKeeping) => this.audience.announceKeeping(isKeeping),
      tail.length,
    )
    this.past = new History(store.journal, since)
    for (const { position, record } of tail) this.past.add(position, record)
  }

  get doc(): Y.Doc {
    return this.board.doc
  }

  get reads(): BoardReads {
    return this.board.reads
  }

  get state(): FoldedState {
    return this.board.state
  }

  get keeping(): boolean {
    return this.saver.isKeeping
  }

  get connections(): number {
    return this.audience.size
  }

  /** Nobody is here and nothing is on its way. */
  get isIdle(): boolean {
    return this.audience.size === 0 && this.queue.length === 0 && !this.isRunning
  }

  /** Each makes every update dearer. */
  get clientIds(): number {
    return this.doc.store.clients.size
  }

  /** Everything ever set or typed, gone or not. */
  get structs(): number {
    let structs = 0
    for (const stored of this.doc.store.clients.values()) structs += stored.length
    return structs
  }

  act(by: ParticipantId | 'server', act: (doc: Y.Doc) => readonly JournalRecord[]) {
    return this.change(by, act)
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
      if (this.state.phase !== from) throw new Problem('state_stale', `it is ${this.state.phase} now`)
      rootsOf(doc).live.set('phase', to)
      const why = reason === undefined ? {} : { reason }
      return [{ type: 'phase', at: this.clock.now(), by, from, to, ...why }]
    })
  }

  async changeLock(by: ParticipantId, from: boolean, to: boolean): Promise<void> {
    await this.change(by, (doc) => {
      if (this.state.locked !== from) throw new Problem('state_stale', from ? 'not locked' : 'locked')
      rootsOf(doc).live.set('lock', to)
      return [{ type: 'lock', at: this.clock.now(), by, from, to }]
    })
  }

  rebuild(because: string, alter?: (doc: Y.Doc) => void): Promise<void> {
    return new Promise((done, failed) => {
      this.enqueue({ kind: 'rebuild', because, ...(alter && { alter }), done, failed })
    })
  }

  async erase(
    because: string,
    alter: (doc: Y.Doc) => void,
    keep: (it: Positioned) => JournalRecord | null,
  ): Promise<void> {
    await this.rebuild(because, alter)
    await new Promise<void>((done, failed) => {
      this.enqueue({ kind: 'rewrite', keep, done, failed })
    })
  }

  settled(): Promise<void> {
    return new Promise((resolve) => this.afterwards(resolve))
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
    const allowance = this.allowances.of(sender.participant)
    const connection = new RoomConnection(this, socket, sender, options.speaksOurs, allowance)
    const problem = this.joinProblem(sender, options.epoch, allowance)
    if (problem) {
      connection.refuse(problem)
      return connection
    }
    this.audience.add(connection)
    this.onChange()
    if (!this.keeping) connection.sendKeeping(false)
    const welcome = () => this.audience.welcome(connection, this.store.people.read())
    this.afterwards(() => this.spend(connection, welcome))
    return connection
  }

  dismiss(
    who: { link: string } | { participant: ParticipantId },
    code: 4401 | 4403 | 4410,
    reason: string,
  ): void {
    this.audience.close(code, reason, ({ sender }) =>
      'link' in who ? sender.link === who.link : sender.participant === who.participant,
    )
  }

  present(): ReadonlyMap<ParticipantId, number> {
    return this.audience.present()
  }

  announcePeople(): void {
    this.audience.announcePeople(() => this.store.people.read())
  }

  /** Closes some of the sockets, so that not all come back at once. */
  sendAway(most: number, code = 1012, reason = 'stopping'): void {
    let left = most
    this.audience.close(code, reason, () => left-- > 0)
  }

  /** Keeps what is on disk beside the journal in one piece, so that the next opening is quick. */
  snapshot(): Promise<void> {
    return new Promise((resolve) => this.afterwards(() => resolve(this.saver.snapshot(this.board))))
  }

  /** Releases everything the room owns; the store is closed by whoever opened it. */
  end(error: Error = new Problem('stopping', this.id)): void {
    if (this.ended) return
    this.ended = error
    this.saver.end()
    this.sendAway(Number.POSITIVE_INFINITY)
    this.audience.end()
    for (const work of this.queue.splice(0)) abandon(work, error)
    this.board.close()
  }

  // What a connection asks

  take(connection: RoomConnection, frame: { update: Uint8Array; index: number; isStep2: boolean }): void {
    const { allowance } = connection
    const { length } = frame.update
    const isFull = this.waiting > 0 && this.waiting + length > LIMITS.unsavedBytes
    // Whoever fills it does not keep out those who have little.
    if (isFull && allowance.waiting + length > LITTLE_BYTES) {
      connection.refuse(new Problem('not_saving', 'too much is waiting'))
      return
    }
    this.waiting += length
    allowance.waiting += length
    this.enqueue({ kind: 'update', connection, ...frame })
  }

  answer(connection: RoomConnection, stateVector: Uint8Array): void {
    this.enqueue({
      kind: 'then',
      // What comes next may be the copy itself: it must not be judged as if it were of this board.
      first: () => this.audience.refuseForeign(connection, stateVector),
      run: () => this.spend(connection, () => this.audience.answer(connection, stateVector)),
    })
  }

  ask(connection: RoomConnection): void {
    this.afterwards(() => this.audience.ask(connection))
  }

  hearPresence(connection: RoomConnection, entries: Uint8Array): void {
    this.audience.hear(connection, entries)
  }

  greet(connection: RoomConnection): void {
    this.audience.greet(connection)
  }

  left(connection: RoomConnection): void {
    if (this.audience.remove(connection)) this.onChange()
  }

  private spend(connection: RoomConnection, work: () => void): void {
    const { stopwatch } = this.deps
    const startedAt = stopwatch()
    work()
    connection.spend(stopwatch() - startedAt)
  }

  // Turn by turn

  private change(by: ParticipantId | 'server', change: EditWork['change']) {
    return new Promise<Parameters<EditWork['done']>[0]>((done, failed) => {
      this.enqueue({ kind: 'edit', by, change, done, failed })
    })
  }

  private afterwards(run: () => void): void {
    this.enqueue({ kind: 'then', run })
  }

  private enqueue(work: Work): void {
    if (this.ended) {
      abandon(work, this.ended)
      return
    }
    this.queue.push(work)
    if (this.isRunning) return
    this.isRunning = true
    this.run().catch((error) => this.fail(error))
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0 && !this.ended) {
      if (this.queue[0]?.kind === 'rewrite') {
        await this.rewrite(this.queue.shift() as RewriteWork)
        continue
      }
      const wait = turnPaceOf(this.audience.size) - goneBy(this.clock, this.turnAt)
      if (wait > 0) {
        await new Promise<void>((resolve) => this.clock.after(wait, resolve))
        if (this.ended) break
      }
      this.turnAt = this.clock.now()
      const turn = new Turn({
        ...this.deps,
        board: this.board,
        circumstances: this.circumstances(),
        reservedBy: (client) => this.audience.reservedBy(client),
        projection: () => this.audience.projection(),
      })
      try {
        turn.take(this.queue, this.alone > 0 ? 1 : Number.POSITIVE_INFINITY)
        this.alone = Math.max(0, this.alone - turn.works.length)
        await this.save(turn)
      } catch (error) {
        if (!(error instanceof Poisoned)) {
          for (const work of turn.works) abandon(work, new Problem('internal', this.id, { cause: error }))
          throw error
        }
        await this.recover(error, turn.works)
      }
    }
    this.isRunning = false
    this.onChange()
  }

  private async save(turn: Turn): Promise<void> {
    const { end } = this.store.journal
    const position = turn.records.length > 0 ? await this.saver.append(turn.records) : end
    for (const work of turn.works) if (work.kind === 'update') this.taken(work)
    if (position === null || this.ended) for (const work of turn.works) abandon(work, this.ended)
    else this.commit(turn, position)
  }

  private taken({ connection, update }: UpdateWork): void {
    this.waiting -= update.length
    connection.allowance.waiting -= update.length
  }

  /** What a turn did is durable: the board is what the turn made it, and everybody is told. */
  private commit(turn: Turn, position: Position): void {
    const { state } = this
    const before = circumstancesOf(state)
    if (turn.renewed) this.renew(turn.renewed)
    for (const it of numbered(turn.records, position)) {
      state.fold(it.position, it.record)
      this.past.add(it.position, it.record)
    }
    if (before.phase !== state.phase || before.locked !== state.locked) this.changed(before)
    for (const [connection, count] of turn.saved) connection.save(count)
    this.audience.publish(turn)
    for (const run of turn.after) run(position)
    this.saver.appended(turn.records.length, sizeOf(turn), this.board)
  }

  private circumstances(): readonly [Circumstances, ...Circumstances[]] {
    if (this.grace && goneBy(this.clock, this.grace.since) >= GRACE_MS) this.grace = null
    return this.grace ? [this.state, this.grace.before] : [this.state]
  }

  private changed(before: Circumstances): void {
    this.grace = { before, since: this.clock.now() }
    this.audience.refuse(({ sender }) => this.readProblem(sender))
  }

  private joinProblem(sender: Sender, epoch: number | null, allowance: Allowance): Problem | null {
    if (this.ended) return new Problem('stopping', '')
    if (allowance.seats >= LIMITS.connectionsEach) return new Problem('too_many', 'connections')
    if (allowance.owes) return new Problem('too_many', 'changes')
    if (!this.audience.hasRoomFor(sender)) return new Problem('board_full', 'connections')
    if (epoch !== null && epoch !== this.state.epoch) return new Problem('epoch_stale', 'epoch')
    return this.readProblem(sender)
  }

  private readProblem({ role }: Sender): Problem | null {
    const refusal = readRefusal(role, this.state)
    return refusal && new Problem(refusal, 'the board is being prepared')
  }

  private renew(doc: Y.Doc): void {
    this.audience.sendAwayAll(new Problem('epoch_stale', 'rebuilt'))
    this.board.close()
    this.board = new LiveBoard(doc, this.state, this.clock, true)
  }

  /** Reads the board again from disk and goes on with what was asked, without the culprit's. */
  private async recover(poisoned: Poisoned, works: readonly Work[]): Promise<void> {
    this.deps.log.error({ board: this.id, err: poisoned.cause ?? poisoned }, 'a document was read again')
    poisoned.by?.refuse(new Problem('frame_malformed', 'it could not be applied'))
    // A change of the server's own has been told already that it failed.
    const again = works.filter((it) => it.kind === 'update' || it.kind === 'then')
    this.queue.unshift(...again)
    if (!poisoned.by) this.alone = again.length
    await this.reload()
  }

  private async reload(): Promise<void> {
    const opening = await this.saver.untilKept(() => readBoard(this.id, this.store.journal, this.deps.log))
    if (opening === null || this.ended) return
    this.board.close()
    this.board = new LiveBoard(opening.doc, opening.state, this.clock)
  }

  /** What was dropped from the files must not come back from memory: all of that is read anew. */
  private async rewrite({ keep, done, failed }: RewriteWork): Promise<void> {
    const { epochAt } = this.state
    await this.saver.idle()
    try {
      await this.store.journal.rewrite((it) => {
        const { record, position } = it
        if (record.type === 'update') return position < epochAt ? null : record
        return record.type === 'epoch' ? record : keep(it)
      })
      this.past.forget()
      await this.reload()
      done()
    } catch (error) {
      failed(error)
      if (!(error instanceof StorageUnavailable)) throw error
    }
  }

  private fail(error: unknown): void {
    this.isRunning = false
    if (this.ended) return
    this.deps.log.error({ board: this.id, err: error }, 'a room cannot go on')
    if (error instanceof StorageFatal) this.deps.fatal(error)
    this.end(new Problem('internal', this.id, { cause: error }))
    this.onFailure(error)
  }
}

function abandon(work: Work, error: Error | null): void {
  if (work.kind === 'then') work.run()
  else if (work.kind !== 'update') work.failed(error)
}

/** About so many bytes of journal. */
const sizeOf = ({ bytes, touches }: Turn): number => (bytes?.length ?? 0) + 128 * touches.length

/** How things stood, whatever happens to the state afterwards. */
const circumstancesOf = (state: FoldedState): Circumstances => ({
  phase: state.phase,
  locked: state.locked,
  isDecided: (id) => state.isDecided(id),
  isUnderVote: (id) => state.isUnderVote(id),
})
