/**
 * Leaving a board on this device, for a computer that others use too: what goes, what stays, and then it is
 * gone from here.
 */
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import styles from './leave-dialog.module.css'
import { sayProblem } from './say-problem.ts'

interface Props {
  title: string
  /** Changes made here that are not on the server. */
  unsaved?: number
  leave(how: { onlyHere: boolean }): Promise<void>
  onLeft(): void
  onClose(): void
}

export function LeaveDialog({ title, unsaved = 0, leave, onLeft, onClose }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const run = async (onlyHere: boolean) => {
    setBusy(true)
    setProblem(null)
    try {
      await leave({ onlyHere })
      onLeft()
    } catch (error) {
      setProblem(sayProblem(error))
      setBusy(false)
    }
  }
  return (
    <Dialog
      title="Leave this board on this device"
      onClose={onClose}
      width="540px"
      footer={
        <>
          <Button onClick={onClose}>Stay</Button>
          {problem && (
            <Button disabled={busy} onClick={() => run(true)}>
              Take it off this device only
            </Button>
          )}
          <Button look="danger" disabled={busy} onClick={() => run(false)}>
            {problem ? 'Try again' : 'Leave'}
          </Button>
        </>
      }
    >
      <div className={styles.words}>
        <p>
          <b>{title || 'This board'}</b> and everything this browser keeps of it go from this device. What you
          did on the board stays there, under your name.
        </p>
        <p>To come back you need the link again, and you come as somebody new.</p>
        {unsaved > 0 && (
          <p className={styles.loses} role="alert">
            {unsaved === 1 ? 'One change of yours has' : `${unsaved} changes of yours have`} not reached the
            server and would be lost.
          </p>
        )}
        {problem && (
          <p className={styles.loses} role="alert">
            {problem} Until the server knows, whoever sits here could come in again as you.
          </p>
        )}
      </div>
    </Dialog>
  )
}
