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

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delay, run) => {
    const timer = setTimeout(run, delay)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
