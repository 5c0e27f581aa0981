/**
 * A clock that goes only when told, and chance from a seed.
 */
import type { Clock } from '../../shared/clock.ts'
import { chanceFrom } from './boards.ts'

export interface FakeClock extends Clock {
  /** Lets time pass, running what falls due in its order. */
  advance(ms: number): void
  /** Timers not yet due. */
  readonly waiting: number
}

export function fakeClock(start = 1_700_000_000_000, random: () => number = chanceFrom(1)): FakeClock {
  let now = start
  let order = 0
  let timers: { at: number; order: number; run: () => void }[] = []
  return {
    now: () => now,
    random,
    after(delay, run) {
      order += 1
      const timer = { at: now + delay, order, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((it) => it !== timer)
      }
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const due = timers.filter((it) => it.at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0]
        if (!due) break
        timers = timers.filter((it) => it !== due)
        now = Math.max(now, due.at)
        due.run()
      }
      now = end
    },
    get waiting() {
      return timers.length
    },
  }
}
