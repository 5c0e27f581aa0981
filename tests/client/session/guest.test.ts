import { beforeEach, expect, it } from 'vitest'
import { type Guest, guestSeat } from '../../../client/session/guest.ts'

const ZOE: Guest = { seat: 'seat1seat1', as: 'link1link1', id: 'zoe1zoe1', name: 'Zoë' }

function tab() {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

let storage: ReturnType<typeof tab>
beforeEach(() => {
  storage = tab()
})

it('[people-4] a guest is there again when the page of the tab is, on that board and by that link alone', () => {
  guestSeat(storage, 'b1', 'l1').take(ZOE)

  expect(guestSeat(storage, 'b1', 'l1').get()).toEqual(ZOE)
  expect(guestSeat(storage, 'b2', 'l1').get()).toBeNull()
  expect(guestSeat(storage, 'b1', 'l2').get()).toBeNull()
})

it('[people-4] who handed the device back leaves nothing in the tab', () => {
  const seat = guestSeat(storage, 'b1', 'l1')
  seat.take(ZOE)

  seat.leave()

  expect(seat.get()).toBeNull()
  expect(storage.kept.size).toBe(0)
  expect(guestSeat(storage, 'b1', 'l1').get()).toBeNull()
})

it('[people-4] what stands there and is no guest is nobody; a tab that keeps nothing knows them while it is open', () => {
  for (const text of ['{', 'null', '7', '{"seat":"../x","as":"l1","id":"i1","name":"Z"}']) {
    storage.kept.set('due-regard/guest/b1/l1', text)
    expect(guestSeat(storage, 'b1', 'l1').get()).toBeNull()
  }
  const forbids = () => {
    throw new Error('forbidden')
  }
  const seat = guestSeat({ getItem: forbids, setItem: forbids, removeItem: forbids }, 'b1', 'l1')
  seat.take(ZOE)
  expect(seat.get()).toEqual(ZOE)
  seat.leave()
  expect(seat.get()).toBeNull()
})
