/**
 * What this page says of itself: what it holds, where it looks, whether anybody is at it.
 *
 * At most ten times a second; what happens in between is one state. A card let go stays in the hand until
 * its move is saved, or three seconds: on other screens it would else jump back before it moves.
 */
import type { Clock } from '../../shared/clock.ts'
import type { Hold, PresenceState } from '../../shared/doc/presence.ts'

export const PRESENCE_MS = 100
export const HOLD_ON_MS = 3_000

export interface OwnPresence {
  readonly state: PresenceState
  hold(hold: Hold | null): void
  look(statement: string | null): void
  away(isAway: boolean): void
  /** Unsaved changes have become fewer. */
  saved(): void
  close(): void
}

export function openOwnPresence(
  clock: Clock,
  say: (state: PresenceState) => void,
  isUnsaved: (statement: string) => boolean,
): OwnPresence {
  let state: PresenceState = {}
  let due: (() => void) | null = null
  let lastSaid = Number.NEGATIVE_INFINITY
  let letGo: (() => void) | null = null

  const flush = () => {
    due = null
    lastSaid = clock.now()
    say(state)
  }
  const set = (change: PresenceState) => {
    state = { ...state, ...change }
    if (due) return
    const wait = lastSaid + PRESENCE_MS - clock.now()
    if (wait <= 0) flush()
    else due = clock.after(wait, flush)
  }
  const release = () => {
    letGo?.()
    letGo = null
    set({ hold: null })
  }

  return {
    get state() {
      return state
    },
    hold(hold) {
      letGo?.()
      letGo = null
      const held = state.hold?.statement
      if (hold === null && held !== undefined && isUnsaved(held)) letGo = clock.after(HOLD_ON_MS, release)
      else if (hold !== null || state.hold) set({ hold })
    },
    look: (statement) => set({ looking: statement }),
    away: (isAway) => set({ away: isAway }),
    saved() {
      if (letGo && !(state.hold && isUnsaved(state.hold.statement))) release()
    },
    close() {
      due?.()
      letGo?.()
    },
  }
}
