import { expect, it } from 'vitest'
import { type KeptReply, openKeptReplies } from '../../../server/middleware/kept-replies.ts'
import type { BoardFiles } from '../../../server/store/contract.ts'
import { testClock } from '../../support/test-clock.ts'

function shelf() {
  const inside = new Map<string, Uint8Array>()
  const files: BoardFiles = {
    list: async () => [...inside.keys()],
    read: async (name) => inside.get(name) ?? null,
    write: async (name, bytes) => void inside.set(name, bytes),
    remove: async (name) => void inside.delete(name),
  }
  const clock = testClock()
  const replies = openKeptReplies(new Uint8Array(32), clock, 60_000)
  const keep = (key: string, body = '') => {
    const reply: KeptReply = { asks: 'a', at: clock.now(), status: 201, headers: [], body }
    return replies.keep(files, ['Ama', key], reply)
  }
  const find = (key: string, who = 'Ama') => replies.find(files, [who, key])
  return { inside, clock, keep, find }
}

it('[D10][E6] a board keeps two hundred replies, and gives up the oldest', async () => {
  const { inside, clock, keep, find } = shelf()
  for (let at = 0; at <= 200; at += 1) {
    clock.advance(1)
    await keep(`k${at}`)
  }

  expect(inside.size).toBe(200)
  expect(await find('k0')).toBeNull()
  expect(await find('k1')).toMatchObject({ status: 201 })
  expect(await find('k200')).toMatchObject({ status: 201 })
})

it('[D10][E6] no reply of more than 64 kB is kept, and none beyond its time', async () => {
  const { inside, clock, keep, find } = shelf()
  await keep('long', 'x'.repeat(64 * 1024))
  expect(inside.size).toBe(0)
  await keep('short', 'x'.repeat(63 * 1024))
  expect(await find('short')).toMatchObject({ status: 201 })
  expect(await find('short', 'Ben')).toBeNull()

  clock.advance(60_000)
  expect(await find('short')).not.toBeNull()
  clock.advance(1)
  expect(await find('short')).toBeNull()
  expect(inside.size).toBe(0)
})
