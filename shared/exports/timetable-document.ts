/** The timetable as an annex for Word: the picture, on as many pages as it can be read on, then by quarter, and last what has no date and who was asked. */
import { dayOf, shortDay } from '../days.ts'
import type { ExportSource } from './contract.ts'
import type { Block } from './office/document.ts'
import { tallestPicture, writeDocx } from './office/docx.ts'
import { timetablePages } from './picture/pages.ts'
import { TIMETABLE_WIDTH } from './picture/timetable-picture.ts'
import { standingOf } from './standing.ts'
import { askedFor, KIND_WORDS, STATUS_WORDS, type TimetableEntry, timetableOf } from './timetable.ts'

/** More lines than this, drawn over many pages, show nobody where they stand. */
const MOST_DRAWN = 60

export function writeTimetableDocx(source: ExportSource): Uint8Array {
  const { snapshot, at } = source
  const { facts } = snapshot
  const timetable = timetableOf(snapshot, dayOf(at))
  const { quarters, undated } = timetable
  const drawn = quarters.reduce((sum, it) => sum + it.entries.length, 0)
  const title = `${facts.title}: timetable`
  return writeDocx({
    title,
    over: facts.organisation,
    subject: facts.organisation,
    foot: standingOf(source).foot,
    at,
    isLandscape: true,
    blocks: [
      ...(drawn > 0 && drawn <= MOST_DRAWN
        ? // The title stands above it already.
          timetablePages(timetable, title, tallestPicture(TIMETABLE_WIDTH)).map((picture) => ({
            kind: 'picture' as const,
            picture: { ...picture, shapes: picture.shapes.slice(1) },
          }))
        : []),
      ...(drawn === 0 ? [{ kind: 'words' as const, text: 'Nothing has a date yet.' }] : []),
      ...quarters
        .filter((it) => it.entries.length > 0)
        .flatMap(({ quarter, entries }): Block[] => [
          { kind: 'heading', level: 1, text: `${quarter.title}: ${quarter.months}` },
          table(`${quarter.title}, ${quarter.months}`, entries),
        ]),
      ...(undated.length > 0
        ? ([
            { kind: 'heading', level: 1, text: 'Without a date yet' },
            {
              kind: 'table',
              caption: 'What has no date yet, and who was asked for it',
              head: ['What', 'Who was asked', 'What is missing'],
              widths: [7, 4, 5],
              rows: undated.map((it) => [titleOf(it), askedFor(it), it.missing]),
              isNamed: true,
            },
          ] satisfies Block[])
        : []),
    ],
  })
}

const titleOf = ({ ref, title }: TimetableEntry): string => [ref, title].filter(Boolean).join(' ')
const day = (value: string | null): string => (value ? shortDay(value) : '')

const table = (caption: string, entries: readonly TimetableEntry[]): Block => ({
  kind: 'table',
  caption,
  head: ['What', 'Approved', 'Expected', 'Status', 'Who', 'Answers'],
  widths: [8, 3.7, 3.7, 3.2, 5.2, 3.6],
  rows: entries.map((it) => [
    {
      bold: titleOf(it),
      text: [KIND_WORDS[it.kind], it.stream, it.start && `from ${day(it.start)}`].filter(Boolean).join(', '),
    },
    day(it.day),
    day(it.expected),
    [it.status ? STATUS_WORDS[it.status] : '', it.isLate ? 'overdue' : ''].filter(Boolean).join(', '),
    Array.from(new Set([it.lead, it.executiveLead].filter(Boolean))).join('\n'),
    it.answers.join(', '),
  ]),
  isNamed: true,
})
