/**
 * Figures of the files, counted a second time: from board.json alone, and by nothing of what writes them.
 */
import { expect, it } from 'vitest'
import type * as Y from 'yjs'
import { WHOLE_PLAN } from '../../../shared/board.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { addComment, answerComment, removeComment } from '../../../shared/doc/edits.ts'
import { splitStatement } from '../../../shared/doc/parts.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { readSheet } from '../../../shared/imports/csv.ts'
import { withdrawnKey } from '../../../shared/withdrawn.ts'
import { chanceFrom } from '../../support/boards.ts'
import { AT, exampleDoc, writtenOf } from '../../support/example-files.ts'
import { partOf, sheetOf } from '../../support/office-files.ts'
import { voteMark } from '../../support/vote-mark.ts'

const COLUMNS = ['new-action', 'due-regard', 'watching-brief', 'set-aside', 'unsorted']
const TODAY = new Date(AT).toISOString().slice(0, 10)

/** The example split, sorted, dated, led, voted on, decided and commented on anew, as the seed has it. */
function boardOf(seed: number): Y.Doc {
  const doc = exampleDoc()
  const chance = chanceFrom(seed)
  const one = <Item>(items: readonly Item[]) => items[Math.floor(chance() * items.length)] as Item
  const { placements, plan, live, statements, responses } = rootsOf(doc)
  const objectives = Array.from(rootsOf(doc).board.keys()).flatMap(
    (it) => /^objective\/(.+)/.exec(it)?.[1] ?? [],
  )
  splitSome(doc, one)
  const days = ['', '2026-11-30', '2027-01-14', '2027-03-31', '2027-04-01', '2027-12-31', '2028-02-29']
  for (const id of statements.keys()) {
    if (chance() < 0.1) placements.delete(id)
    else placements.set(id, { column: one(COLUMNS), order: 'a1' })
    if (chance() < 0.4) live.set(`vote/${id}`, voteMark(one(['agreed', 'mixed', 'divided', 'too-few'])))
    if (chance() < 0.2)
      live.set(`decision/${id}`, { seq: 1, column: one([null, 'due-regard']), how: 'chair', at: 0 })
    for (const action of ['a1', 'a2', 'gone'])
      if (chance() < 0.3) responses.set(`${id}/action/${action}`, true)
    for (const objective of [...objectives, 'gone'])
      if (chance() < 0.3) responses.set(`${id}/objective/${objective}`, true)
  }
  live.set('vote/gone', voteMark('divided'))
  for (let at = 1; at <= 8; at += 1) {
    plan.set(`action/a${at}/due`, one(days))
    plan.set(`action/a${at}/dueExpected`, one(days))
    plan.set(`action/a${at}/status`, one(['', 'on-track', 'late', 'done']))
  }
  const posts = ['Chief Nurse', ' chief  nurse', 'Medical Director', 'Head of Education', '']
  for (const key of Array.from(plan.keys())) {
    const [kind, id, field] = key.split('/')
    if (field !== 'title') continue
    const lead = { action: 'lead', stream: 'projectLead', watch: 'executiveLead' }[kind as 'action']
    plan.set(`${kind}/${id}/${lead}`, one(posts))
    if (kind === 'watch')
      plan.set(`watch/${id}/nextReview`, one(['', '2026-12-01', '2027-01-14', '2027-06-01']))
    else for (const said of ['briefedOn', 'acknowledgedOn']) plan.set(`${kind}/${id}/${said}`, one(days))
  }
  commentOn(doc, one)
  // Its lead says so, whatever its date; and a date where none was approved.
  plan.set('action/a8/status', 'late')
  plan.set('action/a8/due', '')
  plan.set('action/a8/dueExpected', '2027-12-31')
  return doc
}

type One = <Item>(items: readonly Item[]) => Item

/** Some in two parts, and some the same as others. */
function splitSome(doc: Y.Doc, one: One): void {
  const reads = openReads(doc)
  const { statements } = rootsOf(doc)
  for (const id of ['F37', 'F12', 'F9'].slice(one([0, 1, 2]))) {
    const text = reads.snapshot().statements.get(id)?.text ?? ''
    const cut = text.indexOf(' ', text.length / 2)
    const parts = [{ text: text.slice(0, cut) }, { text: text.slice(cut) }]
    splitStatement(doc, reads.snapshot(), id, parts)
  }
  for (const id of ['H2', 'H5', 'K3'])
    statements.set(id, { ...(statements.get(id) as object), sameAs: one(['F37', 'F12']) })
}

/** On the plan and on statements, some answered and some withdrawn. */
function commentOn(doc: Y.Doc, one: One): void {
  const places = [WHOLE_PLAN, 'action/a1', 'stream/wards', 'F3', 'F44']
  for (let at = 1; at <= 20; at += 1) {
    const [by, id] = ['ama', `c${at}`]
    const whose = one(['', 'Quality Committee'])
    addComment(doc, by, id, { on: one(places), text: `Comment ${at}`, ...(whose && { whose }) })
    if (at % 3 === 0)
      answerComment(doc, { by, id }, { answer: one(['accepted', 'partly', 'not']), because: 'So' })
    if (at % 5 > 0) continue
    removeComment(doc, by, id)
    rootsOf(doc).live.set(withdrawnKey('F3', `${by}/${id}`), { at: AT, reason: 'It named a patient' })
  }
}

/** As `product.md` tells, with the board as nothing but JSON. */
function reckoned(text: string) {
  const { board, statements, placements, responses, plan, live, comments } = JSON.parse(text) as Record<
    string,
    Record<string, never>
  >
  const ids = Object.keys(statements ?? {})
  const columnOf = (id: string) => (placements?.[id] as { column?: string } | undefined)?.column ?? 'unsorted'
  const inColumn = (column: string) => ids.filter((id) => columnOf(id) === column).length
  const parts = (kind: string) =>
    Object.keys(plan ?? {}).flatMap((key) => new RegExp(`^${kind}/([^/]+)/title$`).exec(key)?.[1] ?? [])
  const of = (kind: string, id: string, name: string): string => plan?.[`${kind}/${id}/${name}`] ?? ''
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
  const chapterOf = (id: string): string => {
    const name = (statements?.[id] as { chapter?: string } | undefined)?.chapter ?? ''
    const own = (board?.[`chapter/${name}`] as { title: string } | undefined)?.title
    const titles = Object.entries(board ?? {}).flatMap(([key, value]) =>
      key.startsWith('chapter/') ? (value as { title: string }).title : [],
    )
    return own ?? titles.find((it) => it === name) ?? 'Other chapters'
  }
  /** Of each post: parts it is to be briefed on, of how many it has been, and how many it has acknowledged. */
  const leads = new Map<string, [of: number, briefed: number, acknowledged: number]>()
  for (const [kind, name] of [
    ['action', 'lead'],
    ['stream', 'projectLead'],
    ['watch', 'executiveLead'],
  ] as const)
    for (const id of parts(kind)) {
      const post = of(kind, id, name).trim().replace(/\s+/g, ' ').toLowerCase()
      if (!post) continue
      const [all, briefed, acknowledged] = leads.get(post) ?? [0, 0, 0]
      const told = (said: string) => (kind !== 'watch' && of(kind, id, said) ? 1 : 0)
      leads.set(post, [
        all + (kind === 'watch' ? 0 : 1),
        briefed + told('briefedOn'),
        acknowledged + told('acknowledgedOn'),
      ])
    }
  const said = Object.entries(comments ?? {}).flatMap(([key, value]) => {
    const { on, whose } = value as { on?: string; whose?: string }
    if (on === undefined) return []
    const answer = (comments?.[`${key}/answer`] as { answer: string } | undefined)?.answer
    return on.includes('/') || whose || answer ? [answer ?? 'awaited'] : []
  })
  return {
    all: ids.length,
    inColumn,
    columnOf,
    inChapter: (chapter: string, column: string) =>
      ids.filter((id) => chapterOf(id) === chapter && columnOf(id) === column).length,
    chapters: new Set(ids.map(chapterOf)),
    leads,
    comments: said,
    reviewsOverdue: parts('watch').filter((id) => {
      const day = of('watch', id, 'nextReview')
      return day !== '' && day < TODAY
    }).length,
    objectives: Object.entries(board ?? {}).flatMap(([key, value]) => {
      const id = /^objective\/(.+)$/.exec(key)?.[1]
      if (id === undefined) return []
      const serving = ids.filter((it) => columnOf(it) !== 'set-aside' && responses?.[`${it}/objective/${id}`])
      return [[(value as { title: string }).title, serving.length] as const]
    }),
    answered: ids.filter(
      (id) =>
        columnOf(id) === 'new-action' &&
        Object.keys(responses ?? {}).some(
          (key) => key.startsWith(`${id}/action/`) && parts('action').includes(key.split('/')[2] ?? ''),
        ),
    ).length,
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
