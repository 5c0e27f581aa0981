import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CandidateList } from '../../../client/panels/import/candidate-list.tsx'
import { useReading } from '../../../client/panels/import/use-reading.ts'
import type { Candidates } from '../../../shared/imports/candidates.ts'

class ListeningWorker {
  static heard: { source?: unknown; board?: unknown; asked: { publication: { title: string } } }[] = []
  postMessage(question: (typeof ListeningWorker.heard)[number]) {
    ListeningWorker.heard.push(question)
  }
  terminate() {}
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  vi.stubGlobal('Worker', ListeningWorker)
  ListeningWorker.heard = []
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('a reason is taken when it is done, and one that is left empty stays what it was', () => {
  const candidates: Candidates = [{ id: 'a', number: '1', text: 'Be open.', setAside: 'Background' }]
  const taken: Candidates[] = []
  render(<CandidateList candidates={candidates} rows={[]} pages={[]} onChange={(it) => taken.push(it)} />)
  const box = screen.getByLabelText<HTMLInputElement>('Set aside because')

  for (const words of ['F', 'Fo', 'For the regulator']) fireEvent.change(box, { target: { value: words } })
  expect(taken).toEqual([])
  fireEvent.keyDown(box, { key: 'Enter' })
  expect(taken).toEqual([[{ id: 'a', number: '1', text: 'Be open.', setAside: 'For the regulator' }]])

  fireEvent.change(box, { target: { value: '  ' } })
  fireEvent.blur(box)
  expect(taken).toHaveLength(1)
  expect(box.value).toBe('Background')
})

it('[words-1] words that are being corrected stay whatever another facilitator makes of the list meanwhile', () => {
  const [a, b] = [
    { id: 'a', number: '1', text: 'Be open.' },
    { id: 'b', number: '2', text: 'Be kind.' },
  ]
  const taken: Candidates[] = []
  const list = (candidates: Candidates) => (
    <CandidateList candidates={candidates} rows={[]} pages={[]} onChange={(it) => taken.push(it)} />
  )
  const { rerender } = render(list([a, b]))
  fireEvent.click(screen.getByRole('button', { name: /^Correct\s*2$/ }))
  const box = () => screen.getByLabelText<HTMLTextAreaElement>('Words of 2')
  fireEvent.change(box(), { target: { value: 'Be kind to all.' } })

  rerender(list([a, { ...b, text: 'Be on time.' }]))
  expect(box().value).toBe('Be kind to all.')
  expect(screen.getByText(/somebody else wrote “Be on time.”/)).toBeTruthy()

  // Those above and this one are taken out: the words stay, and bring it back.
  rerender(list([b]))
  rerender(list([]))
  expect(box().value).toBe('Be kind to all.')
  fireEvent.click(screen.getByRole('button', { name: 'Done' }))
  expect(taken).toEqual([[{ ...b, text: 'Be kind to all.' }]])
})

it('who types asks the worker with the first letter and the last, and tells it of the board once', () => {
  const given = { source: '1. Be open.', name: null }
  const board = { facts: {}, statements: new Map() }
  const asking = (title: string) =>
    ({ publication: { title, code: '' }, board }) as unknown as Parameters<typeof useReading>[1]
  const hook = renderHook((asked) => useReading(given, asked), { initialProps: asking('') })
  act(() => vi.advanceTimersByTime(1_000))
  for (const title of ['T', 'Th', 'The', 'The ', 'The r']) hook.rerender(asking(title))
  act(() => vi.advanceTimersByTime(1_000))

  const heard = ListeningWorker.heard
  expect(heard.map((it) => it.asked.publication.title)).toEqual(['', 'T', 'The r'])
  expect(heard.map((it) => 'source' in it)).toEqual([true, false, false])
  expect(heard.map((it) => 'board' in it)).toEqual([true, false, false])
})
