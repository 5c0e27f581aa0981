/**
 * What a pasted or dropped text would make of a board, row by row, before anything is sent.
 *
 * Pure, and run in a worker: the same `mergeRows` that the server uses says what would happen to each row.
 */
import type { ImportMode } from '../../../shared/api.ts'
import type { Statement } from '../../../shared/board.ts'
import { refOf } from '../../../shared/doc/reads/statements.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import {
  type ColumnMap,
  guessColumns,
  readSheet,
  rowsOf,
  type SheetText,
  textOf,
} from '../../../shared/imports/csv.ts'
import { mergeRows } from '../../../shared/imports/merge.ts'
import { parsePastedText } from '../../../shared/imports/pasted-text.ts'
import { patientMark } from '../../../shared/imports/patient-data.ts'
import { cleanText, type ImportRow, type ParsedRows, UnreadableImport } from '../../../shared/imports/rows.ts'

export type ReadAs = 'table' | 'text'

export interface Asked {
  /** Pasted words, or the bytes of a file. */
  source: string | Uint8Array
  /** Guessed where it is not said. */
  as: ReadAs | null
  /** Guessed from the headings where it is not said. */
  columns: ColumnMap | null
  mode: ImportMode
  board: Pick<BoardSnapshot, 'facts' | 'statements'>
}

export type Fate = 'new' | 'updated' | 'known' | 'rejected'

export interface PreviewRow {
  /** As a spreadsheet shows it: the heading is row 1. What a report's text is parted into counts from 1. */
  row: number
  fate: Fate
  ref: string
  /** As it is sent: with the number it was given here, so that parts of a file mean what the whole meant. */
  cells: ImportRow
  /** Why it cannot be taken. */
  reason: string | null
  /** What looks like something about a patient in it. */
  patient: string | null
}

export interface Preview {
  as: ReadAs
  /** Headings of a table and a line of it; empty for a text. */
  heading: readonly string[]
  sample: readonly string[]
  columns: ColumnMap
  rows: readonly PreviewRow[]
  counts: Readonly<Record<Fate, number>>
}

export type Answered = { preview: Preview } | { unreadable: string }

export function previewOf(asked: Asked): Answered {
  try {
    return { preview: read(asked) }
  } catch (error) {
    if (error instanceof UnreadableImport) return { unreadable: error.message }
    throw error
  }
}

function read({ source, as, columns, mode, board }: Asked): Preview {
  const text = typeof source === 'string' ? source : textOf(source)
  const sheet = as === 'text' ? null : sheetOf(text, as === 'table')
  const map = sheet ? (columns ?? guessColumns(sheet.heading)) : {}
  const isMapped = sheet === null || map.text !== undefined
  const parsed: ParsedRows = !isMapped
    ? { rows: [], rejected: [] }
    : sheet
      ? rowsOf(sheet, map)
      : parsePastedText(text)
  const rows = fatesOf(parsed, board, mode)
  const counts: Record<Fate, number> = { new: 0, updated: 0, known: 0, rejected: 0 }
  for (const { fate } of rows) counts[fate] += 1
  return {
    as: sheet ? 'table' : 'text',
    heading: sheet?.heading ?? [],
    sample: sheet?.lines.find((line) => line.some((it) => it.trim())) ?? [],
    columns: map,
    rows,
    counts,
  }
}

/**
 * A table where the text is one: cells apart by tabs, or a first line that names a column of statements.
 * Asked for as a table it is read as one whatever it looks like.
 */
function sheetOf(text: string, asked: boolean): SheetText | null {
  const first = text.trimStart().split(/\r?\n/, 1)[0] ?? ''
  const looksLikeOne = first.includes('\t') || /[,;]/.test(first)
  if (!asked && !looksLikeOne) return null
  let sheet: SheetText
  try {
    sheet = readSheet(text)
  } catch (error) {
    if (asked) throw error
    return null
  }
  const isTable = guessColumns(sheet.heading).text !== undefined
  const hasCells = sheet.heading.length > 1 && sheet.lines.filter((it) => it.length > 1).length > 0
  return asked || isTable || (hasCells && first.includes('\t')) ? sheet : null
}

/** `mergeRows` says which statements come of the rows; each row is found again by its words. */
function fatesOf(parsed: ParsedRows, board: Asked['board'], mode: ImportMode): PreviewRow[] {
  const merge = mergeRows(parsed, board, mode)
  const reasons = new Map(merge.rejected.map((it) => [it.row, it.reason]))
  const coming = new Map<string, { fate: Fate; ref: string; number: string }[]>()
  const expect = (fate: Fate, { text, source, number }: Statement) => {
    const key = cleanText(text)
    coming.set(key, [...(coming.get(key) ?? []), { fate, ref: refOf(source, number), number }])
  }
  for (const { statement } of merge.added) expect('new', statement)
  for (const { statement } of merge.updated) expect('updated', statement)
  return parsed.rows.map(({ row, cells }) => {
    const patient = patientMark(Object.values(cells).join('\n'))
    const reason = reasons.get(row) ?? null
    if (reason) return { row, cells, reason, patient, fate: 'rejected', ref: labelOf(cells) }
    const found = coming.get(cleanText(cells.text ?? ''))?.shift()
    if (!found) return { row, cells, reason, patient, fate: 'known', ref: labelOf(cells) }
    return {
      row,
      cells: { ...cells, number: found.number },
      reason,
      patient,
      fate: found.fate,
      ref: found.ref,
    }
  })
}

const labelOf = ({ ref, source = '', number = '' }: ImportRow) => ref ?? (number ? refOf(source, number) : '')
