/**
 * What every open part of the plan has: what cannot be meant in it, and the way to take it away.
 */
import { Trash2 } from 'lucide-react'
import { createPlanItem } from '../../../shared/doc/edits.ts'
import { removePlanItem } from '../../../shared/doc/plan-edits.ts'
import type { Part } from '../../../shared/plan/outline.ts'
import { type PlanItem, planKey } from '../../../shared/plan.ts'
import { useEdit } from '../../panels/use-edit.ts'
import { Warnings } from '../../panels/warnings.tsx'
import { useSession } from '../../session/session-provider.tsx'
import { useCan } from '../../session/use-can.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toasts.tsx'
import { MergePart } from './merge-part.tsx'
import styles from './parts.module.css'

const WORDS = { action: 'action', stream: 'work stream', watch: 'watched source' } as const

export function PartWarnings({ item, isGone }: { item: PlanItem; isGone: boolean }) {
  const edit = useEdit()
  if (isGone)
    return (
      <p className={styles.gone} role="status">
        <span>
          Somebody has taken this {WORDS[item.kind]} away while you were here. What you type brings it back.
        </span>
        <Button
          slim
          onClick={() =>
            edit(`Bring “${item.fields.title ?? WORDS[item.kind]}” back`, (doc) =>
              createPlanItem(doc, item.kind, item.id, item.fields),
            )
          }
        >
          Bring it back
        </Button>
      </p>
    )
  return <Warnings item={item} />
}

export function PartFoot({ part, isGone }: { part: Part; isGone: boolean }) {
  const { item, title, answers, resting } = part
  const session = useSession()
  const edit = useEdit()
  const may = useCan({ root: 'plan', key: planKey(item.kind, item.id, 'title') })
  const links = answers.length + resting.length
  if (!may || isGone) return null
  const remove = () => {
    const done = edit(`Take “${title}” away`, (doc) => removePlanItem(doc, item.kind, item.id))
    if (!done) return
    const said = `“${title}” was taken away${links > 0 ? `, with ${links} ${links === 1 ? 'link' : 'links'}` : ''}.`
    toast(said, { label: 'Undo', run: () => session.undo() }, 'plan part')
    announce(said)
  }
  return (
    <div className={styles.foot}>
      <MergePart item={item} />
      <Button slim look="quiet" icon={<Trash2 size={15} aria-hidden />} onClick={remove}>
        Take this {WORDS[item.kind]} away
      </Button>
    </div>
  )
}
