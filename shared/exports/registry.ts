/**
 * Everything that comes out of a board as a file: a format is added by its file and a line here.
 *
 * A writer is pure and its only clock is `at`, the time of the board's last record: the same state gives
 * the same bytes.
 */
import type { StatementId } from '../board.ts'
import type { Millis } from '../clock.ts'
import type { Decision } from '../consult/vote.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import { feedbackOf } from '../feedback.ts'
import type { BoardThen } from '../past/comparison.ts'
import type { VersionReply } from '../version.ts'
import { writeNewActionsDocx } from './annexes.ts'
import { withheld, writeRecord, writeRelease } from './archive.ts'
import { leadIn } from './briefing-names.ts'
import { briefingFiles, writeBriefingDocx, writeBriefingsDocx } from './briefings.ts'
import { writeChangesDocx } from './changes.ts'
import { writeFeedbackDocx } from './feedback.ts'
import { writeBoardJson } from './json.ts'
import { writeMappingCsv } from './mapping-csv.ts'
import { writeMappingDocx, writeMappingHtml } from './mapping-document.ts'
import { writeMappingXlsx } from './mapping-xlsx.ts'
import { writeBoardMarkdown } from './markdown.ts'
import { writeBoardPaperDocx, writeBoardPaperHtml } from './paper/paper-files.ts'
import { writeNewActionsHtml, writeNewActionsSvg, writeTimetableSvg } from './pictures.ts'
import type { FullRecord } from './record-sheets.ts'
import { writeTimetableDocx } from './timetable-document.ts'
import { writeTimetableIcs } from './timetable-ics.ts'
import { writeTimetableCsv, writeTimetableXlsx } from './timetable-table.ts'

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
  /** Of statements as they stand: their grounds, which are records and not in the document. */
  decisions: ReadonlyMap<StatementId, Decision>
  /** The sealed version it is of, with what meetings made of it; null for the board as it is now. */
  version: VersionReply | null
  /** An earlier sealed version, for what tells of changes since; null where none was sealed before. */
  before: { version: VersionReply; then: BoardThen } | null
  /** What the journal has beside the document; of the full set alone. */
  record?: FullRecord | undefined
  /** `public` leaves out comments and individual choices; `full` is the facilitator's. */
  set: 'public' | 'full'
  /** Of a file that there is in several kinds: which; unless it is said, the one that fits. */
  kind?: string | undefined
}

export interface Exporter {
  file: string
  mediaType: string
  /** What a person chooses by. */
  title: string
  /** There is it in the full set alone. */
  isFull?: true
  /** It tells of changes, and is given the version before. */
  looksBack?: true
  /** In the full set it has what the journal has beside the document. */
  tellsRecord?: true
  /** Whether there is anything to tell; left out of archives where there is not. */
  hasWords?(source: ExportSource): boolean
  write(source: ExportSource): string | Uint8Array
}

/** One thing a file; archives are made of these. */
const FILES: readonly Exporter[] = [
  {
    file: 'mapping.csv',
    mediaType: 'text/csv; charset=utf-8',
    title: 'Mapping (spreadsheet)',
    looksBack: true,
    write: writeMappingCsv,
  },
  {
    file: 'mapping.xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    title: 'Mapping (workbook)',
    tellsRecord: true,
    looksBack: true,
    write: writeMappingXlsx,
  },
  {
    file: 'mapping.docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    title: 'Mapping (Word)',
    write: writeMappingDocx,
  },
  {
    file: 'mapping.html',
    mediaType: 'text/html; charset=utf-8',
    title: 'Mapping (page)',
    write: writeMappingHtml,
  },
  {
    file: 'timetable.xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    title: 'Timetable (workbook)',
    write: writeTimetableXlsx,
  },
  {
    file: 'timetable.csv',
    mediaType: 'text/csv; charset=utf-8',
    title: 'Timetable (spreadsheet)',
    write: writeTimetableCsv,
  },
  {
    file: 'timetable.ics',
    mediaType: 'text/calendar; charset=utf-8',
    title: 'Timetable (calendar)',
    write: writeTimetableIcs,
  },
  {
    file: 'timetable.docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    title: 'Timetable (Word)',
    write: writeTimetableDocx,
  },
  {
    file: 'timetable.svg',
    mediaType: 'image/svg+xml; charset=utf-8',
    title: 'Timetable (picture)',
    write: writeTimetableSvg,
  },
  {
    file: 'new-actions.svg',
    mediaType: 'image/svg+xml; charset=utf-8',
    title: 'New actions (picture)',
    write: writeNewActionsSvg,
  },
  {
    file: 'new-actions.docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    title: 'New actions (Word)',
    write: writeNewActionsDocx,
  },
  {
    file: 'new-actions.html',
    mediaType: 'text/html; charset=utf-8',
    title: 'New actions (page)',
    write: writeNewActionsHtml,
  },
  {
    file: 'board-paper.docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    title: 'Board paper (Word)',
    write: writeBoardPaperDocx,
  },
  {
    file: 'board-paper.html',
    mediaType: 'text/html; charset=utf-8',
    title: 'Board paper (page)',
    write: writeBoardPaperHtml,
  },
  {
    file: 'briefings.docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    title: 'Briefings (Word)',
    write: writeBriefingsDocx,
  },
  {
    file: 'changes.docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    title: 'Changes since a version (Word)',
    looksBack: true,
    hasWords: ({ before }) => before !== null,
    write: writeChangesDocx,
  },
  {
    file: 'feedback.docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    title: 'Feedback and answers (Word)',
    isFull: true,
    hasWords: ({ snapshot }) => feedbackOf(snapshot).length > 0,
    write: writeFeedbackDocx,
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

/** One lead's briefing; there are as many as leads, so they are in no list. */
const briefingFor = (file: string): Exporter | undefined =>
  leadIn(file) === null
    ? undefined
    : {
        file,
        mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        title: 'Briefing (Word)',
        write: (source) => writeBriefingDocx(source, file),
      }

/** As archives have them: briefings one by one, each as its lead is sent it. */
const filesOf = (source: ExportSource): Exporter[] =>
  FILES.flatMap((it) =>
    it.file === 'briefings.docx' ? briefingFiles(source).flatMap((file) => briefingFor(file) ?? []) : [it],
  )

export const EXPORTERS: readonly Exporter[] = [
  ...FILES,
  {
    file: 'withheld.txt',
    mediaType: 'text/plain; charset=utf-8',
    title: 'What a release keeps back, and because',
    write: withheld,
  },
  {
    file: 'release.zip',
    mediaType: 'application/zip',
    title: 'Everything to publish',
    looksBack: true,
    write: (source) => writeRelease(source, filesOf(source)),
  },
  {
    file: 'record.zip',
    mediaType: 'application/zip',
    title: 'Everything, for the record',
    isFull: true,
    tellsRecord: true,
    looksBack: true,
    write: (source) => writeRecord(source, filesOf(source)),
  },
]

export const exporterFor = (file: string): Exporter | undefined =>
  EXPORTERS.find((it) => it.file === file) ?? briefingFor(file)
