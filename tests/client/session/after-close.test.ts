import { describe, expect, it } from 'vitest'
import { afterClose } from '../../../client/session/after-close.ts'
import { reconnectDelay } from '../../../client/session/reconnect.ts'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'
import { chanceFrom } from '../../support/boards.ts'

describe('what a closed connection means', () => {
  it.each([
    // code, said before, something of mine was judged → step
    [1006, null, true, 'retry'],
    [null, null, true, 'retry'],
    [1012, null, true, 'retry'],
    [1013, 'too_many', true, 'retry'],
    [1013, 'not_saving', true, 'retry'],
    [1012, 'stopping', false, 'retry'],
    [4403, 'role_forbids', true, 'refresh'],
    [4403, 'value_invalid', true, 'refresh'],
    [4409, 'board_locked', true, 'refresh'],
    [4409, 'update_incomplete', true, 'refresh'],
    [4409, 'epoch_stale', false, 'refresh'],
    [4409, null, false, 'refresh'],
    [4413, null, true, 'refresh'],
    [4400, null, true, 'refresh'],
    // The network took the close code with it, not what was said before.
    [1006, 'value_invalid', true, 'refresh'],
    // One statement too many is about this copy, one person too many is not.
    [1013, 'board_full', true, 'refresh'],
    [1013, 'board_full', false, 'wait'],
    [4409, 'phase_forbids', false, 'wait'],
    [4409, 'phase_forbids', true, 'refresh'],
    [4401, null, true, 'end'],
    [4401, 'link_withdrawn', true, 'end'],
    [1006, 'no_session', false, 'end'],
    [4410, null, true, 'erase'],
    [1006, 'board_erased', false, 'erase'],
  ] as const)('%s after %s, judged %s: %s', (code, said, judged, step) => {
    expect(afterClose(code, said, judged).step).toBe(step)
  })

  it('[E3] a copy that was refused for good is never connected again as it is', () => {
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
      const { close, retry } = PROBLEMS[code]
      if (!retry) expect(afterClose(close, code, true).step).not.toBe('retry')
    }
  })
})

describe('coming back', () => {
  it('[B7] three hundred browsers return over at least five seconds, nearly all within ten', () => {
    const random = chanceFrom(7)
    const delays = Array.from({ length: 300 }, () => reconnectDelay(1, { random })).sort((a, b) => a - b)
    expect((delays.at(-1) ?? 0) - (delays[0] ?? 0)).toBeGreaterThan(4_800)
    expect(delays[284]).toBeLessThan(10_000)
  })

  it('waits longer after every failure, up to a quarter of a minute', () => {
    const longest = (failures: number) => reconnectDelay(failures, { random: () => 0.999999 })
    expect(longest(2)).toBeGreaterThan(longest(1))
    expect(longest(50)).toBeLessThanOrEqual(15_200)
  })
})
