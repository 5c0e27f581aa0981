/**
 * Somebody who answered on this device and whose page was closed: whoever lent it lets them go on.
 */
import { HandHelping } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { GuestsReply, SeatReply } from '../../../shared/api.ts'
import type { BoardId, LinkId } from '../../../shared/board.ts'
import type { PersonCard } from '../../../shared/wire.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import { api } from '../../session/api.ts'
import type { Guest } from '../../session/guest.ts'
import { Button } from '../../ui/button.tsx'
import styles from './who-answers.module.css'

interface Props {
  board: BoardId
  as: LinkId
  onAdded(guest: Guest): void
}

export function GoOn({ board, as, onAdded }: Props) {
  const [guests, setGuests] = useState<readonly PersonCard[]>([])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let wanted = true
    api
      .at(board, as)
      .call<GuestsReply>('/people/here')
      .then(
        (reply) => wanted && setGuests(reply.guests),
        // Without a network nobody is handed the device anyway.
        () => undefined,
      )
    return () => {
      wanted = false
    }
  }, [board, as])
  const open = async ({ id }: PersonCard) => {
    setBusy(true)
    setProblem(null)
    try {
      const {
        participant,
        as: by,
        seat,
      } = await api.at(board, as).call<SeatReply>(`/people/here/${id}`, { body: {} })
      onAdded({ seat, as: by, id, name: participant.name, opened: true })
    } catch (error) {
      setProblem(sayProblem(error))
      setBusy(false)
    }
  }
  if (guests.length === 0) return null
  return (
    <section className={styles.goOn} aria-labelledby="go-on">
      <h3 id="go-on">Somebody’s page was closed before they were finished?</h3>
      <p>
        They go on where they were. What they have answered already stays as it is, and is not shown here.
      </p>
      <ul>
        {guests.map((it) => (
          <li key={it.id}>
            <Button
              slim
              disabled={busy}
              icon={<HandHelping size={16} aria-hidden />}
              onClick={() => void open(it)}
            >
              {`${it.name} goes on`}
            </Button>
          </li>
        ))}
      </ul>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}
