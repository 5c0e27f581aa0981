/**
 * The one work stream or watched source a statement is linked to: found, made, or taken away. Each may answer
 * many statements.
 */
import { Unlink } from 'lucide-react'
import { nanoid } from 'nanoid'
import { useMemo } from 'react'
import type { StatementId } from '../../shared/board.ts'
import { createPlanItem, setResponse } from '../../shared/doc/edits.ts'
import { LIMITS } from '../../shared/limits.ts'
import type { PlanItem, Response } from '../../shared/plan.ts'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { Button } from '../ui/button.tsx'
import { Finder } from '../ui/finder.tsx'
import { foundOf } from './found-items.ts'
import { Likely } from './likely.tsx'
import styles from './response-form.module.css'
import { useEdit } from './use-edit.ts'

const KINDS = {
  stream: {
    label: 'Existing work stream',
    hint: 'Search, or type the name of one that is not here yet.',
    create: 'Add the work stream',
  },
  watch: {
    label: 'What we watch',
    hint: 'A body, a consultation, a law on its way. Search, or type a new one.',
    create: 'Watch',
  },
} as const

export function LinkedOne({
  id,
  field,
  response,
  item,
}: {
  id: StatementId
  field: 'stream' | 'watch'
  response: Response
  item: PlanItem | undefined
}) {
  const items = useBoard((board) => board.plan[field])
  const ref = useBoard((board) => board.statements.get(id)?.ref) ?? 'it'
  const responses = useBoard((board) => board.responses)
  const may = useCan({ root: 'responses', key: `${id}/${field}`, to: 'x' })
  const edit = useEdit()
  const words = KINDS[field]
  const options = useMemo(
    () => foundOf(items, (it) => it.fields.projectLead ?? it.fields.executiveLead ?? ''),
    [items],
  )
  const others = useMemo(() => {
    if (!item) return 0
    let count = -1
    for (const it of responses.values()) if (it[field] === item.id) count += 1
    return Math.max(0, count)
  }, [responses, item, field])
  const isGone = response[field] !== undefined && !item
  return (
    <div className={styles.one}>
      <Finder
        label={words.label}
        hint={item ? undefined : words.hint}
        options={options}
        chosen={item?.fields.title ?? ''}
        createLabel={words.create}
        disabled={!may}
        onPick={(to) => edit(`Link ${ref}`, (doc) => setResponse(doc, id, field, to))}
        onCreate={(title) => {
          const to = nanoid(10)
          edit(`Link ${ref} to “${title}”`, (doc) => {
            createPlanItem(doc, field, to, { title: title.slice(0, LIMITS.line) })
            setResponse(doc, id, field, to)
          })
        }}
      />
      {may && !item && (
        <Likely
          statement={id}
          kind={field}
          onPick={(to) => edit(`Link ${ref}`, (doc) => setResponse(doc, id, field, to))}
        />
      )}
      {isGone && <p className={styles.moved}>What it was linked to has been taken away. Choose again.</p>}
      {item && (
        <p className={styles.beside}>
          <span>
            {others === 0
              ? 'Linked to this statement only.'
              : `Shared with ${others} other ${others === 1 ? 'statement' : 'statements'}: changes below show there too.`}
          </span>
          {may && (
            <Button
              look="quiet"
              slim
              icon={<Unlink size={15} aria-hidden />}
              onClick={() => edit(`Unlink ${ref}`, (doc) => setResponse(doc, id, field, ''))}
            >
              Unlink
            </Button>
          )}
        </p>
      )}
    </div>
  )
}
