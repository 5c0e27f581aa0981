/**
 * The one writer of a board: of its document, its journal and all that follows from them.
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
import type { BoardId } from '../../shared/board.ts'
import { type Clock, goneBy, type Millis } from '../../shared/clock.ts'
import { LIMITS } from '../../shared/limits.ts'
import { Problem } from '../../shared/problem.ts'
import {
  type Journal,
  type Position,
  StorageFatal,
  StorageMoved,
  StorageUnavailable,
} from '../store/contract.ts'
import type { Audience } from './audience.ts'
import { numbered } from './board-state.ts'
import type { RoomConnection } from './connection.ts'
import type { RoomLog } from './contract.ts'
import { History } from './history.ts'
import { LiveBoard, type Opening, readBoard } from './live-board.ts'
import type { RoomGauge, RoomMeter } from './meter.ts'
import { Precedence } from './precedence.ts'
import { Saver } from './saver.ts'
import { Standing } from './standing.ts'
import { Poisoned, type RewriteWork, Turn, type UpdateWork, type Work } from './turn.ts'
import type { Volumes } from './volume.ts'
import { Wholes } from './wholes.ts'

export interface RoomDeps {
  clock: Clock
  log: RoomLog
  /** What is on disk can no longer be known: the process must end. */
  fatal: (error: Error) => void
  /** Milliseconds of work since some moment; a test passes one that stands still. */
  stopwatch: () => Millis
  meter: RoomMeter
  /** How much of the disk each person may fill. */
  volumes: Volumes
}

/** What a writer tells its room, and where it finds whom to tell the rest. */
export interface WriterHost {
  readonly audience: Audience
  /** Phase or lock are others than they were. */
  standingChanged(): void
  /** Nothing waits any more. */
  rested(): void
  /** It cannot go on; the board can be opened again from disk. */
  failed(error: unknown): void
}

/** Of one person's: what is taken still where too much of others' waits to be saved. */
const LITTLE_BYTES = 64 * 1024
/**
 * In a room of many, turns begin so far apart that what comes meanwhile is one transaction and one write;
 * otherwise a hundred people would have the disk synced for every single change.
 */
const MANY = 32
const SLOWEST_TURN_PACE_MS = 10
const turnPaceOf = (connections: number): Millis =>
  connections < MANY ? 0 : Math.min(SLOWEST_TURN_PACE_MS, connections / 10)

export class Writer {
  board: LiveBoard
  readonly past: History
  /** The board's document whole. */
  readonly wholes: Wholes
  private readonly queue: Work[] = []
  /** Bytes of frames that wait, or are being saved. */
  private waiting = 0
  private isRunning = false
  /** Since when what is asked, or being done, has waited; null where nothing does. */
  private waitingSince: Millis | null = null
  private turnAt: Millis = Number.NEGATIVE_INFINITY
  /** Ends the wait for the next turn. */
  private beginTurn: () => void = () => {}
  /** Whether the turn before was a change of the server's own. */
  private isAfterEdit = false
  private readonly precedence: Precedence
  /** After a poisoned turn so many are taken one by one, to find whose it was. */
  private alone = 0
  private ended: Error | null = null
  private readonly standing: Standing
  private readonly saver: Saver

  constructor(
    private readonly id: BoardId,
    private readonly journal: Journal,
    private readonly deps: RoomDeps,
    private readonly room: WriterHost,
    { doc, state, tail, since, whole }: Opening,
  ) {
    const { clock } = deps
    this.board = new LiveBoard(doc, state, clock)
    this.standing = new Standing(clock, () => this.board.state)
    this.precedence = new Precedence(clock)
    const whenSaved = (run: () => void) => this.afterwards(run)
    this.wholes = new Wholes(clock, () => this.board.doc, whenSaved, whole)
    const announce = (isKeeping: boolean) => room.audience.announceKeeping(isKeeping)
    this.saver = new Saver(id, journal, deps, announce, tail.length)
    this.past = new History(journal, since, () => this.board.state.mentions)
    for (const { position, record } of tail) this.past.add(position, record)
  }

  get isKeeping(): boolean {
    return this.saver.isKeeping
  }

  get isIdle(): boolean {
    return this.queue.length === 0 && !this.isRunning && !this.wholes.isWanted
  }

  get waits(): Pick<RoomGauge, 'unsavedMillis' | 'queued' | 'queuedBytes'> {
    const since = this.waitingSince
    const unsavedMillis = since === null ? 0 : Math.max(0, this.deps.clock.now() - since)
    return { unsavedMillis, queued: this.queue.length, queuedBytes: this.waiting }
  }

  enqueue(work: Work): void {
    if (this.ended) {
      abandon(work, this.ended)
      return
    }
    this.queue.push(work)
    if (work.kind === 'edit' && work.by !== 'server') this.precedence.count(work.by)
    this.waitingSince ??= this.deps.clock.now()
    if (this.isRunning) return
    this.isRunning = true
    this.run().catch((error) => {
      this.isRunning = false
      if (this.ended) return
      if (!(error instanceof StorageMoved))
        this.deps.log.error({ board: this.id, err: error }, 'a room cannot go on')
      if (error instanceof StorageFatal) this.deps.fatal(error)
      this.room.failed(error)
    })
  }

  /** Once everything asked before it is durable. */
  afterwards(run: () => void): void {
    this.enqueue({ kind: 'then', run })
  }

  take(connection: RoomConnection, frame: { update: Uint8Array; index: number; isStep2: boolean }): void {
    const { allowance } = connection
    const { length } = frame.update
    const isFull = this.waiting + length > LIMITS.unsavedBytes
    // Whoever fills it does not keep out those who have little.
    if (isFull && allowance.waiting + length > LITTLE_BYTES) {
      connection.refuse(new Problem('not_saving', 'too much is waiting'))
      return
    }
    this.waiting += length
    allowance.waiting += length
    const { participant } = connection.sender
    const goesAhead =
      !frame.isStep2 && this.precedence.isGranted(participant, length, this.room.audience.size)
    this.enqueue({ kind: 'update', connection, ...frame, goesAhead })
    if (!goesAhead) return
    goAhead(this.queue)
    this.beginTurn()
  }

  /** Keeps what is on disk beside the journal in one piece, so that the next opening is quick. */
  snapshot(): Promise<void> {
    return new Promise((resolve) => {
      this.afterwards(() => {
        if (this.saver.isBehind) this.keepWhole(resolve)
        else resolve(this.saver.idle())
      })
    })
  }

  /** Nothing is taken or saved any more. */
  stop(error: Error): void {
    this.ended = error
    this.saver.end()
    this.wholes.end(error)
  }

  /** After `stop`: whoever waits is told, and the board is let go. */
  close(error: Error): void {
    for (const work of this.queue.splice(0)) abandon(work, error)
    this.board.close()
  }

  private async run(): Promise<void> {
    const { audience } = this.room
    const { clock } = this.deps
    while (this.queue.length > 0 && !this.ended) {
      if (this.queue[0]?.kind === 'rewrite') {
        await this.rewrite(this.queue.shift() as RewriteWork)
        continue
      }
      const wait = turnPaceOf(audience.size) - goneBy(clock, this.turnAt)
      // A change of the server's own gathers nothing by waiting: people wait for a reply.
      const isPaced = this.queue[0]?.kind !== 'edit' && aheadIn(this.queue) === 0
      if (wait > 0 && isPaced) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(wait, resolve)
          this.beginTurn = () => {
            cancel()
            resolve()
          }
        })
        if (this.ended) break
      }
      const ahead = aheadIn(this.queue)
      // Neither do those that keep the pace wait for those that do not.
      if (ahead === 0) this.turnAt = clock.now()
      const turn = new Turn({
        ...this.deps,
        board: this.board,
        circumstances: this.standing.all(),
        reservedBy: (client) => audience.reservedBy(client),
        projection: () => audience.projection(),
      })
      try {
        turn.take(this.queue, this.alone > 0 ? 1 : ahead || Number.POSITIVE_INFINITY, this.isAfterEdit)
        this.isAfterEdit = turn.isEdit
        this.alone = Math.max(0, this.alone - turn.works.length)
        await this.save(turn)
      } catch (error) {
        if (!(error instanceof Poisoned)) {
          const because = error instanceof StorageMoved ? 'board_moving' : 'internal'
          this.giveUp(turn.works, new Problem(because, this.id, { cause: error }))
          throw error
        }
        await this.recover(error, turn.works)
      }
    }
    this.isRunning = false
    this.waitingSince = null
    this.room.rested()
  }

  /**
   * What the turn made of the document is not on disk and never will be. Whoever was to be given a copy once it
   * is waits until everybody has been sent away.
   */
  private giveUp(works: readonly Work[], error: Problem): void {
    const isCopied = ({ kind }: Work) => kind === 'then' && !this.ended
    for (const work of works) if (!isCopied(work)) abandon(work, error)
    this.queue.unshift(...works.filter(isCopied))
  }

  private async save(turn: Turn): Promise<void> {
    const { end } = this.journal
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
    this.waitingSince = this.queue.length > 0 ? this.deps.clock.now() : null
    const before = this.standing.copy()
    if (turn.renewed) this.renew(turn.renewed)
    for (const work of turn.works) if (work.kind === 'rebuild') this.deps.meter.renewed(work.because)
    const { state } = this.board
    for (const it of numbered(turn.records, position)) {
      state.fold(it.position, it.record)
      this.past.add(it.position, it.record)
    }
    if (this.standing.hasMovedFrom(before)) this.room.standingChanged()
    for (const [connection, count] of turn.saved) connection.save(count)
    for (const [connection, bytes] of turn.kept()) connection.allowance.kept(bytes)
    if (turn.bytes !== null) this.wholes.forget()
    this.room.audience.publish(turn)
    for (const run of turn.after) run(position)
    if (this.saver.appended(turn.records.length, turn.size)) this.keepWhole(() => {})
  }

  private keepWhole(done: (kept: Promise<void> | undefined) => void): void {
    this.wholes.give({
      take: (whole) => done(this.saver.snapshot(this.board, whole)),
      failed: () => done(undefined),
    })
  }

  private renew(doc: Y.Doc): void {
    this.room.audience.sendAwayAll(new Problem('epoch_stale', 'rebuilt'))
    this.wholes.forget()
    this.board.close()
    this.board = new LiveBoard(doc, this.board.state, this.deps.clock, true)
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
    const opening = await this.saver.untilKept(() => readBoard(this.id, this.journal, this.deps.log))
    if (opening === null || this.ended) return
    this.wholes.forget()
    this.board.close()
    this.board = new LiveBoard(opening.doc, opening.state, this.deps.clock)
  }

  /** What was dropped from the files must not come back from memory: all of that is read anew. */
  private async rewrite({ keep, done, failed }: RewriteWork): Promise<void> {
    const { epochAt } = this.board.state
    await this.saver.idle()
    try {
      await this.journal.rewrite((it) => {
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
}

/** Brings the last frame of a queue before those of others, as far as only frames without precedence are there. */
function goAhead(queue: Work[]): void {
  const last = queue.at(-1)
  if (last?.kind !== 'update') return
  let at = queue.length - 1
  for (let before = queue[at - 1]; before?.kind === 'update'; before = queue[at - 1]) {
    if (before.goesAhead || before.connection === last.connection) break
    at -= 1
  }
  queue.splice(at, 0, ...queue.splice(-1))
}

/** How much of a queue is a turn of those that go ahead: as far as the last of them; 0 where there is none. */
const aheadIn = (queue: readonly Work[]): number =>
  queue.findLastIndex((it) => it.kind === 'update' && it.goesAhead) + 1

function abandon(work: Work, error: Error | null): void {
  if (work.kind === 'then') work.run()
  else if (work.kind !== 'update') work.failed(error)
}
