/**
 * Statements under the headings of their chapter or theme.
 *
 * Grouping is how a column is looked at, not where its statements are: within a heading they stand in the
 * order the column has them, and a card takes its place among those of its own heading.
 */
import type { StatementId } from '../../../shared/board.ts'
import type { ColumnId } from '../../../shared/columns.ts'
import { type Filtered, NONE, valuesOf } from './filters.ts'

export const GROUPINGS = ['chapter', 'theme'] as const
export type Grouping = (typeof GROUPINGS)[number]

export interface Groups {
  by: Grouping
  /** The heading a statement stands under; the empty one where it has none. */
  of(id: StatementId): string
  /** Where a heading stands among the headings. */
  rank(title: string): number
}

export interface Section {
  title: string
  ids: readonly StatementId[]
}

/** Headings in the board's own order, then as they come in the publication; none last. */
export function groupsOf(board: Filtered & { ids: readonly StatementId[] }, by: Grouping): Groups {
  const of = (id: StatementId) => valuesOf(board, id, by)[0] ?? NONE
  const listed = by === 'theme' ? board.facts.themes : board.facts.chapters
  const ranks = new Map<string, number>()
  for (const title of [...listed.map((it) => it.title), ...board.ids.map(of)])
    if (title !== NONE && !ranks.has(title)) ranks.set(title, ranks.size)
  return { by, of, rank: (title) => ranks.get(title) ?? ranks.size }
}

/** A column's statements by heading; headings without any are left out. */
export function sectionsOf(ids: readonly StatementId[], groups: Groups): Section[] {
  const sections = new Map<string, StatementId[]>()
  for (const id of ids) {
    const title = groups.of(id)
    sections.set(title, [...(sections.get(title) ?? []), id])
  }
  return Array.from(sections, ([title, list]) => ({ title, ids: list })).sort(
    (a, b) => groups.rank(a.title) - groups.rank(b.title),
  )
}

export const groupingIn = (search: string): Grouping | null => {
  const by = new URLSearchParams(search).get('group')
  return GROUPINGS.find((it) => it === by) ?? null
}

/** A heading of one column, as the address writes it. */
export const foldName = (column: ColumnId, title: string) => `${column}/${title}`
export const foldedIn = (search: string): ReadonlySet<string> =>
  new Set(new URLSearchParams(search).getAll('folded'))
