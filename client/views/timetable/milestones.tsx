/** Milestones to the plan: added, dated anew and taken away by whoever runs the board. */

import { Plus, Trash2 } from 'lucide-react'
import { nanoid } from 'nanoid'
import { type FormEvent, useRef, useState } from 'react'
import type { Milestone } from '../../../shared/board.ts'
import { setBoardFact } from '../../../shared/doc/edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { Drafted } from '../../panels/plan-inputs.tsx'
import { isTypedDay, TYPED_DAYS } from '../../panels/typed-day.ts'
import { useDraft } from '../../panels/use-draft.ts'
import { useEdit } from '../../panels/use-edit.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCan } from '../../session/use-can.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { toast } from '../../ui/toasts.tsx'
import styles from './timetable.module.css'

export function Milestones() {
  const milestones = useBoard((it) => it.facts.milestones)
  const mayEdit = useCan({ root: 'board', key: 'milestone/new' })
  const edit = useEdit()
  const [title, setTitle] = useState('')
  const [date, setDate] = useState('')
  const [owner, setOwner] = useState('')
  const [isTried, setTried] = useState(false)
  const fields = useRef<HTMLFormElement>(null)
  if (!mayEdit) return null
  const hasTitle = title.trim() !== ''
  const hasDate = isTypedDay(date)
  const field = (at: number) => fields.current?.querySelectorAll('input')[at]
  const add = (event: FormEvent) => {
    event.preventDefault()
    setTried(!hasTitle || !hasDate)
    if (!hasTitle || !hasDate) return field(hasTitle ? 1 : 0)?.focus()
    const made = edit(`Add the milestone ${title.trim()}`, (doc) =>
      setBoardFact(doc, `milestone/${nanoid(10)}`, {
        title: title.trim(),
        date,
        ...(owner.trim() && { owner: owner.trim() }),
      }),
    )
    if (!made) return
    announce(`Milestone ${title.trim()} was added.`)
    field(0)?.focus()
    setTitle('')
    setDate('')
    setOwner('')
  }
  const takeAway = ({ id, ...milestone }: Milestone & { id: string }) => {
    const put = (to: Milestone | undefined) => (doc: Parameters<typeof setBoardFact>[0]) =>
      setBoardFact(doc, `milestone/${id}`, to)
    if (!edit(`Take away the milestone ${milestone.title}`, put(undefined))) return
    announce(`The milestone ${milestone.title} was taken away.`)
    toast(`The milestone ${milestone.title} was taken away.`, {
      label: 'Put it back',
      run: () => edit(`Put the milestone ${milestone.title} back`, put(milestone)),
    })
  }
  return (
    <section className={styles.quarter} aria-labelledby="milestones-heading">
      <h2 id="milestones-heading">Milestones</h2>
      <ul className={styles.milestones}>
        {milestones.map(({ id, ...milestone }) => (
          <li key={id}>
            <Day id={id} milestone={milestone} />
            <span>{milestone.title}</span>
            <Owner id={id} milestone={milestone} />
            <Button
              look="quiet"
              slim
              aria-label={`Take away ${milestone.title}`}
              icon={<Trash2 size={17} aria-hidden />}
              onClick={() => takeAway({ id, ...milestone })}
            />
          </li>
        ))}
      </ul>
      <form className={styles.add} ref={fields} onSubmit={add} noValidate>
        <TextField
          label="New milestone"
          value={title}
          error={isTried && !hasTitle && 'Say what it is.'}
          maxLength={LIMITS.line}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextField
          label="Date"
          type="date"
          {...TYPED_DAYS}
          value={date}
          error={isTried && !hasDate && 'Give it a day from 1990 on.'}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
        <TextField
          label="Who sees to it"
          value={owner}
          maxLength={LIMITS.line}
          placeholder="A post, not a person"
          onChange={(event) => setOwner(event.currentTarget.value)}
        />
        <Button type="submit" icon={<Plus size={17} aria-hidden />}>
          Add
        </Button>
      </form>
    </section>
  )
}

function Day({ id, milestone }: { id: string; milestone: Milestone }) {
  const session = useSession()
  const draft = useDraft(
    milestone.date,
    (date) =>
      session.edit(`Date of ${milestone.title}`, (doc) =>
        setBoardFact(doc, `milestone/${id}`, { ...milestone, date }),
      ),
    isTypedDay,
  )
  return (
    <Drafted draft={draft}>
      <input
        type="date"
        {...TYPED_DAYS}
        aria-label={`Date of ${milestone.title}`}
        value={draft.words}
        onChange={({ target }) => {
          if (target.value || !target.validity.badInput) draft.type(target.value)
        }}
      />
    </Drafted>
  )
}

function Owner({ id, milestone }: { id: string; milestone: Milestone }) {
  const session = useSession()
  const { owner = '', ...rest } = milestone
  const draft = useDraft(owner, (words) => {
    const post = words.trim()
    return session.edit(`Who sees to ${milestone.title}`, (doc) =>
      setBoardFact(doc, `milestone/${id}`, { ...rest, ...(post && { owner: post }) }),
    )
  })
  return (
    <Drafted draft={draft}>
      <input
        className={styles.owner}
        aria-label={`Who sees to ${milestone.title}`}
        placeholder="Who sees to it"
        value={draft.words}
        maxLength={LIMITS.line}
        onChange={(event) => draft.type(event.target.value)}
      />
    </Drafted>
  )
}
