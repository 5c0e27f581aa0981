/**
 * Says that a statement repeats another one: of two publications, or of two chapters of one.
 */
import { useMemo } from 'react'
import type { StatementId } from '../../shared/board.ts'
import { sameStatement } from '../../shared/doc/same-as.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Finder } from '../ui/finder.tsx'
import { toast } from '../ui/toasts.tsx'
import styles from './split-dialog.module.css'
import { useEdit } from './use-edit.ts'

export function SameAsDialog({ id, onClose }: { id: StatementId; onClose(): void }) {
  const session = useSession()
  const edit = useEdit()
  const ids = useBoard((board) => board.ids)
  const statements = useBoard((board) => board.statements)
  const refTo = (it: StatementId) => statements.get(it)?.ref ?? it
  const ref = refTo(id)
  const options = useMemo(
    () =>
      ids.flatMap((it) => {
        const other = statements.get(it)
        if (!other || it === id || other.partOf === id) return []
        return [{ id: it, title: other.ref, detail: other.title ?? other.text.slice(0, 90) }]
      }),
    [ids, statements, id],
  )
  const pick = (other: StatementId) => {
    const what = `Say that ${ref} is the same as ${refTo(other)}`
    if (!edit(what, (doc) => sameStatement(doc, id, other))) return
    const words = `${ref} is the same as ${refTo(other)}.`
    toast(words, { label: 'Undo', run: () => session.undo() }, 'same')
    announce(words)
    onClose()
  }
  return (
    <Dialog
      title={`${ref} is the same as…`}
      onClose={onClose}
      footer={<Button onClick={onClose}>Cancel</Button>}
    >
      <p className={styles.lead}>
        Two publications often ask for one thing. Each keeps its place, its words and its answer; card,
        mapping and papers say which it repeats, and what answers the one is offered for the other.
      </p>
      <Finder
        label="Which statement does it repeat?"
        hint="By its number, its title or words in it."
        placeholder="F12, complaints…"
        options={options}
        autoFocus
        onPick={pick}
      />
    </Dialog>
  )
}
