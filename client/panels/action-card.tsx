/**
 * One action that answers a statement: its line while closed, its fields when opened.
 */
import { ChevronDown, ChevronRight, Unlink } from 'lucide-react'
import { nanoid } from 'nanoid'
import { useId, useMemo, useState } from 'react'
import type { PlanId, StatementId } from '../../shared/board.ts'
import { createPlanItem, linkAction, setPlanField } from '../../shared/doc/edits.ts'
import { LIMITS } from '../../shared/limits.ts'
import { type ActionStatus, type PlanItem, planKey } from '../../shared/plan.ts'
import { lackSentence, lacksOf } from '../../shared/readiness.ts'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { Button } from '../ui/button.tsx'
import { isoDayWords } from '../ui/dates.ts'
import { Finder } from '../ui/finder.tsx'
import { leadOf, PlanDay, PlanLine, PlanStatus, STATUS_WORDS } from './plan-inputs.tsx'
import styles from './response-form.module.css'
import { foundOf } from './response-form.tsx'
import { useEdit } from './use-edit.ts'

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
            <PlanLine item={item} field="title" />
            <ActionStream item={item} streamTitle={stream?.fields.title ?? ''} takesFocus={isNew} />
            <PlanLine
              item={item}
              field="executiveLead"
              placeholder={stream?.fields.executiveLead ?? 'A post, not a person'}
            />
            <div className={item.fields.lead && !item.fields.leadBy ? undefined : styles.pair}>
              <PlanLine item={item} field="lead" placeholder="A post, not a person" />
              {(!item.fields.lead || item.fields.leadBy) && (
                <PlanDay item={item} field="leadBy" label="or to be named by" />
              )}
            </div>
            <div className={styles.triple}>
              <PlanDay item={item} field="start" />
              <PlanDay item={item} field="due" />
              <PlanStatus item={item} field="status" />
            </div>
            <PlanLine item={item} field="costNote" placeholder="Within budget, or what it needs" />
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

interface StreamProps {
  item: PlanItem
  streamTitle: string
  takesFocus: boolean
}

function ActionStream({ item, streamTitle, takesFocus }: StreamProps) {
  const streams = useBoard((board) => board.plan.stream)
  const may = useCan({ root: 'plan', key: planKey('action', item.id, 'stream'), to: 'x' })
  const edit = useEdit()
  const options = useMemo(() => foundOf(streams, (it) => it.fields.executiveLead ?? ''), [streams])
  const title = item.fields.title ?? 'the action'
  return (
    <Finder
      label="Work stream"
      options={options}
      chosen={streamTitle}
      placeholder="Search, or type a new one"
      createLabel="New work stream:"
      disabled={!may}
      autoFocus={takesFocus}
      onPick={(to) =>
        edit(`Work stream of “${title}”`, (doc) => setPlanField(doc, 'action', item.id, 'stream', to))
      }
      onCreate={(name) => {
        const to = nanoid(10)
        edit(`New work stream “${name}”`, (doc) => {
          createPlanItem(doc, 'stream', to, { title: name.slice(0, LIMITS.line) })
          setPlanField(doc, 'action', item.id, 'stream', to)
        })
      }}
    />
  )
}

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
