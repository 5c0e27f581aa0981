import { expect, it } from 'vitest'
import { partedAt, piecesOf } from '../../../client/panels/pieces.ts'

const words = (text: string, fineness: 'clauses' | 'words' = 'clauses') =>
  piecesOf(text, fineness).map((it) => it.text)

it('[part-1] a statement may be parted at its sentences, clauses, lines and list items, and no letter is lost', () => {
  const text =
    'Boards should: (a) be open; (b) be kind. “Listen!” They\nshould also\n\n• say sorry. No. 4.2 stays.'
  expect(words(text)).toEqual([
    'Boards should: ',
    '(a) be open; ',
    '(b) be kind. ',
    '“Listen!” ',
    'They\n',
    'should also\n\n',
    '• say sorry. ',
    'No. ',
    '4.2 stays.',
  ])
  expect(words(text).join('')).toBe(text)
  expect(words(text, 'words').join('')).toBe(text)
  expect(words('Be open', 'words')).toEqual(['Be ', 'open'])
  expect(words('One sentence only.')).toEqual(['One sentence only.'])
  expect(words('\nBe open. Be kind. ')).toEqual(['\nBe open. ', 'Be kind. '])
})

it('[part-1] parts are the stretches between the places that were chosen', () => {
  expect(partedAt('Be open. Be kind. Go.', new Set([18, 9]))).toEqual([
    { at: 0, text: 'Be open. ' },
    { at: 9, text: 'Be kind. ' },
    { at: 18, text: 'Go.' },
  ])
})
