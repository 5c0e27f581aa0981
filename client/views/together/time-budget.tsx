/**
 * Whether what is left to talk about fits into what is left of the meeting; for facilitators alone.
 */
import { Hourglass } from 'lucide-react'
import { useMemo } from 'react'
import { type Budget, budgetOf, type Meeting, paceOf, USUAL_MINUTES } from '../../../shared/consult/pace.ts'
import { setFacilitation } from '../../../shared/doc/edits.ts'
import { useClockDifference } from '../../session/server-clock.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { clockToday, clockWords, useNow } from '../../ui/clock-words.ts'
import styles from './meeting.module.css'

const UNPLANNED: Meeting = { endsAt: null, minutesEach: USUAL_MINUTES }
/** Milliseconds between two looks: it is told in minutes. */
const LOOK_MS = 10_000

interface Props {
  /** Left to talk about. */
  statements: number
  /** Whether something is still to be chosen on, so that more may come. */
  more: boolean
}

export function TimeBudget({ statements, more }: Props) {
  const session = useSession()
  const meeting = useBoard((board) => board.facilitation.meeting) ?? UNPLANNED
  const decisions = useBoard((board) => board.live.decisions)
  const now = useNow(LOOK_MS) + useClockDifference(true)
  const budget = budgetOf(statements, meeting, now)
  const pace = useMemo(() => paceOf(decisions.values(), now), [decisions, now])
  const plan = (change: Partial<Meeting>) =>
    session.edit('Plan the time', (doc) => setFacilitation(doc, 'meeting', { ...meeting, ...change }))
  return (
    <details className={styles.budget}>
      <summary data-over={(budget.over ?? 0) > 0 || undefined}>
        <Hourglass size={18} aria-hidden />
        <span>{budgetWords(budget, more)}</span>
      </summary>
      <div className={styles.plan}>
        <label>
          The meeting ends at
          <input
            type="time"
            key={meeting.endsAt}
            defaultValue={meeting.endsAt === null ? '' : clockWords(meeting.endsAt)}
            onBlur={(event) => plan({ endsAt: clockToday(event.target.value, now) })}
          />
        </label>
        <label>
          Minutes for each
          <input
            type="number"
            min={0.5}
            max={60}
            step={0.5}
            key={meeting.minutesEach}
            defaultValue={meeting.minutesEach}
            onBlur={(event) => {
              const minutesEach = event.target.valueAsNumber
              if (minutesEach >= 0.5 && minutesEach <= 60) plan({ minutesEach })
            }}
          />
        </label>
        <p>
          {statements} to talk about × {meeting.minutesEach} min ={' '}
          {minutesWords(statements * meeting.minutesEach)}.
          {budget.affordable !== null &&
            (budget.over ?? 0) > 0 &&
            ` ${budget.affordable} min each would fit.`}{' '}
          {pace &&
            `The last ${pace.of} took ${minutesWords(pace.minutesEach)} each: at that pace you end at ${clockWords(
              budgetOf(statements, { ...meeting, minutesEach: pace.minutesEach }, now).endsAt,
            )}.`}
        </p>
      </div>
    </details>
  )
}

/** "At this pace you end at 16:40, 10 min late". */
export function budgetWords({ statements, endsAt, over }: Budget, more: boolean): string {
  if (statements === 0) return more ? 'Nothing to talk about yet' : 'Nothing left to talk about'
  const end = `At this pace you end at ${clockWords(endsAt)}`
  if (over === null) return end
  return over > 0
    ? `${end}, ${minutesWords(over)} late`
    : over < 0
      ? `${end}, ${minutesWords(-over)} to spare`
      : `${end}, on time`
}

const minutesWords = (minutes: number): string => {
  const whole = Math.round(minutes * 2) / 2
  return whole < 60 ? `${whole} min` : `${Math.floor(whole / 60)} h ${Math.round(whole % 60)} min`
}
