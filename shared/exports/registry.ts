/**
 * Everything that comes out of a board as a file: a format is added by its file and a line here.
 */
import { feedbackOf } from '../feedback.ts'
import { writeNewActionsDocx } from './annexes.ts'
import { withheld, writeRecord, writeRelease } from './archive.ts'
import { leadIn } from './briefing-names.ts'
import { briefingFiles, writeBriefingDocx, writeBriefingsDocx } from './briefings.ts'
import { writeChangesDocx } from './changes.ts'
import type { Exporter, ExportSource } from './contract.ts'
import { writeFeedbackDocx } from './feedback.ts'
import { writeBoardJson } from './json.ts'
import { writeMappingCsv } from './mapping-csv.ts'
import { writeMappingDocx, writeMappingHtml } from './mapping-document.ts'
import { writeMappingXlsx } from './mapping-xlsx.ts'
import { writeBoardMarkdown } from './markdown.ts'
import { writeBoardPaperDocx, writeBoardPaperHtml } from './paper/paper-files.ts'
import { writeNewActionsHtml, writeNewActionsSvg, writeTimetableSvg } from './pictures.ts'
import { writeTimetableDocx } from './timetable-document.ts'
import { writeTimetableIcs } from './timetable-ics.ts'
import { writeTimetableCsv, writeTimetableXlsx } from './timetable-table.ts'

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
