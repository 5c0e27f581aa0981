/**
 * What the server needs of a store: a journal per board, a registry, and people kept apart from both.
 *
 * A board's journal is the one truth, typed records in one order; everything else is derived from it.
 * Every promise here resolves only once what it says is on disk (or, for Redis, acknowledged under
 * `appendfsync always`). One contract suite, tests/contracts, runs against every engine.
 */
import type { BoardId, LinkId, ParticipantId, Phase, Role } from '../../shared/board.ts'
import type { Millis } from '../../shared/clock.ts'
import type { ChoiceStep, DecisionStep, VoteStep } from '../../shared/consult/vote.ts'
import type { EraseStep } from '../../shared/erasure/calls.ts'
import type { Invitee } from '../../shared/invited.ts'
import type { RestoreStep } from '../../shared/past/calls.ts'
import type { ApprovalRecord, SealRecord } from '../../shared/version.ts'

/** How many records stand before and including one, from 1 on since the journal's birth; never reused. */
export type Position = number

/** One place that an update changed; text roots say only by how many characters. */
export interface Touch {
  root: string
  key: string
  from?: unknown
  to?: unknown
  inserted?: number
  removed?: number
}

/** `by` is a participant, or `server` for what nobody in particular did. */
interface Signed {
  at: Millis
  by: ParticipantId | 'server'
}

export type JournalRecord =
  /** Bytes that the server's own document emitted, in the Yjs update encoding version 1. */
  | (Signed & { type: 'update'; bytes: Uint8Array })
  | (Signed & { type: 'change'; touches: Touch[] })
  /** A Yjs client id belongs to `by` for good. */
  | (Signed & { type: 'claim'; client: number })
  | (Signed & {
      type: 'grant'
      device: string
      link: LinkId
      participant: ParticipantId
      role: Role
      seat?: 'taken' | 'opened'
    })
  /** The device has no part in the board by this link any more. */
  | (Signed & { type: 'leave'; device: string; link: LinkId })
  | (Signed & { type: 'phase'; from: Phase; to: Phase; reason?: string })
  | (Signed & { type: 'lock'; from: boolean; to: boolean })
  | (Signed & { type: 'vote'; body: VoteStep })
  /** Signed by the server: only the board's choice key tells whose it is. */
  | (Signed & { type: 'choice'; body: ChoiceStep })
  | (Signed & { type: 'decision'; body: DecisionStep })
  | (Signed & { type: 'seal'; body: SealRecord })
  | (Signed & { type: 'approval'; body: ApprovalRecord })
  | (Signed & { type: 'restore'; body: RestoreStep })
  | (Signed & { type: 'erase'; body: EraseStep })
  /** Copies of an earlier epoch are stale; the client ids named may never write again. */
  | (Signed & { type: 'epoch'; epoch: number; retired: number[]; because: string })

export type Positioned = { position: Position; record: JournalRecord }

/** What was wrong with the files when a board was opened, for the log and the board's facilitators. */
export interface Damage {
  what: 'torn-tail' | 'bad-record' | 'bad-snapshot' | 'missing-segment'
  /** Where the journal stood; bytes set aside are kept in a file beside it. */
  position: Position
  bytes: number
  keptIn?: string
}

export interface Loaded {
  /** All state derived from the records up to and including `position`, or null where there is none. */
  snapshot: { position: Position; state: Uint8Array } | null
  tail: Positioned[]
  damage: Damage[]
}

export interface Journal {
  /** Position of the last durable record; 0 when empty. */
  readonly end: Position
  /** All or nothing, in the order given; resolves with the last record's position once durable. */
  append(records: readonly JournalRecord[]): Promise<Position>
  /** A record of a type that only a later version knows is handed on as it is: pass over it. */
  load(): Promise<Loaded>
  /** Records after a position in order, across segments, as they are on disk now. */
  read(after: Position): AsyncIterable<Positioned>
  saveSnapshot(position: Position, state: Uint8Array): Promise<void>
  /**
   * Rewrites every record through `keep` (null drops its content, the position stays) and drops snapshots
   * and bytes set aside. State derived earlier holds what was dropped: never save it afterwards.
   */
  rewrite(keep: (it: Positioned) => JournalRecord | null): Promise<void>
  close(): Promise<void>
}

/** Thrown by a journal, registry or people table that cannot save now but may later: a full disk, Redis away. */
export class StorageUnavailable extends Error {
  override name = 'StorageUnavailable'
}

/** Thrown where what is on disk can no longer be known: a failed sync. The process must end. */
export class StorageFatal extends Error {
  override name = 'StorageFatal'
}

/** Thrown where another process has taken the board over: nothing of it may be written here any more. */
export class StorageMoved extends Error {
  override name = 'StorageMoved'
}

export interface BoardEntry {
  id: BoardId
  title: string
  organisation?: string
  createdAt: Millis
  /** Set first when a board is erased; its folder goes after. */
  erasedAt?: Millis
  example?: boolean
  retention?: { until?: Millis; hold?: boolean }
  /** Open while `until` is to come; the code is made from `opening`, so it stands nowhere. */
  doors?: { link: LinkId; opening: string; until: Millis }
  /** Codes by which somebody goes on elsewhere, each once, kept as their hash. */
  codes?: readonly PersonCode[]
}

export interface PersonCode {
  hash: string
  participant: ParticipantId
  role: Role
  link: LinkId
  until: Millis
}

export interface LinkEntry {
  id: LinkId
  board: BoardId
  role: Role
  label?: string
  /** Part of the key's HMAC: raising it makes earlier keys worthless. */
  generation: number
  createdAt: Millis
  expiresAt?: Millis
  withdrawnAt?: Millis
}

/** Boards, links and settings: small, read from memory, durable when an update resolves. */
export interface Registry {
  boards(): readonly BoardEntry[]
  board(id: BoardId): BoardEntry | undefined
  putBoard(entry: BoardEntry): Promise<void>
  links(board: BoardId): readonly LinkEntry[]
  link(id: LinkId): LinkEntry | undefined
  putLinks(entries: readonly LinkEntry[]): Promise<void>
  setting(name: string): string | undefined
  putSetting(name: string, value: string): Promise<void>
}

export interface Person {
  id: ParticipantId
  name: string
  role: Role
  group?: string
  invitee?: string
  /** On whose device they were added. */
  host?: ParticipantId
  joinedAt: Millis
}

/** Names, apart from the journal and rewritable, so that a person can be erased. */
export interface People {
  participants: Readonly<Record<ParticipantId, Person>>
  invited: readonly Invitee[]
}

export interface PeopleTable {
  read(): People
  /** One update after the other; resolves once durable. */
  update(change: (people: People) => People): Promise<People>
}

/** Small files of one board beside its journal: sealed versions, the key of private choices. */
export interface BoardFiles {
  list(): Promise<string[]>
  read(name: string): Promise<Uint8Array | null>
  /** Old content or new, never half; resolves once durable and keeps no earlier generation. */
  write(name: string, bytes: Uint8Array): Promise<void>
  remove(name: string): Promise<void>
}

/** What a file of a board may be called. */
export const isFileName = (name: string): boolean =>
  /^[a-z0-9][a-z0-9.-]{0,63}$/.test(name) && !name.endsWith('.new')

export interface BoardStore {
  readonly journal: Journal
  readonly people: PeopleTable
  readonly files: BoardFiles
  close(): Promise<void>
}

/** A process that keeps a board, as another one knows it. */
export interface Keeper {
  /** Drawn anew at each start. */
  node: string
  /** Where the others reach it. */
  url: string
  /** Another one each time a board is taken over. */
  term: string
}

/**
 * Where several processes share one store: which of them keeps a board. Only one writes it, and what keeps
 * the others out is not this but every single write.
 */
export interface Keepers {
  /** Makes this process the keeper where there is none; null where it is this one. */
  claim(board: BoardId): Promise<Keeper | null>
  /** Whoever it is now, this process too; null where it is nobody. */
  of(board: BoardId): Promise<Keeper | null>
  isHere(board: BoardId): boolean
  /** Sees what was registered elsewhere before this was called. */
  catchUp(): Promise<void>
  /** A board has gone to another process. */
  onLost(listener: (board: BoardId) => void): void
  /** Where the others reach this process. */
  reachableAt(url: string): void
}

export interface Stores {
  readonly registry: Registry
  /** 32 random bytes made once for this installation; the key of every HMAC. */
  readonly serverSecret: Uint8Array
  /** Makes the folder (or keys) of a new board; the caller registers it afterwards. */
  createBoard(id: BoardId): Promise<BoardStore>
  /**
   * Throws `Problem('board_unknown')` where none is registered, `board_erased` where its entry says so.
   * A board is open once at a time.
   */
  openBoard(id: BoardId): Promise<BoardStore>
  /** Removes everything of a closed board whose entry says it is erased; a start finishes what was begun. */
  removeBoard(id: BoardId): Promise<void>
  /** For what is to be there once: of several processes one does it at a time, and sees what others did. */
  setUp<Result>(work: () => Promise<Result>): Promise<Result>
  /** Null where this process is alone. */
  readonly keepers: Keepers | null
  /** Writes and syncs something small: resolves when a board could be saved now. */
  probe(): Promise<void>
  /** What "saved" means with this engine, in a line that anybody may read: it names no place. */
  readonly promise: string
  close(): Promise<void>
}
