/**
 * Time and chance, passed in so that a test or a simulation can own both.
 */
export type Millis = number

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): Millis
  /** Calls `run` once after `delay` milliseconds unless the returned function is called first. */
  after(delay: Millis, run: () => void): () => void
  /** A number from 0 up to, never including, 1. */
  random(): number
}

/**
 * Milliseconds gone by since a moment. The clock of a machine may be set back: then nobody knows how many,
 * and whoever waits for some has waited long enough.
 */
export function goneBy(clock: Pick<Clock, 'now'>, since: Millis): Millis {
  const gone = clock.now() - since
  return gone < 0 ? Number.POSITIVE_INFINITY : gone
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delay, run) => {
    const timer = setTimeout(run, delay)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
