/** Boards, their links, and the first page. */
import * as z from 'zod/mini'
import type * as api from '../api.ts'
import { PHASES } from '../board.ts'
import { column, count, id, moment, person, role, type Shape } from './atoms.ts'

const { array, boolean, int, nullable, optional, record, strictObject, string } = z

export const linkReply: Shape<api.LinkReply> = strictObject({
  id,
  role,
  label: optional(string()),
  path: string(),
  createdAt: moment,
  expiresAt: optional(moment),
  withdrawnAt: optional(moment),
})
export const linksReply = array(linkReply)

export const newBoardReply: Shape<api.NewBoardReply> = strictObject({
  board: strictObject({ id, title: string() }),
  links: record(role, linkReply),
})

export const boardReply: Shape<Omit<api.BoardReply, 'limits'> & { limits: Record<string, number> }> =
  strictObject({
    id,
    title: string(),
    organisation: string(),
    phase: z.enum(PHASES),
    locked: boolean(),
    epoch: int(),
    columns: record(
      column,
      strictObject({ title: string(), line: string(), key: optional(nullable(string())) }),
    ),
    counts: strictObject({
      unsorted: count,
      'new-action': count,
      'due-regard': count,
      'watching-brief': count,
      'set-aside': count,
      statements: count,
      ready: count,
    }),
    me: strictObject({ id, name: string(), role, group: optional(string()), as: id }),
    invited: boolean(),
    people: array(person),
    changedAt: moment,
    keeping: boolean(),
    limits: record(string(), int()),
    example: boolean(),
    retention: optional(strictObject({ until: nullable(moment), hold: boolean() })),
  })

export const homeReply: Shape<api.HomeReply> = strictObject({
  example: nullable(strictObject({ board: id, title: string(), links: record(role, string()) })),
  createKeyNeeded: boolean(),
  promise: string(),
})
export const checkReply: Shape<api.CheckReply> = strictObject({ said: string(), at: moment })
