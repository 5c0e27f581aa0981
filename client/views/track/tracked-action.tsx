/** One action of an agreed plan: how it stands in a line, and what is recorded of it when it is opened. */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { TrackedAction } from '../../../shared/plan/track.ts'
import type { ActionStatus } from '../../../shared/plan.ts'
import { leadOf, PlanDay, PlanStatus, PlanText, STATUS_WORDS } from '../../panels/plan-inputs.tsx'
import { isoDayWords } from '../../ui/dates.ts'
import { ProgressNotes } from '../plan/progress-notes.tsx'
import styles from './track.module.css'

export function TrackedActionRow({ action, today }: { action: TrackedAction; today: string }) {
  const { part, stream, due, expected, movedBy, isLate, isSilent, isDone, latest } = action
  const { item, ref, title } = part
  const [isOpen, setOpen] = useState(false)
  const bodyId = useId()
  const status = item.fields.status as ActionStatus | undefined
  return (
    <li className={styles.row} data-late={isLate || undefined} data-done={isDone || undefined}>
      <h3>
        <button type="button" aria-expanded={isOpen} aria-controls={bodyId} onClick={() => setOpen(!isOpen)}>
          {isOpen ? <ChevronDown size={18} aria-hidden /> : <ChevronRight size={18} aria-hidden />}
          <span className={styles.name}>
            <b>{ref}</b> {title}
            <small>{[leadOf(item), stream].filter(Boolean).join(' · ')}</small>
          </span>
          <span className={styles.dates}>
            <span>
              <small>Approved</small>
              {due ? isoDayWords(due) : 'no date'}
            </span>
            <span>
              <small>Expected</small>
              {expected ? isoDayWords(expected) : due ? 'as approved' : 'no date'}
              {movedBy !== 0 && <em>{movedWords(movedBy)}</em>}
            </span>
          </span>
          <span className={styles.state}>
            <b data-status={isLate ? 'late' : (status ?? '')}>
              {status ? STATUS_WORDS[status] : 'Nothing said'}
            </b>
            {isLate && status !== 'late' && <em>overdue</em>}
            {isSilent && <em>no news</em>}
          </span>
        </button>
      </h3>
      {latest && !isOpen && (
        <p className={styles.latest}>
          <time dateTime={latest.day}>{isoDayWords(latest.day)}</time> {latest.text}
        </p>
      )}
      <div id={bodyId} className={styles.body} hidden={!isOpen}>
        {isOpen && (
          <>
            <div className={styles.pair}>
              <PlanStatus item={item} field="status" />
              <PlanDay item={item} field="dueExpected" />
            </div>
            <ProgressNotes item={item} today={today} heading="h4" />
            <PlanText item={item} field="evidence" hint="What shows that it is done, or under way." />
          </>
        )}
      </div>
    </li>
  )
}

const movedWords = (days: number): string => {
  const many = Math.abs(days)
  return `${many} ${many === 1 ? 'day' : 'days'} ${days > 0 ? 'later' : 'earlier'}`
}
