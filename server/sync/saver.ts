/**
 * Puts a room's records on disk, and says when that does not work.
 *
 * A disk that is full or away is tried again for as long as it takes; what cannot be known any more, after
 * a failed sync, is not. Snapshots stand beside the journal and hold up nobody.
 */
import type { BoardId } from '../../shared/board.ts'
import { type Clock, goneBy, type Millis } from '../../shared/clock.ts'
import {
  type Journal,
  type JournalRecord,
  type Position,
  StorageFatal,
  StorageUnavailable,
} from '../store/contract.ts'
import type { RoomLog } from './contract.ts'
import type { LiveBoard } from './live-board.ts'
import type { RoomMeter } from './meter.ts'

/** A save that takes longer is said on every screen, though it has not failed. */
const STALL_MS = 2_000
const FIRST_RETRY_MS = 250
const SLOWEST_RETRY_MS = 4_000
const SNAPSHOT_RECORDS = 500
const SNAPSHOT_BYTES = 1024 * 1024
/** Under load snapshots follow the clock rather than the count. */
const SNAPSHOT_EVERY_MS = 5_000

interface SaverDeps {
  clock: Clock
  log: RoomLog
  /** What is on disk can no longer be known: the process must end. */
  fatal: (error: Error) => void
  stopwatch: () => Millis
  meter: RoomMeter
}

export class Saver {
  isKeeping = true
  private hasEnded = false
  private endWait: () => void = () => {}
  private recordsSince: number
  private bytesSince = 0
  private snapshotAt: Millis = Number.NEGATIVE_INFINITY
  private running: Promise<void> | null = null

  constructor(
    private readonly id: BoardId,
    private readonly journal: Journal,
    private readonly deps: SaverDeps,
    private readonly keepingChanged: (isKeeping: boolean) => void,
    recordsSinceSnapshot: number,
  ) {
    this.recordsSince = recordsSinceSnapshot
  }

  /** Resolves with the last record's position once all are durable; null where the room ended first. */
  append(records: readonly JournalRecord[]): Promise<Position | null> {
    return this.untilKept(async () => {
      const endStall = this.deps.clock.after(STALL_MS, () => {
        if (this.isKeeping) this.deps.log.warn({ board: this.id }, 'a save takes long')
        this.setKeeping(false)
      })
      const { stopwatch, meter } = this.deps
      const startedAt = stopwatch()
      try {
        const position = await this.journal.append(records)
        meter.saved(stopwatch() - startedAt, records.length)
        return position
      } finally {
        endStall()
      }
    })
  }

  /** Tries again while the disk is full or away. */
  async untilKept<Result>(attempt: () => Promise<Result>): Promise<Result | null> {
    for (let wait = FIRST_RETRY_MS; !this.hasEnded; wait = Math.min(wait * 2, SLOWEST_RETRY_MS)) {
      try {
        const result = await attempt()
        this.setKeeping(true)
        return result
      } catch (error) {
        if (!(error instanceof StorageUnavailable)) throw error
        if (this.isKeeping) this.deps.log.warn({ board: this.id, err: error }, 'a board cannot be saved')
        this.deps.meter.saveRefused()
        this.setKeeping(false)
      }
      await new Promise<void>((resolve) => {
        const cancel = this.deps.clock.after(wait, resolve)
        this.endWait = () => {
          cancel()
          resolve()
        }
      })
    }
    return null
  }

  /** So much was appended; gives back whether that is a lot by now, and the board is to be kept in one piece. */
  appended(records: number, bytes: number): boolean {
    this.deps.meter.written(bytes)
    this.recordsSince += records
    this.bytesSince += bytes
    const isLong = this.recordsSince > SNAPSHOT_RECORDS || this.bytesSince > SNAPSHOT_BYTES
    if (!isLong || this.running || goneBy(this.deps.clock, this.snapshotAt) < SNAPSHOT_EVERY_MS) return false
    this.snapshotAt = this.deps.clock.now()
    return true
  }

  /** Whether anything was appended since the board was kept in one piece. */
  get isBehind(): boolean {
    return this.recordsSince > 0 && !this.hasEnded
  }

  /** Keeps the board beside the journal, so that the next opening is quick. Everything is on disk now. */
  snapshot(board: LiveBoard, whole: Uint8Array): Promise<void> {
    if (!this.isBehind) return this.idle()
    this.snapshotAt = this.deps.clock.now()
    this.recordsSince = 0
    this.bytesSince = 0
    const state = board.encode(whole)
    const { position } = board.state
    const before = this.running ?? Promise.resolve()
    const running = before
      .then(() => this.journal.saveSnapshot(position, state))
      .catch((error) => {
        this.deps.log.warn({ board: this.id, err: error }, 'a snapshot was not kept')
        if (error instanceof StorageFatal) this.deps.fatal(error)
      })
      .finally(() => {
        if (this.running === running) this.running = null
      })
    this.running = running
    return running
  }

  /** No snapshot is on its way to the disk any more. */
  async idle(): Promise<void> {
    await this.running
  }

  end(): void {
    this.hasEnded = true
    this.endWait()
  }

  private setKeeping(isKeeping: boolean): void {
    if (this.isKeeping === isKeeping) return
    this.isKeeping = isKeeping
    if (isKeeping) this.deps.log.info({ board: this.id }, 'a board is saved again')
    this.keepingChanged(isKeeping)
  }
}
