import { expect, it } from 'vitest'
import { warmUp } from '../../server/warm-up.ts'
import { systemClock } from '../../shared/clock.ts'
import { chanceFrom } from '../support/boards.ts'

const clock = { ...systemClock, random: chanceFrom(1) }

it('an invented board is opened several times before anybody asks for a real one', () => {
  expect(warmUp(clock, () => 0)).toBe(8)
})

it('on a slow machine nobody waits for that', () => {
  let now = 0
  const slow = () => {
    now += 300
    return now
  }

  expect(warmUp(clock, slow)).toBe(1)
})
