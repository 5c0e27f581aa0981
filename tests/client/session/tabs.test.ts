import { describe, expect, it } from 'vitest'
import { openTabs } from '../../../client/session/tabs.ts'
import { systemClock } from '../../../shared/clock.ts'

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
    const shared = browser()
    const one = openTabs('board1', systemClock, shared)
    const two = openTabs('board1', systemClock, shared)
    const elsewhere = openTabs('board2', systemClock, shared)
    try {
      expect(one.mine).not.toBe(two.mine)
      expect(await one.open()).toEqual(new Set([one.mine, two.mine]))
      two.close()
      expect(await one.open()).toEqual(new Set([one.mine]))
    } finally {
      one.close()
      elsewhere.close()
    }
  })
})
