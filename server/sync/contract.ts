/**
 * What the rest of the server needs of a live board: the room, and the state its journal folds to.
 *
 * A room is the only writer of its board. Whatever it says has happened is on disk before anybody hears.
 */
import type * as Y from 'yjs'
import type { BoardId, LinkId, ParticipantId, Phase, Role, StatementId } from '../../shared/board.ts'
import type { Millis } from '../../shared/clock.ts'
import type { BoardReads } from '../../shared/doc/reads.ts'
import type { Circumstances } from '../../shared/policy.ts'
import type { BoardStore, JournalRecord, Position, Positioned, Touch } from '../store/contract.ts'
import type { RoomGauge } from './meter.ts'
import type { Restores } from './restores.ts'
import type { Versions } from './versions.ts'
import type { Votes } from './votes.ts'

/** A device that joined by a link: what a cookie and `as=` name together. */
export interface Grant {
  device: string
  link: LinkId
  participant: ParticipantId
  role: Role
  at: Millis
  /**
   * On somebody else's device: taken by the person, or opened again by the owner of the device, and then it
   * does not show what they chose before.
   */
  seat?: 'taken' | 'opened'
}

/** Where a room says what nobody asked for: ids and positions, never a statement's words or a name. */
export interface RoomLog {
  info(facts: object, what: string): void
  warn(facts: object, what: string): void
  error(facts: object, what: string): void
}

/** Everything derived from a board's journal, except the document itself. */
export interface BoardState extends Circumstances {
  readonly phase: Phase
  readonly locked: boolean
  readonly epoch: number
  /** Yjs client id → the participant it belongs to for good. */
  readonly claims: ReadonlyMap<number, ParticipantId | 'server'>
  readonly retired: ReadonlySet<number>
  readonly votes: Votes
  readonly versions: Versions
  readonly restores: Restores
  grant(device: string, link: LinkId): Grant | undefined
  grants(): Iterable<Grant>
  /** Of the last record folded in. */
  readonly position: Position
  readonly changedAt: Millis
}

/** One line of a board's history: who, what, from where to where, when by the server's clock. */
export interface HistoryEntry extends Touch {
  position: Position
  /** Where several records are one line: the position of the oldest, before which the next page goes on. */
  since?: Position
  at: Millis
  by: ParticipantId | 'server'
  /** What was given as the reason of an act. */
  reason?: string
}

/** Who is at the other end of a socket. */
export interface Sender {
  participant: ParticipantId
  role: Role
  link: LinkId
}

/** The bit of a WebSocket a room uses; a test pumps a pair of them by hand. */
export interface RoomSocket {
  send(frame: Uint8Array): void
  close(code: number, reason: string): void
  /** Bytes accepted but not yet handed to the network. */
  readonly bufferedAmount: number
  /** Nothing more is read from the network, so whoever sends has to wait. */
  pause?(): void
  resume?(): void
}

export interface Connection {
  /** A binary frame from this socket. Never throws. */
  receive(frame: Uint8Array): void
  /** The socket is gone. */
  closed(): void
  /** The other end asked whether this one is there. */
  pinged(): void
  readonly sender: Sender
}

/** A document as one update, and where its journal stood at that moment. */
export interface Whole {
  state: Uint8Array
  position: Position
  /** Of the last change that is in it. */
  at: Millis
}

export interface Room {
  readonly id: BoardId
  readonly doc: Y.Doc
  readonly reads: BoardReads
  readonly state: BoardState
  readonly store: BoardStore
  /** Whether the last attempt to save worked, or none has failed since. */
  readonly keeping: boolean

  /**
   * As `edit`, with the records that `act` gives back. While it runs, `state` and `reads` hold all that was
   * asked of the room before: what it decides there, nothing overtakes.
   */
  act(
    by: ParticipantId | 'server',
    act: (doc: Y.Doc) => readonly JournalRecord[],
  ): Promise<{ touches: readonly Touch[]; position: Position }>

  /**
   * Changes the document as the server, on behalf of `by`, in one transaction, with records beside it.
   * Resolves once durable with what changed. Throws what `change` throws, with nothing changed.
   */
  edit(
    by: ParticipantId | 'server',
    change: (doc: Y.Doc) => void,
    records?: readonly JournalRecord[],
  ): Promise<{ touches: readonly Touch[]; position: Position }>

  /** Records without a change of the document; resolves once durable. */
  record(records: readonly JournalRecord[]): Promise<Position>

  /** Compare and set: `Problem('state_stale')` when `from` is not the state. Mirrored into `live`. */
  changePhase(by: ParticipantId, from: Phase, to: Phase, reason?: string): Promise<void>
  changeLock(by: ParticipantId, from: boolean, to: boolean): Promise<void>

  /**
   * Begins a new epoch: the same board written by one hand, changed by `alter` where given. Every copy is
   * sent away to be taken anew, and no client id of the old epoch may write again. The epoch is the next, or
   * `least` where that is later.
   */
  rebuild(because: string, alter?: (doc: Y.Doc) => void, least?: number): Promise<void>

  /**
   * As `rebuild`, and takes out of the files what `alter` took out of the board: updates of earlier epochs
   * are dropped whole, every other record goes through `keep` (null drops its content).
   */
  erase(
    because: string,
    alter: (doc: Y.Doc) => void,
    keep: (it: Positioned) => JournalRecord | null,
  ): Promise<void>

  /** Everything taken so far is durable when this resolves. */
  settled(): Promise<void>
  /** The document as one update, with everything taken so far, all of it durable; made so that nobody waits. */
  whole(): Promise<Whole>

  /** `speaksOurs`: the socket offered the subprotocol and gets `saved`, `refused` and `people` frames. */
  join(socket: RoomSocket, sender: Sender, options: { speaksOurs: boolean; epoch: number | null }): Connection
  /** Closes the sockets that came in by a link (withdrawn), or every socket of a participant. */
  dismiss(
    who: { link: LinkId } | { participant: ParticipantId },
    code: 1012 | 4401 | 4403 | 4410,
    reason: string,
  ): void
  readonly connections: number
  /** Who is connected, by participant, for the roster. */
  present(): ReadonlyMap<ParticipantId, number>
  /** Names changed: sends the people table to every screen that asked. */
  announcePeople(): void

  /** Newest first, at most `limit` entries, only of one statement where named. */
  history(filter: { statement?: StatementId; before?: Position; limit: number }): Promise<HistoryEntry[]>
  records(after: Position): AsyncIterable<Positioned>
}

export interface Rooms {
  /** Loads the board where it is not live; one load at a time. `Problem('board_unknown')` where there is none. */
  open(id: BoardId): Promise<Room>
  /** A live room, without loading one. */
  peek(id: BoardId): Room | undefined
  readonly size: number
  /** Where each live room stands at this moment. */
  gauges(): RoomGauge[]
  /** Puts a board away at once and closes its sockets with `code`; it resolves when its store is closed. */
  evict(id: BoardId, code: 1012 | 4410, reason: string): Promise<void>
  /** Flushes, snapshots and closes every room and its sockets with 1012. */
  close(): Promise<void>
}
