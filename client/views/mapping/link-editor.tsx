/**
 * The cell that says what answers a statement, while that is linked, made or unlinked.
 */
import { Unlink } from 'lucide-react'
import { nanoid } from 'nanoid'
import { useMemo } from 'react'
import { createPlanItem } from '../../../shared/doc/edits.ts'
import { linkStatements, unlinkStatements } from '../../../shared/doc/plan-edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { nextActionRef } from '../../../shared/plan/refs.ts'
import type { PlanKind } from '../../../shared/plan.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import { foundOf } from '../../panels/found-items.ts'
import { useEdit } from '../../panels/use-edit.ts'
import { useSession } from '../../session/session-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Finder } from '../../ui/finder.tsx'
import { toast } from '../../ui/toasts.tsx'
import { valueIn, write } from './cell-edits.ts'
import { type EditorProps, Frame, useDoneKeys } from './editor-frame.tsx'
import styles from './mapping.module.css'

/** Links the statement, or the stream of its action, to a part of the plan that is there or made of a line. */
export function LinkEditor({ line, target, label, kind, onDone }: EditorProps & { kind: PlanKind }) {
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
      {!ofAction && line.parts.length > 0 && (
        <ul className={styles.linked}>
          {line.parts.map((part) => (
            <li key={part.id}>
              <span>{part.fields.title ?? '(no title)'}</span>
              <Button
                slim
                look="quiet"
                aria-label={`Unlink “${part.fields.title ?? part.id}”`}
                icon={<Unlink size={15} aria-hidden />}
                onClick={() => {
                  edit(`Unlink ${line.statement.ref}`, (doc) =>
                    unlinkStatements(doc, [line.id], kind, part.id),
                  )
                  onDone('stay')
                }}
              >
                Unlink
              </Button>
            </li>
          ))}
        </ul>
      )}
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
