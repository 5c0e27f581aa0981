/**
 * One cell while it is edited: words, a day, a choice, a shared text.
 *
 * It lies over its cell and stays there whatever others do. Enter keeps and goes down, Tab keeps and goes on,
 * Escape gives up what was typed. Where somebody else wrote there meanwhile, both stand side by side, and the
 * cell stays open until one is chosen.
 */
import { nanoid } from 'nanoid'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { isDay } from '../../../shared/board.ts'
import { BOARD_COLUMN_IDS, type ColumnId } from '../../../shared/columns.ts'
import { createPlanItem, tickObjective } from '../../../shared/doc/edits.ts'
import { linkStatements } from '../../../shared/doc/plan-edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { nextActionRef } from '../../../shared/plan/refs.ts'
import { POST_FIELDS, postsUsed } from '../../../shared/plan/suggestions.ts'
import { ACTION_STATUSES, type PlanKind } from '../../../shared/plan.ts'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'
import { foundOf } from '../../panels/found-items.ts'
import { PatientHint } from '../../panels/patient-hint.tsx'
import { Drafted, STATUS_WORDS } from '../../panels/plan-inputs.tsx'
import { useDraft } from '../../panels/use-draft.ts'
import { useEdit } from '../../panels/use-edit.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useText } from '../../session/use-text.ts'
import { announce } from '../../ui/announcer.tsx'
import { Finder } from '../../ui/finder.tsx'
import { toast } from '../../ui/toasts.tsx'
import { fieldOf, valueIn, wordsIn, write } from './cell-edits.ts'
import type { Line, Target } from './columns.ts'
import styles from './mapping.module.css'

/** Where one goes when a cell is done with: nowhere, to the cell below, or to the next. */
export type Onward = 'stay' | 'down' | 'next' | 'back'

export interface EditorProps {
  line: Line
  target: Target
  /** What the cell is called. */
  label: string
  /** Typed on the closed cell: it takes the place of what stood there. */
  typed: string | null
  onDone(onward: Onward): void
}

export function CellEditor(props: EditorProps) {
  const { target } = props
  if (wordsIn(target)) return <WordsEditor {...props} />
  switch (target.is) {
    case 'category':
      return <CategoryEditor {...props} />
    case 'why':
      return <WhyEditor {...props} />
    case 'objectives':
      return <ObjectivesEditor {...props} />
    case 'link':
      return <LinkEditor {...props} kind={target.kind} />
    case 'plan':
      return fieldOf(target)?.type === 'status' ? (
        <StatusEditor {...props} />
      ) : (
        <LinkEditor {...props} kind="stream" />
      )
    default:
      return null
  }
}

/** Keys that every editor has; a list that is open takes its own first. */
function useDoneKeys(onDone: (onward: Onward) => void, keepsEnter = false) {
  return (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return
    if (event.key === 'Escape') onDone('stay')
    else if (event.key === 'Tab') onDone(event.shiftKey ? 'back' : 'next')
    else if (event.key === 'Enter' && !keepsEnter && !event.shiftKey && !event.altKey) onDone('down')
    else return event.stopPropagation()
    event.preventDefault()
    event.stopPropagation()
  }
}

function WordsEditor({ line, target, label, typed, onDone }: EditorProps) {
  const session = useSession()
  const words = wordsIn(target)
  const value = valueIn(line, target)
  const original = useRef(value)
  const refused = useRef<ProblemCode | null>(null)
  const problem = () => refused.current
  const fits = (it: string) =>
    words?.type === 'day'
      ? it === '' || (isDay(it) && it >= '1990')
      : !(target.is === 'plan' && target.field === 'title') || it.trim() !== ''
  const draft = useDraft(
    value,
    (it) => {
      refused.current = write(session, line, target, it)
      return refused.current
    },
    fits,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed before this was open, once
  useEffect(() => {
    if (typed !== null) draft.type(typed)
  }, [])
  const posts = useMemo(
    () => (target.is === 'plan' && POST_FIELDS.has(target.field) ? postsUsed(line.board.plan) : []),
    [target, line.board.plan],
  )

  const keep = (onward: Onward) => {
    if (draft.theirs !== null) {
      announce('Somebody else has written here meanwhile. Choose whose words stay.', 'assertive')
      return
    }
    refused.current = null
    draft.save()
    const because = problem()
    if (because === null) onDone(onward)
    else announce(`Not saved. ${PROBLEMS[because].says}`, 'assertive')
  }
  const giveUp = () => {
    // What was saved in a pause of typing goes back, unless somebody has written over it since.
    const mine = draft.words
    draft.drop()
    if (value !== original.current && value.trim() === mine.trim())
      write(session, line, target, original.current)
    onDone('stay')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const breaks = event.key === 'Enter' && (event.shiftKey || event.altKey) && words?.type === 'text'
    if (event.key === 'Escape') giveUp()
    else if (event.key === 'Tab' && event.target instanceof HTMLButtonElement) return
    else if (event.key === 'Tab' && draft.theirs === null && !draft.refused)
      keep(event.shiftKey ? 'back' : 'next')
    else if (event.key === 'Enter' && !breaks && !(event.target instanceof HTMLButtonElement)) keep('down')
    else return event.stopPropagation()
    event.preventDefault()
    event.stopPropagation()
  }
  const shared = {
    'aria-label': label,
    autoFocus: true,
    value: draft.words,
    maxLength: words?.most,
  }
  return (
    <Frame onKeyDown={onKeyDown} onLeave={() => keep('stay')}>
      <Drafted draft={draft}>
        {words?.type === 'day' ? (
          <input
            {...shared}
            type="date"
            min="1990-01-01"
            max="2099-12-31"
            onChange={(event) => {
              if (event.target.value || !event.target.validity.badInput) draft.type(event.target.value)
            }}
          />
        ) : words?.type === 'text' ? (
          <textarea {...shared} rows={5} onChange={(event) => draft.type(event.target.value)} />
        ) : (
          <>
            <input
              {...shared}
              autoComplete="off"
              list={posts.length > 0 ? 'mapping-posts' : undefined}
              onChange={(event) => draft.type(event.target.value.replace(/[\r\n]+/g, ' '))}
            />
            <datalist id="mapping-posts">
              {posts.map((post) => (
                <option key={post} value={post} />
              ))}
            </datalist>
          </>
        )}
        {words?.type === 'text' && <PatientHint text={draft.words} />}
      </Drafted>
      {words?.type === 'text' && <p className={styles.hint}>Enter keeps it. Shift and Enter begin a line.</p>}
    </Frame>
  )
}

interface FrameProps {
  children: ReactNode
  onKeyDown(event: KeyboardEvent): void
  /** Focus has gone elsewhere on the page. */
  onLeave(): void
}

function Frame({ children, onKeyDown, onLeave }: FrameProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is inside has the keys; this hears them for all
    <div
      className={styles.editor}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.stopPropagation()}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget))
          onLeave()
      }}
    >
      {children}
    </div>
  )
}

function CategoryEditor({ line, target, label, onDone }: EditorProps) {
  const session = useSession()
  const keys = useDoneKeys(onDone)
  const { columns } = line.board.facts
  const choices: readonly ColumnId[] =
    line.column === 'set-aside' ? [...BOARD_COLUMN_IDS, 'set-aside'] : BOARD_COLUMN_IDS
  return (
    <Frame onKeyDown={keys} onLeave={() => onDone('stay')}>
      <select
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this cell
        autoFocus
        value={line.column}
        onChange={(event) => {
          const because = write(session, line, target, event.target.value)
          const title = columns[event.target.value as ColumnId].title
          const said = because ? PROBLEMS[because].says : `${line.statement.ref} moved to ${title}`
          if (because) toast(said)
          announce(said, because ? 'assertive' : 'polite')
        }}
      >
        {choices.map((it) => (
          <option key={it} value={it}>
            {columns[it].title}
          </option>
        ))}
      </select>
    </Frame>
  )
}

function StatusEditor({ line, target, label, onDone }: EditorProps) {
  const session = useSession()
  const keys = useDoneKeys(onDone)
  return (
    <Frame onKeyDown={keys} onLeave={() => onDone('stay')}>
      <select
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this cell
        autoFocus
        value={valueIn(line, target)}
        onChange={(event) => {
          const because = write(session, line, target, event.target.value)
          if (because) toast(PROBLEMS[because].says)
        }}
      >
        <option value="">Not said</option>
        {ACTION_STATUSES.map((it) => (
          <option key={it} value={it}>
            {STATUS_WORDS[it]}
          </option>
        ))}
      </select>
    </Frame>
  )
}

function WhyEditor({ line, label, onDone }: EditorProps) {
  const keys = useDoneKeys(onDone, true)
  const binding = useText({ why: line.id }, `Why ${line.statement.ref}`, (because) =>
    toast(PROBLEMS[because].says),
  )
  return (
    <Frame onKeyDown={keys} onLeave={() => onDone('stay')}>
      <textarea
        {...binding}
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this cell
        autoFocus
        rows={6}
        maxLength={LIMITS.sharedText}
      />
      <PatientHint text={binding.value} />
      <p className={styles.hint}>Everyone writes in this one text. Tab or Escape leaves it.</p>
    </Frame>
  )
}

function ObjectivesEditor({ line, label, onDone }: EditorProps) {
  const edit = useEdit()
  const keys = useDoneKeys(onDone)
  const { id, statement, response, board } = line
  return (
    <Frame onKeyDown={keys} onLeave={() => onDone('stay')}>
      <fieldset className={styles.ticks}>
        <legend className="visually-hidden">{label}</legend>
        {board.facts.objectives.map((it, at) => {
          const on = response.objectives.includes(it.id)
          return (
            <label key={it.id}>
              <input
                type="checkbox"
                // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this cell
                autoFocus={at === 0}
                checked={on}
                onChange={() =>
                  edit(`${on ? 'Untick' : 'Tick'} an objective of ${statement.ref}`, (doc) =>
                    tickObjective(doc, id, it.id, !on),
                  )
                }
              />
              {it.title}
            </label>
          )
        })}
      </fieldset>
    </Frame>
  )
}

/** Links the statement, or the stream of its action, to a part of the plan that is there or made of a line. */
function LinkEditor({ line, target, label, kind, onDone }: EditorProps & { kind: PlanKind }) {
  const session = useSession()
  const edit = useEdit()
  const keys = useDoneKeys(onDone)
  const { plan } = line.board
  const ofAction = target.is === 'plan' ? target : null
  const chosen = ofAction
    ? (plan.stream.get(valueIn(line, ofAction))?.fields.title ?? '')
    : kind === 'action'
      ? ''
      : (line.parts[0]?.fields.title ?? '')
  const options = useMemo(
    () =>
      foundOf(
        plan[kind],
        (it) => it.fields.lead || it.fields.projectLead || it.fields.executiveLead || '',
      ).filter((it) => ofAction || !line.parts.some((part) => part.id === it.id)),
    [plan, kind, ofAction, line.parts],
  )
  const take = (to: string) => {
    const because = write(session, line, target, to)
    if (because) toast(PROBLEMS[because].says)
    onDone('stay')
  }
  return (
    <Frame onKeyDown={keys} onLeave={() => onDone('stay')}>
      <Finder
        label={
          kind === 'action' && line.parts.length > 0
            ? `${label}: another action`
            : `${label}: search, or type a new one`
        }
        options={options}
        chosen={chosen}
        createLabel={kind === 'action' ? 'New action:' : kind === 'stream' ? 'New work stream:' : 'Watch:'}
        autoFocus
        onPick={take}
        onCreate={(title) => {
          const made = nanoid(10)
          const fields: Record<string, string> = { title: title.slice(0, LIMITS.line) }
          if (kind === 'action') fields.ref = nextActionRef(plan.action)
          edit(`Link ${line.statement.ref} to “${title}”`, (doc) => {
            createPlanItem(doc, kind, made, fields)
            if (ofAction)
              doc.transact(() => createPlanItem(doc, 'action', ofAction.item.id, { stream: made }))
            else linkStatements(doc, [line.id], kind, made)
          })
          onDone('stay')
        }}
      />
    </Frame>
  )
}
