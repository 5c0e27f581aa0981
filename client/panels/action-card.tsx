/**
 * One action that answers a statement: its line while closed, its fields when opened.
 */
import { ChevronDown, ChevronRight, Unlink } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import type { PlanId, StatementId } from '../../shared/board.ts'
import { linkAction } from '../../shared/doc/edits.ts'
import type { ActionStatus, PlanItem } from '../../shared/plan.ts'
import { lackSentence, lacksOf } from '../../shared/readiness.ts'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { Button } from '../ui/button.tsx'
import { isoDayWords } from '../ui/dates.ts'
import { ActionFields } from './action-fields.tsx'
import { leadOf, STATUS_WORDS } from './plan-inputs.tsx'
import styles from './response-form.module.css'
import { useEdit } from './use-edit.ts'
import { Warnings } from './warnings.tsx'

interface Props {
  id: PlanId
  statement: StatementId
  /** False where somebody else has unlinked it while a person is inside. */
  isLinked: boolean
  /** Made a moment ago by this person: it opens with the next field focused. */
  isNew: boolean
  onInside(isInside: boolean): void
}

export function ActionCard({ id, statement, isLinked, isNew, onInside }: Props) {
  const item = useBoard((board) => board.plan.action.get(id))
  const plan = useBoard((board) => board.plan)
  const ref = useBoard((board) => board.statements.get(statement)?.ref) ?? 'it'
  const mayLink = useCan({ root: 'responses', key: `${statement}/action/${id}` })
  const edit = useEdit()
  const bodyId = useId()
  const lacks = item
    ? lacksOf(
        'new-action',
        { actions: [id], objectives: [] },
        {
          action: (it) => plan.action.get(it),
          stream: (it) => plan.stream.get(it),
          watch: (it) => plan.watch.get(it),
        },
      )
    : []
  const [open, setOpen] = useState(isNew || lacks.length > 0)
  const stream = plan.stream.get(item?.fields.stream ?? '')
  return (
    <li
      className={styles.action}
      onFocus={() => onInside(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onInside(false)
      }}
    >
      <button
        type="button"
        className={styles.actionHead}
        aria-expanded={open}
        aria-controls={bodyId}
        onClick={() => setOpen(!open)}
      >
        {open ? <ChevronDown size={18} aria-hidden /> : <ChevronRight size={18} aria-hidden />}
        <b>{item?.fields.title ?? 'An action that is no longer there'}</b>
        <span>
          {lacks.length > 0 ? <em>{lackSentence(lacks)}</em> : item && !open && summaryOf(item, stream)}
        </span>
      </button>
      <div id={bodyId} className={styles.actionBody} hidden={!open}>
        {!isLinked && (
          <p className={styles.moved} role="status">
            Somebody has unlinked this action from {ref}. What you change here still counts for the action.
          </p>
        )}
        {item && open && (
          <>
            <Warnings item={item} />
            <ActionFields item={item} takesFocus={isNew} />
          </>
        )}
        <div className={styles.beside}>
          <AlsoAnswers action={id} statement={statement} />
          {mayLink && isLinked && (
            <Button
              look="quiet"
              slim
              icon={<Unlink size={15} aria-hidden />}
              onClick={() =>
                edit(`Unlink an action from ${ref}`, (doc) => linkAction(doc, statement, id, false))
              }
            >
              Unlink
            </Button>
          )}
        </div>
      </div>
    </li>
  )
}

const summaryOf = (item: PlanItem, stream: PlanItem | undefined) =>
  [
    stream?.fields.title,
    leadOf(item),
    item.fields.due && `due ${isoDayWords(item.fields.due)}`,
    STATUS_WORDS[item.fields.status as ActionStatus]?.toLowerCase(),
  ]
    .filter(Boolean)
    .join(' · ')

/** The other statements the same action answers: who changes it should know. */
function AlsoAnswers({ action, statement }: { action: PlanId; statement: StatementId }) {
  const responses = useBoard((board) => board.responses)
  const statements = useBoard((board) => board.statements)
  const others = useMemo(
    () =>
      Array.from(responses)
        .filter(([id, it]) => id !== statement && it.actions.includes(action))
        .map(([id]) => statements.get(id)?.ref ?? id),
    [responses, statements, action, statement],
  )
  return (
    <span>{others.length > 0 ? `Also answers ${others.join(', ')}.` : 'Answers this statement only.'}</span>
  )
}
