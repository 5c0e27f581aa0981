/**
 * The statements that are no key statements, and why; each can be brought back to the tray.
 */
import type { StatementId } from '../../../shared/board.ts'
import { useBoard } from '../../session/use-board.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { whyNot } from './moves.ts'
import styles from './set-aside-dialog.module.css'
import { useTable } from './table.tsx'

interface Props {
  onOpen(id: StatementId): void
  onClose(): void
}

export function SetAsideDialog({ onOpen, onClose }: Props) {
  const { moves, session } = useTable()
  const ids = useBoard((board) => board.inColumn['set-aside'])
  const statements = useBoard((board) => board.statements)
  const responses = useBoard((board) => board.responses)
  const tray = useBoard((board) => board.facts.columns.unsorted.title)
  return (
    <Dialog title={`Set aside: ${ids.length}`} onClose={onClose} width="720px">
      <p className={styles.lead}>
        Not key statements. They stay out of the workshop and are listed in the paper.
      </p>
      {ids.length === 0 && <p className={styles.none}>No statement is set aside any more.</p>}
      <ul className={styles.list}>
        {ids.map((id) => {
          const statement = statements.get(id)
          const reason = responses.get(id)?.setAsideReason
          if (!statement) return null
          return (
            <li key={id}>
              <div>
                <button type="button" className={styles.ref} onClick={() => onOpen(id)}>
                  {statement.ref}
                </button>
                <p>{statement.title ?? statement.text}</p>
                <p className={reason ? styles.reason : styles.missing}>{reason ?? 'Needs a reason'}</p>
              </div>
              {whyNot(session, id) === null && (
                <Button
                  slim
                  onClick={() => moves.send(id, 'unsorted')}
                  aria-label={`Move ${statement.ref} back to ${tray}`}
                >
                  Back to {tray}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}
