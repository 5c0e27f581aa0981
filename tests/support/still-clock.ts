import type { Clock } from '../../shared/clock.ts'

const SHORT_MS = 1_000

/** A clock that stands: what comes round every second never does, and a longer wait is over at once. */
export const stillClock: Clock = {
  now: () => 1_800_000_000_000,
  after: (delay, run) => {
    if (delay <= SHORT_MS) return () => {}
    const turn = setImmediate(run)
    return () => clearImmediate(turn)
  },
  random: () => 0.5,
}
