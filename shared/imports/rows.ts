/**
 * Rows as every importer gives them: text cells under known names, before a board has looked at them.
 */
import { STATEMENT_COLUMNS, type StatementRow } from '../api.ts'
import { withoutUnseen } from '../words.ts'

/**
 * What one line of a file or one object of a JSON list says of a statement.
 * `ref` is source code and number in one, as exports write it; `source` may be a code or a title.
 */
export type ImportRow = StatementRow & { ref?: string }

export const ROW_FIELDS = [...STATEMENT_COLUMNS, 'ref', 'sameAs', 'partOf', 'setAside'] as const
export type RowField = (typeof ROW_FIELDS)[number]

export interface RowProblem {
  /** As people see it beside the row: in a spreadsheet its heading is row 1, in a list the first is. */
  row: number
  reason: string
}

export interface ParsedRows {
  /** With the number each had in its file. */
  rows: { row: number; cells: ImportRow }[]
  rejected: RowProblem[]
}

/** Rows beyond this many are not looked at. */
export const MOST_ROWS = 10_000

/** Nothing at all could be read; the message is for a person. */
export class UnreadableImport extends Error {
  override name = 'UnreadableImport'
}

/** One kind of line break, no control or stray half characters, no space around: what a board keeps. */
export function cleanText(text: string): string {
  return (
    withoutUnseen(text)
      .replace(/\r\n?|\u2028|\u2029/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g, '')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
      .trim()
  )
}

/** As `cleanText`, on one line. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ')

/** A JSON list of rows; numbers are taken as their digits, unknown fields are left out. */
export function parseRowList(value: unknown): ParsedRows {
  if (!Array.isArray(value)) throw new UnreadableImport('Send a list of rows.')
  if (value.length > MOST_ROWS) throw new UnreadableImport('At most 10,000 rows at once.')
  const parsed: ParsedRows = { rows: [], rejected: [] }
  value.forEach((it: unknown, at) => {
    const row = at + 1
    if (it === null || typeof it !== 'object' || Array.isArray(it)) {
      parsed.rejected.push({ row, reason: 'a row is an object' })
      return
    }
    const cells: ImportRow = {}
    for (const field of ROW_FIELDS) {
      const cell = Object.hasOwn(it, field) ? (it as Record<string, unknown>)[field] : undefined
      if (cell === undefined || cell === null) continue
      if (typeof cell !== 'string' && typeof cell !== 'number') {
        parsed.rejected.push({ row, reason: `${field} is not text` })
        return
      }
      cells[field] = String(cell)
    }
    parsed.rows.push({ row, cells })
  })
  return parsed
}
