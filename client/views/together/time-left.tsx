/**
 * The meeting's timer, as everybody sees it, with what facilitators do to it.
 */
import { Plus, Square, Timer } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { isTimed, leftOf } from '../../../shared/consult/timer.ts'
import { useClockDifference } from '../../session/server-clock.ts'
import { useBoard } from '../../session/use-board.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { timerWords, useNow } from '../../ui/clock-words.ts'
import type { Acts } from './acts.ts'
import styles from './meeting.module.css'

const MINUTE = 60_000
const LENGTHS = [1, 2, 3, 5, 10, 15, 30]
const USUAL_LENGTH = 3

export function TimeLeft({ runs, act }: { runs: boolean; act: Acts }) {
  const timer = useBoard((board) => board.facilitation.timer)
  const isOn = isTimed(timer)
  const ahead = useClockDifference(isOn)
  const now = useNow(isOn ? 250 : null) + ahead
  const left = leftOf(timer, now)
  const isUp = isOn && timer.endsAt !== null && left === 0
  useSaidOnce(isUp, 'Time is up.')
  if (!isOn) return runs ? <Start act={act} /> : null
  return (
    <section className={styles.time} aria-label="Timer">
      <p className={styles.left} role="timer" data-up={isUp || undefined}>
        <Timer size={22} aria-hidden />
        {isUp ? 'Time is up' : timerWords(left)}
      </p>
      {runs && (
        <>
          <Button slim icon={<Plus size={16} aria-hidden />} onClick={() => void act.time({ add: MINUTE })}>
            1 min
          </Button>
          <Button slim icon={<Square size={14} aria-hidden />} onClick={() => void act.time({ stop: true })}>
            Stop
          </Button>
        </>
      )}
    </section>
  )
}

function Start({ act }: { act: Acts }) {
  const [minutes, setMinutes] = useState(USUAL_LENGTH)
  return (
    <section className={styles.time} aria-label="Timer">
      <label className={styles.lengths}>
        <Timer size={22} aria-hidden />
        <span className="visually-hidden">Minutes on the timer</span>
        <select value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
          {LENGTHS.map((it) => (
            <option key={it} value={it}>{`${it} min`}</option>
          ))}
        </select>
      </label>
      <Button slim onClick={() => void act.time({ start: minutes * MINUTE })}>
        Start timer
      </Button>
    </section>
  )
}

/** Said when it comes to be so while one looks, not to somebody who comes later. */
function useSaidOnce(isSo: boolean, words: string): void {
  const was = useRef<boolean | null>(null)
  useEffect(() => {
    if (isSo && was.current === false) announce(words)
    was.current = isSo
  }, [isSo, words])
}
