/**
 * What this page says of itself: what it holds, where it looks, whether anybody is at it.
 *
 * At most ten times a second; what happens in between is one state. (That a card let go stays in the hand
 * until its move is saved is the room's doing: it alone knows when the others have heard of the move.)
 */
import { type Clock, goneBy } from '../../shared/clock.ts'
import type { Hold, PresenceState } from '../../shared/doc/presence.ts'

export const PRESENCE_MS = 100

export interface OwnPresence {
  readonly state: PresenceState
  hold(hold: Hold | null): void
  look(statement: string | null): void
  away(isAway: boolean): void
  close(): void
}

export function openOwnPresence(clock: Clock, say: (state: PresenceState) => void): OwnPresence {
  let state: PresenceState = {}
  let due: (() => void) | null = null
  let lastSaid = Number.NEGATIVE_INFINITY

  const flush = () => {
    due = null
    lastSaid = clock.now()
    say(state)
  }
  const set = (change: PresenceState) => {
    state = { ...state, ...change }
    if (due) return
    const wait = PRESENCE_MS - goneBy(clock, lastSaid)
    if (wait <= 0) flush()
    else due = clock.after(wait, flush)
  }

  return {
    get state() {
      return state
    },
    hold(hold) {
      if (hold !== null || state.hold) set({ hold })
    },
    look: (statement) => set({ looking: statement }),
    away: (isAway) => set({ away: isAway }),
    close: () => due?.(),
  }
}
