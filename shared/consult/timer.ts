/**
 * The meeting's timer: one for everybody, by the server's clock.
 *
 * The board holds the moment at which time is up, not a count that runs, so a reload and every screen agree.
 */
import type { Millis } from '../clock.ts'

export interface Timer {
  /** When the time is up; null while it is stopped. */
  endsAt: Millis | null
  /** Milliseconds left while it is stopped. */
  left: number
}

export const LONGEST_TIMER_MS = 4 * 60 * 60_000

/** In milliseconds. `add` to one that has run out, or that nobody started, starts it. */
export type TimerAct = { start: number } | { add: number } | { stop: true }

export interface TimerReply {
  timer: Timer
  /** The server's clock. */
  at: Millis
}

export function timerAfter(timer: Timer | null, act: TimerAct, now: Millis): Timer {
  if ('stop' in act) return { endsAt: null, left: 0 }
  const span = 'start' in act ? act.start : Math.min(LONGEST_TIMER_MS, leftOf(timer, now) + act.add)
  return { endsAt: now + span, left: 0 }
}

/** Milliseconds left, 0 once the time is up. */
export const leftOf = (timer: Timer | null, now: Millis): number =>
  timer === null ? 0 : timer.endsAt === null ? timer.left : Math.max(0, timer.endsAt - now)

/** Whether there is a timer to show at all: running, run out, or stopped with time left. */
export const isTimed = (timer: Timer | null): timer is Timer =>
  timer !== null && (timer.endsAt !== null || timer.left > 0)
