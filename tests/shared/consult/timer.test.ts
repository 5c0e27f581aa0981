import { expect, it } from 'vitest'
import { isTimed, LONGEST_TIMER_MS, leftOf, type Timer, timerAfter } from '../../../shared/consult/timer.ts'

const NOW = 1_800_000_000_000
const MINUTE = 60_000
const running = (left: number): Timer => ({ endsAt: NOW + left, left: 0 })

it('[meet-1] a timer that is started anew runs as long as it was told, whatever was left', () => {
  expect(timerAfter(running(2 * MINUTE), { start: MINUTE }, NOW)).toEqual(running(MINUTE))
  expect(timerAfter({ endsAt: null, left: 30_000 }, { add: MINUTE }, NOW)).toEqual(running(MINUTE + 30_000))
  expect(timerAfter(null, { add: MINUTE }, NOW)).toEqual(running(MINUTE))
})

it('[meet-1] however often somebody gives a minute, no timer runs longer than four hours', () => {
  expect(timerAfter(running(LONGEST_TIMER_MS - 1), { add: MINUTE }, NOW)).toEqual(running(LONGEST_TIMER_MS))
})

it('[meet-1] one that has run out has nothing left and is still shown; one that was stopped is not', () => {
  expect(leftOf(running(-MINUTE), NOW)).toBe(0)
  expect(leftOf(running(MINUTE), NOW)).toBe(MINUTE)
  expect([running(-MINUTE), running(1), { endsAt: null, left: 1 }].map(isTimed)).toEqual([true, true, true])
  expect([null, { endsAt: null, left: 0 }].map(isTimed)).toEqual([false, false])
})
