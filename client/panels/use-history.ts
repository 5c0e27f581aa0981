/**
 * What happened on the board, newest first, page by page: asked again when something changed, and what was
 * read further back stays.
 */
import { useCallback, useRef, useState } from 'react'
import type { HistoryReply } from '../../shared/api.ts'
import type { StatementId } from '../../shared/board.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/session-provider.tsx'
import { sayProblem } from './say-problem.ts'

/** Of one statement, or of the whole board where that is null; nothing is asked for before `ask` is called. */
export function useHistory(statement: StatementId | null, limit: number) {
  const { board, as } = useSession()
  const [shown, setShown] = useState<{ of: StatementId | null; page: HistoryReply } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const latest = useRef(statement)
  latest.current = statement
  const asked = useRef(0)
  const answered = useRef(0)
  const ask = useCallback(
    async (before?: number) => {
      asked.current += 1
      const turn = asked.current
      // A slow answer may come when another statement is looked at, or after the answer to a later question.
      const isOver = () => latest.current !== statement || (before === undefined && turn < answered.current)
      try {
        const found = await api
          .at(board, as)
          .history({ ...(statement !== null && { statement }), before, limit })
        if (isOver()) return
        if (before === undefined) answered.current = turn
        setProblem(null)
        setShown((was) => {
          const page = withPage(was?.of === statement ? was.page : null, found, before)
          return page && { of: statement, page }
        })
      } catch (error) {
        if (!isOver()) setProblem(sayProblem(error))
      }
    },
    [board, as, statement, limit],
  )
  return { page: shown?.of === statement ? shown.page : null, problem, ask }
}

/** What is shown once a page has come: the newest one, or the one `before` a position. */
export function withPage(
  was: HistoryReply | null,
  found: HistoryReply,
  before?: number,
): HistoryReply | null {
  if (before !== undefined) {
    // Asked for twice, or for a list that has begun anew meanwhile, it belongs nowhere.
    if (was?.next !== before) return was
    return { entries: [...was.entries, ...found.entries], next: found.next }
  }
  const { next } = found
  const newest = was?.entries[0]?.position
  if (!was || newest === undefined || next === null) return found
  // More has happened than there is on a page: what lies between is not known, so the list begins anew.
  if (next > newest + 1) return found
  const older = was.entries.filter((it) => it.position < next)
  return older.length > 0 ? { entries: [...found.entries, ...older], next: was.next } : found
}
