/**
 * A cell of words or of a day, while it is typed in.
 */
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { POST_FIELDS, postsUsed } from '../../../shared/plan/suggestions.ts'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'
import { PatientHint } from '../../panels/patient-hint.tsx'
import { Drafted } from '../../panels/plan-inputs.tsx'
import { isTypedDay, TYPED_DAYS } from '../../panels/typed-day.ts'
import { useDraft } from '../../panels/use-draft.ts'
import { useSession } from '../../session/session-provider.tsx'
import { announce } from '../../ui/announcer.tsx'
import { valueIn, wordsIn, write } from './cell-edits.ts'
import { type EditorProps, Frame, type Onward } from './editor-frame.tsx'
import styles from './mapping.module.css'

export function WordsEditor({ line, target, label, typed, onDone }: EditorProps) {
  const session = useSession()
  const words = wordsIn(target)
  const value = valueIn(line, target)
  const original = useRef(value)
  const refused = useRef<ProblemCode | null>(null)
  const problem = () => refused.current
  const fits = (it: string) =>
    words?.type === 'day'
      ? it === '' || isTypedDay(it)
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
            {...TYPED_DAYS}
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
