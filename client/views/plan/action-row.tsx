/**
 * One action: a line while closed, its fields and the statements it answers when open.
 */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId } from 'react'
import { leadOfAction } from '../../../shared/plan/lacks.ts'
import type { ActionPart } from '../../../shared/plan/outline.ts'
import type { ActionStatus } from '../../../shared/plan.ts'
import { lackSentence } from '../../../shared/readiness.ts'
import { ActionFields } from '../../panels/action-fields.tsx'
import { STATUS_WORDS } from '../../panels/plan-inputs.tsx'
import { useBoard } from '../../session/use-board.ts'
import { isoDayWords } from '../../ui/dates.ts'
import { Answers, refsOf } from './answers.tsx'
import { partKey } from './layout.ts'
import { useOpened } from './opened.ts'
import { PartComments } from './part-comments.tsx'
import { PartFoot, PartWarnings } from './part-foot.tsx'
import styles from './parts.module.css'
import { ProgressNotes } from './progress-notes.tsx'

interface Props {
  part: ActionPart
  isGone: boolean
  today: string
}

export function ActionRow({ part, isGone, today }: Props) {
  const { item, ref, title, answers, lacks } = part
  const opened = useOpened()
  const key = partKey(item)
  const isOpen = opened.open.has(key)
  const bodyId = useId()
  const statements = useBoard((board) => board.statements)
  return (
    <li className={styles.action} data-part={key}>
      <h4>
        <button
          type="button"
          className={styles.actionHead}
          data-head
          aria-expanded={isOpen}
          aria-controls={bodyId}
          onClick={() => opened.toggle(key, !isOpen)}
        >
          {isOpen ? <ChevronDown size={18} aria-hidden /> : <ChevronRight size={18} aria-hidden />}
          <span className={styles.ref}>{ref}</span>
          <b>{title}</b>
          <span className={styles.meta}>
            {lacks.length > 0 && <em>{lackSentence(lacks)}</em>}
            <span>{leadWords(part, today)}</span>
            {item.fields.due && <span>due {isoDayWords(item.fields.due)}</span>}
            {item.fields.status && <span>{STATUS_WORDS[item.fields.status as ActionStatus]}</span>}
            <span>
              {answers.length > 0 ? `answers ${refsOf(statements, answers)}` : 'answers no statement'}
            </span>
          </span>
        </button>
      </h4>
      <div id={bodyId} className={styles.body} hidden={!isOpen}>
        {isOpen && (
          <>
            <PartWarnings item={item} isGone={isGone} />
            <ActionFields item={item} takesFocus={opened.made === key} whole />
            <ProgressNotes item={item} today={today} />
            <Answers part={part} />
            <PartComments part={part} />
            <PartFoot part={part} isGone={isGone} />
          </>
        )}
      </div>
    </li>
  )
}

function leadWords({ item }: ActionPart, today: string): string {
  const lead = leadOfAction(item, today)
  if (!lead) return ''
  if ('post' in lead) return lead.post
  return lead.isLate
    ? `lead was to be named by ${isoDayWords(lead.by)}`
    : `lead to be named by ${isoDayWords(lead.by)}`
}
