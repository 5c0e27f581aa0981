/** What is said of a part of the plan: folded while nobody looks, with how much there is. */
import { MessageSquare } from 'lucide-react'
import { useState } from 'react'
import type { Part } from '../../../shared/plan/outline.ts'
import { CommentThread } from '../../panels/comment-thread.tsx'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import styles from './parts.module.css'

export function PartComments({ part: { item } }: { part: Part }) {
  const on = `${item.kind}/${item.id}`
  const session = useSession()
  const said = useBoard((board) => board.comments.get(on))?.length ?? 0
  const [isOpen, setOpen] = useState(false)
  if (!session.mayDo('readFull')) return null
  return (
    <details className={styles.comments} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <MessageSquare size={16} aria-hidden /> Comments
        {said > 0 && <span>{said}</span>}
      </summary>
      {isOpen && <CommentThread on={on} isFeedback isBare />}
    </details>
  )
}
