/**
 * The calls about candidates, as zod describes what they take.
 */
import * as z from 'zod/mini'
import { idShape, lineShape } from '../body-shapes.ts'
import { ROW_FIELDS } from './rows.ts'

/** Longer than a statement may be: a candidate may still have to be parted. */
const cell = z.optional(z.string().check(z.maxLength(60_000)))
const candidateShape = z.strictObject({
  id: idShape,
  ...(Object.fromEntries(ROW_FIELDS.map((it) => [it, cell])) as Record<
    (typeof ROW_FIELDS)[number],
    typeof cell
  >),
})
const publicationShape = z.strictObject({ title: lineShape, code: z.string().check(z.maxLength(8)) })

export const newReadingShape = z.strictObject({
  name: z.nullable(lineShape),
  publication: publicationShape,
})
export const readingPatchShape = z.strictObject({
  since: z.int().check(z.minimum(0)),
  edits: z
    .array(
      z.union([
        z.strictObject({ put: candidateShape, after: z.optional(z.nullable(idShape)) }),
        z.strictObject({ remove: idShape }),
      ]),
    )
    .check(z.maxLength(4_000)),
  publication: z.optional(publicationShape),
})
