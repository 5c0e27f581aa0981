/**
 * Figures of the files, counted a second time: from board.json alone, and by nothing of what writes them.
 */
import { expect, it } from 'vitest'
import type * as Y from 'yjs'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { readSheet } from '../../../shared/imports/csv.ts'
import { chanceFrom } from '../../support/boards.ts'
import { AT, exampleDoc, writtenOf } from '../../support/example-files.ts'
import { sheetOf } from '../../support/office-files.ts'

const COLUMNS = ['new-action', 'due-regard', 'watching-brief', 'set-aside', 'unsorted']
const TODAY = new Date(AT).toISOString().slice(0, 10)

/** The example sorted, dated, voted on and decided anew, as the seed has it. */
function boardOf(seed: number): Y.Doc {
  const doc = exampleDoc()
  const chance = chanceFrom(seed)
  const one = <Item>(items: readonly Item[]) => items[Math.floor(chance() * items.length)] as Item
  const { placements, plan, live, statements } = rootsOf(doc)
  const days = ['', '2026-11-30', '2027-01-14', '2027-03-31', '2027-04-01', '2027-12-31', '2028-02-29']
  for (const id of statements.keys()) {
    if (chance() < 0.1) placements.delete(id)
    else placements.set(id, { column: one(COLUMNS), order: 'a1' })
    if (chance() < 0.4) live.set(`vote/${id}`, voteOf(one(['agreed', 'mixed', 'divided', 'too-few'])))
    if (chance() < 0.2)
      live.set(`decision/${id}`, { seq: 1, column: one([null, 'due-regard']), how: 'chair', at: 0 })
  }
  live.set('vote/gone', voteOf('divided'))
  for (let at = 1; at <= 8; at += 1) {
    plan.set(`action/a${at}/due`, one(days))
    plan.set(`action/a${at}/dueExpected`, one(days))
    plan.set(`action/a${at}/status`, one(['', 'on-track', 'late', 'done']))
  }
  // Its lead says so, whatever its date; and a date where none was approved.
  plan.set('action/a8/status', 'late')
  plan.set('action/a8/due', '')
  plan.set('action/a8/dueExpected', '2027-12-31')
  return doc
}

const voteOf = (agreement: string) => ({
  vote: 1,
  round: 1,
  open: false,
  answered: 24,
  expected: 31,
  deadline: null,
  result: { counts: null, hands: null, agreement, groups: [], answered: 24 },
})

/** As `product.md` tells, with the board as nothing but JSON. */
function reckoned(text: string) {
  const { statements, placements, plan, live } = JSON.parse(text) as Record<string, Record<string, never>>
  const ids = Object.keys(statements ?? {})
  const inColumn = (column: string) =>
    ids.filter(
      (id) => ((placements?.[id] as { column?: string } | undefined)?.column ?? 'unsorted') === column,
    ).length
  const field = (id: string, name: string): string => plan?.[`action/${id}/${name}`] ?? ''
  const actions = Object.keys(plan ?? {}).flatMap((key) => /^action\/(\w+)\/title$/.exec(key)?.[1] ?? [])
  const when = (id: string) => field(id, 'dueExpected') || field(id, 'due')
  const quarters = new Map<string, number>()
  for (const id of actions) {
    const [year = 0, month = 0] = when(id).split('-').map(Number)
    const from = month < 4 ? year - 1 : year
    const name = when(id)
      ? `Q${Math.floor(((month + 8) % 12) / 3) + 1} ${from}/${String(from + 1).slice(2)}`
      : 'No date yet'
    quarters.set(name, (quarters.get(name) ?? 0) + 1)
  }
  const opinions = ids.flatMap(
    (id) => (live?.[`vote/${id}`] as { result: { agreement: string } } | undefined)?.result.agreement ?? [],
  )
  return {
    all: ids.length,
    inColumn,
    quarters,
    actions: actions.length,
    done: actions.filter((it) => field(it, 'status') === 'done').length,
    late: actions.filter(
      (it) =>
        field(it, 'status') === 'late' ||
        (field(it, 'status') !== 'done' && when(it) !== '' && when(it) < TODAY),
    ).length,
    moved: actions.filter(
      (it) => field(it, 'due') && field(it, 'dueExpected') && field(it, 'due') !== field(it, 'dueExpected'),
    ).length,
    asked: opinions.length,
    opinion: (word: string) => opinions.filter((it) => it === word).length,
  }
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
