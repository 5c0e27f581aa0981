import type { Clock, Millis } from '../../shared/clock.ts'

export interface ManualClock extends Clock {
  /** Lets that much time go by, and everything that then falls due happen in its order. */
  advance(by: Millis): Promise<void>
}

/** A clock that a test moves by hand. */
export function manualClock(start: Millis = 1_800_000_000_000): ManualClock {
  let now = start
  let waiting: { due: Millis; run: () => void }[] = []
  return {
    now: () => now,
    after: (delay, run) => {
      const timer = { due: now + delay, run }
      waiting.push(timer)
      return () => {
        waiting = waiting.filter((it) => it !== timer)
      }
    },
    random: () => 0.5,
    advance: async (by) => {
      const until = now + by
      for (;;) {
        await settled()
        const next = waiting.filter((it) => it.due <= until).sort((a, b) => a.due - b.due)[0]
        if (!next) break
        waiting = waiting.filter((it) => it !== next)
        now = next.due
        next.run()
      }
      now = until
    },
  }
}

/** Long enough in turns of the loop for a fake disk to answer a few times. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}
