import { expect, it } from 'vitest'
import { leaveBoard } from '../../../client/session/leave-board.ts'
import { openUnsentWords, unsentWords } from '../../../client/session/unsent-words.ts'

function tab() {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
}

it('[H2] words of a comment that were not sent stand in the field again after a reload, and not once sent', () => {
  const storage = tab()
  openUnsentWords(storage).set('board1', 'ama/F1/', 'The ward is short of')

  expect(openUnsentWords(storage).get('board1', 'ama/F1/')).toBe('The ward is short of')
  expect(openUnsentWords(storage).get('board1', 'ama/F2/')).toBe('')
  openUnsentWords(storage).set('board1', 'ama/F1/', '')
  expect(storage.kept.size).toBe(0)
})

it('[H1] they stay as long as the page does where nothing can be kept, or what is kept is no such thing', () => {
  const storage = {
    getItem: () => '["x"',
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
    removeItem: () => {},
  }
  for (const words of [openUnsentWords(null), openUnsentWords(storage)]) {
    words.set('board1', 'ama/F1/', 'The ward')
    expect(words.get('board1', 'ama/F1/')).toBe('The ward')
  }
})

it('[H6] leaving a board takes them with it', async () => {
  unsentWords.set('board1', 'ama/F1/', 'For my eyes')
  unsentWords.set('board2', 'ama/F1/', 'Another')

  await leaveBoard(
    { id: 'board1', as: 'link1', me: { id: 'ama', name: 'Ama', role: 'participant' } },
    {
      onlyHere: true,
      device: {
        api: { at: () => null as never },
        boards: { get: () => [], forget: () => {} },
        indexedDB: null,
      },
    },
  )

  expect([unsentWords.get('board1', 'ama/F1/'), unsentWords.get('board2', 'ama/F1/')]).toEqual([
    '',
    'Another',
  ])
})
