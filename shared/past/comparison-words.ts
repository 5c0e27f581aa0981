/**
 * What changed between two states of a board, in words and counts.
 */
import type { ColumnId } from '../columns.ts'
import { longDay } from '../days.ts'
import type { BoardFacts } from '../doc/reads/facts.ts'
import type { Comparison, Decided, WordCount } from './comparison.ts'
import { factName } from './fact-words.ts'

export interface ChangeLine {
  key: string
  /** What it is about: F37, or the title of an action. */
  name: string
  /** Beside the name. */
  title?: string
  words: string
}

export interface ChangeGroup {
  title: string
  lines: readonly ChangeLine[]
}

type Columns = BoardFacts['columns']

const KIND_WORDS = { stream: 'work stream', action: 'action', watch: 'watched source' } as const
const WHAT_WORDS = { added: 'is new', removed: 'was taken away', changed: 'changed' } as const

/** In the order in which people ask; groups without a line are left out. */
export function comparisonGroups(changes: Comparison, columns: Columns): ChangeGroup[] {
  const { moved, decided, added, removed, reworded, answered, why, paper, plan, facts } = changes
  const groups: ChangeGroup[] = [
    {
      title: 'Moved to another category',
      lines: moved.map(({ id, ref, title, from, to }) => ({
        key: id,
        name: ref,
        title,
        words: `${columns[from].title} → ${columns[to].title}`,
      })),
    },
    {
      title: 'Decisions',
      lines: decided.map(({ id, ref, title, from, to }) => ({
        key: id,
        name: ref,
        title,
        words: decidedWords(from, to, columns),
      })),
    },
    {
      title: 'Statements',
      lines: [
        ...added.map(({ id, ref, title }) => ({ key: id, name: ref, title, words: 'is new' })),
        ...removed.map(({ id, ref, title }) => ({ key: id, name: ref, title, words: 'was taken away' })),
        ...reworded.map(({ id, ref, title, parts }) => ({
          key: id,
          name: ref,
          title,
          words: `changed: ${listed(parts)}`,
        })),
      ],
    },
    {
      title: 'What we will do',
      lines: answered.map(({ id, ref, title, parts }) => ({
        key: id,
        name: ref,
        title,
        words: `changed: ${listed(parts)}`,
      })),
    },
    {
      title: 'Plan',
      lines: plan.map(({ kind, id, title, what, fields }) => ({
        key: `${kind}/${id}`,
        name: title,
        words:
          what === 'changed' ? fields.map(fieldWords).join('; ') : `${KIND_WORDS[kind]} ${WHAT_WORDS[what]}`,
      })),
    },
    {
      title: 'Words',
      lines: [
        ...why.map(({ id, ref, title, ...count }) => ({
          key: `why ${id}`,
          name: ref,
          title,
          words: `why: ${countWords(count)}`,
        })),
        ...paper.map(({ section, ...count }) => ({
          key: `paper ${section}`,
          name: 'Paper',
          title: section,
          words: countWords(count),
        })),
      ],
    },
    {
      title: 'The board itself',
      lines: facts.map(({ key, what, title }) => ({
        key,
        name: factName(key),
        ...(title && { title }),
        words: WHAT_WORDS[what],
      })),
    },
  ]
  return groups.filter((it) => it.lines.length > 0)
}

export interface CountLine {
  what: string
  column?: ColumnId
  before: number
  after: number
}

export function countLines({ totals: { before, after } }: Comparison, columns: Columns): CountLine[] {
  const inColumn = (column: ColumnId): CountLine => ({
    what: columns[column].title,
    column,
    before: before.in[column],
    after: after.in[column],
  })
  const line = (what: string, key: 'statements' | 'ready' | 'decided' | 'parked' | 'shown'): CountLine => ({
    what,
    before: before[key],
    after: after[key],
  })
  return [
    line('Statements', 'statements'),
    inColumn('unsorted'),
    inColumn('new-action'),
    inColumn('due-regard'),
    inColumn('watching-brief'),
    inColumn('set-aside'),
    line('Decided', 'decided'),
    line('Parked', 'parked'),
    line('Results shown', 'shown'),
    line('Ready for the Board', 'ready'),
  ]
}

function decidedWords(from: Decided, to: Decided, columns: Columns): string {
  if (to === null) return `open again, was ${stateWords(from, columns)}`
  return from === null
    ? `decided: ${stateWords(to, columns)}`
    : `${stateWords(from, columns)} → ${stateWords(to, columns)}`
}

function stateWords(decided: Decided, columns: Columns): string {
  if (!decided) return 'open'
  if (decided.column) return columns[decided.column].title
  const { who, by } = decided.parked ?? {}
  return ['parked', who && `${who} decides`, by && `by ${longDay(by)}`].filter(Boolean).join(', ')
}

function fieldWords({ label, from, to }: { label: string; from: string; to: string }): string {
  const say = (value: string) => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? longDay(value) : `“${shorten(value)}”`)
  if (from === '') return `${label}: ${say(to)}`
  return to === '' ? `${label} taken away, was ${say(from)}` : `${label}: ${say(from)} → ${say(to)}`
}

export function countWords({ added, removed }: WordCount): string {
  const words = (count: number) => `${count} ${count === 1 ? 'word' : 'words'}`
  if (added === 0) return `${words(removed)} taken away`
  return removed === 0 ? `${words(added)} added` : `${words(added)} in place of ${removed}`
}

const SHOWN = 60
const shorten = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN - 1).trimEnd()}…` : text)

const listed = (parts: readonly string[]) =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
