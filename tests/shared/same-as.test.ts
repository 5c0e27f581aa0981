import { describe, expect, it } from 'vitest'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { openReads } from '../../shared/doc/reads.ts'
import { repeatsOf, sameStatement } from '../../shared/doc/same-as.ts'
import { boardWith } from '../support/boards.ts'

const pairs = (doc: ReturnType<typeof boardWith>) =>
  Array.from(rootsOf(doc).statements.entries())
    .map(([id, it]) => `${id}→${(it as { sameAs?: string }).sameAs ?? '-'}`)
    .sort()
    .join(' ')

describe('[same-1] a statement that repeats another', () => {
  it('names it, and is found from there, until that is taken back', () => {
    const doc = boardWith(3)
    sameStatement(doc, 'F2', 'F1')
    sameStatement(doc, 'F3', 'F1')
    expect(repeatsOf(openReads(doc).snapshot(), 'F1')).toEqual(['F2', 'F3'])
    sameStatement(doc, 'F2', null)
    expect(repeatsOf(openReads(doc).snapshot(), 'F1')).toEqual(['F3'])
    expect(rootsOf(doc).statements.get('F2')).toEqual({ source: 'F', number: '2', text: 'Statement 2.' })
  })

  it('never makes a chain or a ring', () => {
    const doc = boardWith(4)
    sameStatement(doc, 'F2', 'F1')
    sameStatement(doc, 'F3', 'F2')
    expect(pairs(doc)).toBe('F1→- F2→F1 F3→F1 F4→-')
    sameStatement(doc, 'F1', 'F4')
    expect(pairs(doc)).toBe('F1→F4 F2→F4 F3→F4 F4→-')
    sameStatement(doc, 'F4', 'F2')
    expect(pairs(doc)).toBe('F1→F2 F2→- F3→F2 F4→F2')
    expect(() => sameStatement(doc, 'F2', 'F2')).toThrow('value_invalid')
    expect(() => sameStatement(doc, 'F2', 'F9')).toThrow('statement_unknown')
  })
})
