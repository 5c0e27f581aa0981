import { describe, expect, it } from 'vitest'
import { openTabs, ROLL_CALL_MS } from '../../../client/session/tabs.ts'
import { fakeClock } from '../../support/fake-clock.ts'

/** The part of the Web Locks API that is used, over a list. */
function fakeLocks(): Pick<Navigator, 'locks'> {
  const held = new Map<string, () => void>()
  return {
    locks: {
      request: async (name: string, run: () => Promise<void>) => {
        held.set(name, () => {})
        await run()
        held.delete(name)
      },
      query: async () => ({ held: Array.from(held.keys(), (name) => ({ name })), pending: [] }),
    } as unknown as LockManager,
  }
}

const kinds = [
  ['locks', () => fakeLocks()],
  ['a roll call', () => null],
] as const

describe.each(kinds)('[H3] pages of one browser, by %s', (_, browser) => {
  it('know which others are open, and no longer when they are gone', async () => {
    const clock = fakeClock()
    const shared = browser()
    const one = openTabs('board1', clock, shared)
    const two = openTabs('board1', clock, shared)
    const elsewhere = openTabs('board2', clock, shared)
    /** What a page is told once everybody has had the time to answer. */
    const told = async () => {
      const asked = one.open()
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      clock.advance(ROLL_CALL_MS)
      return asked
    }
    try {
      expect(one.mine).not.toBe(two.mine)
      expect(await told()).toEqual(new Set([one.mine, two.mine]))
      two.close()
      expect(await told()).toEqual(new Set([one.mine]))
    } finally {
      one.close()
      elsewhere.close()
    }
  })
})
