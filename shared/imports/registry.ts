/**
 * Everything a board can be filled from: a format is added by its file and a line here.
 *
 * Importers are pure and run in the server and in a browser's worker alike.
 */
import { parseCsv, textOf } from './csv.ts'
import { parsePastedText } from './pasted-text.ts'
import { type ParsedRows, parseRowList, UnreadableImport } from './rows.ts'

export interface Importer {
  id: string
  /** What a person chooses by. */
  title: string
  /** Endings of file names, without the dot. */
  endings: readonly string[]
  mediaTypes: readonly string[]
  parse(bytes: Uint8Array): ParsedRows
}

export const IMPORTERS: readonly Importer[] = [
  {
    id: 'csv',
    title: 'Spreadsheet (CSV)',
    endings: ['csv', 'tsv'],
    mediaTypes: ['text/csv', 'text/tab-separated-values'],
    parse: (bytes) => parseCsv(textOf(bytes)),
  },
  {
    id: 'json',
    title: 'List (JSON)',
    endings: ['json'],
    mediaTypes: ['application/json'],
    parse: (bytes) => parseRowList(jsonOf(bytes)),
  },
  {
    id: 'text',
    title: 'Text of a report',
    endings: ['txt'],
    mediaTypes: ['text/plain'],
    parse: (bytes) => parsePastedText(textOf(bytes)),
  },
]

export const importerFor = (mediaType: string): Importer | undefined =>
  IMPORTERS.find((it) => it.mediaTypes.includes(mediaType))

export const importerForFile = (name: string): Importer | undefined =>
  IMPORTERS.find((it) => it.endings.includes(name.toLowerCase().split('.').at(-1) ?? ''))

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch {
    throw new UnreadableImport('The file is not JSON.')
  }
}
