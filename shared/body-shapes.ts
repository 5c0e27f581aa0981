/**
 * The words that bodies of HTTP calls are made of, as zod describes them. What may stand in the document is
 * told by `board.ts`; both keep to the same limits.
 */
import * as z from 'zod/mini'
import { ID, isDay } from './board.ts'
import { LIMITS } from './limits.ts'

export const idShape = z.string().check(z.regex(ID, 'an id is 1 to 32 of A-Z a-z 0-9 _ -'))
export const lineShape = z.string().check(z.maxLength(LIMITS.line))
export const filledLineShape = z.string().check(z.minLength(1), z.maxLength(LIMITS.line))
export const paragraphShape = z.string().check(z.maxLength(LIMITS.paragraph))
export const dayShape = z.string().check(z.refine(isDay, 'a day is written 2027-04-01'))
