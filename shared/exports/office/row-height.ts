/**
 * How high a row of a sheet must be for its words: not every program reckons that by itself.
 */
import type { SheetCell, SheetColumn } from './xlsx.ts'

const LINE_POINTS = 13.5
const HIGHEST_ROW = 409
/** Letters in a unit of a column's width: a unit is a digit, and most letters are narrower. */
const LETTERS = 1.15
const WIDE_LETTERS = 1.1

/** In points. */
export function heightOf(cells: readonly SheetCell[], columns: readonly SheetColumn[]): number {
  let most = 1
  cells.forEach((cell, at) => {
    if (typeof cell !== 'string') return
    const width = columns[at]?.width ?? 10
    const lines = cell.split('\n').reduce((sum, it) => sum + linesIn(it, width), 0)
    most = Math.max(most, lines)
  })
  return Math.min(HIGHEST_ROW, most * LINE_POINTS + 3)
}

/** Over many lines wide letters and narrow ones even out; a line or two may be all wide ones. */
const linesIn = (text: string, width: number): number =>
  Math.max(Math.min(2, linesOf(text, width * WIDE_LETTERS)), linesOf(text, width * LETTERS))

/** A word that does not fit goes to the next line whole, unless it is longer than a line. */
function linesOf(text: string, perLine: number): number {
  if (text.length <= perLine) return 1
  let lines = 1
  let used = 0
  for (const { length } of text.split(' ')) {
    if (used > 0 && used + 1 + length > perLine) {
      lines += 1
      used = 0
    } else if (used > 0) used += 1
    const over = length > perLine ? Math.ceil(length / perLine) - 1 : 0
    lines += over
    used += length - over * perLine
  }
  return lines
}
