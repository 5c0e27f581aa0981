import { describe, expect, it } from 'vitest'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { moveStatements, putStatement } from '../../../shared/doc/edits.ts'
import { readSheet } from '../../../shared/imports/csv.ts'
import { boardWith } from '../../support/boards.ts'
import { exampleDoc, writtenOf } from '../../support/example-files.ts'
import { partOf, partsOf, sheetOf } from '../../support/office-files.ts'

const book = (doc = exampleDoc(), set: 'public' | 'full' = 'public') =>
  writtenOf('mapping.xlsx', doc, { set })

describe('mapping.xlsx', () => {
  it('is well-formed in every part, and names a sheet for each thing', () => {
    const parts = partsOf(book())

    expect([...parts.keys()].filter((it) => it.includes('worksheets/'))).toHaveLength(9)
    expect(parts.has('[Content_Types].xml')).toBe(true)
  })

  it('has the columns and the cells of mapping.csv', () => {
    const doc = exampleDoc()
    const { heading, lines: all } = readSheet(String(writtenOf('mapping.csv', doc)))
    const lines = all.filter((it) => it.length > 1)
    const [first, ...rows] = sheetOf(book(doc), 'Mapping')

    expect(first).toEqual(heading)
    expect(rows).toHaveLength(lines.length)
    const at = heading.indexOf('Statement')
    expect(rows.map((it) => it[at])).toEqual(lines.map((it) => it[at]))
  })

  it('writes a day as a day', () => {
    const [heading = [], ...rows] = sheetOf(book(), 'Mapping')
    const f37 = rows.find((it) => it[0] === 'F37') ?? []

    const serial = f37[heading.indexOf('Due approved')] as number
    expect(new Date((serial - 25_569) * 86_400_000).toISOString().slice(0, 10)).toBe('2027-07-30')
  })

  it('[G1] [out-2] has no formula, and every text as it was', () => {
    const doc = boardWith(0)
    const texts = [
      '=1+1',
      '+cmd|x',
      '_x0041_',
      'a\u000bb',
      ' two  spaces ',
      '<b>&amp;</b>',
      "'=1",
      'line\nline',
    ]
    texts.forEach((text, at) => {
      putStatement(doc, `s${at}`, { source: 'F', number: String(at + 1), text })
    })
    const [heading = [], ...rows] = sheetOf(book(doc), 'Mapping')

    expect(rows.map((it) => it[heading.indexOf('Statement')])).toEqual(texts)
  })

  it('adds up: the summary is what board.json says', () => {
    const doc = exampleDoc()
    const json = JSON.parse(String(writtenOf('board.json', doc)))
    const inColumn = (column: string) =>
      Object.values(json.placements as Record<string, { column: string }>).filter(
        (it) => it.column === column,
      ).length
    const rows = sheetOf(book(doc), 'Summary')

    for (const [title, column] of [
      ['New action', 'new-action'],
      ['Due regard', 'due-regard'],
      ['Watching brief', 'watching-brief'],
      ['Set aside', 'set-aside'],
    ] as const) {
      const row = rows.find((it) => it[0] === title) ?? []
      expect(row[1]).toBe(inColumn(column))
      expect((row[2] as number) + (row[3] as number)).toBe(row[1])
      // Every chapter together is the whole.
      expect(row.slice(4).reduce<number>((sum, it) => sum + Number(it), 0)).toBe(row[1])
    }
    const all = rows.at(-1) ?? []
    expect(all[1]).toBe(Object.keys(json.statements).length)
    expect(all.slice(4).reduce<number>((sum, it) => sum + Number(it), 0)).toBe(all[1])
  })

  it('has headings over numbers at the right as the numbers are, and the summary on a page that it fits', () => {
    const summary = partOf(book(), 'xl/worksheets/sheet2.xml')
    const formats = [...partOf(book(), 'xl/styles.xml').getElementsByTagName('cellXfs')].flatMap((it) => [
      ...it.children,
    ])
    const sideOf = (place: string) => {
      const cell = [...summary.getElementsByTagName('c')].find((it) => it.getAttribute('r') === place)
      return formats[Number(cell?.getAttribute('s'))]
        ?.getElementsByTagName('alignment')[0]
        ?.getAttribute('horizontal')
    }

    expect([sideOf('A1'), sideOf('B1'), sideOf('B2')]).toEqual([null, 'right', 'right'])
    expect(summary.getElementsByTagName('pageSetup')[0]?.getAttribute('orientation')).toBe('landscape')
  })

  it('[out-4] has a foot that Excel takes, however long the title is', () => {
    const doc = exampleDoc()
    rootsOf(doc).board.set('title', 'R&D '.repeat(29))
    const foot = partOf(book(doc), 'xl/worksheets/sheet1.xml').getElementsByTagName('oddFooter')[0]
      ?.textContent

    expect(foot).toMatch(/… · Draft · 14 January 2027 · \w{4} \w{4} \w{4}&RPage &P of &N$/)
    expect(foot?.length).toBeLessThanOrEqual(255)
  })

  it('says how an action goes in words', () => {
    expect(sheetOf(book(), 'Actions').find((it) => it[0] === 'A2')).toContain('On track')
    expect(sheetOf(book(), 'Mapping').find((it) => it[0] === 'F37')).toContain('On track')
  })

  it('lists what an action answers only while the statement is a new action', () => {
    const doc = exampleDoc()
    const answersOf = () => sheetOf(book(doc), 'Actions').find((it) => it[0] === 'A2')
    expect(answersOf()).toContain('F37')

    moveStatements(doc, ['F37'], { column: 'watching-brief', above: null, below: null })

    expect(answersOf()?.join()).not.toContain('F37')
  })

  it('has comments in the full record alone', () => {
    const names = (set: 'public' | 'full') =>
      [
        ...(partsOf(book(exampleDoc(), set)).get('xl/workbook.xml') as Document).getElementsByTagName(
          'sheet',
        ),
      ].map((it) => it.getAttribute('name'))

    expect(names('public')).not.toContain('Comments')
    expect(names('full')).toContain('Comments')
    expect(sheetOf(book(exampleDoc(), 'full'), 'Comments')).toHaveLength(14)
  })

  it('says what private choices came to, and on which grounds was decided', () => {
    const doc = boardWith(1)
    const counts = {
      'new-action': 6,
      'due-regard': 0,
      'watching-brief': 15,
      'more-information': 1,
      'not-my-area': 2,
    }
    rootsOf(doc).live.set('vote/F1', {
      vote: 1,
      round: 1,
      open: false,
      answered: 24,
      expected: 30,
      deadline: null,
      result: { counts, hands: null, agreement: 'divided', groups: [], answered: 24 },
    })
    rootsOf(doc).live.set('decision/F1', { seq: 2, column: 'new-action', how: 'discussed', at: 0 })
    const decision = {
      seq: 2,
      statement: 'F1',
      column: 'new-action' as const,
      how: 'discussed' as const,
      reason: 'Safety first.',
      otherView: 'It is early.',
      result: null,
      before: null,
    }
    const file = writtenOf('mapping.xlsx', doc, { decisions: [decision, { ...decision, seq: 1 }] })
    const [heading = [], row = []] = sheetOf(file, 'Mapping')
    const cell = (header: string) => row[heading.indexOf(header)]

    expect([cell('New'), cell('Due'), cell('Watch'), cell('Not my area')]).toEqual([6, 0, 15, 2])
    expect(cell('Took part of expected')).toBe('24 of 30')
    expect(cell('How decided')).toBe('Discussed')
    expect(cell('Other view')).toBe('It is early.')
    expect(sheetOf(file, 'Divided')[1]).toEqual([
      'F1',
      'Statement 1.',
      'Opinion divided',
      6,
      0,
      15,
      'New action',
      'Safety first.',
      'It is early.',
    ])
    // 15 of 21, and A as the rule has it.
    expect(sheetOf(file, 'Method')[1]?.slice(0, 3)).toEqual(['F1', 21, 15])
    expect(sheetOf(file, 'Method')[1]?.[5]).toBeCloseTo(-0.14, 2)
  })
})
