/** Statements, what is read out of a report, and what happened to them. */
import * as z from 'zod/mini'
import type * as api from '../api.ts'
import type { ReadingCard, ReadingReply } from '../imports/candidates.ts'
import { count, id, moment, placement, type Shape } from './atoms.ts'
import { inviteReply } from './people.ts'

const { array, int, nullable, optional, strictObject, string } = z

export const importReply: Shape<api.ImportReply> = inviteReply
export const statementsReply = array(
  strictObject({
    id,
    ref: string(),
    source: string(),
    number: string(),
    text: string(),
    title: optional(string()),
    chapter: optional(string()),
    page: optional(string()),
    theme: optional(string()),
    addressedTo: optional(string()),
    official: optional(strictObject({ status: string(), text: string() })),
    sameAs: optional(string()),
    partOf: optional(string()),
    placement,
    /** As the response form has it. */
    response: z.looseObject({}),
    lacks: array(string()),
    decision: nullable(z.looseObject({})),
  }),
)

export const partsReply: Shape<api.PartsReply> = strictObject({ statement: id, parts: array(id) })

const publication = strictObject({ title: string(), code: string() })
export const readingsReply: Shape<ReadingCard[]> = array(
  strictObject({
    id,
    name: nullable(string()),
    candidates: count,
    setAside: count,
    by: id,
    at: moment,
  }),
)
export const readingReply: Shape<ReadingReply> = strictObject({
  id,
  name: nullable(string()),
  publication,
  version: int(),
  order: nullable(array(id)),
  /** A row as an import takes it, with its id. */
  changed: array(z.looseObject({ id })),
})

export const historyReply: Shape<api.HistoryReply> = strictObject({
  entries: array(
    strictObject({
      position: int(),
      at: moment,
      by: string(),
      name: string(),
      root: string(),
      key: string(),
      from: optional(z.unknown()),
      to: optional(z.unknown()),
      inserted: optional(int()),
      removed: optional(int()),
      reason: optional(string()),
    }),
  ),
  next: nullable(int()),
})
