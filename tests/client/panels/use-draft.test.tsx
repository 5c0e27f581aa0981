import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useDraft } from '../../../client/panels/use-draft.ts'
import { ToastRegion } from '../../../client/ui/toasts.tsx'
import type { ProblemCode } from '../../../shared/problem.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

/** A field on a board: what stands there, and what it says to a save. */
function field(options: { fits?: (words: string) => boolean } = {}) {
  const board = { value: 'Chief Nurse', refuses: null as ProblemCode | null, saved: [] as string[] }
  const save = (words: string) => {
    if (board.refuses) return board.refuses
    board.saved.push(words)
    board.value = words
    return null
  }
  const hook = renderHook(() => useDraft(board.value, save, options.fits))
  const others = (words: string) => {
    board.value = words
    hook.rerender()
  }
  const type = (words: string) => act(() => hook.result.current.type(words))
  const pause = () => act(() => vi.advanceTimersByTime(1_000))
  return { board, hook, others, type, pause, now: () => hook.result.current }
}

describe('a field somebody is typing in', () => {
  it('[words-3] saves in a pause, once, and again only when there is more', () => {
    const { board, type, pause, now } = field()
    type('Chief Nurse and')
    expect(board.saved).toEqual([])
    pause()
    pause()
    expect(board.saved).toEqual(['Chief Nurse and'])

    type('Chief Nurse and Medical Director')
    act(() => now().leave())

    expect(board.saved).toEqual(['Chief Nurse and', 'Chief Nurse and Medical Director'])
  })

  it('[words-3] saves what is there when the panel is closed in the middle of a word', () => {
    const { board, type, hook } = field()
    type('Chief Nur')

    hook.unmount()

    expect(board.saved).toEqual(['Chief Nur'])
  })

  it('[words-1] closed where somebody else wrote meanwhile it saves over nothing, and offers mine', () => {
    const { board, type, others, hook } = field()
    type('Director of')
    others('Medical Director')

    hook.unmount()
    expect(board.saved).toEqual([])

    render(<ToastRegion />)
    fireEvent.click(screen.getByRole('button', { name: 'Save mine' }))
    expect(board.saved).toEqual(['Director of'])
  })

  it('[words-3] saves what is there when the page is closed or loaded anew, and never over somebody else’s', () => {
    const mine = field()
    mine.type('Chief Nur')
    act(() => void window.dispatchEvent(new Event('beforeunload')))
    act(() => void window.dispatchEvent(new Event('pagehide')))
    expect(mine.board.saved).toEqual(['Chief Nur'])

    const both = field()
    both.type('Director of')
    both.others('Medical Director')
    act(() => void window.dispatchEvent(new Event('pagehide')))
    expect(both.board.saved).toEqual([])
  })

  it('[words-1] keeps the words beside what somebody else wrote, and saves neither over the other', () => {
    const { board, type, others, pause, now } = field()
    type('Director of')
    others('Medical Director')
    pause()
    act(() => now().leave())

    expect(now()).toMatchObject({ words: 'Director of', theirs: 'Medical Director' })
    expect(board.saved).toEqual([])
  })

  it('[words-1] lets a person choose between both', () => {
    const mine = field()
    mine.type('Director of')
    mine.others('Medical Director')
    act(() => mine.now().save())
    expect(mine.board.value).toBe('Director of')
    expect(mine.now().theirs).toBeNull()

    const theirs = field()
    theirs.type('Director of')
    theirs.others('Medical Director')
    act(() => theirs.now().drop())
    expect(theirs.now().words).toBe('Medical Director')
    expect(theirs.board.saved).toEqual([])
  })

  it('follows the board once what was typed is saved and the field is left', () => {
    const { type, pause, others, now } = field()
    type('Director')
    pause()
    others('Medical Director')
    expect(now()).toMatchObject({ words: 'Director', theirs: 'Medical Director' })

    act(() => now().leave())

    expect(now().words).toBe('Medical Director')
  })

  it('[words-2] keeps words the board refuses, with the reason', () => {
    const { board, type, pause, now } = field()
    type('Director')
    board.refuses = 'phase_forbids'
    pause()
    act(() => now().leave())

    expect(now()).toMatchObject({ words: 'Director', refused: 'This cannot be changed at this stage.' })
  })

  it('gives up on leaving what does not fit: half a date, an empty title', () => {
    const { board, type, pause, now } = field({ fits: (words) => words !== '' })
    type('')
    pause()
    act(() => now().leave())

    expect(board.saved).toEqual([])
    expect(now().words).toBe('Chief Nurse')
  })
})
