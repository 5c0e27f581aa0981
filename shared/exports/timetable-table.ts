/** The timetable as a table: a line for each milestone, action and review, by day; what has no day comes last. */
import { isDay } from '../board.ts'
import { dayOf, quarterOf } from '../days.ts'
import type { ExportSource } from './contract.ts'
import { BYTE_ORDER_MARK, csvLine } from './csv-cell.ts'
import { writeWorkbook } from './office/xlsx.ts'
import { standingOf } from './standing.ts'
import { KIND_WORDS, STATUS_WORDS, type TimetableEntry, timetableOf, whenOf } from './timetable.ts'

const COLUMNS: readonly { header: string; width: number; value(entry: TimetableEntry): string }[] = [
  { header: 'What', width: 12, value: (it) => KIND_WORDS[it.kind] },
  { header: 'Ref', width: 8, value: (it) => it.ref },
  { header: 'Title', width: 48, value: (it) => it.title },
  { header: 'Work stream', width: 28, value: (it) => it.stream },
  { header: 'Executive lead', width: 24, value: (it) => it.executiveLead },
  { header: 'Lead', width: 24, value: (it) => it.lead },
  { header: 'Start', width: 13, value: (it) => it.start ?? '' },
  { header: 'Date approved', width: 15, value: (it) => it.day ?? '' },
  { header: 'Date expected', width: 15, value: (it) => it.expected ?? '' },
  { header: 'Quarter', width: 12, value: (it) => quarterTitle(it) },
  { header: 'Status', width: 12, value: (it) => (it.status ? STATUS_WORDS[it.status] : '') },
  { header: 'Answers', width: 22, value: (it) => it.answers.join(', ') },
  { header: 'What is missing', width: 26, value: (it) => it.missing },
]

const quarterTitle = (entry: TimetableEntry): string => {
  const day = whenOf(entry)
  return day ? quarterOf(day).title : 'No date yet'
}

function linesOf({ snapshot, at }: ExportSource): string[][] {
  const { quarters, undated } = timetableOf(snapshot, dayOf(at))
  return [...quarters.flatMap((it) => it.entries), ...undated].map((entry) =>
    COLUMNS.map((it) => it.value(entry)),
  )
}

export const writeTimetableCsv = (source: ExportSource): string =>
  BYTE_ORDER_MARK + [COLUMNS.map((it) => it.header), ...linesOf(source)].map(csvLine).join('')

export function writeTimetableXlsx(source: ExportSource): Uint8Array {
  const { facts } = source.snapshot
  return writeWorkbook({
    title: `${facts.title}: timetable`,
    subject: facts.organisation,
    foot: standingOf(source).foot,
    at: source.at,
    sheets: [
      {
        name: 'Timetable',
        columns: COLUMNS.map(({ header, width }) => ({ header, width })),
        rows: linesOf(source).map((cells) => cells.map((cell) => (isDay(cell) ? { day: cell } : cell))),
      },
    ],
  })
}
