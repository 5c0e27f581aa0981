/**
 * An Excel file as tables of text: values as they were last reckoned, never formulas, macros or links.
 */
import { zipSync } from 'fflate'
import readXlsxFile from 'read-excel-file/universal'
import { guessColumns, type SheetText } from '../../../../shared/imports/csv.ts'
import { MOST_ROWS, UnreadableImport } from '../../../../shared/imports/rows.ts'
import type { OpenedFile } from './opened.ts'
import { unzipped } from './zip.ts'

/** Above the heading there may be a title, a date, a note. */
const HEADING_WITHIN = 25

export async function openSpreadsheet(bytes: Uint8Array): Promise<OpenedFile> {
  const files = unzipped(
    bytes,
    (path) => /\.(?:xml|rels)$/i.test(path) && !/\/(?:media|drawings)\//.test(path),
  )
  // Stored rather than packed: the reader would unpack in workers of its own, which this page does not allow.
  const stored = zipSync(files, { level: 0 })
  let read: Awaited<ReturnType<typeof readXlsxFile>>
  try {
    read = await readXlsxFile(stored.buffer as ArrayBuffer, { trim: false })
  } catch {
    throw new UnreadableImport('The file is damaged: its sheets could not be read.')
  }
  const sheets = read.flatMap(({ sheet, data }) => {
    const table = tableOf(data.map((row) => row.map(cellText)))
    return table ? [{ name: sheet, table }] : []
  })
  if (sheets.length === 0) throw new UnreadableImport('The file is empty: no sheet has anything in it.')
  if (sheets.some(({ table }) => table.lines.length > MOST_ROWS)) {
    throw new UnreadableImport('At most 10,000 rows at once.')
  }
  return { sheets, report: null }
}

/** The table from its heading on; the sheet whose heading names statements is told by that. */
export function tableOf(rows: readonly string[][]): SheetText | null {
  const isFilled = (row: readonly string[]) => row.some((it) => it.trim() !== '')
  const first = rows.findIndex(isFilled)
  if (first < 0) return null
  const named = rows
    .slice(0, HEADING_WITHIN)
    .findIndex((row) => row.filter((it) => it.trim()).length > 1 && guessColumns(row).text !== undefined)
  const at = named < 0 ? first : named
  return {
    heading: [...(rows[at] ?? [])],
    lines: rows.slice(at + 1).map((it) => [...it]),
    headingRow: at + 1,
  }
}

/** A date as it is sorted by, a number as its digits. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return String(value)
}
