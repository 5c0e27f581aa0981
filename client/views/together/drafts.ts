/**
 * Decisions that are being worded, by statement: what somebody typed stays theirs, whatever is decided,
 * shown or opened meanwhile.
 */
import { useRef, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import type { CategoryId } from '../../../shared/columns.ts'
import type { DecidedHow } from '../../../shared/consult/vote.ts'

export interface Draft {
  column: CategoryId | 'parked' | null
  how: DecidedHow
  who: string
  by: string
  reason: string
  otherView: string
}

/** Words are what is lost; a category is chosen again in a moment. */
export const hasWords = ({ who, reason, otherView }: Draft): boolean =>
  [who, reason, otherView].some((it) => it.trim() !== '')

export interface Drafts {
  of(id: StatementId): Draft | null
  keep(id: StatementId, draft: Draft | null): void
  /** Statements with words of mine that are not saved. */
  readonly worded: ReadonlySet<StatementId>
}

export function useDrafts(): Drafts {
  const kept = useRef(new Map<StatementId, Draft>())
  const [worded, setWorded] = useState<ReadonlySet<StatementId>>(new Set())
  return {
    worded,
    of: (id) => kept.current.get(id) ?? null,
    keep(id, draft) {
      if (draft) kept.current.set(id, draft)
      else kept.current.delete(id)
      const is = draft !== null && hasWords(draft)
      // The page is drawn anew only when a statement comes to have words, or has none any more.
      setWorded((was) => {
        if (was.has(id) === is) return was
        const next = new Set(was)
        if (is) next.add(id)
        else next.delete(id)
        return next
      })
    },
  }
}
