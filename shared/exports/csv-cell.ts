/**
 * How a cell is written so that no spreadsheet takes it for a formula, and read back as it was.
 *
 * Quoting does not stop a formula: a leading apostrophe does. A text that already looks guarded is guarded
 * once more, so that `unguarded` gives back exactly what `guarded` took.
 */

/** Apostrophes, space and control characters, and then a sign that begins a formula, full-width forms included. */
const FORMULA =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: spreadsheets skip these before a formula
  /^'*(?:[\s\u0000-\u001f\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n\u0000])/

export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

export const unguarded = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text

export type Cell = string | number | undefined

/** A line of RFC 4180, its line break included; numbers stay numbers. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const text = guarded(cell)
  return /[",\r\n;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Excel takes a file for UTF-8 only when it begins so. */
export const BYTE_ORDER_MARK = '\ufeff'
