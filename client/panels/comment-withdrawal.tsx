/** Taking somebody else's comment off the board: it goes for good, out of every file, and why stays in its place. */
import { useRef, useState } from 'react'
import type { Comment } from '../../shared/board.ts'
import { LIMITS } from '../../shared/limits.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/session-provider.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import styles from './comment-thread.module.css'
import { sayProblem } from './say-problem.ts'

interface Props {
  comment: Comment
  name: string
  onDone(): void
}

export function CommentWithdrawal({ comment, name, onDone }: Props) {
  const { board, as } = useSession()
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const takeOff = async () => {
    if (!reason.trim()) {
      setProblem('Say why: everybody on the board can read it.')
      field.current?.focus()
      return
    }
    setBusy(true)
    try {
      const order = { comment: `${comment.by}/${comment.id}`, reason: reason.trim(), tell: true }
      await api.at(board, as).call('/erase', { body: order })
      announce(`The comment of ${name} was removed`)
    } catch (error) {
      setProblem(sayProblem(error))
      setBusy(false)
    }
  }
  return (
    <div className={styles.sure}>
      <p>{`${name} wrote this. Removed, it is gone from every file and cannot be put back; what you write here stays in its place.`}</p>
      <TextField
        ref={field}
        label="Why it is taken off the board"
        value={reason}
        maxLength={LIMITS.line}
        autoFocus
        error={problem ?? undefined}
        onChange={({ target }) => setReason(target.value)}
      />
      <Button look="danger" slim disabled={isBusy} onClick={() => void takeOff()}>
        {isBusy ? 'Removing…' : 'Remove it'}
      </Button>
      <Button look="quiet" slim onClick={onDone}>
        Leave it
      </Button>
    </div>
  )
}
