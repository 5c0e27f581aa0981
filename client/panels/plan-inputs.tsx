/**
 * One field of the plan as an input: a line, a longer text, a day, a status or a work stream.
 *
 * Each is a draft: what others write there meanwhile stands beside what is being typed, never in its place.
 */
import { type ReactNode, useId, useMemo } from 'react'
import type { PlanId } from '../../shared/board.ts'
import { createPlanItem, setPlanField } from '../../shared/doc/edits.ts'
import { LIMITS } from '../../shared/limits.ts'
import { POST_FIELDS, postsUsed } from '../../shared/plan/suggestions.ts'
import { ACTION_STATUSES, type ActionStatus, type PlanItem, planField, planKey } from '../../shared/plan.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Select, TextArea, TextField } from '../ui/field.tsx'
import styles from './plan-inputs.module.css'
import { isTypedDay, TYPED_DAYS } from './typed-day.ts'
import { type DraftField, useDraft } from './use-draft.ts'
import { useEdit } from './use-edit.ts'

export const STATUS_WORDS: Readonly<Record<ActionStatus, string>> = {
  'not-started': 'Not started',
  'on-track': 'On track',
  'at-risk': 'At risk',
  late: 'Late',
  done: 'Done',
}

interface Props {
  item: PlanItem
  field: string
  label?: ReactNode
  hint?: ReactNode
  placeholder?: string
  /** Where focus goes when the field appears. */
  autoFocus?: boolean
}

const labelOf = ({ item, field, label }: Props) => label ?? planField(item.kind, field)?.label ?? field

function usePlanDraft({ item, field }: Props, fits?: (words: string) => boolean) {
  const session = useSession()
  const value = item.fields[field] ?? ''
  const may = useCan({ root: 'plan', key: planKey(item.kind, item.id, field) })
  const what = `Change “${item.fields.title ?? 'the plan'}”`
  const draft = useDraft(
    value,
    (words) =>
      session.edit(what, (doc) => {
        // Taken away while somebody was typing in it: what they type brings it back as it was.
        const isGone = !session.snapshot.get().plan[item.kind].has(item.id)
        if (isGone) createPlanItem(doc, item.kind, item.id, item.fields)
        setPlanField(doc, item.kind, item.id, field, words.trim())
      }),
    fits,
  )
  return { draft, may }
}

export function PlanLine(props: Props) {
  const isTitle = props.field === 'title'
  const { draft, may } = usePlanDraft(props, isTitle ? (words) => words.trim() !== '' : undefined)
  const posts = usePosts(props.field, may)
  const listId = useId()
  return (
    <Drafted draft={draft}>
      <TextField
        label={labelOf(props)}
        hint={props.hint}
        placeholder={may ? props.placeholder : undefined}
        autoFocus={props.autoFocus}
        value={draft.words}
        readOnly={!may}
        maxLength={LIMITS.line}
        autoComplete="off"
        list={posts ? listId : undefined}
        onChange={(event) => draft.type(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && draft.save()}
      />
      {posts && (
        <datalist id={listId}>
          {posts.map((post) => (
            <option key={post} value={post} />
          ))}
        </datalist>
      )}
    </Drafted>
  )
}

/** Posts the plan names already, for a field that holds one. */
function usePosts(field: string, may: boolean): readonly string[] | null {
  const plan = useBoard((board) => board.plan)
  return useMemo(() => (may && POST_FIELDS.has(field) ? postsUsed(plan) : null), [plan, field, may])
}

export function PlanText(props: Props) {
  const { draft, may } = usePlanDraft(props)
  return (
    <Drafted draft={draft}>
      <TextArea
        label={labelOf(props)}
        hint={props.hint}
        placeholder={may ? props.placeholder : undefined}
        value={draft.words}
        readOnly={!may}
        maxLength={LIMITS.paragraph}
        rows={3}
        onChange={(event) => draft.type(event.target.value)}
      />
    </Drafted>
  )
}

/** A day by the browser's own field: segments by keyboard, a calendar by touch, in the reader's order. */
export function PlanDay(props: Props) {
  const { draft, may } = usePlanDraft(props, (words) => words === '' || isTypedDay(words))
  return (
    <Drafted draft={draft}>
      <TextField
        label={labelOf(props)}
        hint={props.hint}
        type="date"
        {...TYPED_DAYS}
        value={draft.words}
        readOnly={!may}
        onChange={(event) => {
          // While a day is half typed the browser reports it as empty: that is not taking the day away.
          if (event.target.value || !event.target.validity.badInput) draft.type(event.target.value)
        }}
      />
    </Drafted>
  )
}

export function PlanStatus(props: Props) {
  const edit = useEdit()
  const { item, field } = props
  const may = useCan({ root: 'plan', key: planKey(item.kind, item.id, field) })
  return (
    <Select
      label={labelOf(props)}
      value={item.fields[field] ?? ''}
      disabled={!may}
      onChange={(event) => {
        const status = event.target.value
        edit(`Change “${item.fields.title ?? 'the action'}”`, (doc) =>
          setPlanField(doc, item.kind, item.id, field, status),
        )
      }}
    >
      <option value="">Not said</option>
      {ACTION_STATUSES.map((status) => (
        <option key={status} value={status}>
          {STATUS_WORDS[status]}
        </option>
      ))}
    </Select>
  )
}

/** A draft's input with what stands beside it: somebody else's words, or why mine are not saved. */
export function Drafted({ draft, children }: { draft: DraftField; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only notices that focus has left the whole of it
    <div
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) draft.leave()
      }}
    >
      {children}
      {draft.refused ? (
        <p className={styles.refused} role="alert">
          <span>Not saved. {draft.refused} Your words stay here.</span>
          <CopyButton slim text={draft.words} what="words you typed" />
          <Button slim onClick={draft.drop}>
            Leave as it was
          </Button>
        </p>
      ) : draft.theirs !== null ? (
        <p className={styles.theirs} role="status">
          <span>
            Meanwhile somebody else {draft.theirs ? <>wrote “{draft.theirs}”</> : 'emptied this'} here.
          </span>
          <Button slim onClick={draft.save}>
            Keep mine
          </Button>
          <Button slim onClick={draft.drop}>
            Use theirs
          </Button>
        </p>
      ) : null}
    </div>
  )
}

export const leadOf = (item: PlanItem): string =>
  item.fields.lead || (item.fields.leadBy ? 'lead to be named' : '')

export const titleOf = (item: PlanItem | undefined, id: PlanId): string => item?.fields.title ?? `(${id})`
