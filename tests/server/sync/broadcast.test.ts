import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { Broadcast } from '../../../server/sync/broadcast.ts'
import type { RoomConnection } from '../../../server/sync/connection.ts'
import { testClock } from '../../support/test-clock.ts'

/** Who follows the document from how many seats, and how often each seat heard of changes. */
function openBroadcast(seats: Record<string, number>) {
  const clock = testClock()
  const heard: number[] = []
  const connections = Object.entries(seats).flatMap(([participant, count]) =>
    Array.from({ length: count }, () => {
      const at = heard.push(0) - 1
      const send = () => {
        heard[at] = (heard[at] ?? 0) + 1
      }
      return { sender: { participant }, isSynced: true, send } as unknown as RoomConnection
    }),
  )
  const broadcast = new Broadcast(clock, new Set(connections), () => true)
  const doc = new Y.Doc()
  const change = () => {
    doc.getMap('board').set('title', heard.join())
    broadcast.push(Y.encodeStateAsUpdate(doc), new Set())
  }
  return { clock, change, heard }
}

it('[E2] nobody slows what others see by sitting on a hundred seats', () => {
  const { clock, change, heard } = openBroadcast({ ama: 1, ben: 1, eve: 100 })

  change()
  change()
  clock.advance(8)

  expect(new Set(heard)).toEqual(new Set([2]))
})

it('[E4] changes of a hundred people gather, each of whom hears of many at once', () => {
  const people = Array.from({ length: 100 }, (_, at) => [`p${at}`, 1] as const)
  const { clock, change, heard } = openBroadcast(Object.fromEntries(people))

  change()
  for (let at = 0; at < 49; at += 1) {
    clock.advance(1)
    change()
  }
  expect(new Set(heard)).toEqual(new Set([1]))

  clock.advance(1)
  expect(new Set(heard)).toEqual(new Set([2]))
})
