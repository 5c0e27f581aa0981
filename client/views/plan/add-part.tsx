/**
 * A new part of the plan in a line: type its name, press Enter, and go on with what it lacks.
 */
import { Plus } from 'lucide-react'
import { nanoid } from 'nanoid'
import { type FormEvent, useId, useState } from 'react'
import type { PlanId } from '../../../shared/board.ts'
import { createPlanItem } from '../../../shared/doc/edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { nextActionRef } from '../../../shared/plan/refs.ts'
import { type PlanKind, planKey } from '../../../shared/plan.ts'
import { useEdit } from '../../panels/use-edit.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useCan } from '../../session/use-can.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { partKey } from './layout.ts'
import { useOpened } from './opened.ts'
import styles from './parts.module.css'

const WORDS = {
  action: { label: 'New action', placeholder: 'New action: set up, train, publish…' },
  stream: { label: 'New work stream', placeholder: 'New work stream' },
  watch: { label: 'New watched source', placeholder: 'A body, a consultation, a law on its way' },
} as const

export function AddPart({ kind, stream }: { kind: PlanKind; stream?: PlanId }) {
  const session = useSession()
  const opened = useOpened()
  const edit = useEdit()
  const id = useId()
  const [title, setTitle] = useState('')
  const may = useCan({ root: 'plan', key: planKey(kind, 'x', 'title'), to: 'x' })
  if (!may) return null
  const { label, placeholder } = WORDS[kind]
  const add = (event: FormEvent) => {
    event.preventDefault()
    const words = title.trim().slice(0, LIMITS.line)
    if (!words) return
    const part = nanoid(10)
    const fields: Record<string, string> = { title: words }
    if (kind === 'action') fields.ref = nextActionRef(session.snapshot.get().plan.action)
    if (stream) fields.stream = stream
    // Before it is there, for it looks once, when it appears.
    opened.make(partKey({ kind, id: part }))
    if (!edit(`${label} “${words}”`, (doc) => createPlanItem(doc, kind, part, fields))) return
    announce(`${label} made: ${words}`)
    setTitle('')
  }
  return (
    <form className={styles.add} onSubmit={add}>
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        value={title}
        placeholder={placeholder}
        maxLength={LIMITS.line}
        autoComplete="off"
        onChange={(event) => setTitle(event.target.value)}
      />
      <Button slim type="submit" aria-label={`Add: ${label}`} icon={<Plus size={16} aria-hidden />}>
        Add
      </Button>
    </form>
  )
}
