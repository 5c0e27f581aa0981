/**
 * The columns the mapping can show, in their order: what stands in a cell, what it is sorted by, and what is
 * written when it is edited.
 *
 * What answers a statement follows from its category, so one column holds it for all three: the actions of a
 * new action, the stream of due regard, the source of a watching brief.
 */
import type { StatementId } from '../../../shared/board.ts'
import { COLUMN_IDS, type ColumnId } from '../../../shared/columns.ts'
import type { StatementView } from '../../../shared/doc/reads/statements.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { NO_RESPONSE, type PlanItem, type PlanKind, type Response } from '../../../shared/plan.ts'
import { lackSentence } from '../../../shared/readiness.ts'
import { STATUS_WORDS } from '../../panels/plan-inputs.tsx'
import { isoDayWords } from '../../ui/dates.ts'
import { titleIn } from '../board/filters.ts'

export interface Line {
  id: StatementId
  board: BoardSnapshot
  statement: StatementView
  column: ColumnId
  response: Response
  /** What answers it in its category now: several actions, or one stream or source, or nothing. */
  parts: readonly PlanItem[]
}

/** What an edit of a cell writes. */
export type Target =
  | { is: 'title' | 'category' | 'why' | 'objectives' }
  | { is: 'response'; field: 'evidence' | 'setAsideReason' }
  | { is: 'link'; kind: PlanKind }
  | { is: 'plan'; item: PlanItem; field: string }

export interface Column {
  id: string
  title: string
  /** Pixels. */
  width: number
  text(line: Line): string
  /** Sorted by this where the words would sort otherwise. */
  rank?(line: Line): string | number
  /** Null where this line has nothing to edit there; absent where nothing is ever edited. */
  target?(line: Line): Target | null
}

const KIND_OF: Partial<Record<ColumnId, PlanKind>> = {
  'new-action': 'action',
  'due-regard': 'stream',
  'watching-brief': 'watch',
}

export function lineOf(board: BoardSnapshot, id: StatementId): Line | null {
  const statement = board.statements.get(id)
  if (!statement) return null
  const response = board.responses.get(id) ?? NO_RESPONSE
  const column = board.placements.get(id)?.column ?? 'unsorted'
  const kind = KIND_OF[column]
  const linked = kind === 'action' ? response.actions : kind ? [response[kind] ?? ''] : []
  const parts = kind ? linked.flatMap((it) => board.plan[kind].get(it) ?? []) : []
  return { id, board, statement, column, response, parts }
}

const joined = (words: readonly (string | undefined)[]) =>
  words.some(Boolean) ? words.map((it) => it || '–').join('; ') : ''

/** A field of the one part that answers a statement. With several there is no saying which is meant. */
const planField =
  (fields: Partial<Record<PlanKind, string>>) =>
  ({ parts }: Line): Target | null => {
    const [item] = parts
    const field = item && fields[item.kind]
    return parts.length === 1 && item && field ? { is: 'plan', item, field } : null
  }

const ofParts =
  (fields: Partial<Record<PlanKind, string>>) =>
  ({ parts }: Line): string[] =>
    parts.map((it) => it.fields[fields[it.kind] ?? ''] ?? '')

const plain = (
  id: string,
  title: string,
  width: number,
  fields: Partial<Record<PlanKind, string>>,
): Column => ({
  id,
  title,
  width,
  text: (line) => joined(ofParts(fields)(line)),
  target: planField(fields),
})

const day = (
  id: string,
  title: string,
  fields: Partial<Record<PlanKind, string>>,
  none?: (item: PlanItem) => string,
): Column => ({
  id,
  title,
  width: 150,
  text: ({ parts }) =>
    joined(
      parts.map((it) => {
        const value = it.fields[fields[it.kind] ?? '']
        return value ? isoDayWords(value) : none?.(it)
      }),
    ),
  rank: (line) => ofParts(fields)(line).filter(Boolean).sort()[0] ?? '',
  target: planField(fields),
})

const refTo = (board: BoardSnapshot, id: StatementId | undefined) => board.statements.get(id ?? '')?.ref

const published = (
  id: string,
  title: string,
  width: number,
  text: (line: Line) => string | undefined,
): Column => ({ id, title, width, text: (line) => text(line) ?? '' })

export const MAPPING: readonly Column[] = [
  published('ref', 'Ref', 84, ({ statement }) => statement.ref),
  {
    id: 'title',
    title: 'Our title',
    width: 220,
    text: ({ statement }) => statement.title ?? '',
    target: () => ({ is: 'title' }),
  },
  published('text', 'Statement', 340, ({ statement }) => statement.text),
  published(
    'source',
    'Publication',
    200,
    ({ statement, board }) => board.facts.sources.get(statement.source)?.title ?? statement.source,
  ),
  published('chapter', 'Chapter or review', 180, ({ statement, board }) =>
    titleIn(board.facts.chapters, statement.chapter),
  ),
  published('page', 'Page', 80, ({ statement }) => statement.page),
  published('theme', 'Theme', 150, ({ statement, board }) => titleIn(board.facts.themes, statement.theme)),
  published('addressed', 'Addressed to', 160, ({ statement }) => statement.addressedTo),
  published('sameAs', 'Same as', 110, ({ statement, board }) => refTo(board, statement.sameAs)),
  published('partOf', 'Part of', 110, ({ statement, board }) => refTo(board, statement.partOf)),
  published('official', 'Official response', 160, ({ statement }) => statement.official?.status),
  published('officialText', 'Its text', 300, ({ statement }) => statement.official?.text),
  {
    id: 'category',
    title: 'Category',
    width: 170,
    text: ({ board, column }) => board.facts.columns[column].title,
    rank: ({ column }) => COLUMN_IDS.indexOf(column),
    target: () => ({ is: 'category' }),
  },
  {
    id: 'why',
    title: 'Why',
    width: 300,
    // A shared text: its cell reads it where it is drawn.
    text: () => '',
    target: () => ({ is: 'why' }),
  },
  {
    id: 'does',
    title: 'What we will do',
    width: 280,
    text: ({ parts, column, response }) =>
      column === 'set-aside'
        ? (response.setAsideReason ?? '')
        : parts.map((it) => it.fields.title ?? '(no title)').join('; '),
    target: ({ column }) => {
      if (column === 'set-aside') return { is: 'response', field: 'setAsideReason' }
      const kind = KIND_OF[column]
      return kind ? { is: 'link', kind } : null
    },
  },
  {
    id: 'stream',
    title: 'Work stream',
    width: 200,
    text: ({ parts, board }) =>
      joined(
        parts.map((it) =>
          it.kind === 'action'
            ? board.plan.stream.get(it.fields.stream ?? '')?.fields.title
            : it.kind === 'stream'
              ? it.fields.title
              : '',
        ),
      ),
    target: planField({ action: 'stream' }),
  },
  {
    id: 'executive',
    title: 'Executive lead',
    width: 190,
    text: ({ parts, board }) =>
      joined(
        parts.map(
          (it) =>
            it.fields.executiveLead ||
            (it.kind === 'action' ? board.plan.stream.get(it.fields.stream ?? '')?.fields.executiveLead : ''),
        ),
      ),
    target: planField({ action: 'executiveLead', stream: 'executiveLead', watch: 'executiveLead' }),
  },
  {
    id: 'lead',
    title: 'Lead',
    width: 190,
    text: ({ parts }) =>
      joined(
        parts.map((it) => {
          const { lead, leadBy, projectLead } = it.fields
          if (it.kind === 'stream') return projectLead
          return lead || (leadBy ? `to be named by ${isoDayWords(leadBy)}` : '')
        }),
      ),
    target: planField({ action: 'lead', stream: 'projectLead' }),
  },
  day('leadBy', 'Lead named by', { action: 'leadBy' }),
  day('start', 'Start', { action: 'start' }),
  day('due', 'Due or review', { action: 'due', watch: 'nextReview' }),
  day('expected', 'Now expected', { action: 'dueExpected' }),
  {
    ...plain('status', 'Status', 130, { action: 'status' }),
    text: ({ parts }) =>
      joined(parts.map((it) => STATUS_WORDS[it.fields.status as keyof typeof STATUS_WORDS])),
  },
  {
    id: 'evidence',
    title: 'Evidence',
    width: 260,
    text: (line) =>
      line.column === 'due-regard'
        ? (line.response.evidence ?? line.parts[0]?.fields.evidence ?? '')
        : joined(ofParts({ action: 'evidence' })(line)),
    target: (line) =>
      line.column === 'due-regard'
        ? { is: 'response', field: 'evidence' }
        : planField({ action: 'evidence' })(line),
  },
  plain('cost', 'Cost note', 190, { action: 'costNote' }),
  day('briefed', 'Briefed on', { action: 'briefedOn', stream: 'briefedOn' }),
  day('acknowledged', 'Acknowledged on', { action: 'acknowledgedOn', stream: 'acknowledgedOn' }),
  plain('trigger', 'What would make us act', 230, { watch: 'trigger' }),
  plain('outcome', 'Last outcome', 230, { watch: 'lastOutcome' }),
  {
    id: 'objectives',
    title: 'Objectives',
    width: 240,
    text: ({ response, board }) =>
      board.facts.objectives
        .filter((it) => response.objectives.includes(it.id))
        .map((it) => it.title)
        .join('; '),
    target: ({ board }) => (board.facts.objectives.length > 0 ? { is: 'objectives' } : null),
  },
  {
    id: 'comments',
    title: 'Comments',
    width: 110,
    text: ({ board, id }) => String(board.comments.get(id)?.length || ''),
    rank: ({ board, id }) => board.comments.get(id)?.length ?? 0,
  },
  {
    id: 'missing',
    title: 'Missing',
    width: 200,
    text: ({ board, id }) => lackSentence(board.lacks.get(id) ?? []),
    rank: ({ board, id }) => board.lacks.get(id)?.length ?? 0,
  },
]

const byId = new Map(MAPPING.map((it) => [it.id, it]))
export const columnNamed = (id: string): Column | undefined => byId.get(id)

/** What is shown until somebody chooses; the reference always is. */
export const SHOWN_FIRST: readonly string[] = [
  'ref',
  'title',
  'text',
  'category',
  'does',
  'lead',
  'due',
  'missing',
]
