/** What a board is about: its title, its sources, and the lists that statements refer to. */
import type * as Y from 'yjs'
import type { Milestone, Source, Titled } from '../../board.ts'
import { COLUMNS, type ColumnId, type ColumnWords, forColumns } from '../../columns.ts'
import { naturally } from '../../words.ts'
import { rootsOf } from '../board-doc.ts'
import { sound } from './sound.ts'

export interface BoardFacts {
  title: string
  organisation: string
  strategy: string
  sources: ReadonlyMap<string, Source>
  themes: readonly (Titled & { id: string })[]
  chapters: readonly (Titled & { id: string })[]
  objectives: readonly (Titled & { id: string })[]
  milestones: readonly (Milestone & { id: string })[]
  columns: Readonly<Record<ColumnId, ColumnWords>>
  /** What the author of the board paper chose. */
  paper: Readonly<Record<string, string | number | boolean>>
}

/** Without looking at anything else of the board. */
export const titleOf = (doc: Y.Doc): string => titleIn(rootsOf(doc).board)

const titleIn = (board: Y.Map<unknown>): string => sound<string>(board, 'board', 'title') ?? ''

export function readFacts(board: Y.Map<unknown>): BoardFacts {
  const entries = (list: string) => {
    const found: [string, unknown][] = []
    for (const key of board.keys()) {
      if (!key.startsWith(`${list}/`)) continue
      const value = sound(board, 'board', key)
      if (value !== undefined) found.push([key.slice(list.length + 1), value])
    }
    return found
  }
  const titled = (list: string) =>
    entries(list)
      .map(([id, value]) => ({ ...(value as Titled), id }))
      .sort((a, b) => (a.order ?? 1e9) - (b.order ?? 1e9) || naturally.compare(a.title, b.title))
  const words = new Map(entries('column') as [string, ColumnWords][])
  return {
    title: titleIn(board),
    organisation: sound<string>(board, 'board', 'organisation') ?? '',
    strategy: sound<string>(board, 'board', 'strategy') ?? '',
    sources: new Map(
      (entries('source') as [string, Source][]).sort(([a, x], [b, y]) => compareSources(a, x, b, y)),
    ),
    themes: titled('theme'),
    chapters: titled('chapter'),
    objectives: titled('objective'),
    milestones: (entries('milestone') as [string, Milestone][])
      .map(([id, value]) => ({ ...value, id }))
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : naturally.compare(a.id, b.id))),
    columns: forColumns((id) => words.get(id) ?? COLUMNS[id]),
    paper: sound<BoardFacts['paper']>(board, 'board', 'paper') ?? {},
  }
}

/** The order the board gives its sources, those without one after, by code. */
export const compareSources = (a: string, x: Source | undefined, b: string, y: Source | undefined) =>
  (x?.order ?? 1e9) - (y?.order ?? 1e9) || naturally.compare(a, b)
