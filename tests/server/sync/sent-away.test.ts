import { expect, it } from 'vitest'
import type { Rooms } from '../../../server/sync/contract.ts'
import { Seat } from '../../../server/sync/upgrade.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { Problem } from '../../../shared/problem.ts'
import { testClock } from '../../support/test-clock.ts'

/** Somebody who was told to go, and a network that goes on bringing what they send. */
function sentAway() {
  const ends: string[] = []
  const socket = {
    readyState: 1,
    bufferedAmount: 0,
    send: () => {},
    ping: () => {},
    close: () => {
      socket.readyState = 2
    },
    terminate: () => ends.push('cut off'),
    on: () => {},
  }
  const sender = new Problem('link_withdrawn', '')
  const seat = new Seat(testClock(), { board: 'b1', sender, epoch: null })
  seat.take(socket, true, {} as Rooms)
  return { seat, ends }
}

it('[E3] what was on its way when somebody was sent away does not cut off the word why', () => {
  const { seat, ends } = sentAway()

  seat.receive(new Uint8Array(LIMITS.updateBytes))

  expect(ends).toEqual([])
})

it('[E2] whoever was sent away and goes on with megabytes is read no further', () => {
  const { seat, ends } = sentAway()

  for (let sent = 0; sent < 3; sent += 1) seat.receive(new Uint8Array(LIMITS.updateBytes))

  expect(ends).toEqual(['cut off'])
})

it('[E2] nor whoever goes on with many small frames', () => {
  const { seat, ends } = sentAway()

  for (let sent = 0; sent < 201; sent += 1) seat.receive(new Uint8Array(1))

  expect(ends).toEqual(['cut off'])
})
