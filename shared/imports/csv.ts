/**
 * Spreadsheet text to rows: which column means what is guessed from its heading, as people word them.
 *
 * The heading of our own mapping is known as well, so a mapping that was exported comes back as it went.
 * Commas, semicolons and tabs are told apart; a guard that an export put before a formula is taken off.
 */
import Papa from 'papaparse'
import { unguarded } from '../exports/csv-cell.ts'
import { LIMITS } from '../limits.ts'
import { MOST_ROWS, type ParsedRows, type RowField, UnreadableImport } from './rows.ts'

/** Headings by what they mean, in lower case without signs; the first that fits wins. */
const HEADINGS: Readonly<Record<RowField, readonly string[]>> = {
  ref: ['ref', 'reference', 'statement ref', 'statement reference', 'id'],
  source: ['source', 'source code', 'publication', 'report', 'document', 'publication or report'],
  number: [
    'number',
    'no',
    'num',
    'recommendation number',
    'recommendation no',
    'rec no',
    'rec number',
    'statement number',
    'rec',
  ],
  text: [
    'text',
    'statement',
    'key statement',
    'recommendation',
    'recommendation text',
    'statement text',
    'full text',
    'verbatim',
    'verbatim text',
    'wording',
    'description',
  ],
  title: ['title', 'our title', 'short title', 'heading', 'summary'],
  chapter: ['chapter', 'chapter or review', 'review', 'section', 'part', 'chapter title'],
  page: ['page', 'page number', 'page no', 'pages', 'p'],
  theme: ['theme', 'topic', 'subject', 'category of recommendation'],
  addressedTo: ['addressed to', 'for', 'responsible', 'recipient', 'organisation', 'to'],
  officialStatus: ['official status', 'official response', 'government response', 'response', 'accepted'],
  officialText: [
    'official text',
    'its text',
    'official response text',
    'government response text',
    'response text',
  ],
  sameAs: ['same as', 'repeats', 'duplicate of'],
  partOf: ['part of'],
  setAside: ['set aside', 'set aside because', 'reason set aside'],
}

/** Which column of a file holds what; a field that no column holds is absent. */
export type ColumnMap = Partial<Record<RowField, number>>

export interface SheetText {
  heading: string[]
  lines: string[][]
  /** No guard stands before what looks like a formula: the cells come from where none is put. */
  isPlain?: true
  /** The number a spreadsheet shows beside the heading, where that is not 1. */
  headingRow?: number
}

const SEPARATORS = [',', ';', '\t']

/** What Windows has where Latin-1 has nothing; some engines forget it. */
const WINDOWS =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

const windows1252 = (bytes: Uint8Array): string =>
  new TextDecoder('windows-1252')
    .decode(bytes)
    .replace(/[\u0080-\u009f]/g, (it) => WINDOWS[it.charCodeAt(0) - 0x80] ?? it)

/** Bytes as text: with the mark they begin with, else UTF-8, else as Windows wrote it before. */
export function textOf(bytes: Uint8Array): string {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  // Without a mark two bytes a letter show by the zeros between Latin ones.
  const head = bytes.subarray(0, 2_000)
  const zeros = (odd: 0 | 1) => head.filter((byte, at) => byte === 0 && at % 2 === odd).length
  const many = head.length / 5
  if (zeros(1) > many && zeros(0) === 0) return new TextDecoder('utf-16le').decode(bytes)
  if (zeros(0) > many && zeros(1) === 0) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return windows1252(bytes)
  }
}

/**
 * One kind of line end between the lines, for the parser takes the first it meets for all there are. What
 * stands in quotes stays as it is.
 */
export const evenLineEnds = (text: string): string =>
  text.replace(/(?<=^|[,;\t\r\n])"[^"]*(?:""[^"]*)*"|\r\n?/g, (it) => (it.startsWith('"') ? it : '\n'))

export function readSheet(text: string): SheetText {
  if (text.length > LIMITS.importBytes) throw new UnreadableImport('The file is larger than 8 MB.')
  // Excel is told its separator in a line before the heading.
  const [, told, rest] = /^\ufeff?sep=([,;\t|])\r?\n([\s\S]*)$/i.exec(text) ?? []
  const { data, errors, meta } = Papa.parse<string[]>(evenLineEnds((rest ?? text).replace(/^\ufeff/, '')), {
    newline: '\n',
    ...(told && { delimiter: told }),
    header: false,
    skipEmptyLines: false,
    delimitersToGuess: SEPARATORS,
    preview: MOST_ROWS + 1,
  })
  const unclosed = errors.find((it) => it.type === 'Quotes')
  if (unclosed)
    throw new UnreadableImport(`A quotation mark is not closed near line ${(unclosed.row ?? 0) + 1}.`)
  const [heading, ...lines] = data
  if (!heading?.some((it) => it.trim() !== '')) throw new UnreadableImport('The file is empty.')
  if (meta.truncated) throw new UnreadableImport('At most 10,000 rows at once.')
  return { heading, lines, ...(told && { headingRow: 2 }) }
}

export function guessColumns(heading: readonly string[]): ColumnMap {
  const words = heading.map((it) =>
    it
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim(),
  )
  const map: ColumnMap = {}
  const taken = new Set<number>()
  for (const [field, names] of Object.entries(HEADINGS) as [RowField, readonly string[]][]) {
    const name = names.find((it) => words.some((word, at) => word === it && !taken.has(at)))
    if (name === undefined) continue
    const at = words.findIndex((word, index) => word === name && !taken.has(index))
    taken.add(at)
    map[field] = at
  }
  return map
}

/** Rows of a sheet by a column map; cells nobody mapped are left out. */
export function rowsOf(sheet: SheetText, columns: ColumnMap): ParsedRows {
  const fields = Object.entries(columns) as [RowField, number][]
  if (columns.text === undefined) {
    throw new UnreadableImport('No column is headed “text”, “statement” or “recommendation”.')
  }
  const own = sheet.isPlain ? (cell: string) => cell : unguarded
  const parsed: ParsedRows = { rows: [], rejected: [] }
  sheet.lines.forEach((line, at) => {
    // An empty line is none, but the ones after it keep the number people see beside them.
    if (line.every((it) => it.trim() === '')) return
    const cells = fields.map(([field, column]) => [field, own(line[column] ?? '')])
    parsed.rows.push({ row: at + 1 + (sheet.headingRow ?? 1), cells: Object.fromEntries(cells) })
  })
  return parsed
}

export function parseCsv(text: string): ParsedRows {
  const sheet = readSheet(text)
  return rowsOf(sheet, guessColumns(sheet.heading))
}
