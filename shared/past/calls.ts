/**
 * Looking back over HTTP, and going back: what is asked and what is replied.
 */
import * as z from 'zod/mini'
import type { ParticipantId, StatementId } from '../board.ts'
import { filledLineShape, lineShape } from '../body-shapes.ts'
import type { Millis } from '../clock.ts'
import type { Decision } from '../consult/vote.ts'
import type { Comparison } from './comparison.ts'

/** People at one moment, which a board itself does not hold. */
export interface PeopleCount {
  invited: number
  /** Who ever came in to take part. */
  joined: number
}

export interface ChangesReply {
  changes: Comparison
  people: { before: PeopleCount | null; after: PeopleCount | null }
}

const positionShape = z.int().check(z.positive())

/** What a board is to be again: as a version was sealed, or as it stood right after a line of its history. */
export const restoreShape = z.strictObject({
  to: z.union([z.strictObject({ version: positionShape }), z.strictObject({ position: positionShape })]),
  reason: filledLineShape,
  /** How many times the board was restored when this was looked at: 409 where somebody was quicker. */
  from: z.int().check(z.nonnegative()),
})
export type Restore = z.infer<typeof restoreShape>
export type RestoreTo = Restore['to']

export const restoreUndoShape = z.strictObject({ reason: z.optional(lineShape) })

export type RestoreStep =
  | {
      step: 'restore'
      restore: number
      to: RestoreTo
      /** The moment the board is as it was at. */
      asAt: Millis
      reason: string
      /** Where the journal stood right before. */
      before: number
      /** Made since that moment, and open again. */
      opened: readonly Decision[]
    }
  | { step: 'take-back'; restore: number; reason?: string }

export interface RestoreEntry {
  restore: number
  to: RestoreTo
  asAt: Millis
  reason: string
  at: Millis
  by: ParticipantId | 'server'
  takenBack: { at: Millis; by: ParticipantId | 'server'; reason?: string } | null
}

/** What restoring would do, and did not. */
export interface RestorePreview {
  to: RestoreTo
  asAt: Millis
  changes: Comparison
  /** Under an open vote: they stay where they are. */
  underVote: readonly StatementId[]
  /** To be sent back as `from`. */
  from: number
}

export interface RestoreReply {
  restore: number
  /** Places that were changed since and stay; of taking back alone. */
  changedSince: number
}
