/**
 * What the board says of its state, in the product's words.
 */
import type { Phase, Role } from '../../../shared/board.ts'

export const PHASE_TITLES: Readonly<Record<Phase, string>> = {
  preparing: 'Being prepared',
  open: 'Open for sorting',
  review: 'Under review',
  agreed: 'Agreed',
}

/** Why nothing moves for me, in a sentence, or null where it does. */
export function standingStill(phase: Phase, locked: boolean, role: Role): string | null {
  if (role === 'observer') return 'You are viewing this board. Nothing you do here changes it.'
  if (phase === 'agreed') return 'This plan is agreed. Statements stay where they are.'
  if (role === 'reviewer') return 'You can read everything and comment. Others sort.'
  if (phase === 'review' && role !== 'facilitator')
    return 'The plan is under review. You can read and comment; the facilitators move statements.'
  if (locked)
    return role === 'facilitator'
      ? 'You have locked the board: only facilitators can move statements.'
      : 'The facilitator has locked the board. You can read and comment; sorting goes on when it is unlocked.'
  return null
}

/** How many people have this board open, with me. */
export const hereWords = (others: number): string =>
  others === 0 ? 'Only you are here' : `${others + 1} people are here`
