/**
 * Notices that live connections do not come about although the server can be reached: a proxy on the way
 * lets pages through and no WebSockets. Nobody would find that out by waiting, so it is said within seconds.
 */
import type { Clock } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'

/** A connection that has brought nothing by then is suspected; it may still come about on a poor network. */
const SUSPICION_MS = 8_000
/** By then it is given up. */
const PATIENCE_MS = 30_000
/** Connections in a row that brought nothing, before the server is asked in another way. */
const IN_VAIN = 2

export interface WayIn {
  readonly isBlocked: boolean
  /** A connection is attempted; it is given up by the call where nothing comes of it. */
  tried(giveUp: () => void): void
  /** Something came over it. */
  heard(): void
  /** It is gone, or never came about. */
  ended(): void
  close(): void
}

/** `ask` is any call of the server by other means; it throws `unreachable` where that does not work either. */
export function openWayIn(clock: Clock, ask: () => Promise<unknown>, changed: () => void): WayIn {
  let isBlocked = false
  let inVain = 0
  let isTrying = false
  let cancel = () => {}

  async function look() {
    const attempts = inVain
    try {
      await ask()
    } catch (error) {
      if (!(error instanceof Problem) || error.code === 'unreachable') return
    }
    if (isBlocked || inVain < attempts) return
    isBlocked = true
    changed()
  }

  return {
    get isBlocked() {
      return isBlocked
    },
    tried(giveUp) {
      cancel()
      isTrying = true
      cancel = clock.after(SUSPICION_MS, () => {
        inVain += 1
        void look()
        cancel = clock.after(PATIENCE_MS - SUSPICION_MS, giveUp)
      })
    },
    heard() {
      if (!isTrying) return
      cancel()
      isTrying = false
      inVain = 0
      isBlocked = false
    },
    ended() {
      if (!isTrying) return
      cancel()
      isTrying = false
      inVain += 1
      if (inVain >= IN_VAIN && !isBlocked) void look()
    },
    close: () => cancel(),
  }
}
