import { expect, it } from 'vitest'
import { matching, referred } from '../../../client/views/board/find.ts'
import { putStatement } from '../../../shared/doc/edits.ts'
import { openReads } from '../../../shared/doc/reads.ts'
import { boardWith } from '../../support/boards.ts'

function board() {
  const doc = boardWith(12)
  putStatement(doc, 'K3', { source: 'K', number: '3', text: 'Every café on a ward.', theme: 'Openness' })
  putStatement(doc, 'F37', { source: 'F', number: '37', text: 'Told the truth.', title: 'Being open' })
  return openReads(doc).snapshot()
}

it('looks in reference, title, text and theme, for every word', () => {
  expect(matching(board(), '  ')).toBeNull()
  expect(Array.from(matching(board(), 'being TRUTH') ?? [])).toEqual(['F37'])
  expect(Array.from(matching(board(), 'openness') ?? [])).toEqual(['K3'])
  expect(Array.from(matching(board(), 'f37') ?? [])).toEqual(['F37'])
  expect(matching(board(), 'being absent')?.size).toBe(0)
})

it('finds words whatever their accents', () => {
  expect(Array.from(matching(board(), 'cafe') ?? [])).toEqual(['K3'])
})

it('knows a reference however it is typed, and a number where it is the only one', () => {
  expect(referred(board(), 'F 37')).toBe('F37')
  expect(referred(board(), 'k3')).toBe('K3')
  expect(referred(board(), '37')).toBe('F37')
  expect(referred(board(), '3')).toBeUndefined()
  expect(referred(board(), 'truth')).toBeUndefined()
})
