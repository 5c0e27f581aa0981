import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { foundIn } from '../../../client/panels/import/candidates.ts'
import { beginsAgain, withChapters } from '../../../client/panels/import/chapter-numbers.ts'
import { putStatement, setBoardFact } from '../../../shared/doc/edits.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import type { Candidates } from '../../../shared/imports/candidates.ts'
import { mergeRows } from '../../../shared/imports/merge.ts'
import { parsePastedText } from '../../../shared/imports/pasted-text.ts'

const REPORT = `
  Chapter 1 Openness
  1. Be open.
  2. Be kind.
  Chapter 2 Care
  1. Be on time.
  2. Be gentle.`

const candidatesOf = (text: string) => foundIn(parsePastedText(text).rows.map((it) => it.cells))
const numbersOf = (list: Candidates) => list.map((it) => it.number)

describe('numbers that begin again in a later chapter', () => {
  it('are found, and are offered to be numbered with their chapters', () => {
    const list = candidatesOf(REPORT)
    expect(numbersOf(list)).toEqual(['1', '2', '1', '2'])
    expect(beginsAgain(list)).toBe(true)

    const next = withChapters(list)
    expect(numbersOf(next)).toEqual(['1.1', '1.2', '2.1', '2.2'])
    expect(next.map((it) => it.id)).toEqual(list.map((it) => it.id))
    expect(beginsAgain(next)).toBe(false)
    expect(withChapters(next)).toEqual(next)
    expect(beginsAgain(candidatesOf('Chapter 1 Openness\n1. Be open.\nChapter 2 Care\n2. Be kind.'))).toBe(
      false,
    )
  })

  it('[in-1] name the same statements when a corrected report is numbered likewise', () => {
    const doc = new Y.Doc()
    const reads = openReads(doc)
    // Another publication's chapters stand before this one's on the board.
    setBoardFact(doc, 'chapter/other', { title: 'Another report', order: 1 })
    const take = (text: string) => {
      const rows = withChapters(candidatesOf(text)).map(({ id: _, ...cells }, at) => ({ row: at + 1, cells }))
      const merge = mergeRows({ rows, rejected: [] }, reads.snapshot(), 'update')
      for (const { key, value } of merge.facts) setBoardFact(doc, key, value)
      for (const { id, statement } of [...merge.added, ...merge.updated]) putStatement(doc, id, statement)
      return merge
    }
    const roman = REPORT.replace('Chapter 1', 'Chapter I').replace('Chapter 2', 'Chapter II')
    const first = take(roman)
    expect([first.added.length, first.rejected]).toEqual([4, []])

    const again = take(roman.replace('Be on time.', 'Always be on time.'))
    expect([again.added, again.unchanged, again.rejected]).toEqual([[], 3, []])
    expect(again.updated.map((it) => it.id)).toEqual([first.added[2]?.id])
  })

  it('keep the letters of their publication, and chapters of one number are told apart by their places', () => {
    const list = foundIn([
      { number: '1', ref: 'F1', chapter: 'Foreword', text: 'a' },
      { ref: 'F1', chapter: '1 Openness', text: 'b' },
      { text: 'without a number', chapter: '1 Openness' },
      { number: '7', text: 'before any chapter' },
    ])
    expect(beginsAgain(list)).toBe(true)
    expect(withChapters(list).map(({ number, ref }) => [number, ref])).toEqual([
      ['1.1', 'F1.1'],
      [undefined, 'F2.1'],
      [undefined, undefined],
      ['7', undefined],
    ])
  })
})
