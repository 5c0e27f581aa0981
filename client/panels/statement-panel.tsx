/**
 * One statement, read and answered, beside a board that stays usable.
 *
 * It is a part of the page, not a dialog: nothing behind it is locked. Focus comes in with the statement and
 * goes back to the card when it closes; Escape closes it from anywhere inside.
 */
import { Lock, Presentation, X } from 'lucide-react'
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { StatementId } from '../../shared/board.ts'
import { columnForKey } from '../../shared/columns.ts'
import { setFacilitation, titleStatement } from '../../shared/doc/edits.ts'
import type { StatementView } from '../../shared/doc/reads/statements.ts'
import { LIMITS } from '../../shared/limits.ts'
import { PROBLEMS } from '../../shared/problem.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { usePeople } from '../session/use-people.ts'
import { usePresence } from '../session/use-presence.ts'
import { useText } from '../session/use-text.ts'
import { announce } from '../ui/announcer.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { columnColour } from '../ui/column-icon.tsx'
import { isoDayWords } from '../ui/dates.ts'
import { CommentThread } from './comment-thread.tsx'
import { Kin } from './kin.tsx'
import { PatientHint } from './patient-hint.tsx'
import { Drafted } from './plan-inputs.tsx'
import { ResponseForm } from './response-form.tsx'
import { StatementHistory } from './statement-history.tsx'
import styles from './statement-panel.module.css'
import { useDraft } from './use-draft.ts'
import { useEdit } from './use-edit.ts'
import { useMove, WhereItIs } from './where-it-is.tsx'

interface Props {
  id: StatementId
  onClose(): void
  /** Opens another statement in its place. */
  onOpen(id: StatementId): void
}

export function StatementPanel({ id, onClose, onOpen }: Props) {
  const statement = useLastKnown(id)
  const isGone = useBoard((board) => !board.statements.has(id))
  const column = useBoard((board) => board.placements.get(id)?.column) ?? 'unsorted'
  const panel = useFocusGuest(id)
  const session = useSession()
  const move = useMove(id)
  useEffect(() => {
    session.look(id)
    return () => session.look(null)
  }, [session, id])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return
    if (event.key === 'Escape') {
      event.preventDefault()
      onClose()
      return
    }
    const to = columnForKey(event.key)
    const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select')
    if (!to || isTyping || event.ctrlKey || event.metaKey || event.altKey || to === column) return
    event.preventDefault()
    move(to)
  }

  return (
    <section
      ref={panel}
      className={styles.panel}
      style={{ '--c': columnColour(column) } as CSSProperties}
      aria-labelledby={`${id}-heading`}
      onKeyDown={onKeyDown}
    >
      <header className={styles.head}>
        <h2 id={`${id}-heading`} tabIndex={-1}>
          <span className="visually-hidden">Statement </span>
          {statement?.ref ?? id}
        </h2>
        <Readers id={id} />
        <ShowOnProjector id={id} reference={statement?.ref ?? id} />
        <Button look="quiet" slim onClick={onClose} icon={<X size={18} aria-hidden />}>
          Close
        </Button>
      </header>
      {/* A fresh body for each statement: no word typed for one may end up in another. */}
      <div className={styles.body} key={id}>
        {isGone && (
          <p className={styles.gone} role="status">
            {statement
              ? `${statement.ref} is no longer on this board.`
              : 'There is no such statement on this board.'}
          </p>
        )}
        {statement && (
          <>
            <WhereItIs id={id} />
            <Published statement={statement} />
            <Kin statement={statement} onOpen={onOpen} />
            <ResponseForm id={id} column={column} />
            <Why id={id} reference={statement.ref} />
            {session.mayDo('readFull') && <CommentThread on={id} />}
            {session.mayDo('readHistory') && <StatementHistory id={id} />}
          </>
        )}
      </div>
    </section>
  )
}

/** The statement, or what it last was: somebody may take it off the board while a person is reading it. */
function useLastKnown(id: StatementId): StatementView | undefined {
  const now = useBoard((board) => board.statements.get(id))
  const last = useRef(now)
  if (now) last.current = now
  return last.current?.id === id ? last.current : undefined
}

/** Takes focus in with each statement that is opened from outside, and back to where it came from. */
function useFocusGuest(id: StatementId) {
  const panel = useRef<HTMLElement>(null)
  const host = useRef<Element | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another statement is another opening
  useEffect(() => {
    const before = document.activeElement
    if (panel.current?.contains(before)) return
    host.current = before
    panel.current?.querySelector('h2')?.focus()
  }, [id])
  useEffect(() => {
    const own = panel.current
    return () => {
      const inside = own?.contains(document.activeElement) || document.activeElement === document.body
      if (inside && host.current instanceof HTMLElement && host.current.isConnected) host.current.focus()
    }
  }, [])
  return panel
}

/** Who else has this statement open. */
function Readers({ id }: { id: StatementId }) {
  const others = usePresence((all) => all)
  const people = usePeople()
  const here = Array.from(new Set(others.filter((it) => it.looking === id).map((it) => it.who)))
  const names = here.map((who) => people.get(who)?.name ?? 'Somebody')
  return (
    <div className={styles.readers}>
      {here.slice(0, 4).map((who, at) => (
        <Avatar key={who} id={who} name={names[at] ?? 'Somebody'} size={28} />
      ))}
      {here.length > 4 && <span>+{here.length - 4}</span>}
    </div>
  )
}

function ShowOnProjector({ id, reference }: { id: StatementId; reference: string }) {
  const isShown = useBoard((board) => board.facilitation.focus === id)
  const may = useCan({ root: 'facilitation', key: 'focus' })
  const edit = useEdit()
  if (!may) return null
  return (
    <Button
      look="quiet"
      slim
      aria-pressed={isShown}
      className={isShown ? styles.shown : undefined}
      icon={<Presentation size={16} aria-hidden />}
      onClick={() => {
        const words = isShown ? `Take ${reference} off the projector` : `Show ${reference} on the projector`
        const done = edit(words, (doc) => setFacilitation(doc, 'focus', { statement: isShown ? null : id }))
        if (done) announce(isShown ? 'The projector shows the board' : `The projector shows ${reference}`)
      }}
    >
      <span className={styles.wide}>{isShown ? 'On the projector' : 'Show on the projector'}</span>
      <span className={styles.narrow}>{isShown ? 'Projected' : 'Project it'}</span>
    </Button>
  )
}

/** What the publication says, which nobody changes here, under a title of our own. */
function Published({ statement }: { statement: StatementView }) {
  const source = useBoard((board) => board.facts.sources.get(statement.source))
  const columns = useBoard((board) => board.facts.columns)
  const { text, chapter, page, theme, addressedTo, official, seenBefore } = statement
  const origin = [source?.title ?? `Publication ${statement.source}`, chapter, page && `page ${page}`]
  return (
    <div className={styles.published}>
      <OurTitle statement={statement} />
      <figure className={styles.verbatim}>
        <figcaption>
          <Lock size={14} aria-hidden />
          Word for word, as published
        </figcaption>
        <blockquote>{text}</blockquote>
        <p>{origin.filter(Boolean).join(', ')}</p>
      </figure>
      {(theme || addressedTo || seenBefore) && (
        <dl className={styles.facts}>
          {theme && (
            <div>
              <dt>Theme</dt>
              <dd>{theme}</dd>
            </div>
          )}
          {addressedTo && (
            <div>
              <dt>Addressed to</dt>
              <dd>{addressedTo}</dd>
            </div>
          )}
          {seenBefore && (
            <div>
              <dt>Seen before</dt>
              <dd>
                {`${columns[seenBefore.column].title}${seenBefore.decided ? ', decided' : ''}: ${seenBefore.version}, ${isoDayWords(seenBefore.on)}`}
              </dd>
            </div>
          )}
        </dl>
      )}
      {official && (official.status || official.text) && (
        <div className={styles.official}>
          <h3>
            Official response
            {official.status && <span>{official.status}</span>}
          </h3>
          {official.text && <p>{official.text}</p>}
        </div>
      )}
    </div>
  )
}

function OurTitle({ statement }: { statement: StatementView }) {
  const session = useSession()
  const { id, ref, title = '' } = statement
  const may = useCan({ root: 'statements', key: id, from: statement, to: statement })
  const draft = useDraft(title, (words) =>
    session.edit(`Title ${ref}`, (doc) => titleStatement(doc, id, words)),
  )
  if (!may && !draft.refused) return title ? <p className={styles.title}>{title}</p> : null
  return (
    <Drafted draft={draft}>
      <textarea
        className={styles.title}
        aria-label="Our title"
        placeholder="Give it a short title of our own"
        value={draft.words}
        readOnly={!may}
        rows={1}
        maxLength={LIMITS.line}
        onChange={(event) => draft.type(event.target.value.replace(/[\r\n]+/g, ' '))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          draft.save()
        }}
      />
    </Drafted>
  )
}

/** Why it is answered so: one text that everyone writes in at once. */
function Why({ id, reference }: { id: StatementId; reference: string }) {
  const may = useCan({ root: 'why', key: id })
  const [problem, setProblem] = useState<string | null>(null)
  const binding = useText({ why: id }, `Why ${reference}`, (because) => setProblem(PROBLEMS[because].says))
  const hintId = `${id}-why-hint`
  if (!may && !binding.value && !problem) return null
  return (
    <section className={styles.why} aria-labelledby={`${id}-why`}>
      <h3 id={`${id}-why`}>
        <label htmlFor={`${id}-why-text`}>Why</label>
      </h3>
      <p id={hintId}>
        {may
          ? 'In two or three sentences. Everyone writes in this one text at the same time.'
          : 'As it was written.'}
      </p>
      <textarea
        {...binding}
        className={styles.grows}
        id={`${id}-why-text`}
        aria-describedby={hintId}
        readOnly={!may}
        rows={3}
        maxLength={LIMITS.sharedText}
        onChange={(event) => {
          setProblem(null)
          binding.onChange(event)
        }}
      />
      {may && <PatientHint text={binding.value} />}
      {problem && (
        <p className={styles.problem} role="alert">
          Not saved. {problem}
        </p>
      )}
    </section>
  )
}
