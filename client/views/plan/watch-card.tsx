/**
 * One watched source: who looks, when next, what would make us act, and the statements that wait for it.
 */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId } from 'react'
import type { Part } from '../../../shared/plan/outline.ts'
import { lackSentence } from '../../../shared/readiness.ts'
import { PlanDay, PlanLine, PlanText } from '../../panels/plan-inputs.tsx'
import { useBoard } from '../../session/use-board.ts'
import { isoDayWords } from '../../ui/dates.ts'
import { Answers, refsOf } from './answers.tsx'
import { partKey } from './layout.ts'
import { useOpened } from './opened.ts'
import { PartComments } from './part-comments.tsx'
import { PartFoot, PartWarnings } from './part-foot.tsx'
import styles from './parts.module.css'

interface Props {
  part: Part
  isGone: boolean
}

export function WatchCard({ part, isGone }: Props) {
  const { item, title, lacks, answers } = part
  const opened = useOpened()
  const statements = useBoard((board) => board.statements)
  const key = partKey(item)
  const isOpen = opened.open.has(key)
  const bodyId = useId()
  return (
    <li className={`${styles.action} ${styles.watch}`} data-part={key}>
      <h3>
        <button
          type="button"
          className={styles.actionHead}
          data-head
          aria-expanded={isOpen}
          aria-controls={bodyId}
          onClick={() => opened.toggle(key, !isOpen)}
        >
          {isOpen ? <ChevronDown size={18} aria-hidden /> : <ChevronRight size={18} aria-hidden />}
          <b className={styles.wide}>{title}</b>
          <span className={styles.meta}>
            {lacks.length > 0 && <em>{lackSentence(lacks)}</em>}
            {item.fields.executiveLead && <span>{item.fields.executiveLead}</span>}
            {item.fields.nextReview && <span>next review {isoDayWords(item.fields.nextReview)}</span>}
            <span>{answers.length > 0 ? `for ${refsOf(statements, answers)}` : 'for no statement'}</span>
          </span>
        </button>
      </h3>
      <div id={bodyId} className={styles.body} hidden={!isOpen}>
        {isOpen && (
          <>
            <PartWarnings item={item} isGone={isGone} />
            <PlanLine item={item} field="title" autoFocus={opened.made === key} />
            <div className={styles.pair}>
              <PlanLine item={item} field="executiveLead" placeholder="A post, not a person" />
              <PlanDay item={item} field="nextReview" />
            </div>
            <PlanLine item={item} field="trigger" placeholder="The final standards are published" />
            <PlanText item={item} field="lastOutcome" />
            <Answers part={part} />
            <PartComments part={part} />
            <PartFoot part={part} isGone={isGone} />
          </>
        )}
      </div>
    </li>
  )
}
