/**
 * What a board may start from: the words of its columns, and for one of them all that stands on it.
 *
 * The places of a board are the same whatever they are called; a template rewords them for another kind of
 * report.
 */
import type { ColumnId, ColumnWords } from './columns.ts'

export const TEMPLATE_IDS = ['triage', 'inspection', 'example'] as const
export type TemplateId = (typeof TEMPLATE_IDS)[number]

export interface Template {
  title: string
  /** What it is for, in a line. */
  line: string
  /** Where it says a column in other words than `columns.ts`. */
  columns?: Partial<Record<ColumnId, ColumnWords>>
}

export const TEMPLATES: Readonly<Record<TemplateId, Template>> = {
  triage: {
    title: 'An inquiry or a review',
    line: 'Recommendations for many bodies: new action, due regard or watching brief. You bring the statements in.',
  },
  inspection: {
    title: 'An inspection report',
    line: 'Findings about us: to put right, in hand or to keep checking. You bring the findings in.',
    columns: {
      'new-action': { title: 'To put right', line: 'Nobody is on it yet: we must begin a piece of work.' },
      'due-regard': {
        title: 'In hand',
        line: 'Being put right already; its lead takes the finding into account.',
      },
      'watching-brief': {
        title: 'Keep checking',
        line: 'Put right, or up to others: we look again on a set day.',
      },
      'set-aside': { title: 'Set aside', line: 'Asks nothing of us, and why.' },
    },
  },
  example: {
    title: 'A copy of the example',
    line: 'Statements, actions and comments of an invented trust, to practise on.',
  },
}
