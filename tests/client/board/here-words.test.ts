import { expect, it } from 'vitest'
import { hereWords } from '../../../client/views/board/board-words.ts'

it('[live-4] an observer, who is not told who is here, does not read that nobody is', () => {
  expect(hereWords('participant', 0)).toBe('Only you are here')
  expect(hereWords('reviewer', 2)).toBe('3 people are here')
  expect(hereWords('observer', 0)).toBe('You are looking on')
})
