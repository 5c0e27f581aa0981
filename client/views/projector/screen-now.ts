/**
 * What the wall shows: what a facilitator said, as far as there is something of it to show.
 */
import type { Screen } from '../../../shared/board.ts'

export interface Wall {
  /** As a facilitator said, or null. */
  said: Screen | null
  hasFocus: boolean
  isAsking: boolean
}

export function screenNow({ said, hasFocus, isAsking }: Wall): Screen {
  if (said === 'join' || said === 'closing' || said === 'board') return said
  if (said === 'progress' && isAsking) return 'progress'
  if (hasFocus && said !== 'progress') return 'statement'
  return isAsking ? 'progress' : 'board'
}
