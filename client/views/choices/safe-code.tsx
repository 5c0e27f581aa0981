/**
 * A code for a guest who is not finished: a page may be closed by mistake, and this leads back to all of it.
 */
import { useEffect, useState } from 'react'
import type { PersonCodeReply } from '../../../shared/api.ts'
import type { BoardId } from '../../../shared/board.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import { ShownCode } from '../../panels/shown-code.tsx'
import { api } from '../../session/api.ts'
import type { Guest } from '../../session/guest.ts'
import { Button } from '../../ui/button.tsx'
import { momentWords } from '../../ui/dates.ts'
import { Dialog } from '../../ui/dialog.tsx'
import styles from './who-answers.module.css'

interface Props {
  board: BoardId
  guest: Guest
  onClose(): void
}

export function SafeCode({ board, guest: { as, seat, id, name }, onClose }: Props) {
  const [code, setCode] = useState<PersonCodeReply | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let wanted = true
    api
      .at(board, as, seat)
      .call<PersonCodeReply>(`/people/${id}/code`, { body: { for: 'later' } })
      .then(
        (made) => wanted && setCode(made),
        (error: unknown) => wanted && setProblem(sayProblem(error)),
      )
    return () => {
      wanted = false
    }
  }, [board, as, seat, id])
  return (
    <Dialog title={`A code for ${name} alone`} width="560px" onClose={onClose}>
      <div className={styles.add}>
        {code && (
          <ShownCode code={code.code} label="Code to go on as yourself">
            <p>
              <b>Write it down and keep it to yourself.</b> If this page is closed before you are finished, it
              brings you back to all your choices: once, until {momentWords(code.until)}, on this device or
              any other.
            </p>
          </ShownCode>
        )}
        {problem && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        <div className={styles.acts}>
          <Button look="primary" onClick={onClose}>
            I have it
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
