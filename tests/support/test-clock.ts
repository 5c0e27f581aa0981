/**
 * Time that stands still until a test moves it, and chance from a seed.
 */
import type { Clock, Millis } from '../../shared/clock.ts'
import { chanceFrom } from './boards.ts'

export interface TestClock extends Clock {
  /** Moves time on, running what falls due in its order. */
  advance(millis: Millis): void
  /** How many calls are waiting for their time. */
  readonly waiting: number
}

export function testClock(seed = 1): TestClock {
  let now: Millis = Date.UTC(2027, 0, 1)
  let asked = 0
  const due = new Map<number, { at: Millis; run: () => void }>()
  const next = (until: Millis) => {
    let first: [number, { at: Millis; run: () => void }] | null = null
    for (const it of due) if (it[1].at <= until && (first === null || it[1].at < first[1].at)) first = it
    return first
  }
  return {
    now: () => now,
    random: chanceFrom(seed),
    after(delay, run) {
      asked += 1
      const id = asked
      due.set(id, { at: now + Math.max(0, delay), run })
      return () => due.delete(id)
    },
    advance(millis) {
      const until = now + millis
      for (let it = next(until); it !== null; it = next(until)) {
        due.delete(it[0])
        now = it[1].at
        it[1].run()
      }
      now = until
    },
    get waiting() {
      return due.size
    },
  }
}
