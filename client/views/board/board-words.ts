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
  if (phase === 'review' && role !== 'facilitator')
    return 'The plan is under review. You can read and comment; the facilitators move statements.'
  if (role === 'reviewer')
    return locked
      ? 'You can read everything and comment. Sorting rests until the facilitator unlocks the board.'
      : 'You can read everything and comment. Others sort.'
  if (locked)
    return role === 'facilitator'
      ? 'You have locked the board: only facilitators can move statements.'
      : 'The facilitator has locked the board. You can read and comment; sorting goes on when it is unlocked.'
  return null
}

/** What everybody hears when what people can do has changed. */
export function changeWords(phase: Phase, locked: boolean, role: Role): string {
  if (phase === 'preparing') return `${PHASE_TITLES.preparing}. ${MAY_NOW.preparing}`
  const title = `${PHASE_TITLES[phase]}${locked && phase === 'open' ? ', locked' : ''}.`
  return `${title} ${standingStill(phase, locked, role) ?? MAY_NOW[phase]}`
}

/** Said to whom nothing stands in the way. */
const MAY_NOW: Readonly<Record<Phase, string>> = {
  preparing: 'Only facilitators see the board.',
  open: 'Statements can be sorted.',
  review: 'Participants and reviewers read and comment.',
  agreed: '',
}

/** How many people have this board open, with me, as far as I may know. */
export const hereWords = (role: Role, others: number): string =>
  role === 'observer'
    ? 'You are looking on'
    : others === 0
      ? 'Only you are here'
      : `${others + 1} people are here`
