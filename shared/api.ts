/**
 * What goes over HTTP: the bodies that are taken and the replies that are given.
 *
 * Bodies are shapes, checked on the server and used for the OpenAPI document; replies are types that both
 * sides compile against. Errors are `{error: {code, message, detail}}` with a code of `problem.ts`.
 */
import * as z from 'zod/mini'
import {
  PHASES,
  type Phase,
  type Placement,
  ROLES,
  type Role,
  type Statement,
  type StatementId,
} from './board.ts'
import { idShape } from './body-shapes.ts'
import type { ColumnId, ColumnWords } from './columns.ts'
import { LIMITS } from './limits.ts'
import type { Response } from './plan.ts'
import type { ProblemCode } from './problem.ts'
import { type Retention, retentionShape } from './retention.ts'
import { TEMPLATE_IDS } from './templates.ts'
import type { PersonCard } from './wire.ts'
import { plainLine } from './words.ts'

const nameShape = z.string().check(z.overwrite(plainLine), z.minLength(1), z.maxLength(LIMITS.name))
const titleShape = z.string().check(z.overwrite(plainLine), z.minLength(1), z.maxLength(120))

export const newBoardShape = z.strictObject({
  title: titleShape,
  organisation: z.optional(z.string().check(z.overwrite(plainLine), z.maxLength(LIMITS.line))),
  template: z.optional(z.enum(TEMPLATE_IDS)),
  /** A sealed version to start from; the call names the grant on that board with `?as=`. */
  from: z.optional(
    z.strictObject({
      board: idShape,
      version: z.int().check(z.positive()),
      /** Whether its statements come along. */
      statements: z.boolean(),
    }),
  ),
})
export type NewBoard = z.infer<typeof newBoardShape>

/** A statement's parts in their order; together they are its words. */
export const splitShape = z.strictObject({
  parts: z
    .array(
      z.strictObject({
        text: z.string().check(z.trim(), z.minLength(1), z.maxLength(LIMITS.statementText)),
        title: z.optional(z.string().check(z.overwrite(plainLine), z.maxLength(LIMITS.line))),
      }),
    )
    .check(z.minLength(2), z.maxLength(12)),
})
export type Split = z.infer<typeof splitShape>
export interface PartsReply {
  statement: StatementId
  /** Those that were made, or, put together, those that are gone. */
  parts: StatementId[]
}

export interface LinkReply {
  id: string
  role: Role
  label?: string
  /** `/b/<board>#<linkId>.<key>`: the key never stands in a path or query. */
  path: string
  createdAt: number
  expiresAt?: number
  withdrawnAt?: number
}

export interface NewBoardReply {
  board: { id: string; title: string }
  links: Record<Role, LinkReply>
}

export const joinShape = z.strictObject({
  key: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]{22,64}$/, 'a key is <linkId>.<key>')),
  name: z.optional(nameShape),
  group: z.optional(z.string().check(z.overwrite(plainLine), z.maxLength(LIMITS.name))),
  /** Who it is on the invited list; the name and group are taken from there. */
  invitee: z.optional(idShape),
})
export type Join = z.infer<typeof joinShape>

/** Asked without a name the first time, a link that needs one answers `needs: 'name'` and grants nothing. */
export type JoinReply =
  | {
      needs: 'name'
      role: Role
      board: { id: string; title: string; organisation: string }
      /** There is a list to find one's name in. */
      invited?: true
    }
  | { needs?: undefined; participant: PersonCard; role: Role; board: string; as: string; seat?: string }

const joinerShape = {
  name: z.optional(nameShape),
  group: z.optional(z.string().check(z.overwrite(plainLine), z.maxLength(LIMITS.name))),
  invitee: z.optional(idShape),
}

/** By the code on the wall, which asks for a name, or by a person's own, which needs none. */
export const joinByCodeShape = z.strictObject({
  code: z.string().check(z.maxLength(20)),
  /** On somebody else's device, beside its owner. */
  seat: z.optional(z.literal(true)),
  ...joinerShape,
})
export type JoinByCode = z.infer<typeof joinByCodeShape>

/** Somebody who answers on this device, beside its owner. */
export const addHereShape = z.strictObject(joinerShape)
export type AddHere = z.infer<typeof addHereShape>
/** Calls as this person carry both. */
export interface SeatReply {
  participant: PersonCard
  as: string
  seat: string
}

/** Those who answer on the device of whoever asks, and have not handed it back. */
export interface GuestsReply {
  guests: PersonCard[]
}

/** To go on elsewhere now, or later: a device was handed back. */
export const personCodeShape = z.strictObject({ for: z.enum(['device', 'later']) })
export interface PersonCodeReply {
  code: string
  until: number
}

export const doorsPatchShape = z.strictObject({
  open: z.boolean(),
  from: z.boolean(),
  minutes: z.optional(z.int().check(z.minimum(1), z.maximum(12 * 60))),
  /** Whose role and label those get who come by the code; else the first link for participants. */
  link: z.optional(idShape),
})
export type DoorsPatch = z.infer<typeof doorsPatchShape>
export type DoorsReply = { open: false } | { open: true; code: string; until: number; link: string }

export const leaveShape = z.strictObject({
  /** There is no other board on this device: nothing is to remind of it any more. */
  forgetDevice: z.optional(z.boolean()),
})
export type Leave = z.infer<typeof leaveShape>
export interface LeaveReply {
  left: true
}

export interface BoardReply {
  id: string
  title: string
  organisation: string
  phase: Phase
  locked: boolean
  epoch: number
  /** As this board words them. */
  columns: Readonly<Record<ColumnId, ColumnWords>>
  counts: Record<ColumnId, number> & { statements: number; ready: number }
  me: PersonCard & { as: string }
  /** There is an invited list to find names in. */
  invited: boolean
  people: PersonCard[]
  /** When the server last changed anything of the board, its clock. */
  changedAt: number
  keeping: boolean
  limits: typeof LIMITS
  example: boolean
  /** For facilitators: until when it is kept, and whether it is held. */
  retention?: Retention
}

/** Names the state it changes *from*; 409 when that is no longer so. */
export const boardPatchShape = z.union([
  z.strictObject({
    phase: z.enum(PHASES),
    from: z.enum(PHASES),
    reason: z.optional(z.string().check(z.maxLength(LIMITS.line))),
  }),
  z.strictObject({ lock: z.boolean(), from: z.boolean() }),
  z.strictObject({ retention: retentionShape, from: retentionShape }),
])
export type BoardPatch = z.infer<typeof boardPatchShape>

/** One row of an import: every field is text, as a spreadsheet has it; only `text` is required. */
export const STATEMENT_COLUMNS = [
  'source',
  'number',
  'text',
  'title',
  'chapter',
  'page',
  'theme',
  'addressedTo',
  'officialStatus',
  'officialText',
] as const
export type StatementColumn = (typeof STATEMENT_COLUMNS)[number]
/**
 * `setAside` is why a new statement is no key statement; it goes beside the board rather than on it. `sameAs`
 * and `partOf` name another statement by its reference, F37.
 */
export type StatementRow = Partial<Record<StatementColumn | 'setAside' | 'sameAs' | 'partOf', string>>

/** `append` adds what is new and leaves the rest; `update` also rewrites statements of the same identity. */
export const IMPORT_MODES = ['append', 'update'] as const
export type ImportMode = (typeof IMPORT_MODES)[number]

export interface ImportReply {
  added: number
  updated: number
  unchanged: number
  /** By the numbers a spreadsheet shows, its heading being row 1; the rest was imported. */
  rejected: { row: number; reason: string }[]
}

export interface StatementReply extends Statement {
  id: string
  ref: string
  placement: Placement
  response: Response
  lacks: readonly string[]
  decision: unknown
}

export const newLinkShape = z.strictObject({
  role: z.enum(ROLES),
  label: z.optional(z.string().check(z.overwrite(plainLine), z.maxLength(LIMITS.name))),
  expiresAt: z.optional(z.int().check(z.positive())),
})
export type NewLink = z.infer<typeof newLinkShape>

/** `renew` makes every earlier key of the link worthless; `withdraw` ends it and closes its sockets. */
export const linkPatchShape = z.strictObject({
  label: z.optional(z.string().check(z.overwrite(plainLine), z.maxLength(LIMITS.name))),
  expiresAt: z.optional(z.nullable(z.int().check(z.positive()))),
  renew: z.optional(z.literal(true)),
  withdraw: z.optional(z.literal(true)),
})
export type LinkPatch = z.infer<typeof linkPatchShape>

export const personPatchShape = z.strictObject({
  name: z.optional(nameShape),
  group: z.optional(z.string().check(z.overwrite(plainLine), z.maxLength(LIMITS.name))),
  /** Who it is on the invited list, said by a facilitator; null sets the name there free. */
  invitee: z.optional(z.nullable(idShape)),
})
export type PersonPatch = z.infer<typeof personPatchShape>

export interface PeopleReply {
  people: (PersonCard & { joinedAt: number; present: boolean })[]
}

export interface HistoryLine {
  position: number
  at: number
  by: string
  /** Empty where the person was erased. */
  name: string
  root: string
  key: string
  from?: unknown
  to?: unknown
  inserted?: number
  removed?: number
  /** What was given as the reason of an act. */
  reason?: string
}

export interface HistoryReply {
  entries: HistoryLine[]
  /** Pass as `before` for the next page; null at the end. */
  next: number | null
}

export interface ErrorReply {
  error: { code: ProblemCode; message: string; detail?: string }
}

/** `GET /api/home`: what the first page needs to know. */
export interface HomeReply {
  example: { board: string; title: string; links: Record<Role, string> } | null
  /** Whether starting a board here asks for the creation key. */
  createKeyNeeded: boolean
  /** What *Saved* means with this server's store, in a line. */
  promise: string
}

/** What `/check` hears from the server itself, so that nobody in between can answer for it. */
export interface CheckReply {
  /** What was sent as `?say=`. */
  said: string
  /** The server's clock. */
  at: number
}
