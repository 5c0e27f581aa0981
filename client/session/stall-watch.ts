/**
 * Notices that an acknowledgement does not come: the server is not saving, whatever it says. [R6]
 */
import type { Clock } from '../../shared/clock.ts'

export const STALLED_MS = 3_000

export interface StallWatch {
  readonly isStalled: boolean
  /** Whether something waits for an acknowledgement now. */
  look(waits: boolean): void
  /** One came, or the connection is another: the wait begins anew. */
  reset(): void
}

export function openStallWatch(clock: Clock, changed: () => void): StallWatch {
  let isStalled = false
  let cancel: (() => void) | null = null
  const reset = () => {
    cancel?.()
    cancel = null
    isStalled = false
  }
  return {
    get isStalled() {
      return isStalled
    },
    look(waits) {
      if (!waits) reset()
      else if (!cancel && !isStalled) {
        cancel = clock.after(STALLED_MS, () => {
          cancel = null
          isStalled = true
          changed()
        })
      }
    },
    reset,
  }
}
