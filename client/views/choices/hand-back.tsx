/**
 * Handing the device back: a code to come again by, then nothing of theirs opens here any more.
 *
 * The code is made first and the seat left after it, so nobody is left without a way to their own choices.
 */
import { Check } from 'lucide-react'
import { useState } from 'react'
import type { PersonCodeReply } from '../../../shared/api.ts'
import type { BoardId } from '../../../shared/board.ts'
import { PROBLEMS, Problem } from '../../../shared/problem.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import { ShownCode } from '../../panels/shown-code.tsx'
import { api } from '../../session/api.ts'
import type { Guest } from '../../session/guest.ts'
import { Button } from '../../ui/button.tsx'
import { momentWords } from '../../ui/dates.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { BoardMessage } from '../board/board-message.tsx'
import styles from './who-answers.module.css'

/** What somebody takes away with them: who they were here, and the code to come again by. */
export interface Slip extends PersonCodeReply {
  name: string
}

interface Props {
  board: BoardId
  guest: Guest
  owner: string
  waiting: number
  /** Null where the server had let them go already. */
  onLeft(slip: Slip | null): void
  onClose(): void
}

export function HandBack({ board, guest, owner, waiting, onLeft, onClose }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const at = api.at(board, guest.as, guest.seat)

  const leave = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const code = guest.opened
        ? null
        : await at.call<PersonCodeReply>(`/people/${guest.id}/code`, { body: { for: 'later' } })
      await at.leave()
      onLeft(code && { ...code, name: guest.name })
    } catch (error) {
      // Whoever is not let in any more has left already.
      if (error instanceof Problem && !PROBLEMS[error.code].retry) onLeft(null)
      else setProblem(sayProblem(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title="Finished?" width="560px" onClose={onClose}>
      <div className={styles.add}>
        <p>
          {`Your choices go from this device before you hand it back: ${owner || 'its owner'} cannot see them. ${guest.opened ? 'They stand as they are: your page was closed once, so there is no code for coming back to them.' : 'You are given a code, to come back to them.'}`}
        </p>
        {waiting > 0 && (
          <p className={styles.problem} role="status">
            {waiting === 1 ? 'One choice is' : `${waiting} choices are`} still on the way to the server. Keep
            the device until they are saved.
          </p>
        )}
        {problem && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        <div className={styles.acts}>
          <Button look="primary" disabled={busy || waiting > 0} onClick={leave}>
            Finish
          </Button>
          <Button look="quiet" onClick={onClose}>
            Go on choosing
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** The last page of a guest: nothing of theirs is under it. */
export function SlipPage({ slip, owner, onDone }: { slip: Slip; owner: string; onDone(): void }) {
  return (
    <BoardMessage
      title={`Thank you, ${slip.name}`}
      actions={
        <Button look="primary" icon={<Check size={18} aria-hidden />} onClick={onDone}>
          {`Hand it back to ${owner || 'its owner'}`}
        </Button>
      }
    >
      <ShownCode code={slip.code} label="Code to go on as yourself">
        <p>
          <b>Write this down, or point your own phone here</b>, if you want to go on or change an answer:
          once, until {momentWords(slip.until)}, on this device or any other.
        </p>
      </ShownCode>
      <p>Your choices are with the server. Nothing of them is left on this device.</p>
    </BoardMessage>
  )
}
