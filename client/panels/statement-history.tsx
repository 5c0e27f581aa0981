/**
 * Who did what to one statement, newest first; asked of the server when somebody opens it.
 */
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import type { StatementId } from '../../shared/board.ts'
import { historyWords } from '../../shared/past/history-words.ts'
import { useBoard } from '../session/use-board.ts'
import { Button } from '../ui/button.tsx'
import { momentWords } from '../ui/dates.ts'
import styles from './statement-history.module.css'
import { useHistory } from './use-history.ts'

const PAGE = 50

export function StatementHistory({ id }: { id: StatementId }) {
  const [open, setOpen] = useState(false)
  return (
    <section className={styles.history}>
      <h3>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={`${id}-history`}
          onClick={() => setOpen(!open)}
        >
          History
          <span>{open ? 'Hide' : 'Who moved it from where to where, and when'}</span>
        </button>
      </h3>
      <div id={`${id}-history`} hidden={!open}>
        {open && <Lines id={id} />}
      </div>
    </section>
  )
}

function Lines({ id }: { id: StatementId }) {
  const facts = useBoard((board) => board.facts)
  const plan = useBoard((board) => board.plan)
  // A move while the list is open is asked for again; it is on the server's disk before it is here.
  const place = useBoard((board) => board.placements.get(id))
  const { page, problem, ask } = useHistory(id, PAGE)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is why it is asked again
  useEffect(() => void ask(), [ask, place])

  const lines = useMemo(
    () =>
      (page?.entries ?? []).flatMap((entry): { key: string; line: ReactNode }[] => {
        const words = historyWords(entry, { facts, plan }, momentWords)
        if (!words) return []
        const line = (
          <>
            <time dateTime={new Date(entry.at).toISOString()}>{momentWords(entry.at)}</time>
            <span>
              <b>{entry.name || 'Somebody who has left'}</b> {words}
              {entry.reason && `: “${entry.reason}”`}
            </span>
          </>
        )
        return [{ key: `${entry.position} ${entry.root}/${entry.key}`, line }]
      }),
    [page, facts, plan],
  )
  if (problem) {
    return (
      <p className={styles.problem} role="alert">
        The history cannot be shown just now. {problem}
        <Button slim onClick={() => void ask()}>
          Try again
        </Button>
      </p>
    )
  }
  if (!page) return <p className={styles.none}>Asking…</p>
  return (
    <>
      {lines.length === 0 && <p className={styles.none}>Nothing has happened to it yet.</p>}
      <ol>
        {lines.map(({ key, line }) => (
          <li key={key}>{line}</li>
        ))}
      </ol>
      {page.next !== null && (
        <Button slim onClick={() => void ask(page.next ?? undefined)}>
          Show earlier
        </Button>
      )}
    </>
  )
}
