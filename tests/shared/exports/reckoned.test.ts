/**
 * Figures of the files, counted a second time: from board.json alone, and by nothing of what writes them.
 */

import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { longDay } from '../../../shared/days.ts'
import { readSheet } from '../../../shared/imports/csv.ts'
import { readCalendar } from '../../support/calendar.ts'
import { boardOf } from '../../support/drawn-boards.ts'
import { writtenOf } from '../../support/example-files.ts'
import { partOf, sheetOf, xmlOf } from '../../support/office-files.ts'
import { reckoned } from '../../support/reckoned.ts'

const COLUMNS = ['new-action', 'due-regard', 'watching-brief', 'set-aside', 'unsorted']
const TITLES: Readonly<Record<string, string>> = {
  'new-action': 'New action',
  'due-regard': 'Due regard',
  'watching-brief': 'Watching brief',
  'set-aside': 'Set aside',
  unsorted: 'To sort',
}

it.each([1, 2, 3, 4])('every figure is what board.json comes to, with seed %i', (seed) => {
  const doc = boardOf(seed)
  const is = reckoned(String(writtenOf('board.json', doc)))
  const paper = (kind: string) =>
    String(writtenOf('board-paper.html', doc, { kind })).replace(/<[^>]*>/g, ' ')
  const none = (count: number) => (count === 0 ? 'none' : String(count))
  const key = is.all - is.inColumn('set-aside')

  const summary = sheetOf(writtenOf('mapping.xlsx', doc), 'Summary')
  for (const [title, column] of [
    ['New action', 'new-action'],
    ['Due regard', 'due-regard'],
    ['Watching brief', 'watching-brief'],
    ['Set aside', 'set-aside'],
  ] as const)
    expect(summary.find((it) => it[0] === title)?.[1]).toBe(is.inColumn(column))
  expect(summary.at(-1)?.[1]).toBe(is.all)

  const { heading, lines } = readSheet(String(writtenOf('timetable.csv', doc)))
  const quarters = new Map<string, number>()
  for (const cells of lines.filter((it) => it[0] === 'Action due')) {
    const name = cells[heading.indexOf('Quarter')] ?? ''
    quarters.set(name, (quarters.get(name) ?? 0) + 1)
  }
  expect(quarters).toEqual(is.quarters)

  expect(paper('proposal')).toContain(`${key - is.inColumn('unsorted')} of ${key} key statements`)
  expect(paper('progress')).toMatch(
    new RegExp(`Of ${is.actions} new actions, ${none(is.done)} (is|are) done and ${none(is.late)} late on `),
  )
  expect(paper('progress')).toMatch(new RegExp(`; ${none(is.moved)} (is|are) expected on another day`))
  expect(paper('plan')).toContain(`People were asked in private about ${is.asked} statements`)
  expect(paper('plan')).toContain(
    `${is.opinion('agreed')} agreed, ${is.opinion('mixed')} mixed, ${is.opinion('divided')} divided, ${is.opinion('too-few')} with too few answers`,
  )
  expect(String(writtenOf('withheld.txt', doc))).toContain(`private choices on ${is.asked} statements`)
})

it.each([1, 2, 3, 4])('chapters, leads, reviews, objectives and comments are, with seed %i', (seed) => {
  const doc = boardOf(seed)
  const is = reckoned(String(writtenOf('board.json', doc, { set: 'full' })))
  const wordsOf = (file: string, about = {}) =>
    [...partOf(writtenOf(file, doc, about), 'word/document.xml').getElementsByTagName('w:p')].map(
      (it) => it.textContent ?? '',
    )

  const [heading = [], ...rows] = sheetOf(writtenOf('mapping.xlsx', doc), 'Summary')
  const chapters = heading.slice(4).map(String)
  expect(new Set(chapters)).toEqual(is.chapters)
  const columns = COLUMNS.filter((it) => it !== 'unsorted' || is.inColumn(it) > 0)
  const counted = rows.slice(0, -1).map((row) => row.slice(4, 4 + chapters.length).join(' '))
  expect(counted.sort()).toEqual(
    columns.map((column) => chapters.map((it) => is.inChapter(it, column)).join(' ')).sort(),
  )

  const briefings = wordsOf('briefings.docx')
  expect(briefings).toContainEqual(expect.stringMatching(new RegExp(`^${is.leads.size} leads? of the plan`)))
  for (const [post, [of, briefed, acknowledged]] of is.leads) {
    const at = briefings.findIndex((it) => it.trim().replace(/\s+/g, ' ').toLowerCase() === post)
    expect(at).toBeGreaterThan(0)
    if (of > 0)
      expect(briefings[at + 1]).toBe(`Briefed on ${briefed} of ${of}, acknowledged ${acknowledged}.`)
  }

  const late = is.reviewsOverdue
  const paper = wordsOf('board-paper.docx', { kind: 'progress' })
  const overdue = `note that ${late} ${late === 1 ? 'review is' : 'reviews are'} overdue`
  expect(paper.some((it) => it.startsWith(overdue))).toBe(late > 0)
  expect(is.objectives.length).toBeGreaterThan(1)
  for (const [title, serving] of is.objectives) expect(paper[paper.indexOf(title) + 1]).toBe(String(serving))

  expect(wordsOf('new-actions.docx')).toContainEqual(
    expect.stringContaining(`answering ${is.answered} statement`),
  )
  const answered = (word: string) => is.comments.filter((it) => it === word).length
  expect(wordsOf('feedback.docx', { set: 'full' })).toContain(
    `${is.comments.length} comments: ${answered('accepted')} accepted, ${answered('partly')} partly, ${answered('not')} not.`,
  )
})

it.each([1, 2, 3, 4])('calendar, pictures, mapping and briefings for Word are, with seed %i', (seed) => {
  const doc = boardOf(seed)
  const is = reckoned(String(writtenOf('board.json', doc)))

  const { events } = readCalendar(String(writtenOf('timetable.ics', doc)))
  const inCalendar = events.map((it) => [
    (it.get('UID') ?? '').replace(/@.*/, '').replace('-', '/'),
    (it.get('DTSTART;VALUE=DATE') ?? '').replace(/^(....)(..)(..)$/, '$1-$2-$3'),
  ])
  expect(new Map(inCalendar as [string, string][])).toEqual(is.days)

  const wordsOf = (svg: string) => xmlOf(svg).getElementsByTagName('desc')[0]?.textContent ?? ''
  const timetable = wordsOf(String(writtenOf('timetable.svg', doc)))
  const told = timetable
    .split('\n')
    .flatMap((it) => /^(\d+ \w+ \d{4})(?: \(approved for [^)]+\))?: /.exec(it)?.[1] ?? [])
  expect(told.sort()).toEqual([...is.days.values()].map(longDay).sort())

  const picture = String(writtenOf('new-actions.svg', doc))
  const count = (number: number, one: string) => `${number} ${one}${number === 1 ? '' : 's'}`
  const title = `${count(is.actions, 'new action')} in ${count(is.streams, 'work stream')} answering ${count(is.answered, 'statement')}`
  expect(wordsOf(picture)).toMatch(new RegExp(`^${title}\\.`))
  expect(String(writtenOf('new-actions.html', doc))).toContain(`<title>${title}</title>`)

  const cells = [...partOf(writtenOf('mapping.docx', doc), 'word/document.xml').getElementsByTagName('w:tr')]
    .map((row) => [...row.getElementsByTagName('w:tc')])
    .filter((row) => row[3]?.textContent !== 'Category and why')
    .map((row) => row[3]?.getElementsByTagName('w:p')[0]?.textContent)
  expect(cells).toHaveLength(is.all)
  for (const column of COLUMNS)
    expect([column, cells.filter((it) => it === TITLES[column]).length]).toEqual([
      column,
      is.inColumn(column),
    ])

  const release = Object.keys(unzipSync(writtenOf('release.zip', doc) as Uint8Array))
  expect(release.filter((it) => /^briefing-.+\.docx$/.test(it))).toHaveLength(is.leads.size)
})
