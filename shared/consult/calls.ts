/**
 * Private votes and decisions over HTTP: the bodies that are taken and the replies that are given.
 */
import * as z from 'zod/mini'
import type { ParticipantId, StatementId } from '../board.ts'
import { dayShape, filledLineShape, idShape, lineShape, paragraphShape } from '../body-shapes.ts'
import type { Millis } from '../clock.ts'
import { CATEGORY_IDS } from '../columns.ts'
import { LIMITS } from '../limits.ts'
import { ANSWERS, type Answer } from './answers.ts'
import { LONGEST_TIMER_MS, type TimerAct } from './timer.ts'
import { DECIDED_HOW, type Decision, type Hands, type Pack, type VoteMark } from './vote.ts'

const statementsShape = z.array(idShape).check(z.minLength(1), z.maxLength(LIMITS.statements))
const countShape = z.int().check(z.nonnegative(), z.maximum(LIMITS.participants))

export const openVoteShape = z.strictObject({
  packs: z
    .array(z.strictObject({ title: filledLineShape, statements: statementsShape }))
    .check(z.minLength(1), z.maxLength(LIMITS.packs)),
  /** Milliseconds since 1970: what comes later is kept and not counted. */
  deadline: z.optional(z.nullable(z.int().check(z.positive()))),
  /** Fixed with the first vote of a board; a later one may leave it out. */
  quorum: z.optional(countShape),
  /** People without a device, whose hands are counted. */
  hands: z.optional(countShape),
})
export type OpenVote = z.infer<typeof openVoteShape>

export const votePatchShape = z.union([
  /** Those that are shown already are left as they are; 409 where all of them were. */
  z.strictObject({ show: z.union([z.literal('all'), statementsShape]) }),
  z.strictObject({ again: statementsShape }),
  /** No further choice counts; what was not shown stays private. */
  z.strictObject({ close: z.literal(true) }),
  /** How many are here without a device now: at most so many hands are counted from now on. */
  z.strictObject({ hands: countShape }),
])
export type VotePatch = z.infer<typeof votePatchShape>

export const choiceShape = z.strictObject({
  /** Null takes it back. */
  choice: z.nullable(z.enum(ANSWERS)),
  reason: z.optional(z.string().check(z.maxLength(LIMITS.comment))),
})
export type Choice = z.infer<typeof choiceShape>

export interface ChoiceReply {
  statement: StatementId
  round: number
  choice: Answer | null
  reason?: string
  /** Kept, but it came too late to be counted. */
  late: boolean
  /** Chosen before this seat was taken by the owner of the device: what, is not told here. */
  withheld?: true
}

export interface VoteReply {
  vote: number
  openedAt: Millis
  closedAt: Millis | null
  deadline: Millis | null
  quorum: number
  hands: number
  packs: readonly Pack[]
  /** As everybody sees them. */
  statements: Readonly<Record<StatementId, VoteMark>>
  /** Hands counted where results are not shown yet; null for those who do not count them. */
  raised: Readonly<Record<StatementId, Hands>> | null
  /** Who answered all that is open, by id; null for those who are not told names. */
  done: readonly ParticipantId[] | null
}

export const handsShape = z.strictObject({
  'new-action': countShape,
  'due-regard': countShape,
  'watching-brief': countShape,
})

const spanShape = z.int().check(z.positive(), z.maximum(LONGEST_TIMER_MS))

export const timerActShape: z.ZodMiniType<TimerAct> = z.union([
  z.strictObject({ start: spanShape }),
  z.strictObject({ add: spanShape }),
  z.strictObject({ stop: z.literal(true) }),
])

const groundsShape = {
  how: z.enum(DECIDED_HOW),
  reason: z.optional(paragraphShape),
  otherView: z.optional(paragraphShape),
}
export const decideShape = z.union([
  z.strictObject({ statement: idShape, column: z.enum(CATEGORY_IDS), ...groundsShape }),
  z.strictObject({
    statement: idShape,
    parked: z.strictObject({ who: z.optional(lineShape), by: z.optional(dayShape) }),
    ...groundsShape,
  }),
  /** Everything that private choices agree on, shown, not decided and not pulled out; or those named of it. */
  z.strictObject({ rule: z.literal('agreed'), statements: z.optional(statementsShape) }),
])
export type Decide = z.infer<typeof decideShape>

export const reopenShape = z.strictObject({ reason: z.optional(paragraphShape) })

export interface DecisionReply {
  /** For `POST …/undo/<seq>`. */
  seq: number
  decisions: readonly Decision[]
}
