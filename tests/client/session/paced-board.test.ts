import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { atMostEvery } from '../../../client/session/paced-board.ts'
import { cell } from '../../../client/session/watched.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('[screen-1] what is drawn is at most one gap old, however many changes come in it', () => {
  const votes = cell(0)
  const wall = atMostEvery(100, votes)
  const drawn: number[] = []
  const end = wall.subscribe(() => drawn.push(wall.get()))

  for (let choice = 1; choice <= 290; choice += 1) {
    votes.set(choice)
    vi.advanceTimersByTime(10)
    // Never further behind than what came within one gap.
    expect(choice - wall.get()).toBeLessThanOrEqual(10)
  }
  vi.advanceTimersByTime(100)

  expect(drawn[0]).toBe(1)
  expect(drawn.at(-1)).toBe(290)
  expect(drawn.length).toBeLessThan(40)
  end()
})

it('a single change is drawn at once, and one that was taken back not at all', () => {
  const title = cell('Draft')
  const shown = atMostEvery(100, title)
  const told = vi.fn()
  const end = shown.subscribe(told)
  title.set('Plan')
  expect(shown.get()).toBe('Plan')
  title.set('Paper')
  title.set('Plan')
  vi.advanceTimersByTime(500)
  expect(told).toHaveBeenCalledTimes(1)
  end()
  title.set('Other')
  expect(told).toHaveBeenCalledTimes(1)
  expect(shown.get()).toBe('Other')
})

it('where nobody looks any more no timer goes on, and whoever looks next is told at once', () => {
  const votes = cell(0)
  const wall = atMostEvery(100, votes)
  const end = wall.subscribe(() => {})
  votes.set(1)
  expect(vi.getTimerCount()).toBe(1)

  end()

  expect(vi.getTimerCount()).toBe(0)
  const told = vi.fn()
  wall.subscribe(told)
  votes.set(2)
  expect(told).toHaveBeenCalledTimes(1)
})
