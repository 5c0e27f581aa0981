/**
 * What the shapes of replies are made of.
 *
 * Replies are what every call over HTTP answers: the OpenAPI document says them, and tests hold what is really
 * answered against them. Strict, so that nothing leaves the server that is not said here. Both sides compile
 * against the types; each shape is held to its type. No page needs these.
 */
import * as z from 'zod/mini'
import { type Placement, ROLES } from '../board.ts'
import { CATEGORY_IDS, COLUMN_IDS } from '../columns.ts'
import type { PersonCard } from '../wire.ts'

/** A shape of exactly this type. */
export type Shape<Type> = z.ZodMiniType<Type>

export const id = z.string()
export const moment = z.int()
export const count = z.int().check(z.nonnegative())
export const role = z.enum(ROLES)
export const column = z.enum(COLUMN_IDS)
export const category = z.enum(CATEGORY_IDS)
export const is = <const Value extends string | boolean>(value: Value) => z.literal(value)

export const person: Shape<PersonCard> = z.strictObject({
  id,
  name: z.string(),
  role,
  group: z.optional(z.string()),
})
export const placement: Shape<Placement> = z.strictObject({ column, order: z.string() })

/** Rows of a table that were not taken. */
export const rejected = z.array(z.strictObject({ row: z.int(), reason: z.string() }))

/** Who decides later, and by when. */
export const parked = z.strictObject({ who: z.optional(z.string()), by: z.optional(z.string()) })
