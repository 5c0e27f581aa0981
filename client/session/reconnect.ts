/**
 * How long to wait before connecting again.
 */
import type { Clock, Millis } from '../../shared/clock.ts'

const AT_LEAST_MS = 200
const FIRST_SPREAD_MS = 5_000
const LARGEST_SPREAD_MS = 15_000
/** Slow, for a restart is several failures, and nobody should wait ten seconds once it is over. */
const GROWTH = 1.25

/**
 * Anywhere in a stretch that grows with every failure, so that a room full of laptops whose server
 * restarted does not come back as one.
 */
export function reconnectDelay(failures: number, clock: Pick<Clock, 'random'>): Millis {
  const spread = Math.min(LARGEST_SPREAD_MS, FIRST_SPREAD_MS * GROWTH ** Math.max(0, failures - 1))
  return AT_LEAST_MS + clock.random() * spread
}
