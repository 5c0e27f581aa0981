import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import {
  addComment,
  createPlanItem,
  linkAction,
  moveStatement,
  putStatement,
  setPlanField,
  setResponse,
} from '../../../shared/doc/edits.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { csvLine, guarded, unguarded } from '../../../shared/exports/csv-cell.ts'
import { EXPORTERS } from '../../../shared/exports/registry.ts'
import { parseCsv, readSheet } from '../../../shared/imports/csv.ts'
import { mergeRows } from '../../../shared/imports/merge.ts'
import { boardWith, copyOf } from '../../support/boards.ts'
import { exampleDoc, writtenOf } from '../../support/example-files.ts'
import fc from '../../support/properties.ts'

const written = (file: string, doc: Y.Doc, set: 'public' | 'full' = 'public'): string =>
  textOf(writtenOf(file, doc, { set }))

/** Of a packed file its parts, unpacked. */
const textOf = (content: string | Uint8Array): string =>
  typeof content === 'string'
    ? content
    : Object.values(unzipSync(content))
        .map((it) => strFromU8(it))
        .join()

/** The columns of the mapping, in the order people are used to. */
const MAPPING_HEADING =
  'Ref,Our title,Statement,Publication,Chapter or review,Page,Theme,Addressed to,Same as,Part of,Seen before,' +
  'Official response,Its text,' +
  'Category,Why,How decided,Date,New,Due,Watch,Not my area,Hands,Took part of expected,Other view,' +
  'Category in last version,' +
  'Action ref,Action,Work stream,Executive lead,Lead,Start,Due approved,Due expected,Status,Latest progress,' +
  'Evidence,Cost note,' +
  'Work stream,Project lead,Evidence,Briefed on,Acknowledged on,' +
  'Watched source,Executive lead,Trigger,Next review,Last outcome,' +
  'Objectives,Comments,Ready?,What is missing'

describe('a cell', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@x',
    '|x',
    '%x',
    ' =1',
    '\t=1',
    '\u00a0=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '\rx',
    '\nx',
  ])('[G1] that a spreadsheet could take for a formula is guarded: %j', (text) => {
    expect(guarded(text)).toBe(`'${text}`)
  })

  it('[out-2] comes back as it was, whatever stands in it', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom("'", '=', '-', ' ', '\t', '"', ',', '\n', 'x'), { maxLength: 6 })
        .map((it) => it.join('')),
    )
    fc.assert(fc.property(text, (it) => unguarded(guarded(it)) === it))
    fc.assert(
      fc.property(text, (it) => {
        const line = csvLine(['head', it, 'tail'])
        const [cell] = readSheet(`a,b,c\r\n${line}`).lines.map((cells) => cells[1])
        return unguarded(cell ?? '') === it
      }),
    )
  })

  it('that is a number stays one', () => {
    expect(csvLine([1, -2.5, undefined, Number.NaN])).toBe('1,-2.5,,\r\n')
  })
})

describe('mapping.csv', () => {
  it('has every column of the product, in its order, a line a statement', () => {
    const [heading, ...lines] = written('mapping.csv', exampleDoc())
      .replace(/^\ufeff/, '')
      .split('\r\n')

    expect(heading).toBe(MAPPING_HEADING)
    expect(lines.length).toBeGreaterThanOrEqual(70)
  })

  it('says what was decided and what will be done', () => {
    const { heading, lines } = readSheet(written('mapping.csv', exampleDoc()))
    const line = lines.find((cells) => cells[0] === 'F37') ?? []
    const cell = (header: string) => line[heading.indexOf(header)]

    expect(cell('Category')).toBe('New action')
    expect(cell('Why')).toMatch(/^We meet families/)
    expect(cell('Action')).toBe('Train candour leads in every specialty')
    expect(cell('Work stream')).toBe('Patient safety programme')
    expect(cell('Due approved')).toBe('2027-07-30')
    expect(cell('Ready?')).toBe('yes')
    expect(cell('Objectives')).toContain('; ')
  })

  it('[plan-1] names what answers a statement only in the category that asks for it', () => {
    const doc = exampleDoc()
    const lineOf = (ref: string) => {
      const { heading, lines } = readSheet(written('mapping.csv', doc))
      const line = lines.find((cells) => cells[0] === ref) ?? []
      return (header: string) => line[heading.indexOf(header)]
    }
    expect(lineOf('F37')('Action')).not.toBe('')

    rootsOf(doc).placements.set('F37', { column: 'watching-brief', order: 'a1' })

    for (const header of ['Action ref', 'Action', 'Work stream', 'Due approved']) {
      expect(lineOf('F37')(header)).toBe('')
    }
    const inWords = written('board.md', doc)
    const [, section = ''] = inWords.split(/^#+ F37\b/m)
    expect(section.split(/^#/m)[0]).not.toContain('Train candour leads')
  })

  it('tells how many comments there are in the full set alone', () => {
    const doc = exampleDoc()
    addComment(doc, 'ama', 'c9', { on: 'F37', text: 'A word.' })
    const commentsOf = (set: 'public' | 'full') => {
      const { heading, lines } = readSheet(written('mapping.csv', doc, set))
      return lines.find((cells) => cells[0] === 'F37')?.[heading.indexOf('Comments')]
    }

    expect(commentsOf('public')).toBe('')
    expect(Number(commentsOf('full'))).toBeGreaterThan(0)
  })

  it('[out-3] imported into its own board changes nothing, in either mode', () => {
    const doc = exampleDoc()
    putStatement(doc, 'odd', { source: 'K', number: '3a', text: '=1+1\nsecond line', title: "'=quoted" })
    putStatement(doc, 'dotted', { source: 'A1', number: '2.14', text: '  spaced  ', page: '+4' })

    const parsed = parseCsv(written('mapping.csv', doc))

    for (const mode of ['append', 'update'] as const) {
      const merge = mergeRows(parsed, openReads(doc).snapshot(), mode)
      expect(merge).toMatchObject({ added: [], updated: [], rejected: [], facts: [] })
      expect(merge.unchanged).toBe(72)
    }
  })

  it('imported into an empty board makes the same statements', () => {
    const empty = openReads(new Y.Doc()).snapshot()

    const { added, rejected } = mergeRows(parseCsv(written('mapping.csv', exampleDoc())), empty, 'append')

    const { statements } = openReads(exampleDoc()).snapshot()
    expect(rejected).toEqual([])
    for (const { id, statement } of added) {
      const { id: _, ref: __, ...expected } = statements.get(id) ?? { id, ref: '' }
      expect(statement).toEqual(expected)
    }
    expect(added).toHaveLength(statements.size)
  })
})

describe('every export', () => {
  it.each(EXPORTERS.map((it) => it.file))('[out-1] %s has the same bytes for the same state', (file) => {
    const doc = exampleDoc()

    const [first, second] = [writtenOf(file, doc), writtenOf(file, copyOf(doc))]

    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true)
  })

  it.each(EXPORTERS.map((it) => it.file))('[value-4] %s holds no name of anybody who commented', (file) => {
    for (const set of ['public', 'full'] as const) {
      expect(written(file, exampleDoc(), set)).not.toMatch(/Ama Osei|Ben Kaur|Farah|Maddox|Sunita/)
    }
  })

  it.each(EXPORTERS.map((it) => it.file))('[value-3] %s survives values that break their shape', (file) => {
    const doc = boardWith(2)
    const { statements, placements, plan, responses } = rootsOf(doc)
    statements.set('bad', 'not a statement')
    placements.set('F1', { column: 'nowhere', order: 'a0' })
    plan.set('action/a1/due', 'tomorrow')
    responses.set('F1/action/gone', true)

    expect(() => written(file, doc, 'full')).not.toThrow()
  })
})

describe('board.json', () => {
  it('holds comments in the full set only, and texts', () => {
    const doc = exampleDoc()
    whyText(doc, 'F2').insert(0, 'Because.')

    const shown = JSON.parse(written('board.json', doc))
    const full = JSON.parse(written('board.json', doc, 'full'))

    expect(shown).toMatchObject({ format: 'due-regard/board', version: 1, at: '2027-01-14T16:02:00.000Z' })
    expect(shown.why.F2).toBe('Because.')
    expect(shown.comments).toBeUndefined()
    expect(Object.keys(full.comments)).toHaveLength(13)
  })

  it('has the keys of every object in order', () => {
    const doc = boardWith(3)
    const keys = Object.keys(JSON.parse(written('board.json', doc)).statements)

    expect(keys).toEqual([...keys].sort())
  })
})

describe('what was set aside', () => {
  it('is told with its reason also where somebody wrote why before', () => {
    const doc = boardWith(1)
    moveStatement(doc, 'F1', { column: 'set-aside', above: null, below: null })
    setResponse(doc, 'F1', 'setAsideReason', 'For the regulator alone.')
    whyText(doc, 'F1').insert(0, 'It is in hand.')

    for (const file of ['mapping.csv', 'board.md'])
      expect(written(file, doc)).toMatch(/For the regulator alone\.\s+It is in hand\./)
  })
})

describe('progress', () => {
  it('has its day as people write it', () => {
    const doc = boardWith(1)
    moveStatement(doc, 'F1', { column: 'new-action', above: null, below: null })
    createPlanItem(doc, 'action', 'a1', { title: 'Begin' })
    linkAction(doc, 'F1', 'a1', true)
    rootsOf(doc).plan.set('action/a1/progress/2026-11-20', 'Met twice.')

    expect(written('mapping.csv', doc)).toContain('20 November 2026: Met twice.')
  })
})

describe('board.md', () => {
  it('tells who does what by when, and what the official response says', () => {
    const doc = boardWith(0)
    const official = { status: 'Accepted', text: 'Guidance follows.' }
    putStatement(doc, 'F1', { source: 'F', number: '1', text: 'Be open.', official })
    moveStatement(doc, 'F1', { column: 'new-action', above: null, below: null })
    createPlanItem(doc, 'action', 'a1', {
      title: 'Publish a promise',
      lead: 'Chief Nurse',
      due: '2027-06-30',
      dueExpected: '2027-09-30',
    })
    linkAction(doc, 'F1', 'a1', true)

    const text = written('board.md', doc)
    expect(text).toContain('\n1 statement, as it stood on ')
    expect(text).toContain('- Official response: Accepted. Guidance follows.')
    expect(text).toContain('Publish a promise; Chief Nurse; due 30 June 2027; now expected 30 September 2027')
    expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}/)
    expect(text).toContain('- Ready for the Board: Needs a work stream')
    createPlanItem(doc, 'stream', 'wards', { title: 'Wards', executiveLead: 'Chief Nurse' })
    setPlanField(doc, 'action', 'a1', 'stream', 'wards')
    expect(written('board.md', doc)).toContain('- Ready for the Board: yes')
  })

  it('takes nothing in a text for markup', () => {
    const doc = boardWith(0)
    putStatement(doc, 'F1', { source: 'F', number: '1', text: '# <script>alert(1)</script> [x](y)' })

    expect(written('board.md', doc)).toContain('> \\# \\<script\\>alert(1)\\</script\\> \\[x\\](y)')
  })
})
