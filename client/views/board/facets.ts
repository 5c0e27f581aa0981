/**
 * What can be filtered by on this board, and how many statements each choice would show.
 */
import type { StatementId } from '../../../shared/board.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import {
  FACETS,
  type Facet,
  type Filtered,
  type Filters,
  FLAGS,
  type Flag,
  filterOf,
  isFlagged,
  type Mine,
  NONE,
  valuesOf,
} from './filters.ts'
import { matching } from './find.ts'

export const FACET_WORDS: Readonly<Record<Facet, { title: string; none: string }>> = {
  theme: { title: 'Theme', none: 'No theme' },
  chapter: { title: 'Chapter', none: 'No chapter' },
  source: { title: 'Source', none: 'No source' },
  official: { title: 'Official response', none: 'No official response' },
  objective: { title: 'Objective', none: 'No objective' },
}

export const FLAG_WORDS: Readonly<Record<Flag, { title: string; hint: string }>> = {
  mine: { title: 'Mine', hint: 'I moved it, answered it or commented on it' },
  commented: { title: 'Commented', hint: 'Somebody has commented on it' },
  divided: { title: 'Divided', hint: 'The private choices shown are divided' },
  'not-ready': { title: 'Not ready', hint: 'Something is missing before it is ready for the Board' },
  parked: { title: 'Parked', hint: 'Not decided yet: somebody decides it later' },
}

export interface Choice {
  value: string
  title: string
  /** How many it would show, with find and all the other filters as they are. */
  count: number
}

/** The choices of a facet: in the board's own order, then as they come in the publication, none last. */
export function choicesOf(
  board: BoardSnapshot,
  facet: Facet,
  filters: Filters,
  query: string,
  mine: Mine,
): Choice[] {
  const passes = passing(board, filters, query, mine, facet)
  const counts = new Map<string, number>(listed(board, facet).map((value) => [value, 0]))
  for (const id of onBoard(board)) {
    const one = passes(id) ? 1 : 0
    for (const value of valuesOf(board, id, facet)) counts.set(value, (counts.get(value) ?? 0) + one)
  }
  for (const value of filters[facet]) if (!counts.has(value)) counts.set(value, 0)
  const choices = Array.from(counts, ([value, count]) => ({
    value,
    title: titleOf(board, facet, value),
    count,
  }))
  return [...choices.filter((it) => it.value !== NONE), ...choices.filter((it) => it.value === NONE)]
}

/** How many statements each flag would leave. */
export function flagCounts(
  board: BoardSnapshot,
  filters: Filters,
  query: string,
  mine: Mine,
): Record<Flag, number> {
  const shown = onBoard(board).filter(passing(board, filters, query, mine))
  const count = (flag: Flag) => shown.filter((id) => isFlagged(board, id, flag, mine)).length
  return Object.fromEntries(FLAGS.map((flag) => [flag, count(flag)])) as Record<Flag, number>
}

/** Facets on which this board's statements differ, and those that are filtered by. */
export const facetsOf = (board: BoardSnapshot, filters: Filters): Facet[] =>
  FACETS.filter((facet) => {
    if (filters[facet].length > 0) return true
    const values = new Set<string>()
    for (const id of onBoard(board)) for (const value of valuesOf(board, id, facet)) values.add(value)
    return values.size > 1
  })

export function titleOf(board: Pick<Filtered, 'facts'>, facet: Facet, value: string): string {
  if (value === NONE) return FACET_WORDS[facet].none
  if (facet === 'source') return board.facts.sources.get(value)?.title ?? value
  if (facet === 'objective') return board.facts.objectives.find((it) => it.id === value)?.title ?? value
  return value
}

/** Statements set aside are no part of the workshop's board. */
const onBoard = ({ ids, placements }: BoardSnapshot): StatementId[] =>
  ids.filter((id) => placements.get(id)?.column !== 'set-aside')

function passing(board: BoardSnapshot, filters: Filters, query: string, mine: Mine, except?: Facet) {
  const found = matching(board, query)
  const passes = filterOf(board, filters, mine, except)
  return (id: StatementId) => (found === null || found.has(id)) && (passes === null || passes(id))
}

/** What the board itself lists, in its order. */
function listed({ facts }: BoardSnapshot, facet: Facet): string[] {
  switch (facet) {
    case 'theme':
      return facts.themes.map((it) => it.title)
    case 'chapter':
      return facts.chapters.map((it) => it.title)
    case 'source':
      return Array.from(facts.sources.keys())
    case 'objective':
      return facts.objectives.map((it) => it.id)
    case 'official':
      return []
  }
}
