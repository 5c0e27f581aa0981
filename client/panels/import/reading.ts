/**
 * What a pasted or dropped text would make of a board, row by row, before anything is sent.
 *
 * Pure, and run in a worker: the same `mergeRows` that the server uses says what would happen to each row.
 */
import type { ImportMode } from '../../../shared/api.ts'
import type { Statement } from '../../../shared/board.ts'
import { refOf } from '../../../shared/doc/reads/statements.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import type { Candidates, Publication } from '../../../shared/imports/candidates.ts'
import {
  type ColumnMap,
  guessColumns,
  readSheet,
  rowsOf,
  type SheetText,
} from '../../../shared/imports/csv.ts'
import { markdownTable } from '../../../shared/imports/markdown-lines.ts'
import { mergeRows } from '../../../shared/imports/merge.ts'
import { parsePastedText } from '../../../shared/imports/pasted-text.ts'
import { patientMark } from '../../../shared/imports/patient-data.ts'
import { splitReport } from '../../../shared/imports/report.ts'
import { type ImportRow, type ParsedRows, UnreadableImport } from '../../../shared/imports/rows.ts'
import { type Change, changesOf } from './changes-of.ts'
import { beginsAgain, filledDown, withChapters } from './chapter-numbers.ts'
import type { OpenedFile } from './files/opened.ts'

export type ReadAs = 'table' | 'text'

export interface Asked {
  /** Pasted words, or the words of a file that holds nothing else; or what was in a file of more. */
  source: string | OpenedFile
  /** Guessed where it is not said. */
  as: ReadAs | null
  /** Which table of several, by its place; guessed where it is not said. */
  sheet: number | null
  /** Which publication the text of a report is, where somebody said; its code goes before the numbers (F37). */
  publication: Publication
  /** Candidates as a person has set them right; they stand for what the text of a report was split into. */
  candidates: Candidates | null
  /** Guessed from the headings where it is not said. */
  columns: ColumnMap | null
  /** Somebody asked for a table's numbers with their chapters in front. */
  byChapter: boolean
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
  /** Of a statement that is updated. */
  changes: readonly Change[]
  /** What looks like something about a patient in it. */
  patient: string | null
}

export interface Preview {
  as: ReadAs
  /** Names of the tables to choose from; of pasted words and text files there are none. */
  sheets: readonly string[]
  sheet: number
  /** True where there is both a table and a text, and somebody has to say which is meant. */
  isEither: boolean
  note: string | null
  /** Headings of a table and a line of it; empty for a text. */
  heading: readonly string[]
  sample: readonly string[]
  columns: ColumnMap
  /** Of a table: another chapter has a number again, as the table has them. */
  beginsAgain: boolean
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

function read(asked: Asked): Preview {
  const { columns, byChapter, mode, board, candidates } = asked
  const found = tablesOf(asked)
  const { table } = found
  const map = table ? (columns ?? guessColumns(table.heading)) : {}
  const isMapped = table === null || map.text !== undefined
  const parsed: ParsedRows = !isMapped
    ? { rows: [], rejected: [] }
    : table
      ? rowsOf(table, map)
      : published(
          candidates
            ? { rows: candidates.map(({ id: _, ...cells }, at) => ({ row: at + 1, cells })), rejected: [] }
            : candidatesIn(asked.source),
          asked.publication,
        )
  const isAgain = table !== null && beginsAgain(parsed.rows.map((it) => it.cells))
  const rows = fatesOf(isAgain && byChapter ? numberedByChapter(parsed) : parsed, board, mode)
  const counts: Record<Fate, number> = { new: 0, updated: 0, known: 0, rejected: 0 }
  for (const { fate } of rows) counts[fate] += 1
  return {
    as: table ? 'table' : 'text',
    sheets: found.names,
    sheet: found.at,
    isEither: found.isEither,
    note: typeof asked.source === 'string' ? null : (asked.source.note ?? null),
    heading: table?.heading ?? [],
    sample: table?.lines.find((line) => line.some((it) => it.trim())) ?? [],
    columns: map,
    beginsAgain: isAgain,
    rows,
    counts,
  }
}

function numberedByChapter({ rows, rejected }: ParsedRows): ParsedRows {
  const cells = withChapters(filledDown(rows.map((it) => it.cells)))
  return { rows: rows.map((it, at) => ({ ...it, cells: cells[at] ?? it.cells })), rejected }
}

/** The publication somebody named stands for what a candidate says of its own. */
function published({ rows, rejected }: ParsedRows, { title, code }: Publication): ParsedRows {
  const source = title.trim() || code.trim()
  if (!source) return { rows, rejected }
  const withSource = (cells: ImportRow): ImportRow => {
    const number = cells.number || cells.ref?.replace(/^[A-Za-z]+[ .-]?(?=\d)/, '')
    const ref = code.trim() && number ? { ref: `${code.trim()}${number}` } : {}
    return { ...cells, ...ref, source, ...(number && { number }) }
  }
  return { rows: rows.map(({ row, cells }) => ({ row, cells: withSource(cells) })), rejected }
}

/** The table that is meant, if one is. A file is a table where it has one that names statements, else a report. */
function tablesOf({ source, as, sheet }: Asked) {
  if (typeof source === 'string') {
    const table = as === 'text' ? null : sheetOf(source, as === 'table')
    return { table, names: [], at: 0, isEither: true }
  }
  const { sheets, report } = source
  const names = sheets.map((it) => it.name)
  const isEither = sheets.length > 0 && report !== null
  if (sheets.length === 0 || (as === 'text' && report)) return { table: null, names, at: 0, isEither }
  const at = sheet ?? Math.max(0, mostLikely(sheets))
  return { table: sheets[at]?.table ?? null, names, at, isEither }
}

/** Of the tables whose heading names statements, the one with most lines. */
function mostLikely(sheets: OpenedFile['sheets']): number {
  const lines = sheets.map(({ table }) =>
    guessColumns(table.heading).text === undefined ? 0 : table.lines.length,
  )
  return lines.indexOf(Math.max(...lines))
}

function candidatesIn(source: Asked['source']): ParsedRows {
  if (typeof source === 'string') return parsePastedText(source)
  return splitReport({ lines: source.report ?? [], isWhole: true })
}

/**
 * A table where the text is one: cells apart by tabs, a table in Markdown, or a first line that names a column of statements.
 * Asked for as a table it is read as one whatever it looks like.
 */
function sheetOf(text: string, asked: boolean): SheetText | null {
  const piped = markdownTable(text)
  if (piped) return piped
  const first = text.trimStart().split(/\r?\n/, 1)[0] ?? ''
  const looksLikeOne = first.includes('\t') || /[,;]/.test(first) || /^sep=./i.test(first)
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
  return asked || isTable || (hasCells && first.includes('\t')) || isEven(sheet) ? sheet : null
}

/** As many cells in every line: sentences have not as many commas each. */
function isEven({ heading, lines }: SheetText): boolean {
  const filled = lines.filter((it) => it.length > 1 || it[0]?.trim())
  return heading.length > 2 && filled.length > 1 && filled.every((it) => it.length === heading.length)
}

/** `mergeRows` says which statement comes of which row. */
function fatesOf(parsed: ParsedRows, board: Asked['board'], mode: ImportMode): PreviewRow[] {
  const merge = mergeRows(parsed, board, mode)
  const reasons = new Map(merge.rejected.map((it) => [it.row, it.reason]))
  const coming = new Map<number, { fate: Fate; ref: string; number: string; changes: readonly Change[] }>()
  const expect = (fate: Fate, row: number, it: Statement, changes: readonly Change[]) =>
    coming.set(row, { fate, ref: refOf(it.source, it.number), number: it.number, changes })
  for (const { row, statement } of merge.added) expect('new', row, statement, [])
  for (const { id, row, statement } of merge.updated) {
    expect('updated', row, statement, changesOf(board, id, statement))
  }
  return parsed.rows.map(({ row, cells }) => {
    const patient = patientMark(Object.values(cells).join('\n'))
    const reason = reasons.get(row) ?? null
    if (reason) return { row, cells, reason, patient, changes: [], fate: 'rejected', ref: labelOf(cells) }
    const found = coming.get(row)
    if (!found) return { row, cells, reason, patient, changes: [], fate: 'known', ref: labelOf(cells) }
    return {
      row,
      cells: { ...cells, number: found.number },
      reason,
      patient,
      fate: found.fate,
      changes: found.changes,
      ref: found.ref,
    }
  })
}

const labelOf = ({ ref, source = '', number = '' }: ImportRow) => ref ?? (number ? refOf(source, number) : '')
