/** One watched source: who looks, when next, and what came of it last. */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { TrackedReview } from '../../../shared/plan/track.ts'
import { PlanDay, PlanText } from '../../panels/plan-inputs.tsx'
import { isoDayWords } from '../../ui/dates.ts'
import { ProgressNotes } from '../plan/progress-notes.tsx'
import styles from './track.module.css'

export function TrackedReviewRow({ review, today }: { review: TrackedReview; today: string }) {
  const { part, day, isOverdue, isDue } = review
  const { item, title } = part
  const [isOpen, setOpen] = useState(false)
  const bodyId = useId()
  return (
    <li className={`${styles.row} ${styles.review}`} data-late={isOverdue || undefined}>
      <h3>
        <button type="button" aria-expanded={isOpen} aria-controls={bodyId} onClick={() => setOpen(!isOpen)}>
          {isOpen ? <ChevronDown size={18} aria-hidden /> : <ChevronRight size={18} aria-hidden />}
          <span className={styles.name}>
            {title}
            <small>{item.fields.executiveLead || 'Nobody is named for it yet'}</small>
          </span>
          <span className={styles.dates}>
            <span>
              <small>Next review</small>
              {day ? isoDayWords(day) : 'no date'}
            </span>
          </span>
          <span className={styles.state}>{isOverdue ? <em>overdue</em> : isDue && <em>due soon</em>}</span>
        </button>
      </h3>
      {item.fields.lastOutcome && !isOpen && <p className={styles.latest}>{item.fields.lastOutcome}</p>}
      <div id={bodyId} className={styles.body} hidden={!isOpen}>
        {isOpen && (
          <>
            <PlanText item={item} field="lastOutcome" hint="What the review found, and whether we act." />
            <PlanDay item={item} field="nextReview" />
            <ProgressNotes item={item} today={today} heading="h4" />
          </>
        )}
      </div>
    </li>
  )
}
