/**
 * Taking something out of a board for good: what is asked, and the receipt.
 *
 * A receipt names ids and places, never what stood there, so that it can be kept.
 */
import * as z from 'zod/mini'
import type { BoardId, ParticipantId } from '../board.ts'
import { filledLineShape, idShape } from '../body-shapes.ts'
import type { Millis } from '../clock.ts'

const commentKeyShape = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}\/[A-Za-z0-9_-]{1,32}$/))

const whyShape = { reason: filledLineShape }

/** One thing of a board, or the board itself by its own id: a call sent to another board erases nothing. */
export const eraseShape = z.union([
  z.strictObject({ person: idShape, ...whyShape }),
  z.strictObject({ statement: idShape, ...whyShape }),
  /** `<participantId>/<commentId>`; `tell` leaves the reason where it stood. */
  z.strictObject({ comment: commentKeyShape, ...whyShape, tell: z.optional(z.boolean()) }),
  z.strictObject({ board: idShape, ...whyShape }),
])
export type Erase = z.infer<typeof eraseShape>

export type ErasedKind = 'person' | 'statement' | 'comment' | 'board'

export interface EraseReceipt {
  board: BoardId
  erased: ErasedKind
  id: string
  at: Millis
  by: ParticipantId | 'server'
  reason: string
  /** Places of the board as it was, and candidates of reports being gone through, that held something of it. */
  places: number
  /** Records of the journal that were rewritten or emptied. */
  records: number
  /** Sealed versions that no longer hold it; the hash they were sealed with is kept. */
  versions: readonly number[]
  /** Of a person: where others wrote their name, for somebody to read and correct. */
  stillNamed: readonly string[]
  /**
   * Of a statement that was split or is a part: other statements that hold words of it, on the board or in its
   * history and sealed versions, to be erased by themselves where they have to go too.
   */
  wordsIn: readonly string[]
  /** The day by which no backup holds it any more, where this server was told how long they are kept. */
  backupsUntil: Millis | null
  /** What this does not reach, in a sentence. */
  beyond: string
}

/** What a receipt leaves behind in the journal. */
export type EraseStep =
  | { step: 'begin'; erased: ErasedKind; id: string }
  | { step: 'done'; receipt: EraseReceipt }
