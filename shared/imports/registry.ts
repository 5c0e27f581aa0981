/**
 * Everything a board can be filled from: a format is added by its file and a line here.
 *
 * Importers are pure and run in the server and in a browser's worker alike.
 */
import { parseCsv, textOf } from './csv.ts'
import { parsePastedText } from './pasted-text.ts'
import { type ParsedRows, parseRowList, UnreadableImport } from './rows.ts'

export interface Importer {
  mediaTypes: readonly string[]
  parse(bytes: Uint8Array): ParsedRows
}

export const IMPORTERS: readonly Importer[] = [
  {
    mediaTypes: ['text/csv', 'text/tab-separated-values'],
    parse: (bytes) => parseCsv(textOf(bytes)),
  },
  {
    mediaTypes: ['application/json'],
    parse: (bytes) => parseRowList(jsonOf(bytes)),
  },
  {
    mediaTypes: ['text/plain'],
    parse: (bytes) => parsePastedText(textOf(bytes)),
  },
]

export const importerFor = (mediaType: string): Importer | undefined =>
  IMPORTERS.find((it) => it.mediaTypes.includes(mediaType))

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch {
    throw new UnreadableImport('The file is not JSON.')
  }
}
