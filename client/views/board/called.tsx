/**
 * What the room talks about, for somebody who sorts meanwhile: a way there, and a way to be left alone.
 */
import { Users } from 'lucide-react'
import { useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { Button } from '../../ui/button.tsx'
import styles from './notices.module.css'

export function Called({ id }: { id: StatementId }) {
  const { board, as } = useSession()
  const ref = useBoard((it) => it.statements.get(id)?.ref)
  const isDecided = useBoard((it) => it.live.decisions.has(id))
  const [isLeftAlone, leaveAlone] = useState(false)
  if (!ref || isDecided || isLeftAlone) return null
  return (
    <p className={styles.notice}>
      <Users size={19} aria-hidden />
      <span>
        <b>{`The room talks about ${ref}.`}</b> <a href={`/b/${board}/together?as=${as}`}>Join in</a>
      </span>
      <Button slim look="quiet" onClick={() => leaveAlone(true)}>
        Leave me here
      </Button>
    </p>
  )
}
