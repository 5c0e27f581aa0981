import { describe, expect, it } from 'vitest'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { createPlanItem, linkAction, moveStatements, setPlanField } from '../../../shared/doc/edits.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { diagramOf, diagramText, MOST_SINGLE } from '../../../shared/exports/new-actions.ts'
import { timetableOf, whenOf } from '../../../shared/exports/timetable.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { boardWith } from '../../support/boards.ts'
import { readCalendar } from '../../support/calendar.ts'
import { exampleDoc, writtenOf } from '../../support/example-files.ts'
import { sheetOf, xmlOf } from '../../support/office-files.ts'

const TODAY = '2027-01-14'
const timetable = (doc = exampleDoc(), today = TODAY) => timetableOf(openReads(doc).snapshot(), today)

describe('the timetable', () => {
  it('has every milestone, action and review once, with a day or among those without', () => {
    const doc = exampleDoc()
    const { plan, facts } = openReads(doc).snapshot()
    const { quarters, undated } = timetable(doc)
    const all = [...quarters.flatMap((it) => it.entries), ...undated]

    expect(all).toHaveLength(plan.action.size + plan.watch.size + facts.milestones.length)
    expect(new Set(all.map((it) => `${it.kind} ${it.id}`)).size).toBe(all.length)
    expect(undated.map((it) => it.ref || it.title)).toEqual([
      'A7',
      'Professional regulation of nurses and support workers',
    ])
  })

  it('goes by the quarters of the NHS, and a quarter with nothing in it is there as a gap', () => {
    const doc = boardWith(0)
    for (const [id, due] of [
      ['a1', '2027-03-31'],
      ['a2', '2027-04-01'],
      ['a3', '2027-12-25'],
    ] as const)
      createPlanItem(doc, 'action', id, { title: id, due })

    const { quarters } = timetable(doc)

    expect(quarters.map(({ quarter, entries }) => [quarter.title, quarter.months, entries.length])).toEqual([
      ['Q4 2026/27', 'January to March 2027', 1],
      ['Q1 2027/28', 'April to June 2027', 1],
      ['Q2 2027/28', 'July to September 2027', 0],
      ['Q3 2027/28', 'October to December 2027', 1],
    ])
  })

  it('stands by what is expected now, late once that is over and it is not done', () => {
    const doc = boardWith(0)
    createPlanItem(doc, 'action', 'a1', { title: 'One', due: '2027-03-01', dueExpected: '2027-06-01' })
    const entry = (today: string) => timetable(doc, today).quarters.flatMap((it) => it.entries)[0]

    expect([entry('2027-05-01')].map((it) => [it && whenOf(it), it?.day, it?.isLate])).toEqual([
      ['2027-06-01', '2027-03-01', false],
    ])
    expect(entry('2027-06-02')?.isLate).toBe(true)
    setPlanField(doc, 'action', 'a1', 'status', 'done')
    expect(entry('2027-06-02')?.isLate).toBe(false)
  })

  it('does not fill two centuries with gaps for a year mistyped', () => {
    const doc = boardWith(0)
    createPlanItem(doc, 'action', 'a1', { title: 'One', due: '2027-03-01' })
    createPlanItem(doc, 'action', 'a2', { title: 'Two', due: '2207-03-01' })

    expect(timetable(doc).quarters.length).toBeLessThanOrEqual(2)
    expect(() => writtenOf('timetable.svg', doc)).not.toThrow()
  })
})

describe('timetable.csv and timetable.xlsx', () => {
  it('say the same, by day, what has none last', () => {
    const doc = exampleDoc()
    const lines = String(writtenOf('timetable.csv', doc)).trim().split('\r\n')
    const rows = sheetOf(writtenOf('timetable.xlsx', doc), 'Timetable')

    expect(rows).toHaveLength(lines.length)
    expect(lines.at(-1)).toContain('No date yet')
    const days = lines.slice(1).flatMap((it) => /\b20\d\d-\d\d-\d\d(?=,,?Q|,Q)/.exec(it)?.[0] ?? [])
    expect(days).toEqual([...days].sort())
  })
})

describe('timetable.ics', () => {
  it('is read by a strict reader, whatever people wrote', () => {
    const doc = boardWith(1)
    const odd = 'Größe, "Maß"; back\\slash\u0007 – 非常に長い題名をもつ行動計画の項目です、さらに続きます'
    createPlanItem(doc, 'action', 'a1', { title: odd, due: '2027-05-01', lead: 'A; B, C\\n' })

    const { events } = readCalendar(String(writtenOf('timetable.ics', doc)))

    expect(events[0]?.get('SUMMARY')).toBe(`Due: A1 ${odd.replace('\u0007', '')}`)
    expect(events[0]?.get('DESCRIPTION')).toContain('Lead: A; B, C\\n\n')
  })

  it('has an event for each day of the timetable, and names what has none', () => {
    const doc = exampleDoc()
    const { events, properties } = readCalendar(String(writtenOf('timetable.ics', doc)))

    expect(events).toHaveLength(timetable(doc).quarters.flatMap((it) => it.entries).length)
    expect(properties.get('X-WR-CALDESC')).toContain('A7 Write one moving-on plan')
    const candour = events.find((it) => it.get('UID') === 'action-a2@b1.due-regard')
    expect(candour?.get('DTSTART;VALUE=DATE')).toBe('20270730')
  })

  it('[out-7] has a component where nothing has a day yet, and says what is awaited', () => {
    const doc = boardWith(1)
    createPlanItem(doc, 'action', 'a1', { title: 'Publish a promise', lead: 'Chief Nurse' })

    const { events, properties } = readCalendar(String(writtenOf('timetable.ics', doc)))

    expect(events).toEqual([])
    expect(properties.get('X-WR-CALDESC')).toContain('Publish a promise (asked: Chief Nurse)')
  })

  it('keeps a UID for good; SEQUENCE grows with every sealed version', () => {
    const doc = exampleDoc()
    const version: VersionReply = {
      version: 3,
      label: 'As presented',
      position: 9,
      sha256: 'ab'.repeat(32),
      fullSha256: 'cd'.repeat(32),
      sealedAt: Date.UTC(2027, 2, 18),
      by: 'p1',
      approvals: [],
    }
    const draft = readCalendar(String(writtenOf('timetable.ics', doc)))
    setPlanField(doc, 'action', 'a2', 'due', '2027-09-01')
    const sealed = readCalendar(String(writtenOf('timetable.ics', doc, { version })))
    const of = (calendar: typeof draft) =>
      calendar.events.find((it) => it.get('UID')?.startsWith('action-a2@'))

    expect([of(draft)?.get('SEQUENCE'), of(sealed)?.get('SEQUENCE')]).toEqual(['0', '3'])
    expect([of(draft)?.get('STATUS'), of(sealed)?.get('STATUS')]).toEqual(['TENTATIVE', 'CONFIRMED'])
    expect(of(sealed)?.get('DTSTART;VALUE=DATE')).toBe('20270901')
    // What follows the version is newer than it.
    rootsOf(doc).live.set('version', { version: 3, label: 'x', sha256: 'ab', at: 0 })
    expect(of(readCalendar(String(writtenOf('timetable.ics', doc))))?.get('SEQUENCE')).toBe('3')
  })
})

describe('the pictures', () => {
  it.each(['timetable.svg', 'new-actions.svg'])('%s is well-formed, named and described', (file) => {
    const svg = xmlOf(String(writtenOf(file, exampleDoc())))

    expect(svg.documentElement.getAttribute('role')).toBe('img')
    expect(svg.getElementsByTagName('title')[0]?.textContent).toBeTruthy()
    expect(svg.getElementsByTagName('desc')[0]?.textContent).toContain('A2 Train candour leads')
    expect(svg.documentElement.textContent).toContain('Draft · 14 January 2027')
  })

  it('take no title for markup', () => {
    const doc = boardWith(0)
    createPlanItem(doc, 'action', 'a1', {
      title: '</text><script>alert(1)</script>\u0000',
      due: '2027-05-01',
    })

    for (const file of ['timetable.svg', 'new-actions.svg']) {
      expect(xmlOf(String(writtenOf(file, doc))).getElementsByTagName('script')).toHaveLength(0)
    }
    expect(String(writtenOf('new-actions.html', doc))).not.toContain('<script>')
  })

  it('of the new actions counts what board.json holds, has each action once, and says what is missing', () => {
    const doc = exampleDoc()
    const json = JSON.parse(String(writtenOf('board.json', doc)))
    const newOnes = Object.entries(json.placements as Record<string, { column: string }>)
      .filter(([, it]) => it.column === 'new-action')
      .map(([id]) => id)
    const answered = newOnes.filter((id) =>
      Object.keys(json.responses).some((key) => key.startsWith(`${id}/action/`)),
    )
    const diagram = diagramOf(openReads(doc).snapshot())

    expect(diagram.title).toBe(`8 new actions in 6 work streams answering ${answered.length} statements`)
    const actions = diagram.streams.flatMap((it) => it.actions)
    expect(new Set(actions.map((it) => it.ref)).size).toBe(8)
    expect(actions.find((it) => it.ref === 'A7')?.missing).toBe('Needs a date')
    expect(diagramText(diagram)).toContain(
      'A2 Train candour leads in every specialty: Associate Medical Director for Safety, due 30 July 2027, answers F37.',
    )
  })

  it('turn into an overview where there are more actions than one can read', () => {
    const doc = boardWith(1)
    createPlanItem(doc, 'stream', 's', { title: 'Safety' })
    for (let at = 1; at <= MOST_SINGLE + 1; at += 1)
      createPlanItem(doc, 'action', `a${at}`, { title: `Do ${at}`, stream: 's' })
    moveStatements(doc, ['F1'], { column: 'new-action', above: null, below: null })
    linkAction(doc, 'F1', 'a3', true)

    const diagram = diagramOf(openReads(doc).snapshot())

    expect(diagram.isOverview).toBe(true)
    expect(diagram.title).toBe('25 new actions in 1 work stream answering 1 statement')
    expect(String(writtenOf('new-actions.svg', doc))).toContain('25 actions, answering 1 statement')
  })
})
