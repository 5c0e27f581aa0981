/**
 * A live board, as routes and sockets know it: who is here, what may be asked of it, and when it is over.
 *
 * It changes nothing itself: whatever is asked goes to the board's one writer, and to the audience what
 * everybody is told.
 */
import type * as Y from 'yjs'
import type { BoardId, ParticipantId, Phase } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import type { BoardReads } from '../../shared/doc/reads.ts'
import { LIMITS } from '../../shared/limits.ts'
import { readRefusal } from '../../shared/policy.ts'
import { Problem, type ProblemCode } from '../../shared/problem.ts'
import type { BoardStore, JournalRecord, Position, Positioned } from '../store/contract.ts'
import { type Allowance, Allowances } from './allowance.ts'
import { Audience } from './audience.ts'
import type { FoldedState } from './board-state.ts'
import { type Host, RoomConnection } from './connection.ts'
import type { Connection, HistoryEntry, Room, RoomSocket, Sender, Whole } from './contract.ts'
import type { HistoryFilter } from './history.ts'
import { type Opening, readBoard } from './live-board.ts'
import type { RoomGauge } from './meter.ts'
import type { EditWork } from './turn.ts'
import { type RoomDeps, Writer, type WriterHost } from './writer.ts'

export class LiveRoom implements Room, Host, WriterHost {
  readonly clock: Clock
  readonly audience: Audience
  private readonly allowances: Allowances
  private readonly writer: Writer
  private ended: Error | null = null
  /** Told whenever the room may have become idle, or is no longer. */
  onChange: () => void = () => {}
  /** The room cannot go on; its board can be opened again from disk. */
  onFailure: (error: unknown) => void = () => {}

  static async open(id: BoardId, store: BoardStore, deps: RoomDeps): Promise<LiveRoom> {
    const opening = await readBoard(id, store.journal, deps.log)
    for (const { what } of opening.damage) deps.meter.setAside(what)
    for (const _ of opening.quarantined) deps.meter.setAside('bad-update')
    const room = new LiveRoom(id, store, deps, opening)
    // Copies elsewhere may hold what this board lost: none may go on as if nothing had happened.
    if (opening.isIncomplete) await room.rebuild('recovered')
    return room
  }

  private constructor(
    readonly id: BoardId,
    readonly store: BoardStore,
    private readonly deps: RoomDeps,
    opening: Opening,
  ) {
    this.clock = deps.clock
    this.allowances = new Allowances(deps.clock, (person, link) => deps.volumes(id, person, link))
    this.audience = new Audience(
      deps.clock,
      () => this.writer.board,
      () => this.writer.wholes,
      (run) => this.writer.afterwards(run),
    )
    this.writer = new Writer(id, store.journal, deps, this, opening)
  }

  get doc(): Y.Doc {
    return this.writer.board.doc
  }

  get reads(): BoardReads {
    return this.writer.board.reads
  }

  get state(): FoldedState {
    return this.writer.board.state
  }

  get keeping(): boolean {
    return this.writer.isKeeping
  }

  get connections(): number {
    return this.audience.size
  }

  get gauge(): RoomGauge {
    const { connections, keeping } = this
    return { connections, keeping, ...this.writer.waits }
  }

  /** Nobody is here and nothing is on its way. */
  get isIdle(): boolean {
    return this.audience.size === 0 && this.writer.isIdle
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

  rebuild(because: string, alter?: (doc: Y.Doc) => void, least = 0): Promise<void> {
    return new Promise((done, failed) => {
      this.writer.enqueue({ kind: 'rebuild', because, ...(alter && { alter }), least, done, failed })
    })
  }

  async erase(
    because: string,
    alter: (doc: Y.Doc) => void,
    keep: (it: Positioned) => JournalRecord | null,
  ): Promise<void> {
    await this.rebuild(because, alter)
    await new Promise<void>((done, failed) => {
      this.writer.enqueue({ kind: 'rewrite', keep, done, failed })
    })
  }

  settled(): Promise<void> {
    return new Promise((resolve) => this.writer.afterwards(resolve))
  }

  whole(): Promise<Whole> {
    return new Promise((resolve, failed) => {
      const take = (state: Uint8Array) => {
        const { position, changedAt: at } = this.state
        resolve({ state, position, at })
      }
      this.writer.afterwards(() => this.writer.wholes.give({ take, failed }))
    })
  }

  async history(filter: HistoryFilter): Promise<HistoryEntry[]> {
    const { statement } = filter
    // Of what was never here nothing is in the journal, and all of it would be read to find that out.
    const isKnown = statement === undefined || rootsOf(this.doc).statements._map.has(statement)
    if (!isKnown) throw new Problem('statement_unknown', statement)
    return this.writer.past.page(filter)
  }

  records(after: Position): AsyncIterable<Positioned> {
    return this.store.journal.read(after)
  }

  join(
    socket: RoomSocket,
    sender: Sender,
    options: { speaksOurs: boolean; epoch: number | null },
  ): Connection {
    const allowance = this.allowances.of(sender.participant, sender.link)
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
    this.writer.afterwards(() => this.spend(connection, welcome))
    return connection
  }

  dismiss(
    who: { link: string } | { participant: ParticipantId },
    code: 1012 | 4401 | 4403 | 4410,
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

  /** Keeps the board beside its journal in one piece, so that the next opening is quick. */
  snapshot(): Promise<void> {
    return this.writer.snapshot()
  }

  /** Releases everything the room owns; the store is closed by whoever opened it. */
  end(error: Error = new Problem('stopping', this.id)): void {
    if (this.ended) return
    this.ended = error
    this.writer.stop(error)
    this.sendAway(Number.POSITIVE_INFINITY)
    this.audience.end(error)
    this.writer.close(error)
  }

  // What a connection asks

  take(connection: RoomConnection, frame: { update: Uint8Array; index: number; isStep2: boolean }): void {
    this.writer.take(connection, frame)
  }

  answer(connection: RoomConnection, stateVector: Uint8Array): void {
    this.writer.enqueue({
      kind: 'then',
      // What comes next may be the copy itself: it must not be judged as if it were of this board.
      first: () => this.audience.refuseForeign(connection, stateVector),
      run: () => this.spend(connection, () => this.audience.answer(connection, stateVector)),
    })
  }

  ask(connection: RoomConnection): void {
    this.writer.afterwards(() => this.audience.ask(connection))
  }

  hearPresence(connection: RoomConnection, entries: Uint8Array): void {
    this.audience.hear(connection, entries)
  }

  greet(connection: RoomConnection): void {
    this.audience.greet(connection)
  }

  refused(code: ProblemCode): void {
    this.deps.meter.refused(code)
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

  // What the writer says

  standingChanged(): void {
    this.audience.refuse(({ sender }) => this.readProblem(sender))
  }

  rested(): void {
    this.onChange()
  }

  failed(error: unknown): void {
    this.end(new Problem('internal', this.id, { cause: error }))
    this.onFailure(error)
  }

  private change(by: ParticipantId | 'server', change: EditWork['change']) {
    return new Promise<Parameters<EditWork['done']>[0]>((done, failed) => {
      this.writer.enqueue({ kind: 'edit', by, change, done, failed })
    })
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
}
