/**
 * The five steps of a board, and the page each has; a step without one says what is done instead, or to come.
 *
 * A new page is a line here. Facilitators go by the steps, whoever takes part by the pages that concern them.
 */
import type { Phase } from '../../../shared/board.ts'
import type { Action } from '../../../shared/policy.ts'

/** Under the address of the board. */
const BOARD = ''
const CHOICES = '/choices'
const TOGETHER = '/together'
const PLAN = '/plan'
const TRACK = '/track'

export interface Step {
  title: string
  /** What happens in it, in a sentence or two. */
  line: string
  phases: readonly Phase[]
  /** Its page, or null while it has none. */
  page(phase: Phase): string | null
}

export const STEPS: readonly Step[] = [
  {
    title: 'Prepare',
    line: 'Bring the statements in with Import, set aside what is no key statement, invite people under Share. Nobody else sees the board until you open it; you can come back to this, and lose nothing.',
    phases: ['preparing'],
    page: (phase) => (phase === 'preparing' ? BOARD : null),
  },
  {
    title: 'Consult',
    line: 'People choose privately, sort together and talk. It begins when you open the board for sorting.',
    phases: ['open'],
    page: (phase) => (phase === 'preparing' ? null : BOARD),
  },
  {
    title: 'Decide',
    line: 'Statement by statement: what people chose, what is decided and why. It begins when you open the board for sorting.',
    phases: ['open'],
    page: (phase) => (phase === 'preparing' ? null : TOGETHER),
  },
  {
    title: 'Publish',
    line: 'What we will do, who leads it and by when; and the papers made of it.',
    phases: ['review', 'agreed'],
    page: () => PLAN,
  },
  {
    title: 'Track',
    line: 'Progress by date, what was approved beside what is expected, and reviews of what is watched. It begins when the plan is agreed.',
    phases: ['agreed'],
    page: (phase) => (phase === 'agreed' ? TRACK : null),
  },
]

export interface PageLink {
  title: string
  page: string
  /** What one must be allowed to do for it to be any use. */
  needs: Action
}

export const PAGES: readonly PageLink[] = [
  { title: 'Board', page: BOARD, needs: 'readBoard' },
  { title: 'My choices', page: CHOICES, needs: 'choose' },
  { title: 'Together', page: TOGETHER, needs: 'readFull' },
  { title: 'Plan', page: PLAN, needs: 'readBoard' },
]
