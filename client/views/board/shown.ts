/**
 * What of the board is on this screen: what find and the filters let through, followed as the board changes.
 *
 * It is reckoned outside React and is the same set until a card comes or goes, so that a move of which
 * nothing is seen here draws nothing.
 */
import type { ParticipantId, StatementId } from '../../../shared/board.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import type { Watched } from '../../session/contract.ts'
import { type Changing, changing } from '../../ui/changing.ts'
import { type Filters, filterOf, filtersIn } from './filters.ts'
import { matching } from './find.ts'
import { foldedIn, type Grouping, type Groups, groupingIn, groupsOf } from './groups.ts'

export interface Looking {
  query: string
  filters: Filters
  group: Grouping | null
  /** Headings whose statements are folded away. */
  folded: ReadonlySet<string>
}

/** What an address asks to see. */
export const lookingIn = (search: string): Looking => ({
  query: new URLSearchParams(search).get('q') ?? '',
  filters: filtersIn(search),
  group: groupingIn(search),
  folded: foldedIn(search),
})

export interface Shown {
  looking: Changing<Looking>
  /** What is let through; null while nothing is looked for. */
  match: Watched<ReadonlySet<StatementId> | null>
  /** The headings there are; null while there are none. */
  groups: Watched<Groups | null>
  /** Follows the board until the function it gives back is called. */
  open(): () => void
}

const HEADINGS = ['facts', 'statements', 'ids'] as const
/** What the reckoning rests on. Where things stand matters to *not ready* alone. */
const PARTS = ['facts', 'statements', 'responses', 'comments', 'live'] as const

export function openShown(
  snapshot: Watched<BoardSnapshot>,
  me: ParticipantId,
  touched: Watched<ReadonlySet<StatementId>>,
  first: Looking,
): Shown {
  const looking = changing(first)
  const match = changing<ReadonlySet<StatementId> | null>(null)
  const groups = changing<Groups | null>(null)
  let seen: { board: BoardSnapshot; looking: Looking; touched: ReadonlySet<StatementId> } | null = null

  const isStale = (board: BoardSnapshot) =>
    seen === null ||
    seen.looking !== looking.get() ||
    (seen.touched !== touched.get() && seen.looking.filters.only.includes('mine')) ||
    PARTS.some((part) => seen?.board[part] !== board[part]) ||
    (seen.board.lacks !== board.lacks && seen.looking.filters.only.includes('not-ready'))

  const follow = () => {
    const board = snapshot.get()
    if (!isStale(board)) return
    const { group } = looking.get()
    const isSame =
      group === seen?.looking.group && HEADINGS.every((part) => seen?.board[part] === board[part])
    if (!isSame) groups.set(group && groupsOf(board, group))
    seen = { board, looking: looking.get(), touched: touched.get() }
    const { query, filters } = seen.looking
    const found = matching(board, query)
    const passes = filterOf(board, filters, { me, touched: seen.touched })
    const next = passes ? new Set(Array.from(found ?? board.ids).filter(passes)) : found
    if (!sameSet(match.get(), next)) match.set(next)
  }

  follow()
  looking.subscribe(follow)
  return {
    looking,
    match,
    groups,
    open() {
      follow()
      const ends = [snapshot.subscribe(follow), touched.subscribe(follow)]
      return () => {
        for (const end of ends) end()
      }
    },
  }
}

function sameSet(a: ReadonlySet<unknown> | null, b: ReadonlySet<unknown> | null): boolean {
  if (a === null || b === null) return a === b
  return a.size === b.size && Array.from(a).every((it) => b.has(it))
}
