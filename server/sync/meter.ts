/** What a room counts for those who run the server: numbers and codes, never whose or of which board. */
import type { Millis } from '../../shared/clock.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import type { Damage } from '../store/contract.ts'

export interface RoomMeter {
  /** A batch is durable, so long after it was handed to the store. */
  saved(millis: Millis, records: number): void
  /** So much of the disk was taken. */
  written(bytes: number): void
  /** A save was refused, and is tried again. */
  saveRefused(): void
  /** A connection was sent away because of this. */
  refused(code: ProblemCode): void
  /** A new epoch began. */
  renewed(because: string): void
  /** Something of a journal could not be read or applied when a board was opened. */
  setAside(what: Damage['what'] | 'bad-update'): void
}

/** Where a room stands at this moment. */
export interface RoomGauge {
  connections: number
  keeping: boolean
  /** For how long the oldest of what waits has not been on disk; 0 where nothing waits. */
  unsavedMillis: Millis
  /** What was asked and is not done. */
  queued: number
  queuedBytes: number
}

export const countsNothing: RoomMeter = {
  saved: () => {},
  written: () => {},
  saveRefused: () => {},
  refused: () => {},
  renewed: () => {},
  setAside: () => {},
}
