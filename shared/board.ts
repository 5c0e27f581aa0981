/**
 * What a board is made of: plain types, and the shape of every value that may stand in the document.
 *
 * Shapes are strict: a field that is not named here is refused, so nothing travels in a value that no
 * screen shows. A name never stands in the document; a person is an id.
 */
import { COLUMN_IDS, type ColumnId } from './columns.ts'
import { LIMITS } from './limits.ts'
import {
  list,
  number,
  oneOf,
  optional,
  orNull,
  strictObject,
  text,
  truth,
  type ValueOf,
  whole,
} from './shape.ts'

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
export const ID = /^(?!(?:__proto__|constructor|prototype)$)[A-Za-z0-9_-]{1,32}$/
export const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value)

export const idShape = text({ like: [isId, 'an id is 1 to 32 of A-Z a-z 0-9 _ -'] })
export const lineShape = text({ most: LIMITS.line })
export const filledLineShape = text({ least: 1, most: LIMITS.line })
export const paragraphShape = text({ most: LIMITS.paragraph })

/** A calendar day as ISO 8601 writes it, 2027-04-01, that the calendar really has. */
export const isDay = (value: unknown): value is string => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const at = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === value
}
export const dayShape = text({ like: [isDay, 'a day is written 2027-04-01'] })

export const officialShape = strictObject({ status: lineShape, text: paragraphShape })

/** Where a statement stood when an earlier board was sealed, and whether that was decided. */
export const seenBeforeShape = strictObject({
  /** What that version was called. */
  version: filledLineShape,
  column: oneOf(COLUMN_IDS),
  decided: truth,
  /** The day it was sealed. */
  on: dayShape,
})
export type SeenBefore = ValueOf<typeof seenBeforeShape>

export const statementShape = strictObject({
  source: idShape,
  number: text({ least: 1, most: 20 }),
  text: text({ least: 1, most: LIMITS.statementText }),
  title: optional(lineShape),
  chapter: optional(lineShape),
  page: optional(text({ most: 20 })),
  theme: optional(lineShape),
  addressedTo: optional(lineShape),
  official: optional(officialShape),
  sameAs: optional(idShape),
  partOf: optional(idShape),
  seenBefore: optional(seenBeforeShape),
})
/** A key statement of a publication; `text` is verbatim, `title` is ours. */
export type Statement = ValueOf<typeof statementShape>

const ORDER = /^[A-Za-z][0-9A-Za-z]{1,127}$/
export const placementShape = strictObject({
  column: oneOf(COLUMN_IDS),
  order: text({ like: [(it) => ORDER.test(it), 'an order key'] }),
})
/** Column and order are one value: two people moving one statement leave it in exactly one place. */
export interface Placement {
  column: ColumnId
  order: string
}

export const sourceShape = strictObject({
  title: filledLineShape,
  publisher: optional(lineShape),
  published: optional(text({ most: 20 })),
  order: optional(number()),
})
export type Source = ValueOf<typeof sourceShape>

export const titledShape = strictObject({ title: filledLineShape, order: optional(number()) })
/** A theme or a strategic objective: its words, and where it stands in its list. */
export type Titled = ValueOf<typeof titledShape>

export const columnWordsShape = strictObject({
  title: text({ least: 1, most: 40 }),
  line: text({ most: 120 }),
})

export const milestoneShape = strictObject({
  title: filledLineShape,
  date: dayShape,
  /** The post that sees to it. */
  owner: optional(lineShape),
})
export type Milestone = ValueOf<typeof milestoneShape>

export const consulteeShape = strictObject({ title: filledLineShape, when: optional(dayShape) })

/** What a comment on the plan as a whole is on. */
export const WHOLE_PLAN = 'plan/whole'

/** A statement, a part of the plan as `action/a1`, or the plan as a whole. */
export function isCommentPlace(value: unknown): value is string {
  if (isId(value) || value === WHOLE_PLAN) return true
  const [kind, id, ...rest] = typeof value === 'string' ? value.split('/') : []
  return ['stream', 'action', 'watch'].includes(kind ?? '') && isId(id) && rest.length === 0
}

export const commentShape = strictObject({
  on: text({ like: [isCommentPlace, 'a statement, a part of the plan, or the plan as a whole'] }),
  text: text({ least: 1, most: LIMITS.comment }),
  replyTo: optional(idShape),
  at: optional(number()),
  /** Whose words they are, where somebody writes for others: a committee, not a person. */
  whose: optional(lineShape),
})
export type CommentValue = ValueOf<typeof commentShape>

export const ANSWERS_TO_COMMENTS = ['accepted', 'partly', 'not'] as const
/** Under `<participantId>/<commentId>/answer`: what is made of a comment, and because. */
export const commentAnswerShape = strictObject({
  answer: oneOf(ANSWERS_TO_COMMENTS),
  because: text({ least: 1, most: LIMITS.comment }),
  at: optional(number()),
})
export type CommentAnswer = ValueOf<typeof commentAnswerShape>

export interface Comment extends CommentValue {
  id: string
  by: ParticipantId
  answer?: CommentAnswer
}

export const focusShape = strictObject({ statement: orNull(idShape) })
export const timerShape = strictObject({
  /** Milliseconds since 1970 at which the time is up; null while it is stopped. */
  endsAt: orNull(number()),
  /** Milliseconds left while it is stopped. */
  left: number(0),
})
export const packShape = strictObject({ title: filledLineShape, statements: list(idShape) })
/** What the projector shows; without it the statement in focus, else progress, else the board. */
export const SCREENS = ['statement', 'progress', 'board', 'join', 'closing'] as const
export type Screen = (typeof SCREENS)[number]
export const screenShape = strictObject({ show: oneOf(SCREENS) })
export const meetingShape = strictObject({
  endsAt: orNull(whole(1, Number.MAX_SAFE_INTEGER)),
  minutesEach: number(0.5, 60),
})
export const facilitationShapes = {
  focus: focusShape,
  timer: timerShape,
  screen: screenShape,
  meeting: meetingShape,
  packs: list(packShape, 100),
} as const
