/**
 * How far an import is: pages read, rows sent, and what came of it in the end.
 */
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Progress } from '../../ui/progress.tsx'
import styles from '../import-dialog.module.css'
import type { Sent } from './send-rows.ts'

export type Stage =
  | { is: 'choosing' }
  | { is: 'sending'; done: number; of: number }
  | { is: 'stopped'; done: number; of: number; because: string }
  | { is: 'done'; sent: Sent }

export function StillReading({ progress }: { progress: { done: number; of: number } | null }) {
  if (!progress) return <p role="status">Reading…</p>
  return (
    <div className={styles.sending}>
      <p role="status">
        Reading page <b>{progress.done}</b> of {progress.of}…
      </p>
      <Progress {...progress} height={10} />
    </div>
  )
}

export function Sending({ stage }: { stage: Extract<Stage, { is: 'sending' | 'stopped' }> }) {
  const { done, of } = stage
  return (
    <div className={styles.sending}>
      <p role="status">
        <b>
          {done} of {of}
        </b>{' '}
        {stage.is === 'sending' ? 'on the board…' : 'arrived.'}
      </p>
      <Progress done={done} of={of} height={10} />
      {stage.is === 'stopped' && (
        <p className={styles.wrong} role="alert">
          <TriangleAlert size={18} aria-hidden />
          {stage.because} What arrived is on the board. Go on when you like: nothing comes in twice.
        </p>
      )}
    </div>
  )
}

const resultWords = ({ added, updated, unchanged, rejected }: Sent): string =>
  [
    `${added} ${added === 1 ? 'statement was' : 'statements were'} added`,
    updated > 0 && `${updated} updated`,
    unchanged > 0 && `${unchanged} were there already`,
    rejected.length > 0 && `${rejected.length} ${rejected.length === 1 ? 'row was' : 'rows were'} not taken`,
  ]
    .filter(Boolean)
    .join(', ')

export function Result({ sent }: { sent: Sent }) {
  const done = useRef<HTMLParagraphElement>(null)
  useEffect(() => done.current?.focus(), [])
  return (
    <div className={styles.result}>
      <p className={styles.done} ref={done} tabIndex={-1}>
        <CircleCheck size={26} aria-hidden />
        {resultWords(sent)}.
      </p>
      {sent.rejected.length > 0 && (
        <>
          <h3>Rows that were not taken</h3>
          <ul className={styles.rejected}>
            {sent.rejected.map((it) => (
              <li key={it.row}>
                <b>Row {it.row}</b> {it.reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
