/**
 * The mapping as a workbook: what it is, the figures, every statement, and the plan sheet by sheet.
 *
 * The sheet Mapping has the columns of `mapping.csv` under the same headings and in the same order.
 */
import { isDay } from '../board.ts'
import { CATEGORY_IDS } from '../columns.ts'
import { changesSheet } from './changes-sheet.ts'
import type { ExportSource } from './contract.ts'
import { MAPPING_COLUMNS, type MappingColumn, mappingRows } from './mapping-row.ts'
import { type Sheet, type SheetCell, type Tone, writeWorkbook } from './office/xlsx.ts'
import { dividedSheet, methodSheet } from './opinion-sheets.ts'
import { planSheet } from './plan-sheet.ts'
import { choicesSheet, commentsSheet, historySheet } from './record-sheets.ts'
import { standingOf } from './standing.ts'
import { summarySheet } from './summary-sheet.ts'

export function writeMappingXlsx(source: ExportSource): Uint8Array {
  const { facts } = source.snapshot
  return writeWorkbook({
    title: `${facts.title}: mapping`,
    subject: facts.organisation,
    foot: standingOf(source).foot,
    at: source.at,
    sheets: [
      readMe(source),
      summarySheet(source),
      mapping(source),
      planSheet(source, 'action', 'Actions', 'blue'),
      planSheet(source, 'stream', 'Streams', 'plum'),
      planSheet(source, 'watch', 'Watching', 'ochre'),
      dividedSheet(source),
      changesSheet(source),
      methodSheet(source),
      ...(source.set === 'full' ? [commentsSheet(source), choicesSheet(source), historySheet(source)] : []),
    ],
  })
}

function readMe(source: ExportSource): Sheet {
  const { facts, ids } = source.snapshot
  const { status, date, fingerprint } = standingOf(source)
  const rows: [string, string][] = [
    ['Organisation', facts.organisation],
    ['Status', status],
    ['As it stood on', date],
    [
      'Fingerprint',
      `${fingerprint}: the SHA-256 of this board’s board.json, public set, begins so. Two files with one fingerprint are of one state.`,
    ],
    [
      'What is in it',
      source.set === 'full'
        ? 'Full record: with comments and what was made of them, every vote as it was shown, and who did what when. Who chose what is in no file; people are numbered.'
        : 'Public set: no comments, no individual choices.',
    ],
    ['Publications', Array.from(facts.sources.values(), (it) => it.title).join('\n')],
    ['Statements', `${ids.length}, each verbatim as published; Our title is ours.`],
    ...CATEGORY_IDS.map((it): [string, string] => [facts.columns[it].title, facts.columns[it].line]),
    [
      'Ready?',
      'yes: everything a board of directors needs to know is there. What is missing says what is not.',
    ],
    [
      'Sheets',
      'Summary: figures. Mapping: every statement, a line each; it can be imported again and changes nothing. Actions, Streams, Watching: the plan. Divided: where private choices did not agree. Changes: what is different from the version before. Method: how agreement is reckoned.',
    ],
  ]
  return {
    name: 'Read me',
    isProse: true,
    columns: [
      { header: facts.title || 'Board', width: 24 },
      { header: '', width: 84 },
    ],
    rows,
  }
}

const TONE_OF: Readonly<Record<MappingColumn['group'], Tone>> = {
  Statement: 'slate',
  'Official response': 'plain',
  Category: 'slate',
  'New action': 'blue',
  'Due regard': 'plum',
  'Watching brief': 'ochre',
  Also: 'plain',
}

const WIDTHS: Readonly<Record<string, number>> = {
  Ref: 8,
  'Our title': 30,
  Statement: 60,
  Publication: 24,
  'Chapter or review': 24,
  Page: 7,
  'Its text': 40,
  Why: 44,
  'How decided': 18,
  New: 7,
  Due: 7,
  Watch: 8,
  Action: 34,
  'Other view': 34,
  'Latest progress': 34,
  Evidence: 40,
  'What is missing': 28,
  Objectives: 34,
}

/** Days that can be sorted and filtered by as such. */
const DAYS = new Set([
  'Date',
  'Start',
  'Due approved',
  'Due expected',
  'Briefed on',
  'Acknowledged on',
  'Next review',
])
const asDay = (header: string, cell: SheetCell): SheetCell =>
  DAYS.has(header) && isDay(cell) ? { day: cell } : cell

function mapping(source: ExportSource): Sheet {
  return {
    name: 'Mapping',
    keep: 1,
    columns: MAPPING_COLUMNS.map(({ header, group }) => ({
      header,
      width: WIDTHS[header] ?? 16,
      tone: TONE_OF[group],
    })),
    rows: mappingRows(source).map((cells) =>
      cells.map((cell, at) => asDay(MAPPING_COLUMNS[at]?.header ?? '', cell)),
    ),
  }
}
