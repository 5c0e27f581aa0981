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

/** Bytes as text: with the mark they begin with, else UTF-8, else as Windows wrote it before. */
export function textOf(bytes: Uint8Array): string {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
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
  const { data, errors, meta } = Papa.parse<string[]>(evenLineEnds(text.replace(/^\ufeff/, '')), {
    newline: '\n',
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
  return { heading, lines }
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
