/**
 * The rows of the mapping: the statements that are let through, sorted, under their headings.
 */
import type { StatementId } from '../../../shared/board.ts'
import { COLUMN_IDS } from '../../../shared/columns.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { naturally } from '../../../shared/words.ts'
import { filterOf, type Mine } from '../board/filters.ts'
import { matching } from '../board/find.ts'
import { columnNamed, type Line, lineOf } from './columns.ts'
import type { Group, MappingState } from './view-state.ts'

export type Row = { is: 'group'; title: string; count: number } | { is: 'line'; id: StatementId }

const NOBODY: Mine = { me: '', touched: new Set() }

export function rowsOf(board: BoardSnapshot, state: MappingState, mine: Mine = NOBODY): readonly Row[] {
  const found = matching(board, state.query)
  const passes = filterOf(board, state.filters, mine)
  const { categories } = state
  const shown = board.ids.filter(
    (id) =>
      (!found || found.has(id)) &&
      (!passes || passes(id)) &&
      (categories.length === 0 || categories.includes(board.placements.get(id)?.column ?? 'unsorted')),
  )
  const sorted = state.sort ? sortedBy(board, shown, state.sort.by, state.sort.down) : shown
  return state.group ? grouped(board, sorted, state.group) : sorted.map((id) => ({ is: 'line', id }))
}

/** What has nothing there comes last, whichever way it is sorted; equals stay in the order of publication. */
function sortedBy(board: BoardSnapshot, ids: readonly StatementId[], by: string, down: boolean) {
  const column = columnNamed(by)
  if (!column) return ids
  // The order of publication is that of references already, as people count.
  if (by === 'ref') return down ? ids.toReversed() : ids
  const keys = ids.map((id) => {
    const line = lineOf(board, id)
    return { id, key: line ? (column.rank?.(line) ?? column.text(line)) : '' }
  })
  keys.sort((a, b) => {
    const gap = Number(a.key === '') - Number(b.key === '')
    if (gap !== 0) return gap
    const order =
      typeof a.key === 'number' && typeof b.key === 'number'
        ? a.key - b.key
        : naturally.compare(String(a.key), String(b.key))
    return down ? -order : order
  })
  return keys.map((it) => it.id)
}

const NONE: Readonly<Record<Group, string>> = {
  category: '',
  theme: 'No theme',
  chapter: 'No chapter',
  source: 'No publication',
  stream: 'No work stream',
  lead: 'Nobody named',
}

function grouped(board: BoardSnapshot, ids: readonly StatementId[], by: Group): readonly Row[] {
  const groups = new Map<string, { rank: number; ids: StatementId[] }>()
  const column = columnNamed(by)
  for (const id of ids) {
    const line = lineOf(board, id)
    const title = line && column ? column.text(line) : ''
    const group = groups.get(title) ?? { rank: rankOf(board, by, line, title), ids: [] }
    group.ids.push(id)
    groups.set(title, group)
  }
  return Array.from(groups)
    .sort(
      ([a, x], [b, y]) => Number(a === '') - Number(b === '') || x.rank - y.rank || naturally.compare(a, b),
    )
    .flatMap(([title, { ids: own }]): Row[] => [
      { is: 'group', title: title || NONE[by], count: own.length },
      ...own.map((id): Row => ({ is: 'line', id })),
    ])
}

/** Headings the board has an order for stand in it, the others by their words. */
function rankOf(board: BoardSnapshot, by: Group, line: Line | null, title: string): number {
  const at = (titles: readonly string[]) => {
    const place = titles.indexOf(title)
    return place < 0 ? titles.length : place
  }
  switch (by) {
    case 'category':
      return line ? COLUMN_IDS.indexOf(line.column) : 0
    case 'theme':
      return at(board.facts.themes.map((it) => it.title))
    case 'chapter':
      return at(board.facts.chapters.map((it) => it.title))
    case 'source':
      return at(Array.from(board.facts.sources.values(), (it) => it.title))
    default:
      return 0
  }
}
