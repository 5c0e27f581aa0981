/**
 * Holds what tells somebody to wait for a moment: a script that waits for its replies calls no faster than that,
 * and whoever is refused most costs least.
 */
import type { Clock } from '../../shared/clock.ts'

export const HELD_MS = 1_000
/** One more is told at once: replies that are held take memory. */
export const MOST_HELD = 1_000

/** Resolves when the reply may go. */
export type Slowed = () => Promise<void>

export function openSlowed(clock: Clock): Slowed {
  let held = 0
  return async () => {
    if (held >= MOST_HELD) return
    held += 1
    await new Promise<void>((resolve) => clock.after(HELD_MS, resolve))
    held -= 1
  }
}
