/**
 * What a board is made of: plain types, and the shape of every value that may stand in the document.
 *
 * Shapes are strict: a field that is not named here is refused, so nothing travels in a value that no
 * screen shows. A name never stands in the document; a person is an id.
 */
import * as z from 'zod/mini'
import { COLUMN_IDS, type ColumnId } from './columns.ts'
import { LIMITS } from './limits.ts'

export const ROLES = ['facilitator', 'participant', 'reviewer', 'observer'] as const
export type Role = (typeof ROLES)[number]

export const PHASES = ['preparing', 'open', 'review', 'agreed'] as const
export type Phase = (typeof PHASES)[number]

export type BoardId = string
export type StatementId = string
export type ParticipantId = string
export type LinkId = string
export type PlanId = string

/** Not the names that mean something to every object: an id may become a key of one. */
const ID = /^(?!(?:__proto__|constructor|prototype)$)[A-Za-z0-9_-]{1,32}$/
export const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value)

export const idShape = z.string().check(z.regex(ID, 'an id is 1 to 32 of A-Z a-z 0-9 _ -'))
export const lineShape = z.string().check(z.maxLength(LIMITS.line))
export const filledLineShape = z.string().check(z.minLength(1), z.maxLength(LIMITS.line))
export const paragraphShape = z.string().check(z.maxLength(LIMITS.paragraph))

/** A calendar day as ISO 8601 writes it, 2027-04-01, that the calendar really has. */
export const isDay = (value: unknown): value is string => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const at = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === value
}
export const dayShape = z.string().check(z.refine(isDay, 'a day is written 2027-04-01'))

export const officialShape = z.strictObject({ status: lineShape, text: paragraphShape })

export const statementShape = z.strictObject({
  source: idShape,
  number: z.string().check(z.minLength(1), z.maxLength(20)),
  text: z.string().check(z.minLength(1), z.maxLength(LIMITS.statementText)),
  title: z.optional(lineShape),
  chapter: z.optional(lineShape),
  page: z.optional(z.string().check(z.maxLength(20))),
  theme: z.optional(lineShape),
  addressedTo: z.optional(lineShape),
  official: z.optional(officialShape),
  sameAs: z.optional(idShape),
  partOf: z.optional(idShape),
})
/** A key statement of a publication; `text` is verbatim, `title` is ours. */
export type Statement = z.infer<typeof statementShape>

export const placementShape = z.strictObject({
  column: z.enum(COLUMN_IDS),
  order: z.string().check(z.regex(/^[A-Za-z][0-9A-Za-z]{1,127}$/, 'an order key')),
})
/** Column and order are one value: two people moving one statement leave it in exactly one place. */
export interface Placement {
  column: ColumnId
  order: string
}

export const sourceShape = z.strictObject({
  title: filledLineShape,
  publisher: z.optional(lineShape),
  published: z.optional(z.string().check(z.maxLength(20))),
  order: z.optional(z.number()),
})
export type Source = z.infer<typeof sourceShape>

export const titledShape = z.strictObject({ title: filledLineShape, order: z.optional(z.number()) })
/** A theme or a strategic objective: its words, and where it stands in its list. */
export type Titled = z.infer<typeof titledShape>

export const columnWordsShape = z.strictObject({
  title: z.string().check(z.minLength(1), z.maxLength(40)),
  line: z.string().check(z.maxLength(120)),
})

export const milestoneShape = z.strictObject({ title: filledLineShape, date: dayShape })
export type Milestone = z.infer<typeof milestoneShape>

export const consulteeShape = z.strictObject({ title: filledLineShape, when: z.optional(dayShape) })

export const commentShape = z.strictObject({
  on: idShape,
  text: z.string().check(z.minLength(1), z.maxLength(LIMITS.comment)),
  replyTo: z.optional(idShape),
  at: z.optional(z.number()),
})
export type CommentValue = z.infer<typeof commentShape>

export interface Comment extends CommentValue {
  id: string
  by: ParticipantId
}

export const focusShape = z.strictObject({ statement: z.nullable(idShape) })
export const timerShape = z.strictObject({
  /** Milliseconds since 1970 at which the time is up; null while it is stopped. */
  endsAt: z.nullable(z.number()),
  /** Milliseconds left while it is stopped. */
  left: z.number().check(z.nonnegative()),
})
export const packShape = z.strictObject({ title: filledLineShape, statements: z.array(idShape) })
/** What the projector shows; without it the statement in focus, else progress, else the board. */
export const SCREENS = ['statement', 'progress', 'board', 'join', 'closing'] as const
export type Screen = (typeof SCREENS)[number]
export const screenShape = z.strictObject({ show: z.enum(SCREENS) })
export const meetingShape = z.strictObject({
  endsAt: z.nullable(z.int().check(z.positive())),
  minutesEach: z.number().check(z.minimum(0.5), z.maximum(60)),
})
export const facilitationShapes = {
  focus: focusShape,
  timer: timerShape,
  screen: screenShape,
  meeting: meetingShape,
  packs: z.array(packShape).check(z.maxLength(100)),
} as const
