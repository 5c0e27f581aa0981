/**
 * Links many statements at once to what answers them: those of a new action to an action, those in hand to a
 * work stream, those that are watched to a source. Each is found, or made in a line.
 */
import { CircleCheck } from 'lucide-react'
import { nanoid } from 'nanoid'
import { useMemo, useState } from 'react'
import type { StatementId } from '../../shared/board.ts'
import { isCategoryId } from '../../shared/columns.ts'
import { createPlanItem } from '../../shared/doc/edits.ts'
import { linkStatements } from '../../shared/doc/plan-edits.ts'
import { LIMITS } from '../../shared/limits.ts'
import { CATEGORY_OF } from '../../shared/plan/links.ts'
import { nextActionRef } from '../../shared/plan/refs.ts'
import type { PlanKind } from '../../shared/plan.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { ColumnIcon, columnColour } from '../ui/column-icon.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Finder } from '../ui/finder.tsx'
import { toast } from '../ui/toasts.tsx'
import { foundOf } from './found-items.ts'
import styles from './link-many.module.css'
import { useEdit } from './use-edit.ts'

interface Props {
  ids: readonly StatementId[]
  onClose(): void
}

/** In the order of the categories. */
const KINDS: readonly PlanKind[] = ['action', 'stream', 'watch']

const many = (count: number) => `${count} ${count === 1 ? 'statement' : 'statements'}`

export function LinkMany({ ids, onClose }: Props) {
  const placements = useBoard((board) => board.placements)
  const columnOf = (id: StatementId) => placements.get(id)?.column ?? 'unsorted'
  const elsewhere = ids.filter((id) => !isCategoryId(columnOf(id))).length
  const kinds = KINDS.filter((kind) => ids.some((id) => columnOf(id) === CATEGORY_OF[kind]))
  return (
    <Dialog
      title={`Link ${many(ids.length)}`}
      onClose={onClose}
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <div className={styles.parts}>
        {kinds.map((kind) => (
          <OfKind key={kind} kind={kind} ids={ids.filter((id) => columnOf(id) === CATEGORY_OF[kind])} />
        ))}
        {elsewhere > 0 && (
          <p className={styles.elsewhere}>
            {many(elsewhere)} {elsewhere === 1 ? 'is' : 'are'} not in one of the three categories: what
            answers a statement follows from where it stands.
          </p>
        )}
      </div>
    </Dialog>
  )
}

const WORDS = {
  action: { label: 'Action', create: 'New action:', placeholder: 'Set up, train, publish…' },
  stream: {
    label: 'Existing work stream',
    create: 'Add the work stream',
    placeholder: 'Search, or type a new one',
  },
  watch: { label: 'What we watch', create: 'Watch', placeholder: 'Search, or type a new one' },
} as const

function OfKind({ kind, ids }: { kind: PlanKind; ids: readonly StatementId[] }) {
  const session = useSession()
  const edit = useEdit()
  const items = useBoard((board) => board.plan[kind])
  const statements = useBoard((board) => board.statements)
  const column = CATEGORY_OF[kind]
  const words = useBoard((board) => board.facts.columns[column])
  const [linked, setLinked] = useState<string | null>(null)
  const options = useMemo(
    () => foundOf(items, (it) => it.fields.lead || it.fields.projectLead || it.fields.executiveLead || ''),
    [items],
  )
  const said = (title: string, done: boolean) => {
    if (!done) return
    setLinked(title)
    const sentence = `Linked ${many(ids.length)} to “${title}”.`
    toast(sentence, { label: 'Undo', run: () => session.undo() }, 'linked')
    announce(sentence)
  }
  const { label, create, placeholder } = WORDS[kind]
  return (
    <section className={styles.part} aria-label={words.title}>
      <h3 style={{ color: columnColour(column) }}>
        <ColumnIcon id={column} size={19} />
        {words.title}
        <span>{refs(ids.map((id) => statements.get(id)?.ref ?? id))}</span>
      </h3>
      <Finder
        label={label}
        placeholder={placeholder}
        options={options}
        createLabel={create}
        onPick={(id) => {
          const title = items.get(id)?.fields.title ?? 'it'
          said(
            title,
            edit(`Link ${many(ids.length)} to “${title}”`, (doc) => linkStatements(doc, ids, kind, id)),
          )
        }}
        onCreate={(typed) => {
          const title = typed.slice(0, LIMITS.line)
          const id = nanoid(10)
          const fields: Record<string, string> = { title }
          if (kind === 'action') fields.ref = nextActionRef(items)
          said(
            title,
            edit(`Link ${many(ids.length)} to “${title}”`, (doc) => {
              createPlanItem(doc, kind, id, fields)
              linkStatements(doc, ids, kind, id)
            }),
          )
        }}
      />
      {linked && (
        <p className={styles.linked}>
          <CircleCheck size={18} aria-hidden />
          Linked to “{linked}”.
        </p>
      )}
    </section>
  )
}

const refs = (all: readonly string[]) =>
  all.length > 12 ? `${all.slice(0, 12).join(', ')} and ${all.length - 12} more` : all.join(', ')
