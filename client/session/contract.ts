/**
 * What a screen needs of a board: the session, which lives outside React and alone speaks to the network.
 *
 * Views read by the hooks beside this file and write by `session.edit` with a function of `edits.ts`.
 * The document may be replaced by a fresh copy at any time (after a refusal, a long absence, a rebuild),
 * so nobody keeps it: it is handed to each edit.
 */
import type * as Y from 'yjs'
import type { BoardId, LinkId, StatementId } from '../../shared/board.ts'
import type { Hold, Presence } from '../../shared/doc/presence.ts'
import type { BoardSnapshot } from '../../shared/doc/reads.ts'
import type { Action, Target } from '../../shared/policy.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import type { PersonCard } from '../../shared/wire.ts'

/** A value that changes, as React's `useSyncExternalStore` wants it: the same object until it changes. */
export interface Watched<Value> {
  get(): Value
  subscribe(changed: () => void): () => void
}

/**
 * What the saved line may say, and nothing else may:
 * `saved` everything made here is on the server's disk; `saving` on its way; `kept` not saved, kept on this
 * device; `unkept` not saved and not kept: do not close this tab.
 */
export type SavedState = 'saved' | 'saving' | 'kept' | 'unkept'

export interface ConnectionView {
  /**
   * `behind` is connected without a first full sync yet; `closed` is final, `because` says why. With
   * `offline` it says why the room does not let us in just now: being prepared, or full; or that the
   * network lets no live connection through.
   */
  state: 'connecting' | 'behind' | 'online' | 'offline' | 'closed'
  saved: SavedState
  /** False while the server itself cannot save: every screen says so. */
  serverKeeping: boolean
  because?: ProblemCode
  /** Milliseconds since 1970 of the last frame from the server, null before the first. */
  heardAt: number | null
  /** Changes made here that are not on the server's disk. */
  unsaved: number
}

/** One of my changes that the room overtook or refused; it is kept until used or dismissed. */
export interface Leftover {
  id: string
  /** "F37 was moved by Ama at 10:42. Yours was Due regard." */
  sentence: string
  root: string
  key: string
  mine: unknown
  theirs: unknown
  /** Whether policy still lets me put mine back. */
  canUse: boolean
}

export type UndoOutcome =
  /** What was taken back, in words: "Moved F37 back to To sort". */
  | { done: string }
  /** The step was overtaken by somebody since and dropped alone; says by what. */
  | { overtaken: string }
  | { nothing: true }

export interface BoardSession {
  readonly board: BoardId
  readonly as: LinkId
  readonly me: PersonCard

  readonly snapshot: Watched<BoardSnapshot>
  readonly connection: Watched<ConnectionView>
  /** Everybody else who is connected, one entry a connection. */
  readonly presence: Watched<readonly Presence[]>
  /** Everybody who joined, by id. */
  readonly people: Watched<ReadonlyMap<string, PersonCard>>
  readonly leftovers: Watched<readonly Leftover[]>
  /** What undo and redo would do, in words, or null. */
  readonly undoable: Watched<{ undo: string | null; redo: string | null }>

  /**
   * Makes one change, described in the board's words for undo ("Move F37 to Due regard").
   * Gives back why it was not made, or null.
   */
  edit(what: string, change: (doc: Y.Doc) => void): ProblemCode | null
  /** Whether policy lets me write there now. */
  may(target: Target): boolean
  mayDo(action: Action): boolean

  /** The text as it stands, and a subscription to it; survives a fresh copy of the document. */
  text(of: { why: StatementId } | { paper: string }): Watched<string>

  undo(): UndoOutcome
  redo(): UndoOutcome
  useMine(leftover: string): void
  dismiss(leftover: string): void

  hold(hold: Hold | null): void
  look(statement: StatementId | null): void

  /**
   * Forgets this board on this device: the way in, local copies, the place in the list of boards. Throws, with
   * nothing done, where the server cannot be asked; `onlyHere` does without it.
   */
  leave(how?: { onlyHere?: boolean }): Promise<void>
  close(): void
}
