/**
 * Opening the doors: for so long a short code lets people in, on the wall and here; closed it is worth nothing.
 */
import { DoorClosed, DoorOpen, Plus } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { DoorsPatch, DoorsReply } from '../../shared/api.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/session-provider.tsx'
import { whileShown } from '../session/while-shown.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { momentWords } from '../ui/dates.ts'
import { Select } from '../ui/field.tsx'
import styles from './doors.module.css'
import { codeOf, sayProblem } from './say-problem.ts'
import { ShownCode } from './shown-code.tsx'

const MINUTES: readonly [minutes: number, words: string][] = [
  [15, '15 minutes'],
  [30, '30 minutes'],
  [60, '1 hour'],
  [180, '3 hours'],
]
/** A second facilitator may open or close them; nobody waits long to see it. */
const LOOK_MS = 5_000

export function Doors() {
  const { board, as } = useSession()
  const [doors, setDoors] = useState<DoorsReply | null>(null)
  const [minutes, setMinutes] = useState(30)
  const [problem, setProblem] = useState<string | null>(null)
  const read = useCallback(
    () =>
      api
        .at(board, as)
        .call<DoorsReply>('/doors')
        .then(setDoors, () => {}),
    [board, as],
  )
  useEffect(() => {
    void read()
    return whileShown(LOOK_MS, () => void read())
  }, [read])

  const change = async (patch: DoorsPatch, done: string) => {
    setProblem(null)
    try {
      setDoors(await api.at(board, as).call<DoorsReply>('/doors', { method: 'PATCH', body: patch }))
      announce(done)
    } catch (error) {
      // Somebody else was faster: what they did is shown, and that says enough.
      if (codeOf(error) === 'state_stale') await read()
      else setProblem(sayProblem(error))
    }
  }
  if (!doors) return null
  return (
    <section className={doors.open ? `${styles.doors} ${styles.open}` : styles.doors} aria-label="Doors">
      {doors.open ? (
        <>
          <header>
            <DoorOpen size={22} aria-hidden />
            <h3>The doors are open</h3>
            <span>{`until ${momentWords(doors.until)}`}</span>
          </header>
          <ShownCode code={doors.code} label="Code that opens the board on a phone">
            <p>
              Whoever is in the room opens <b>{location.host}/join</b> and types this, or points a phone here.
              The projector shows it too.
            </p>
          </ShownCode>
          <div className={styles.acts}>
            <Button
              icon={<Plus size={17} aria-hidden />}
              onClick={() =>
                change({ open: true, from: true, minutes: 30 }, 'The doors are open for 30 minutes from now')
              }
            >
              30 minutes from now
            </Button>
            <Button
              icon={<DoorClosed size={17} aria-hidden />}
              onClick={() => change({ open: false, from: true }, 'The doors are closed')}
            >
              Close the doors
            </Button>
          </div>
        </>
      ) : (
        <div className={styles.closed}>
          <header>
            <DoorClosed size={22} aria-hidden />
            <h3>The doors are closed</h3>
          </header>
          <p>Open them when people are in the room: a short code, here and on the projector, lets them in.</p>
          <div className={styles.acts}>
            <Select
              label="For how long"
              value={minutes}
              onChange={(event) => setMinutes(Number(event.target.value))}
            >
              {MINUTES.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </Select>
            <Button
              look="primary"
              icon={<DoorOpen size={18} aria-hidden />}
              onClick={() => change({ open: true, from: false, minutes }, 'The doors are open')}
            >
              Open the doors
            </Button>
          </div>
        </div>
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}
