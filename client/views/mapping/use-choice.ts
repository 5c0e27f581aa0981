/**
 * The statements chosen in the sheet, to be linked together. What is not shown is not chosen.
 */
import { useMemo, useRef, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { announce } from '../../ui/announcer.tsx'
import type { Row } from './rows.ts'

export type Choosing = { id: StatementId; reach: boolean } | { all: true }

export function useChoice(rows: readonly Row[]) {
  const [ids, setIds] = useState<ReadonlySet<StatementId>>(NONE)
  const anchor = useRef<StatementId | null>(null)
  const chosen = useMemo(() => {
    if (ids.size === 0) return NONE
    return new Set(linesOf(rows).filter((id) => ids.has(id)))
  }, [ids, rows])
  return {
    chosen,
    clear: () => setIds(NONE),
    choose(what: Choosing) {
      const lines = linesOf(rows)
      const next =
        'all' in what ? new Set(lines) : chosenAfter(chosen, lines, anchor.current, what.id, what.reach)
      setIds(next)
      announce(`${next.size} chosen`)
      anchor.current = 'id' in what ? what.id : null
    },
  }
}

const NONE: ReadonlySet<StatementId> = new Set()
const linesOf = (rows: readonly Row[]) => rows.flatMap((it) => (it.is === 'line' ? [it.id] : []))

/** One more or one less; reaching adds everything from the one chosen last to this. */
export function chosenAfter(
  chosen: ReadonlySet<StatementId>,
  lines: readonly StatementId[],
  anchor: StatementId | null,
  id: StatementId,
  reach: boolean,
): ReadonlySet<StatementId> {
  const next = new Set(chosen)
  const [from, to] = [anchor === null ? -1 : lines.indexOf(anchor), lines.indexOf(id)]
  if (reach && from >= 0)
    for (const it of lines.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(it)
  else if (!next.delete(id)) next.add(id)
  return next
}
