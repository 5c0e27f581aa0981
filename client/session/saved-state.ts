import type { SavedState } from './contract.ts'

/** Everything the saved line depends on. */
export interface Account {
  /** A connection is open that speaks for the copy on the desk. */
  connected: boolean
  /** The step 2 of this connection has left: before it, what was made earlier is not even on its way. */
  step2Sent: boolean
  sent: number
  acknowledged: number
  /** Changes made here without an acknowledgement. */
  pending: number
  /** Storage of this device works and holds every one of them. */
  kept: boolean
  /** The server cannot save, or has not acknowledged for longer than saving takes. */
  stalled: boolean
}

/** What may truthfully be said. [saved-2] */
export function savedState(it: Account): SavedState {
  if (it.connected && it.step2Sent && it.sent === it.acknowledged && it.pending === 0) return 'saved'
  if (it.connected && !(it.stalled && it.pending > 0)) return 'saving'
  return it.kept ? 'kept' : 'unkept'
}
