import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { paperText, rootsOf } from '../../../shared/doc/board-doc.ts'
import { createPlanItem, setPlanField } from '../../../shared/doc/edits.ts'
import { NONE_IDENTIFIED } from '../../../shared/exports/paper/closing.ts'
import { PAPER_KINDS, paperOfExport } from '../../../shared/exports/paper/paper.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { boardWith } from '../../support/boards.ts'
import { exampleDoc, sourceOf, writtenOf } from '../../support/example-files.ts'
import { partOf, xmlOf } from '../../support/office-files.ts'
import { voteMark } from '../../support/vote-mark.ts'

const VERSION: VersionReply = {
  version: 2,
  label: 'As presented',
  position: 9,
  sha256: '3f9a21c70b44'.padEnd(64, '0'),
  fullSha256: '',
  sealedAt: Date.UTC(2027, 2, 10),
  by: 'p1',
  approvals: [],
}

const paper = (doc: Y.Doc, about: Parameters<typeof sourceOf>[1] = {}) => paperOfExport(sourceOf(doc, about))
const textsOf = (part: Document) => [...part.getElementsByTagName('w:t')].map((it) => it.textContent ?? '')
const attribute = (part: Document, tag: string, name = 'w:val') =>
  [...part.getElementsByTagName(tag)].map((it) => it.getAttribute(name))

function withVotes(doc: Y.Doc): Y.Doc {
  const { live } = rootsOf(doc)
  const counts = (first: number, second: number, third: number) => ({
    'new-action': first,
    'due-regard': second,
    'watching-brief': third,
    'more-information': 1,
    'not-my-area': 2,
  })
  live.set('vote/F37', voteMark('agreed', counts(17, 3, 1)))
  live.set('vote/F12', voteMark('divided', counts(6, 0, 15)))
  live.set('vote/F58', voteMark('divided', counts(10, 0, 10)))
  live.set('decision/F12', { seq: 2, column: 'new-action', how: 'discussed', at: 0 })
  live.set('decision/F58', {
    seq: 3,
    column: null,
    parked: { who: 'Finance Committee', by: '2027-02-26' },
    how: 'chair',
    at: 0,
  })
  return doc
}

describe('the board paper', () => {
  it('has its sections in order, and every figure of the brief is what board.json says', () => {
    const doc = exampleDoc()
    const json = JSON.parse(String(writtenOf('board.json', doc)))
    const placed = Object.values(json.placements as Record<string, { column: string }>)
    const { sections } = paper(doc)

    expect(sections.map((it) => it.title)).toEqual([
      'Front sheet',
      '1 Purpose',
      '2 In brief',
      '3 Background',
      '4 How views were gathered',
      '5 Proposals',
      '6 Where opinion divided, and what is still open',
      '7 Implications',
      '8 Next steps',
      '9 Recommendations',
      '10 Approval process',
      'Annexes (separate files)',
    ])
    const table = sections[2]?.blocks.find((it) => it.kind === 'table')
    const rows = table?.kind === 'table' ? table.rows : []
    for (const [at, column] of ['new-action', 'due-regard', 'watching-brief'].entries()) {
      const count = placed.filter((it) => it.column === column).length
      expect(Number(rows[at]?.[2])).toBe(count)
      expect(Number(rows[at]?.[3]) + Number(rows[at]?.[4])).toBe(count)
    }
  })

  it('names what is missing in its place, until it is there', () => {
    const doc = exampleDoc()
    const words = () => paper(doc).missing.map((it) => it.words)
    expect(words()).toContain('Background is not written yet.')
    expect(words()).toContain('A7 Write one moving-on plan with each young person: needs a date.')
    expect(words()).toContain('Risk is not written yet.')
    expect(words()).toContain('No objective of the strategy is ticked yet.')

    paperText(doc, 'background').insert(0, 'Because.')
    paperText(doc, 'risk').insert(0, NONE_IDENTIFIED)
    setPlanField(doc, 'action', 'a7', 'due', '2027-05-01')
    rootsOf(doc).board.set('paper', { 'tick-outcomes': true })

    expect(words().filter((it) => /^(Background|A7|Risk|No objective)/.test(it))).toEqual([])
  })

  it('says where opinion divided with choices, decision, why and other view, and what is parked', () => {
    const decision = {
      seq: 2,
      statement: 'F12',
      column: 'new-action' as const,
      how: 'discussed' as const,
      reason: 'The visits showed it.',
      otherView: 'Two divisions have it already.',
      result: null,
      before: null,
    }
    const { sections } = paper(withVotes(exampleDoc()), { decisions: [decision] })
    const tables = sections[6]?.blocks.flatMap((it) => (it.kind === 'table' ? [it.rows] : []))

    expect(tables?.[0]?.[0]?.slice(1)).toEqual([
      '6 new action, 0 due regard, 15 watching brief',
      'New action',
      'The visits showed it.',
      'Two divisions have it already.',
    ])
    expect(tables?.[1]?.[0]?.slice(1)).toEqual(['Finance Committee', '26\u00a0Feb\u00a02027'])
    expect(sections[4]?.blocks[0]).toMatchObject({
      text: expect.stringContaining('up to 24 of 31 expected took part. Results were shown for 3: 1 agreed'),
    })
  })

  it('is of the kind that fits the phase unless another is asked for', () => {
    const doc = exampleDoc()
    expect(paper(doc).kind).toBe('proposal')
    rootsOf(doc).live.set('phase', 'review')
    expect(paper(doc).kind).toBe('plan')
    rootsOf(doc).live.set('phase', 'agreed')
    expect(paper(doc).kind).toBe('progress')
    expect(paperOfExport(sourceOf(doc), 'plan').kind).toBe('plan')
  })

  it('as progress has expected beside approved, and counts what is done and late', () => {
    const doc = exampleDoc()
    setPlanField(doc, 'action', 'a1', 'dueExpected', '2027-09-30')
    setPlanField(doc, 'action', 'a2', 'status', 'done')
    setPlanField(doc, 'action', 'a3', 'due', '2027-01-01')
    const { sections } = paperOfExport(sourceOf(doc), 'progress')
    const table = sections[5]?.blocks.find((it) => it.kind === 'table')

    expect(sections[1]?.blocks[1]).toMatchObject({
      text: 'Of 8 new actions, 1 is done and 1 late on 14 January 2027; 1 is expected on another day than was approved.',
    })
    expect(table?.kind === 'table' && table.rows.find((it) => it[0] === 'A1')?.slice(3, 5)).toEqual([
      '30\u00a0Jun\u00a02027',
      '30\u00a0Sept\u00a02027',
    ])
  })

  it('stays short where the plan is long', () => {
    const doc = boardWith(1)
    createPlanItem(doc, 'stream', 's', { title: 'Safety' })
    for (let at = 1; at <= 200; at += 1)
      createPlanItem(doc, 'action', `a${at}`, {
        title: `Do ${at}`,
        stream: 's',
        lead: 'X',
        due: '2027-05-01',
      })
    const table = paper(doc).sections[5]?.blocks.find((it) => it.kind === 'table')

    expect(table?.kind === 'table' && table.rows).toEqual([
      ['Safety', '', '200', '1\u00a0May\u00a02027', '1\u00a0May\u00a02027', ''],
    ])
  })
})

describe('board-paper.docx', () => {
  it.each(PAPER_KINDS)(
    'of the kind %s is well-formed, with headings, a language and page numbers',
    (kind) => {
      const file = writtenOf('board-paper.docx', withVotes(exampleDoc()), { kind, version: VERSION })
      const body = partOf(file, 'word/document.xml')

      expect(attribute(body, 'w:pStyle').filter((it) => it === 'Heading1')).toHaveLength(11)
      expect(attribute(partOf(file, 'word/styles.xml'), 'w:lang')).toEqual(['en-GB'])
      const foot = partOf(file, 'word/footer1.xml')
      expect([...foot.getElementsByTagName('w:instrText')].map((it) => it.textContent?.trim())).toEqual([
        'PAGE',
        'NUMPAGES',
      ])
      expect(textsOf(foot).join('')).toContain('Version 2 · 10 March 2027 · 3F9A 21C7 0B44')
    },
  )

  it('has a heading row in every table, that is repeated, and says what the table shows', () => {
    const body = partOf(writtenOf('board-paper.docx', withVotes(exampleDoc())), 'word/document.xml')
    const tables = [...body.getElementsByTagName('w:tbl')]

    expect(tables.length).toBeGreaterThan(8)
    for (const table of tables) {
      expect(table.getElementsByTagName('w:tr')[0]?.getElementsByTagName('w:tblHeader')).toHaveLength(1)
      expect(table.getElementsByTagName('w:tblCaption')[0]?.getAttribute('w:val')).toBeTruthy()
      const columns = table.getElementsByTagName('w:gridCol').length
      for (const row of table.getElementsByTagName('w:tr'))
        expect(row.getElementsByTagName('w:tc')).toHaveLength(columns)
    }
  })

  it('says Approved once a meeting approved it, with what each meeting made of it', () => {
    const approvals = [
      { meeting: 'Quality Committee', outcome: 'noted' as const, date: '2027-02-18', recordedAt: 0 },
      { meeting: 'Board', outcome: 'approved-with-changes' as const, minute: 'B 7.2', recordedAt: 0 },
    ]
    const file = writtenOf('board-paper.docx', exampleDoc(), { version: { ...VERSION, approvals } })

    expect(textsOf(partOf(file, 'word/footer1.xml')).join('')).toContain('Approved (version 2)')
    const words = textsOf(partOf(file, 'word/document.xml'))
    expect(words).toContain('Approved with changes')
    expect(words).toContain('B 7.2')
  })

  it('ticks the objectives that its author ticked, and leaves out what was switched off', () => {
    const doc = exampleDoc()
    rootsOf(doc).board.set('paper', { 'tick-patients': true, 'rec-report': false })
    const words = textsOf(partOf(writtenOf('board-paper.docx', doc), 'word/document.xml'))

    expect(words.filter((it) => it === '☑ yes')).toHaveLength(1)
    expect(words[words.indexOf('☑ yes') + 1]).toBe('Shape services around patients and carers')
    expect(words.join()).not.toContain('ask for a report on progress')
  })

  it('[G1] takes no words for markup, whatever people wrote', () => {
    const doc = exampleDoc()
    paperText(doc, 'background').insert(0, '</w:t></w:r><script>&\u0001 one\n\ntwo')

    expect(textsOf(partOf(writtenOf('board-paper.docx', doc), 'word/document.xml'))).toContain(
      '</w:t></w:r><script>& one',
    )
    expect(String(writtenOf('board-paper.html', doc))).not.toContain('<script>')
  })
})

describe('mapping.docx and mapping.html', () => {
  it('have a row for every statement, verbatim, under publication and chapter', () => {
    const doc = exampleDoc()
    const { statements } = JSON.parse(String(writtenOf('board.json', doc)))
    const body = partOf(writtenOf('mapping.docx', doc), 'word/document.xml')
    const words = new Set(textsOf(body))
    const html = String(writtenOf('mapping.html', doc))

    for (const { text } of Object.values(statements as Record<string, { text: string }>))
      expect(words).toContain(text)
    expect(body.getElementsByTagName('w:pgSz')[0]?.getAttribute('w:orient')).toBe('landscape')
    const rows =
      [...body.getElementsByTagName('w:tr')].length - [...body.getElementsByTagName('w:tbl')].length
    expect(rows).toBe(Object.keys(statements).length)
    expect(html.match(/<th scope="row">/g)).toHaveLength(rows)
  })
})

describe('the pages of HTML', () => {
  it.each(['board-paper.html', 'mapping.html', 'new-actions.html'])(
    '%s is well-formed but for what HTML leaves open, and fetches nothing',
    (file) => {
      const html = String(writtenOf(file, exampleDoc()))
      const asXml = html.replace(/^<!doctype html>\n/, '').replace(/<(meta|col|br)\b([^>]*)>/g, '<$1$2/>')

      expect(() => xmlOf(asXml)).not.toThrow()
      expect(html).not.toMatch(/\b(?:src|href)=/)
    },
  )
})
