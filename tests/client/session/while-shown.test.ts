import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { whileShown } from '../../../client/session/while-shown.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('a hidden page asks nothing, and asks at once when it is shown again', () => {
  let isHidden = false
  const heard = new Set<() => void>()
  const hide = (to: boolean) => {
    isHidden = to
    for (const it of heard) it()
  }
  const onVisibility = (changed: () => void) => {
    heard.add(changed)
    return () => void heard.delete(changed)
  }
  const ask = vi.fn()
  const end = whileShown(5_000, ask, { isHidden: () => isHidden, onVisibility })

  vi.advanceTimersByTime(10_000)
  expect(ask).toHaveBeenCalledTimes(2)
  hide(true)
  vi.advanceTimersByTime(60_000)
  expect(ask).toHaveBeenCalledTimes(2)
  hide(false)
  expect(ask).toHaveBeenCalledTimes(3)
  vi.advanceTimersByTime(5_000)
  expect(ask).toHaveBeenCalledTimes(4)

  end()
  hide(true)
  hide(false)
  vi.advanceTimersByTime(60_000)
  expect(ask).toHaveBeenCalledTimes(4)
})
