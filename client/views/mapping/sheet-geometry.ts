/**
 * Where the rows of the sheet stand, which of them are to be seen, and where keys lead in it.
 *
 * Rows have fixed heights, so two thousand of them cost as much as those on the screen.
 */
import type { StatementId } from '../../../shared/board.ts'
import type { Row } from './rows.ts'

export const LINE_HEIGHT = 78
export const GROUP_HEIGHT = 40
/** Drawn above and below what is seen, so that a quick scroll meets no gap. */
const AROUND_PX = 400

const heightOf = (row: Row) => (row.is === 'group' ? GROUP_HEIGHT : LINE_HEIGHT)

/** The top of each row, and at the end the height of all. */
export function topsOf(rows: readonly Row[]): readonly number[] {
  const tops = [0]
  for (const row of rows) tops.push((tops.at(-1) ?? 0) + heightOf(row))
  return tops
}

/** The first row to draw, and the one after the last. */
export function seenIn(tops: readonly number[], from: number, height: number): [number, number] {
  return [firstBelow(tops, from - AROUND_PX), firstBelow(tops, from + height + AROUND_PX)]
}

/** The first row whose end is below a place. */
function firstBelow(tops: readonly number[], place: number): number {
  let [low, high] = [0, tops.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tops[middle + 1] ?? Number.POSITIVE_INFINITY) > place) high = middle
    else low = middle + 1
  }
  return low
}

export interface Cell {
  id: StatementId
  column: string
}

interface Press {
  key: string
  ctrl: boolean
}

/** The cell a key leads to from another, or null where it leads nowhere. Headings are passed over. */
export function cellFor(
  press: Press,
  from: Cell,
  rows: readonly Row[],
  columns: readonly string[],
  page: number,
): Cell | null {
  const lines = rows.flatMap((it) => (it.is === 'line' ? [it.id] : []))
  const row = Math.max(0, lines.indexOf(from.id))
  const column = Math.max(0, columns.indexOf(from.column))
  const to = (down: number, across: number): Cell | null => {
    const id = lines[Math.min(Math.max(0, down), lines.length - 1)]
    const name = columns[Math.min(Math.max(0, across), columns.length - 1)]
    return id === undefined || name === undefined ? null : { id, column: name }
  }
  switch (press.key) {
    case 'ArrowDown':
      return to(press.ctrl ? lines.length : row + 1, column)
    case 'ArrowUp':
      return to(press.ctrl ? 0 : row - 1, column)
    case 'ArrowRight':
      return to(row, press.ctrl ? columns.length : column + 1)
    case 'ArrowLeft':
      return to(row, press.ctrl ? 0 : column - 1)
    case 'Home':
      return to(press.ctrl ? 0 : row, 0)
    case 'End':
      return to(press.ctrl ? lines.length : row, columns.length)
    case 'PageDown':
      return to(row + page, column)
    case 'PageUp':
      return to(row - page, column)
    default:
      return null
  }
}
