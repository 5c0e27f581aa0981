/**
 * Whether what is left to talk about fits into what is left of the meeting.
 */
import type { Millis } from '../clock.ts'
import type { DecisionMark } from './vote.ts'

/** What a facilitator plans with. */
export interface Meeting {
  /** When it has to end, or null where nobody said. */
  endsAt: Millis | null
  /** Minutes for a statement. */
  minutesEach: number
}

export const USUAL_MINUTES = 3

export interface Budget {
  statements: number
  /** When the last of them is done, taking as long as planned for each. */
  endsAt: Millis
  /** Minutes by which that is later than the meeting ends; negative where time is left, null without an end. */
  over: number | null
  /** Minutes that each could take, to the half minute, or null where there is no end or nothing left. */
  affordable: number | null
}

const MINUTE = 60_000

export function budgetOf(statements: number, { endsAt, minutesEach }: Meeting, now: Millis): Budget {
  const end = now + statements * minutesEach * MINUTE
  return {
    statements,
    endsAt: end,
    over: endsAt === null ? null : Math.round((end - endsAt) / MINUTE),
    affordable:
      endsAt === null || statements === 0
        ? null
        : Math.max(0, Math.floor((2 * (endsAt - now)) / MINUTE / statements) / 2),
  }
}

const RECENT_MS = 60 * MINUTE
const LAST_FEW = 6
/** In minutes. */
const SHORTEST_TALK = 0.25

export interface Pace {
  /** How many decisions it is reckoned from. */
  of: number
  minutesEach: number
}

/** How long the last few decisions that were talked about took each; null where there are too few to tell. */
export function paceOf(decisions: Iterable<DecisionMark>, now: Millis): Pace | null {
  const moments = new Map<number, Millis>()
  for (const { seq, at, how } of decisions) {
    if (how !== 'private-choices' && now - at <= RECENT_MS) moments.set(seq, at)
  }
  const times = [...moments.values()].sort((a, b) => a - b).slice(-LAST_FEW)
  const [first] = times
  const last = times.at(-1)
  if (times.length < 3 || first === undefined || last === undefined) return null
  const minutesEach = (last - first) / MINUTE / (times.length - 1)
  // Recorded one after the other for a talk that was had before: that is no pace.
  return minutesEach < SHORTEST_TALK ? null : { of: times.length, minutesEach }
}
