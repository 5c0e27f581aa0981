/**
 * What the parts of the board view share: the cards, who holds them, what is in my hand, how they move.
 *
 * The table lives outside React, as the session does, so that a pointer moving over two thousand cards draws
 * nothing that did not change.
 */
import { createContext, useContext } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { BOARD_COLUMN_IDS, type BoardColumnId, type ColumnId } from '../../../shared/columns.ts'
import type { BoardSession } from '../../session/contract.ts'
import { type Changing, changing } from '../../ui/changing.ts'
import { endToastsAbout } from '../../ui/toasts.tsx'
import { type BulkMoves, openBulkMoves } from './bulk-moves.ts'
import { type CardFeed, cardFeed } from './card-feed.ts'
import { followCard } from './card-keys.ts'
import { cardsIn, type Row, rowsOf } from './column-rows.ts'
import { foldName } from './groups.ts'
import { type Holders, openHolders } from './holders.ts'
import { type Lane, openLane } from './lane.ts'
import { type Motion, openMotion } from './motion.ts'
import { type Moves, openMoves } from './moves.ts'
import { type OwnMoves, ownMoves } from './own-moves.ts'
import { openSelection, type Selection } from './selection.ts'
import { lookingIn, openShown, type Shown } from './shown.ts'
import type { Landing, Shows } from './spot-for.ts'
import { openTouched, type Touched } from './touched.ts'

/** The card I hold, and where it would land if I let go; nowhere while I am beside the board. */
export interface InHand {
  statement: StatementId
  by: 'pointer' | 'keys'
  landing: Landing | null
}

export interface Table {
  session: BoardSession
  own: OwnMoves
  feed: CardFeed
  holders: Holders
  moves: Moves
  bulk: BulkMoves
  /** What is chosen to be moved together. */
  selection: Selection
  motion: Motion
  hand: Changing<InHand | null>
  /** The card of each column that Tab comes to. */
  stops: Changing<Readonly<Partial<Record<ColumnId, StatementId>>>>
  /** The row that focus was on last, or is about to go to: it is drawn wherever it stands. */
  kept: Changing<string | null>
  /** The columns as they scroll. */
  lanes: Readonly<Record<BoardColumnId, Lane>>
  /** The card whose menu is open, and the element it opened from. */
  menu: Changing<{ statement: StatementId; anchor: HTMLElement } | null>
  /** Statements that are being linked to what answers them, or one that is split or said to repeat another. */
  linking: Changing<readonly StatementId[] | { id: StatementId; act: 'split' | 'same' } | null>
  /** The statement that is open beside the board. */
  opened: Changing<StatementId | null>
  /** What is looked for, and what find and the filters let through: null while that is everything. */
  looking: Shown['looking']
  match: Shown['match']
  groups: Shown['groups']
  touched: Touched
  /** What a column draws, from top to bottom. */
  rows(column: ColumnId): readonly Row[]
  /** The cards of a column as they are drawn: those in folded groups are not. */
  shown(column: ColumnId): readonly StatementId[]
  /** The cards of a column that a card takes its place among. */
  peers(column: ColumnId, of: StatementId): readonly StatementId[]
  /** Whether one card takes its place among others like this one: all that are let through, of one heading. */
  isPeer(of: StatementId): Shows
  open(): () => void
}

/** Between one showing of what others moved and the next: at rest, and while I carry a card. */
const GAP_MS = 100
const CARRYING_GAP_MS = 250

/** `search` is the part of the address that says what to show. */
export function layTable(given: BoardSession, search = ''): Table {
  const touched = openTouched(given)
  const hand = changing<InHand | null>(null)
  const gapMs = () => (hand.get() ? CARRYING_GAP_MS : GAP_MS)
  const own = ownMoves(given, { moved: touched.add, gapMs })
  const { session } = own
  const feed = cardFeed(session.snapshot)
  const holders = openHolders(session.presence, session.people)
  const shown = openShown(session.snapshot, session.me.id, touched.ids, lookingIn(search))
  const { match, looking, groups } = shown
  const lanes = {
    unsorted: openLane(),
    'new-action': openLane(),
    'due-regard': openLane(),
    'watching-brief': openLane(),
  }
  const motion = openMotion(lanes)
  const letThrough = (column: ColumnId) => {
    const found = match.get()
    const ids = session.snapshot.get().inColumn[column]
    return found ? ids.filter((id) => found.has(id)) : ids
  }
  const rows = (column: ColumnId) => {
    const { folded } = looking.get()
    return rowsOf(letThrough(column), groups.get(), (title) => folded.has(foldName(column, title)))
  }
  const isPeer = (of: StatementId) => {
    const found = match.get()
    const headings = groups.get()
    const heading = headings?.of(of)
    return (id: StatementId) => (found === null || found.has(id)) && headings?.of(id) === heading
  }
  const moves = openMoves(session, holders, isPeer)
  const selection = openSelection()
  const shownIn = (column: ColumnId) => (groups.get() ? cardsIn(rows(column)) : letThrough(column))
  const keepShown = () => {
    if (selection.ids.get().size === 0) return
    const onScreen = new Set(BOARD_COLUMN_IDS.flatMap(shownIn))
    selection.keep((id) => onScreen.has(id))
  }
  const table: Table = {
    session,
    own,
    feed,
    holders,
    match,
    looking,
    groups,
    touched,
    moves,
    bulk: openBulkMoves(session, holders, isPeer, () => followCard(table, moves.undo())),
    selection,
    motion,
    hand,
    stops: changing({}),
    kept: changing<string | null>(null),
    lanes,
    opened: changing<StatementId | null>(null),
    menu: changing<{ statement: StatementId; anchor: HTMLElement } | null>(null),
    linking: changing<ReturnType<Table['linking']['get']>>(null),
    rows,
    shown: shownIn,
    peers: (column, of) => session.snapshot.get().inColumn[column].filter(isPeer(of)),
    isPeer,
    open() {
      const room = () => motion.before([], BOARD_COLUMN_IDS)
      const ends = [feed.open(), shown.open(), holders.open(), holders.slots.subscribe(room)]
      // A notice offers to take back the last step: with another step it would take back that one.
      ends.push(session.undoable.subscribe(() => endToastsAbout('sent')))
      for (const part of [match, groups, looking, session.snapshot]) ends.push(part.subscribe(keepShown))
      return () => {
        for (const end of ends) end()
      }
    },
  }
  return table
}

export const TableContext = createContext<Table | null>(null)

export function useTable(): Table {
  const table = useContext(TableContext)
  if (!table) throw new Error('useTable needs a board around it')
  return table
}
