/** Until when a board is kept, and whether it is held whatever the day: for an inquiry, a court, a request. */
import * as z from 'zod/mini'
import type { Millis } from './clock.ts'

export const retentionShape = z.strictObject({
  /** Milliseconds since 1970; null where nobody has set a day. */
  until: z.nullable(z.int().check(z.positive())),
  hold: z.boolean(),
})
export type Retention = z.infer<typeof retentionShape>

export const NO_RETENTION: Retention = { until: null, hold: false }

export const isSameRetention = (a: Retention, b: Retention): boolean =>
  a.until === b.until && a.hold === b.hold

/** Kept longer than was said, and nothing asks for it. */
export const isOverdue = ({ until, hold }: Retention, now: Millis): boolean =>
  !hold && until !== null && until <= now
