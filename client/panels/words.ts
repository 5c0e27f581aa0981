/**
 * Roles and phases in the words people read, and what each means for whom.
 */
import type { Phase, Role } from '../../shared/board.ts'
import { PHASE_TITLES } from '../../shared/phase-titles.ts'

export const ROLE_WORDS: Readonly<Record<Role, { title: string; many: string; may: string }>> = {
  facilitator: {
    title: 'Facilitator',
    many: 'Facilitators',
    may: 'Runs the board: brings statements in, sets what people can do, gives out links.',
  },
  participant: {
    title: 'Participant',
    many: 'Participants',
    may: 'Sorts statements, comments, and fills in what we will do while the board is open.',
  },
  reviewer: {
    title: 'Reviewer',
    many: 'Reviewers',
    may: 'Reads everything and comments. Changes nothing else.',
  },
  observer: {
    title: 'View only',
    many: 'View only',
    may: 'Sees the statements and where they are now, never comments. For the projector and for partners.',
  },
}

/** The order in which roles are listed: most people first. */
export const ROLE_ORDER: readonly Role[] = ['participant', 'reviewer', 'observer', 'facilitator']

export interface PhaseWords {
  title: string
  /** What it is for, in a line. */
  line: string
  facilitators: string
  participants: string
  reviewers: string
}

export const PHASE_WORDS: Readonly<Record<Phase, PhaseWords>> = {
  preparing: {
    title: PHASE_TITLES.preparing,
    line: 'Bring the statements in and choose the key ones before anybody else sees them.',
    facilitators: 'change everything',
    participants: 'see that the board is being prepared',
    reviewers: 'see that the board is being prepared',
  },
  open: {
    title: PHASE_TITLES.open,
    line: 'Everyone sorts the statements and says what we will do.',
    facilitators: 'change everything',
    participants: 'sort, comment, and fill in what we will do',
    reviewers: 'read and comment',
  },
  review: {
    title: PHASE_TITLES.review,
    line: 'A committee reads the plan; the text stands still while people comment on it.',
    facilitators: 'change everything',
    participants: 'read and comment',
    reviewers: 'read and comment',
  },
  agreed: {
    title: PHASE_TITLES.agreed,
    line: 'The plan says what was agreed. From here on only what happens to it is recorded.',
    facilitators: 'record progress, leads and evidence',
    participants: 'read',
    reviewers: 'read and comment',
  },
}
