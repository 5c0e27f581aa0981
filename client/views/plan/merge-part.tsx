/**
 * Makes one of two parts of the plan that were meant as one: typed by two people, or spelled in two ways.
 */
import { Merge } from 'lucide-react'
import { useMemo, useState } from 'react'
import { mergePlanItems } from '../../../shared/doc/plan-edits.ts'
import { postKey } from '../../../shared/plan/leads.ts'
import type { PlanItem } from '../../../shared/plan.ts'
import { foundOf } from '../../panels/found-items.ts'
import { useEdit } from '../../panels/use-edit.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Finder } from '../../ui/finder.tsx'
import { toast } from '../../ui/toasts.tsx'
import styles from './parts.module.css'

export function MergePart({ item }: { item: PlanItem }) {
  const session = useSession()
  const edit = useEdit()
  const items = useBoard((board) => board.plan[item.kind])
  const [asking, setAsking] = useState(false)
  const { title = '' } = item.fields
  const options = useMemo(() => {
    const own = postKey(title)
    const isTwin = (it: { title: string }) => (postKey(it.title) === own ? 0 : 1)
    return foundOf(
      items,
      (it) => it.fields.ref || it.fields.lead || it.fields.projectLead || it.fields.executiveLead || '',
    )
      .filter((it) => it.id !== item.id)
      .sort((a, b) => isTwin(a) - isTwin(b))
  }, [items, item.id, title])
  if (options.length === 0) return null
  if (!asking)
    return (
      <Button slim look="quiet" icon={<Merge size={15} aria-hidden />} onClick={() => setAsking(true)}>
        The same as another…
      </Button>
    )
  return (
    <div className={styles.merge}>
      <Finder
        label="Which one stays?"
        hint={`All that leads to “${title}” will lead there, with what the other does not say itself.`}
        options={options}
        autoFocus
        onPick={(into) => {
          const other = items.get(into)?.fields.title ?? 'the other'
          const done = edit(`Make “${title}” and “${other}” one`, (doc) =>
            mergePlanItems(doc, item.kind, item.id, into),
          )
          if (!done) return
          const said = `“${title}” and “${other}” are one now.`
          toast(said, { label: 'Undo', run: () => session.undo() }, 'plan part')
          announce(said)
        }}
      />
      <Button slim look="quiet" onClick={() => setAsking(false)}>
        Cancel
      </Button>
    </div>
  )
}
