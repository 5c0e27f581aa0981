/**
 * Everything that comes out of a board as a file: a format is added by its file and a line here.
 *
 * A writer is pure and its only clock is `at`, the time of the board's last record: the same state gives
 * the same bytes.
 */
import type { Millis } from '../clock.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import { writeBoardJson } from './json.ts'
import { writeMappingCsv } from './mapping-csv.ts'
import { writeBoardMarkdown } from './markdown.ts'

/** A board at one moment, as every writer reads it; names are not in it. */
export interface ExportSource {
  board: string
  snapshot: BoardSnapshot
  /** The shared texts, which a snapshot leaves out: statement → why, section → text. */
  why: ReadonlyMap<string, string>
  paper: ReadonlyMap<string, string>
  /** The roots as the document holds them, sound entries only, for exports that come back in. */
  roots: Readonly<Record<string, ReadonlyMap<string, unknown>>>
  at: Millis
  /** `public` leaves out comments and individual choices; `full` is the facilitator's. */
  set: 'public' | 'full'
}

export interface Exporter {
  file: string
  mediaType: string
  /** What a person chooses by. */
  title: string
  write(source: ExportSource): string | Uint8Array
}

export const EXPORTERS: readonly Exporter[] = [
  {
    file: 'mapping.csv',
    mediaType: 'text/csv; charset=utf-8',
    title: 'Mapping (spreadsheet)',
    write: writeMappingCsv,
  },
  {
    file: 'board.json',
    mediaType: 'application/json; charset=utf-8',
    title: 'Whole board (JSON)',
    write: writeBoardJson,
  },
  {
    file: 'board.md',
    mediaType: 'text/markdown; charset=utf-8',
    title: 'Whole board (plain text)',
    write: writeBoardMarkdown,
  },
]

export const exporterFor = (file: string): Exporter | undefined => EXPORTERS.find((it) => it.file === file)
