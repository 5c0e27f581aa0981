/**
 * Sealed versions: the board at one moment, fixed by a hash that anybody can compute again.
 *
 * The hash is SHA-256 over the bytes of the version's `board.json`, public set, as it is downloaded:
 * `curl … | sha256sum`. Approvals are recorded later and stand outside it.
 */
import * as z from 'zod/mini'
import type { ParticipantId, Phase } from './board.ts'
import { dayShape, filledLineShape, lineShape, paragraphShape } from './body-shapes.ts'
import type { Millis } from './clock.ts'
import { OUTCOMES } from './outcomes.ts'
import type { PeopleCount } from './past/calls.ts'

export { OUTCOME_WORDS, type Outcome } from './outcomes.ts'

export const sealShape = z.strictObject({
  label: filledLineShape,
  /** The board becomes *agreed* with it. */
  agreed: z.optional(z.literal(true)),
})
export type Seal = z.infer<typeof sealShape>

export const approvalShape = z.strictObject({
  meeting: filledLineShape,
  outcome: z.enum(OUTCOMES),
  /** The day it was presented, and the day of the outcome. */
  presented: z.optional(dayShape),
  date: z.optional(dayShape),
  minute: z.optional(lineShape),
  note: z.optional(paragraphShape),
})
export type Approval = z.infer<typeof approvalShape>

export interface SealRecord {
  version: number
  label: string
  /** Where the journal stood: all up to there is in it, nothing after. */
  position: number
  /** Of the public and of the full `board.json`, in hexadecimal. */
  sha256: string
  fullSha256: string
  /** The phase it was sealed in; `agreed` is final for whose choices were whose. */
  phase?: Phase
  people?: PeopleCount
  /** Something in it was erased since: what its files are now. `sha256` stays what it was sealed with. */
  redacted?: Redaction
}

export interface Redaction {
  at: Millis
  sha256: string
  fullSha256: string
}

export interface ApprovalRecord {
  version: number
  approval: Approval
}

export interface VersionReply extends SealRecord {
  sealedAt: Millis
  by: ParticipantId | 'server'
  approvals: readonly (Approval & { recordedAt: Millis })[]
}

/** `live` under `version`: the latest. */
export type VersionMark = Pick<SealRecord, 'version' | 'label' | 'sha256'> & { at: Millis }
