/**
 * The invited list over HTTP: who was asked to take part, and how.
 *
 * Only facilitators read it. Somebody who comes in finds their own name in it by its beginning.
 */
import * as z from 'zod/mini'
import type { ParticipantId } from './board.ts'
import { LIMITS } from './limits.ts'
import { plainLine } from './words.ts'

/** By a device of one's own, in the room without one, or on paper. */
export const WAYS = ['device', 'room', 'paper'] as const
export type Way = (typeof WAYS)[number]

export interface Invitee {
  id: string
  name: string
  post?: string
  group?: string
  way?: Way
}

const cellShape = z.string().check(z.maxLength(500))

/** As it stands in a spreadsheet; `row` is the number people see beside it. */
export const invitedRowShape = z.strictObject({
  row: z.int().check(z.positive()),
  name: cellShape,
  post: z.optional(cellShape),
  group: z.optional(cellShape),
  way: z.optional(cellShape),
})
export type InvitedRow = z.infer<typeof invitedRowShape>

export const inviteShape = z.strictObject({
  rows: z.array(invitedRowShape).check(z.minLength(1), z.maxLength(LIMITS.invitedAtOnce)),
})

const lineOf = (most: number) => z.string().check(z.overwrite(plainLine), z.maxLength(most))

/** An empty post or group takes it away. */
export const inviteePatchShape = z.strictObject({
  name: z.optional(lineOf(LIMITS.name).check(z.minLength(1))),
  post: z.optional(lineOf(LIMITS.line)),
  group: z.optional(lineOf(LIMITS.name)),
  way: z.optional(z.enum(WAYS)),
})
export type InviteePatch = z.infer<typeof inviteePatchShape>

export interface InviteReply {
  added: number
  updated: number
  unchanged: number
  rejected: { row: number; reason: string }[]
}

export interface InvitedReply {
  invited: (Invitee & { joined: ParticipantId | null })[]
  /** Of those invited: who has joined, and who has a choice that counts; null where nobody can tell any more. */
  joined: number
  tookPart: number | null
  /** Participants who are not on the list. */
  others: number
  /** As results are told: groups too small to stand alone stand together. */
  groups: { title: string; people: number }[]
}

/** Names in the list that begin as somebody typed, for those who come in. */
export interface NamesReply {
  names: { id: string; name: string; post?: string; taken: boolean }[]
}

export const findNameShape = z.strictObject({
  /** The way in: the key of a link, or the code on the wall. */
  key: z.optional(z.string().check(z.maxLength(100))),
  code: z.optional(z.string().check(z.maxLength(20))),
  begins: z.string().check(z.overwrite(plainLine), z.minLength(2), z.maxLength(LIMITS.name)),
})
export type FindName = z.infer<typeof findNameShape>
