/** Comments that a facilitator took off the board: what is left of them in the `live` root. */
import { isId } from './board.ts'
import type { Millis } from './clock.ts'

/** Never its words. */
export interface Withdrawn {
  at: Millis
  reason: string
}

const BEGINS = 'withdrawn/'

/**
 * @param on the statement, part of the plan or plan it was on
 * @param comment as `<participantId>/<commentId>`
 */
export const withdrawnKey = (on: string, comment: string): string =>
  `${BEGINS}${on}/${comment.slice(comment.indexOf('/') + 1)}`

/** What it was on, or null where the key tells of something else. */
export function parseWithdrawnKey(key: string): string | null {
  if (!key.startsWith(BEGINS) || !key.split('/').every(isId)) return null
  const on = key.slice(BEGINS.length, key.lastIndexOf('/'))
  return on === '' ? null : on
}
