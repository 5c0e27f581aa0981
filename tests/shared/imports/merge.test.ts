import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { ImportMode } from '../../../shared/api.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { putStatement, setBoardFact } from '../../../shared/doc/edits.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { type Merge, mergeRows } from '../../../shared/imports/merge.ts'
import { type ImportRow, parseRowList } from '../../../shared/imports/rows.ts'
import { generatedStatements } from '../../support/generated-report.ts'

/** A board that takes imports as the server does. */
function openBoard() {
  const doc = new Y.Doc()
  const reads = openReads(doc)
  return {
    doc,
    snapshot: () => reads.snapshot(),
    take(rows: unknown[], mode: ImportMode = 'append'): Merge {
      const merge = mergeRows(parseRowList(rows), reads.snapshot(), mode)
      for (const { key, value } of merge.facts) setBoardFact(doc, key, value)
      for (const { id, statement } of [...merge.added, ...merge.updated]) putStatement(doc, id, statement)
      return merge
    },
  }
}

const sumOf = ({ added, updated, unchanged, rejected }: Merge) => [
  added.length,
  updated.length,
  unchanged,
  rejected.length,
]

describe('an import', () => {
  it('[in-1] of the same rows twice changes nothing, in either mode', () => {
    const board = openBoard()
    const rows = generatedStatements(290)

    expect(sumOf(board.take(rows))).toEqual([290, 0, 0, 0])
    expect(sumOf(board.take(rows))).toEqual([0, 0, 290, 0])
    expect(sumOf(board.take(rows, 'update'))).toEqual([0, 0, 290, 0])
  })

  it('gives a statement its reference as id where that is free and fits', () => {
    const board = openBoard()
    putStatement(board.doc, 'F1', { source: 'X', number: '9', text: 'Taken id.' })

    const { added } = board.take([
      { source: 'F', number: '1', text: 'One.' },
      { source: 'F', number: '2', text: 'Two.' },
      { source: 'F', number: '2.14', text: 'With a point.' },
    ])

    expect(added.map((it) => it.id)).toEqual(['F1-2', 'F2', 'F2-14'])
  })

  it('appends without touching what is there; updates text and keeps what a row does not say', () => {
    const board = openBoard()
    board.take([{ source: 'F', number: '1', text: 'One.', title: 'Ours', officialStatus: 'Accepted' }])
    const corrected = [{ source: 'F', number: '1', text: 'One, corrected.', officialText: 'We agree.' }]

    expect(sumOf(board.take(corrected))).toEqual([0, 0, 1, 0])
    expect(sumOf(board.take(corrected, 'update'))).toEqual([0, 1, 0, 0])

    expect(board.snapshot().statements.get('F1')).toMatchObject({
      text: 'One, corrected.',
      title: 'Ours',
      official: { status: 'Accepted', text: 'We agree.' },
    })
  })

  it('[in-2] lists rows that cannot be taken by number and reason, and takes the others', () => {
    const board = openBoard()

    const { added, rejected } = board.take([
      { source: 'F', number: '1', text: 'Fine.' },
      { source: 'F', number: '2', text: '  ' },
      'not a row',
      { source: 'F', number: '4', text: 'x'.repeat(4_001) },
      { source: 'F', number: '1', text: 'Again.' },
      { source: 'F', number: '6', text: 'Fine.', page: ['12'] },
      { source: 'F', number: '7'.repeat(21), text: 'Fine.' },
      { source: 'F', number: 8, text: 'Fine too.', chapter: 'y'.repeat(201) },
      { source: 'F', number: 9, text: 'A number that is one.' },
    ])

    expect(added.map((it) => it.id)).toEqual(['F1', 'F9'])
    expect(rejected).toEqual([
      { row: 2, reason: 'the text is missing' },
      { row: 3, reason: 'a row is an object' },
      { row: 4, reason: 'text is longer than 4,000 characters' },
      { row: 5, reason: 'the same publication and number as row 1' },
      { row: 6, reason: 'page is not text' },
      { row: 7, reason: 'number is longer than 20 characters' },
      { row: 8, reason: 'chapter is longer than 200 characters' },
    ])
  })

  it('stops at two thousand statements', () => {
    const board = openBoard()
    const rows = Array.from({ length: 2_003 }, (_, at) => ({
      source: 'F',
      number: at + 1,
      text: `Say ${at}.`,
    }))

    const { added, rejected } = board.take(rows)

    expect(added).toHaveLength(2_000)
    expect(rejected.map((it) => it.row)).toEqual([2_001, 2_002, 2_003])
  })

  it('numbers what has no number by chapter and place, and knows it again by its text', () => {
    const board = openBoard()
    const rows: ImportRow[] = [
      { source: 'F', chapter: 'Preventing', text: 'A.' },
      { source: 'F', chapter: 'Detecting', text: 'B.' },
      { source: 'F', chapter: 'Preventing', text: 'C.' },
      { source: 'F', chapter: '7 Acting', text: 'D.' },
      { source: 'F', text: 'E.' },
    ]

    const { added } = board.take(rows)
    const more = board.take([...rows, { source: 'F', chapter: 'Preventing', text: 'New.' }])

    expect(added.map((it) => [it.statement.text, it.statement.number])).toEqual([
      ['A.', '1.1'],
      ['B.', '2.1'],
      ['C.', '1.2'],
      ['D.', '7.1'],
      ['E.', '1'],
    ])
    expect(sumOf(more)).toEqual([1, 0, 5, 0])
    expect(more.added[0]?.statement.number).toBe('1.3')
  })

  it('of another file without numbers never overwrites the first', () => {
    const board = openBoard()
    board.take([{ source: 'F', chapter: 'Preventing', text: 'A.' }])

    const second = board.take([{ source: 'F', chapter: 'Preventing', text: 'Z.' }])

    expect(second.added.map((it) => it.statement.number)).toEqual(['1.2'])
  })

  it('that updates rewrites an unnumbered statement in its place when its text was corrected', () => {
    const board = openBoard()
    const rows = ['A.', 'B.', 'C.'].map((text) => ({ source: 'F', chapter: 'Preventing', text }))
    board.take(rows)

    const merge = board.take(
      rows.map((it) => (it.text === 'B.' ? { ...it, text: 'B, corrected.' } : it)),
      'update',
    )

    expect(sumOf(merge)).toEqual([0, 1, 2, 0])
    expect(merge.updated[0]).toMatchObject({
      id: 'F1-2',
      statement: { number: '1.2', text: 'B, corrected.' },
    })
  })

  it('adds the sources, chapters and themes it meets, once and in their order', () => {
    const board = openBoard()
    setBoardFact(board.doc, 'theme/culture', { title: 'Culture', order: 0 })

    board.take([
      { source: 'Keogh review', number: '1', text: 'A.', chapter: 'Two', theme: 'culture' },
      { source: 'Keogh review', number: '2', text: 'B.', chapter: 'One', theme: 'Openness' },
      { source: 'F', number: '1', text: 'C.', chapter: 'two', theme: 'Culture' },
      { number: '1', text: 'From nowhere.' },
    ])

    const { sources, chapters, themes } = board.snapshot().facts
    expect(Array.from(sources, ([code, { title }]) => [code, title])).toEqual([
      ['K', 'Keogh review'],
      ['F', 'F'],
      ['S', 'The report'],
    ])
    expect(chapters.map((it) => it.title)).toEqual(['Two', 'One'])
    expect(themes.map((it) => it.title)).toEqual(['Culture', 'Openness'])
  })

  it('understands references: F37 is number 37 of F, whatever the column is called', () => {
    const board = openBoard()
    board.take([
      { source: 'F', number: '37', text: 'A.' },
      { source: 'K2', number: '3', text: 'B.' },
    ])

    const again = board.take([
      { ref: 'F37', text: 'A.' },
      { ref: 'K2.3', text: 'B.' },
      { source: 'F', number: 'F38', text: 'C.' },
      { ref: 'Q4', text: 'D.' },
    ])

    expect(sumOf(again)).toEqual([2, 0, 2, 0])
    expect(again.added.map((it) => [it.statement.source, it.statement.number])).toEqual([
      ['F', '38'],
      ['Q', '4'],
    ])
  })

  it('[G5] keeps emoji and right-to-left text, and drops what breaks files', () => {
    const board = openBoard()

    board.take([
      { source: 'F', number: '1', text: 'a\u0000b\r\nc \ud800 👩🏽‍⚕️ שלום\u2028d', title: '  two\n lines ' },
    ])

    expect(board.snapshot().statements.get('F1')).toMatchObject({
      text: 'ab\nc \ufffd 👩🏽‍⚕️ שלום\nd',
      title: 'two lines',
    })
  })

  it('[C11] takes nothing from a row that an object has by itself', () => {
    const board = openBoard()

    const { added } = board.take(
      JSON.parse('[{"__proto__": {"text": "inherited"}, "constructor": "x", "text": "Own."}]'),
    )

    expect(added[0]?.statement).toEqual({ source: 'S', number: '1', text: 'Own.' })
    expect(rootsOf(board.doc).statements.size).toBe(1)
  })
})
