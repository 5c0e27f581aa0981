/**
 * What was decided on a statement: its grounds, the counts of its moment, and the way to open it again.
 */
import { Check } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { opinionOf } from '../../../shared/consult/agreement.ts'
import { DECIDED_HOW_WORDS, type Decision, type DecisionMark } from '../../../shared/consult/vote.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { useBoard } from '../../session/use-board.ts'
import { Button } from '../../ui/button.tsx'
import { isoDayWords, momentWords } from '../../ui/dates.ts'
import { TextField } from '../../ui/field.tsx'
import { resultWords } from './result.tsx'
import styles from './together.module.css'

interface Props {
  mark: DecisionMark
  /** Its record; null while it is not there yet, or for those who are not told. */
  decision: Decision | null
  /** Null for those who may not. */
  onReopen: ((reason: string) => Promise<boolean>) | null
}

export function Decided({ mark, decision, onReopen }: Props) {
  const words = useBoard((board) => board.facts.columns)
  const { column, parked, how, at } = mark
  return (
    <section className={styles.decided} aria-label="Decision">
      <p className={styles.decidedWords}>
        <Check size={20} aria-hidden />
        <span>
          <b>{column ? `Decided: ${words[column].title}` : 'Parked'}</b>
          {parked?.who && `: ${parked.who} decides`}
          {parked?.by && ` by ${isoDayWords(parked.by)}`}.{' '}
          <small>{`${DECIDED_HOW_WORDS[how]}, ${momentWords(at)}.`}</small>
        </span>
      </p>
      {(decision?.reason || decision?.otherView || decision?.result) && (
        <dl className={styles.grounds}>
          {decision.reason && (
            <>
              <dt>Why</dt>
              <dd>{decision.reason}</dd>
            </>
          )}
          {decision.otherView && (
            <>
              <dt>Other view</dt>
              <dd>{decision.otherView}</dd>
            </>
          )}
          {decision.result && (
            <>
              <dt>Choices then</dt>
              <dd>
                {resultWords(
                  decision.result,
                  decision.result.counts ? opinionOf(decision.result.counts, { quorum: 0 }) : null,
                  words,
                )}
              </dd>
            </>
          )}
        </dl>
      )}
      {onReopen && <Reopen onReopen={onReopen} />}
    </section>
  )
}

function Reopen({ onReopen }: { onReopen(reason: string): Promise<boolean> }) {
  const [isAsked, setAsked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  if (!isAsked)
    return (
      <Button slim onClick={() => setAsked(true)}>
        Open again
      </Button>
    )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim()
    if (!reason) return
    setBusy(true)
    if (!(await onReopen(reason))) setBusy(false)
  }
  return (
    <form className={styles.reopen} onSubmit={(event) => void submit(event)}>
      <TextField
        label="Why open it again?"
        name="reason"
        hint="The reason is recorded. The card stays where it is."
        maxLength={LIMITS.line}
        autoComplete="off"
        required
        autoFocus
      />
      <Button type="submit" look="primary" disabled={isBusy}>
        Open it again
      </Button>
      <Button onClick={() => setAsked(false)}>Leave it decided</Button>
    </form>
  )
}
