import { expect, it } from 'vitest'
import { countsNothing } from '../../../server/sync/meter.ts'
import { Saver } from '../../../server/sync/saver.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { testClock } from '../../support/test-clock.ts'

it('[A8] while a snapshot takes long no other is due, however much is appended', async () => {
  const clock = testClock()
  let letGo = () => {}
  const saveSnapshot = () =>
    new Promise<void>((resolve) => {
      letGo = resolve
    })
  const deps = { clock, log: quietLog(), fatal: () => {}, stopwatch: () => 0, meter: countsNothing }
  const saver = new Saver('b1', { saveSnapshot } as never, deps, () => {}, 0)
  const board = { encode: (whole: Uint8Array) => whole, state: { position: 1 } } as never
  const isDue = () => {
    clock.advance(6_000)
    return saver.appended(600, 0)
  }

  expect(isDue()).toBe(true)
  const kept = saver.snapshot(board, new Uint8Array())
  expect([isDue(), isDue()]).toEqual([false, false])
  await Promise.resolve()
  letGo()
  await kept

  expect(isDue()).toBe(true)
})
