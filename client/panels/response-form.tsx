/**
 * *What we will do*: what the column a statement is in asks for, and only that.
 *
 * A statement may be moved by somebody else while a person types here. The part they are typing in then
 * stays open, with a line that says where the statement went, until they have left it.
 */
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { nanoid } from 'nanoid'
import { type ReactNode, useMemo, useState } from 'react'
import type { PlanId, StatementId } from '../../shared/board.ts'
import type { ColumnId } from '../../shared/columns.ts'
import { createPlanItem, linkAction, setResponse } from '../../shared/doc/edits.ts'
import type { BoardSnapshot } from '../../shared/doc/reads.ts'
import { LIMITS } from '../../shared/limits.ts'
import { nextActionRef } from '../../shared/plan/refs.ts'
import { NO_RESPONSE, type PlanItem, type Response } from '../../shared/plan.ts'
import { lackSentence } from '../../shared/readiness.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { TextArea } from '../ui/field.tsx'
import { Finder } from '../ui/finder.tsx'
import { ActionCard } from './action-card.tsx'
import { foundOf } from './found-items.ts'
import { Likely } from './likely.tsx'
import { LinkedOne } from './linked-one.tsx'
import { Objectives } from './objectives.tsx'
import { PatientHint } from './patient-hint.tsx'
import { Drafted, PlanDay, PlanLine, PlanText } from './plan-inputs.tsx'
import styles from './response-form.module.css'
import { useDraft } from './use-draft.ts'
import { useEdit } from './use-edit.ts'

const FORMS: Partial<Record<ColumnId, (props: { id: StatementId }) => ReactNode>> = {
  'new-action': NewAction,
  'due-regard': DueRegard,
  'watching-brief': WatchingBrief,
  'set-aside': SetAside,
}

export function ResponseForm({ id, column }: { id: StatementId; column: ColumnId }) {
  const words = useBoard((board) => board.facts.columns)
  const lacks = useBoard((board) => board.lacks.get(id))
  const [typingIn, setTypingIn] = useState<ColumnId | null>(null)
  const isReady = lacks?.length === 0
  return (
    <section className={styles.form} aria-labelledby={`${id}-do`}>
      <h3 id={`${id}-do`}>What we will do</h3>
      {column === 'unsorted' ? (
        <p className={styles.none}>Say first where it belongs: what is asked for here follows from that.</p>
      ) : (
        <p className={isReady ? styles.ready : styles.lacks}>
          {isReady ? <CircleCheck size={18} aria-hidden /> : <TriangleAlert size={18} aria-hidden />}
          {lackSentence(lacks ?? [])}
        </p>
      )}
      {(Object.keys(FORMS) as ColumnId[]).map((it) => {
        const Form = FORMS[it]
        if (!Form || (it !== column && it !== typingIn)) return null
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: only notices where somebody is typing
          <div
            key={it}
            className={styles.part}
            onFocus={() => setTypingIn(it)}
            onBlur={(event) => {
              if (!event.currentTarget.contains(event.relatedTarget)) setTypingIn(null)
            }}
          >
            {it !== column && (
              <p className={styles.moved} role="status">
                The statement was moved to <b>{words[column].title}</b> while you were here. This part of{' '}
                {words[it].title} stays open until you leave it, and what you write is kept.
              </p>
            )}
            <Form id={id} />
          </div>
        )
      })}
      <Objectives id={id} />
    </section>
  )
}

const responseOf = (id: StatementId) => (board: BoardSnapshot) => board.responses.get(id) ?? NO_RESPONSE

function NewAction({ id }: { id: StatementId }) {
  const { actions } = useBoard(responseOf(id))
  const items = useBoard((board) => board.plan.action)
  const streams = useBoard((board) => board.plan.stream)
  const ref = useBoard((board) => board.statements.get(id)?.ref) ?? 'it'
  const may = useCan({ root: 'responses', key: `${id}/action/x`, to: true })
  const edit = useEdit()
  const [made, setMade] = useState<PlanId | null>(null)
  // An action somebody else unlinks stays while a person is in it.
  const [inside, setInside] = useState<PlanId | null>(null)
  const shown = inside && !actions.includes(inside) ? [...actions, inside].sort() : actions
  const options = useMemo(
    () =>
      foundOf(items, (it) => {
        const stream = streams.get(it.fields.stream ?? '')?.fields.title
        return [stream, it.fields.lead].filter(Boolean).join(' · ')
      }).filter((it) => !actions.includes(it.id)),
    [items, streams, actions],
  )
  return (
    <>
      {shown.length > 0 && (
        <ol className={styles.actions}>
          {shown.map((action) => (
            <ActionCard
              key={action}
              id={action}
              statement={id}
              isLinked={actions.includes(action)}
              isNew={action === made}
              onInside={(isInside) => setInside(isInside ? action : null)}
            />
          ))}
        </ol>
      )}
      {may && (
        <Finder
          label={actions.length > 0 ? 'Another action' : 'Action'}
          hint="Search the actions there are, or type a new one. Begin with a verb."
          placeholder="Set up, train, publish…"
          options={options}
          createLabel="New action:"
          onPick={(action) => edit(`Link an action to ${ref}`, (doc) => linkAction(doc, id, action, true))}
          onCreate={(title) => {
            const action = nanoid(10)
            // Before it is there, for its card looks once, when it appears.
            setMade(action)
            edit(`New action for ${ref}`, (doc) => {
              createPlanItem(doc, 'action', action, {
                title: title.slice(0, LIMITS.line),
                ref: nextActionRef(items),
              })
              linkAction(doc, id, action, true)
            })
          }}
        />
      )}
      {may && actions.length === 0 && (
        <Likely
          statement={id}
          kind="action"
          onPick={(action) => edit(`Link an action to ${ref}`, (doc) => linkAction(doc, id, action, true))}
        />
      )}
    </>
  )
}

function DueRegard({ id }: { id: StatementId }) {
  const response = useBoard(responseOf(id))
  const stream = useBoard((board) => board.plan.stream.get(response.stream ?? ''))
  return (
    <>
      <LinkedOne id={id} field="stream" response={response} item={stream} />
      {stream && (
        <>
          <div className={styles.pair}>
            <PlanLine item={stream} field="projectLead" placeholder="A post, not a person" />
            <PlanLine item={stream} field="executiveLead" placeholder="A post, not a person" />
          </div>
          <Evidence id={id} response={response} stream={stream} />
        </>
      )}
    </>
  )
}

function Evidence({ id, response, stream }: { id: StatementId; response: Response; stream: PlanItem }) {
  const whole = stream.fields.evidence
  return (
    <>
      <ResponseText
        id={id}
        field="evidence"
        value={response.evidence ?? ''}
        label="Evidence so far"
        hint="What shows that this statement is being taken into account: dates, counts, what changed."
      />
      {whole && (
        <p className={styles.whole}>
          <b>Of the work stream as a whole:</b> {whole}
        </p>
      )}
    </>
  )
}

function WatchingBrief({ id }: { id: StatementId }) {
  const response = useBoard(responseOf(id))
  const watch = useBoard((board) => board.plan.watch.get(response.watch ?? ''))
  const isAgreed = useBoard((board) => board.live.phase === 'agreed')
  return (
    <>
      <LinkedOne id={id} field="watch" response={response} item={watch} />
      {watch && (
        <>
          <div className={styles.pair}>
            <PlanLine item={watch} field="executiveLead" placeholder="A post, not a person" />
            <PlanDay item={watch} field="nextReview" />
          </div>
          <PlanLine item={watch} field="trigger" placeholder="The final standards are published" />
          {(isAgreed || watch.fields.lastOutcome) && <PlanText item={watch} field="lastOutcome" />}
        </>
      )}
    </>
  )
}

function SetAside({ id }: { id: StatementId }) {
  const response = useBoard(responseOf(id))
  return (
    <ResponseText
      id={id}
      field="setAsideReason"
      value={response.setAsideReason ?? ''}
      label="Why it is set aside"
      hint="The paper lists it with this reason."
    />
  )
}

function ResponseText({
  id,
  field,
  value,
  label,
  hint,
}: {
  id: StatementId
  field: 'evidence' | 'setAsideReason'
  value: string
  label: string
  hint: string
}) {
  const session = useSession()
  const may = useCan({ root: 'responses', key: `${id}/${field}`, to: 'x' })
  const ref = useBoard((board) => board.statements.get(id)?.ref) ?? 'it'
  const draft = useDraft(value, (words) =>
    session.edit(`${label} of ${ref}`, (doc) => setResponse(doc, id, field, words.trim())),
  )
  return (
    <Drafted draft={draft}>
      <TextArea
        label={label}
        hint={hint}
        value={draft.words}
        readOnly={!may}
        rows={3}
        maxLength={LIMITS.paragraph}
        onChange={(event) => draft.type(event.target.value)}
      />
      {may && <PatientHint text={draft.words} />}
    </Drafted>
  )
}
