/**
 * How long what private choices agree on has been on a list that everybody can look through.
 *
 * People who are not in the room are given two days. A room that is all there may place it sooner: it is
 * told what that means, and decides.
 */
import type { StatementId } from '../board.ts'
import type { Millis } from '../clock.ts'
import type { VoteMark } from './vote.ts'

export const NOTICE_MS = 48 * 60 * 60 * 1_000

export interface Notice {
  /** On the list for as long as people were promised. */
  due: readonly StatementId[]
  early: readonly StatementId[]
  /** From when on none would be early; null where none is. */
  allDueAt: Millis | null
}

/** A mark from before it was kept since when has been there for long. */
export function noticeOf(
  items: readonly { id: StatementId; mark: Pick<VoteMark, 'shownAt'> | null }[],
  now: Millis,
): Notice {
  const dueAt = (mark: Pick<VoteMark, 'shownAt'> | null) => (mark?.shownAt ?? 0) + NOTICE_MS
  const early = items.filter(({ mark }) => dueAt(mark) > now)
  return {
    due: items.filter(({ mark }) => dueAt(mark) <= now).map((it) => it.id),
    early: early.map((it) => it.id),
    allDueAt: early.length > 0 ? Math.max(...early.map(({ mark }) => dueAt(mark))) : null,
  }
}
