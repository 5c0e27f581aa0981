import { expect, test } from 'vitest'
import { budgetOf, paceOf } from '../../../shared/consult/pace.ts'
import { leftOf, timerAfter } from '../../../shared/consult/timer.ts'
import type { DecidedHow, DecisionMark } from '../../../shared/consult/vote.ts'

const MINUTE = 60_000
const at = (clock: string) => Date.parse(`2026-11-22T${clock}:00Z`)
const decided = (seq: number, clock: string, how: DecidedHow = 'discussed'): DecisionMark => ({
  seq,
  column: 'new-action',
  how,
  at: at(clock),
})

test('[meet-2] what is left, at the minutes planned, is held against the end of the meeting', () => {
  const meeting = { endsAt: at('16:30'), minutesEach: 4 }
  expect(budgetOf(10, meeting, at('16:00'))).toEqual({
    statements: 10,
    endsAt: at('16:40'),
    over: 10,
    affordable: 3,
  })
  expect(budgetOf(4, meeting, at('16:00'))).toMatchObject({ over: -14, affordable: 7.5 })
  expect(budgetOf(4, meeting, at('17:00'))).toMatchObject({ over: 46, affordable: 0 })
  expect(budgetOf(0, meeting, at('16:00'))).toMatchObject({ over: -30, affordable: null })
  expect(budgetOf(4, { endsAt: null, minutesEach: 4 }, at('16:00'))).toMatchObject({
    endsAt: at('16:16'),
    over: null,
    affordable: null,
  })
})

test('[meet-2] the pace is that of the last few decisions that were talked about, an act counted once', () => {
  const marks = [
    decided(1, '14:00'),
    decided(2, '15:10', 'private-choices'),
    decided(3, '15:30'),
    decided(4, '15:36'),
    decided(4, '15:36'),
    decided(5, '15:40'),
  ]
  expect(paceOf(marks, at('15:41'))).toEqual({ of: 3, minutesEach: 5 })
  expect(paceOf(marks.slice(0, 4), at('15:41'))).toBeNull()
  expect(
    paceOf(
      [1, 2, 3].map((seq) => decided(seq, '15:40')),
      at('15:41'),
    ),
  ).toBeNull()
})

test('[meet-1] a timer runs to its end and no further', () => {
  const timer = timerAfter(null, { add: MINUTE }, 1_000)
  expect([1_000, 31_000, 99_000].map((now) => leftOf(timer, now))).toEqual([MINUTE, MINUTE / 2, 0])
  expect(leftOf(null, 5)).toBe(0)
})
