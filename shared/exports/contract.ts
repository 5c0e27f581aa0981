/**
 * What a writer of files is given, and what a format says of itself.
 *
 * A writer is pure and its only clock is `at`, the time of the board's last record: the same state gives
 * the same bytes.
 */
import type { HistoryLine } from '../api.ts'
import type { StatementId } from '../board.ts'
import type { Millis } from '../clock.ts'
import type { Decision, RoundResult } from '../consult/vote.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import type { VersionReply } from '../version.ts'

/** A board at one moment, as every writer reads it; names are not in it. */
export interface ExportSource {
  board: string
  snapshot: BoardSnapshot
  /** The shared texts, which a snapshot leaves out: statement → why, section → text. */
  why: ReadonlyMap<string, string>
  paper: ReadonlyMap<string, string>
  /** The roots as the document holds them, sound entries only, for exports that come back in. */
  roots: Readonly<Record<string, ReadonlyMap<string, unknown>>>
  at: Millis
  /** Of statements as they stand: their grounds, which are records and not in the document. */
  decisions: ReadonlyMap<StatementId, Decision>
  /** The sealed version it is of, with what meetings made of it; null for the board as it is now. */
  version: VersionReply | null
  /** An earlier sealed version, for what tells of changes since; null where none was sealed before. */
  before: { version: VersionReply; then: BoardThen } | null
  /** What the journal has beside the document; of the full set alone. */
  record?: FullRecord | undefined
  /** `public` leaves out comments and individual choices; `full` is the facilitator's. */
  set: 'public' | 'full'
  /** Of a file that there is in several kinds: which; unless it is said, the one that fits. */
  kind?: string | undefined
}

/** What of it is compared with another moment. */
export type BoardThen = Pick<ExportSource, 'snapshot' | 'why' | 'paper' | 'roots'>

/** What the journal has beside the document. */
export interface FullRecord {
  /** Newest first. */
  history: readonly Omit<HistoryLine, 'name'>[]
  /** There is more than what stands here. */
  isCut: boolean
  /** Rounds whose results were shown. */
  rounds: readonly { statement: string; vote: number; round: number; result: RoundResult }[]
}

export interface Exporter {
  file: string
  mediaType: string
  /** What a person chooses by. */
  title: string
  /** There is it in the full set alone. */
  isFull?: true
  /** It tells of changes, and is given the version before. */
  looksBack?: true
  /** In the full set it has what the journal has beside the document. */
  tellsRecord?: true
  /** Whether there is anything to tell; left out of archives where there is not. */
  hasWords?(source: ExportSource): boolean
  write(source: ExportSource): string | Uint8Array
}
