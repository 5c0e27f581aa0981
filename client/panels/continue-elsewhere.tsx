/**
 * Going on as oneself on a second device: a code that works once, for some minutes.
 */
import { MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import type { PersonCodeReply } from '../../shared/api.ts'
import type { BoardId, LinkId, ParticipantId } from '../../shared/board.ts'
import { api } from '../session/api.ts'
import { Button } from '../ui/button.tsx'
import { momentWords } from '../ui/dates.ts'
import styles from './continue-elsewhere.module.css'
import { sayProblem } from './say-problem.ts'
import { ShownCode } from './shown-code.tsx'

interface Props {
  board: BoardId
  as: LinkId
  me: ParticipantId
}

export function ContinueElsewhere({ board, as, me }: Props) {
  const [made, setMade] = useState<PersonCodeReply | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const make = async () => {
    setProblem(null)
    try {
      const body = { for: 'device' }
      setMade(await api.at(board, as).call<PersonCodeReply>(`/people/${me}/code`, { body }))
    } catch (error) {
      setProblem(sayProblem(error))
    }
  }
  return (
    <section className={styles.elsewhere} aria-label="Another device">
      {made ? (
        <ShownCode code={made.code} label="Code that opens the board on your other device">
          <p>
            On your other device open <b>{location.host}/join</b> and type this, or point its camera here. You
            are yourself there too, with everything you chose.
          </p>
          <p className={styles.aside}>
            {`It works once, until ${momentWords(made.until)}. Whoever uses it comes in as you.`}
          </p>
        </ShownCode>
      ) : (
        <div className={styles.offer}>
          <p>
            <b>Begun on your phone, going on at your desk?</b> Be the same person there.
          </p>
          <Button icon={<MonitorSmartphone size={17} aria-hidden />} onClick={make}>
            Continue on another device
          </Button>
        </div>
      )}
      {problem && <p role="alert">{problem}</p>}
    </section>
  )
}
