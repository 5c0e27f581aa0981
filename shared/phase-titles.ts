/** What the phases of a board are called on screens and in files. */
import type { Phase } from './board.ts'

export const PHASE_TITLES: Readonly<Record<Phase, string>> = {
  preparing: 'Being prepared',
  open: 'Open for sorting',
  review: 'Under review',
  agreed: 'Agreed',
}
