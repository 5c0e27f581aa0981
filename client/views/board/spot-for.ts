/**
 * Where a card in the hand would land, and what that means for the document.
 *
 * A *slot* counts the cards a person sees in a column, leaving out the one in the hand; a *spot* is a gap in
 * the whole column. Between two cards that find has brought together, a card lands right under the upper one.
 */
import type { Placement, StatementId } from '../../../shared/board.ts'
import { BOARD_COLUMN_IDS, type ColumnId } from '../../../shared/columns.ts'
import type { Spot } from '../../../shared/doc/edits.ts'
import { spotAt } from '../../../shared/doc/reads/placements.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'

export interface Landing {
  column: ColumnId
  slot: number
}

type Order = Pick<BoardSnapshot, 'inColumn' | 'placements'>
export type Shows = (id: StatementId) => boolean
const everything: Shows = () => true

/** The gap a landing means, or null where the card already is there. */
export function spotFor(
  board: Order,
  held: StatementId,
  landing: Landing,
  shows: Shows = everything,
): Spot | null {
  const { column, slot } = landing
  const isThere = board.placements.get(held)?.column === column && slotOf(board, held, shows) === slot
  return isThere ? null : spotAt(board, column, indexFor(board, held, landing, shows), new Set([held]))
}

/** A landing as a slot of the whole column, as everybody counts whatever they see of it. */
export function indexFor(board: Order, held: StatementId, { column, slot }: Landing, shows: Shows): number {
  const others = board.inColumn[column].filter((id) => id !== held)
  const shown = others.filter(shows)
  const at = Math.max(0, Math.min(slot, shown.length))
  const above = shown[at - 1]
  const below = shown[at]
  if (above !== undefined) return others.indexOf(above) + 1
  return below !== undefined ? others.indexOf(below) : others.length
}

/** The slot a card is in now. */
export function slotOf(board: Order, id: StatementId, shows: Shows = everything): number {
  const column = board.placements.get(id)?.column ?? 'unsorted'
  const list = board.inColumn[column]
  let slot = 0
  for (const other of list) {
    if (other === id) break
    if (shows(other)) slot += 1
  }
  return slot
}

/**
 * The gap under the last card. A card sent by key or menu goes there, so that nothing moves under the eyes of
 * the people who are reading that column.
 */
export const endOf = (board: Order, column: ColumnId, held: StatementId): Spot =>
  spotAt(board, column, board.inColumn[column].length, new Set([held]))

/** The gap in which a card stood before, as the column is now. */
export function spotWhere(board: Order, held: StatementId, was: Placement): Spot {
  const others = board.inColumn[was.column].filter((id) => id !== held)
  const index = others.findIndex((id) => (board.placements.get(id)?.order ?? '') > was.order)
  return spotAt(board, was.column, index < 0 ? others.length : index, new Set([held]))
}

/**
 * How many of a column's cards have their middle above `y`: the slot a card held there would take.
 * Middles are asked for as they are needed, about eleven of two thousand.
 */
export function slotAt(count: number, middleOf: (index: number) => number, y: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (middleOf(middle) < y) low = middle + 1
    else high = middle
  }
  return low
}

export type Step = 'up' | 'down' | 'left' | 'right' | 'top' | 'bottom'

/** Where a card held by keys goes next; the same landing where there is no further. */
export function stepped(
  board: Order,
  held: StatementId,
  from: Landing,
  step: Step,
  shows: Shows = everything,
): Landing {
  const lastOf = (column: ColumnId) => board.inColumn[column].filter((id) => id !== held && shows(id)).length
  switch (step) {
    case 'up':
      return from.slot > 0 ? { ...from, slot: from.slot - 1 } : from
    case 'down':
      return from.slot < lastOf(from.column) ? { ...from, slot: from.slot + 1 } : from
    case 'top':
      return from.slot === 0 ? from : { ...from, slot: 0 }
    case 'bottom':
      return from.slot === lastOf(from.column) ? from : { ...from, slot: lastOf(from.column) }
    default: {
      const at = (BOARD_COLUMN_IDS as readonly ColumnId[]).indexOf(from.column)
      const column = BOARD_COLUMN_IDS[at + (step === 'left' ? -1 : 1)]
      return column === undefined ? from : { column, slot: Math.min(from.slot, lastOf(column)) }
    }
  }
}
