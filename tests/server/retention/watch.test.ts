import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { openBoardEntries } from '../../../server/board-entries.ts'
import { inlineHand, openDesk } from '../../../server/desk.ts'
import { eraseBoard } from '../../../server/erasure/erase-board.ts'
import { purge } from '../../../server/retention/purge.ts'
import { watchRetention } from '../../../server/retention/watch.ts'
import { systemClock } from '../../../shared/clock.ts'
import { NO_RETENTION, type Retention } from '../../../shared/retention.ts'
import { newFolders } from '../../support/data-folder.ts'
import { openTestServer } from '../../support/server.ts'

const folders = newFolders()
let isOver = false
afterEach(() => {
  isOver = true
  folders.removeAll()
})

const DAY = Date.UTC(2030, 0, 1)
const HOUR = 60 * 60 * 1_000

/** A server whose boards may be purged, by a clock that rings when it is told. */
async function scene() {
  const server = await openTestServer()
  isOver = false
  let now = DAY
  const waiting = new Set<() => void>()
  const delays: number[] = []
  const clock = {
    ...systemClock,
    now: () => now,
    after: (delay: number, run: () => void) => {
      delays.push(delay)
      waiting.add(run)
      return () => void waiting.delete(run)
    },
  }
  const needs = {
    stores: server.stores,
    rooms: server.rooms,
    entries: openBoardEntries(server.stores.registry),
    desk: openDesk(inlineHand, systemClock),
    clock,
    backupDays: null,
    archiveDir: folders.make(),
    log: { info() {}, warn() {}, error() {} },
  }
  /** Lets the look happen that is waited for; it is over once the next one is. */
  const look = async () => {
    const due = [...waiting]
    waiting.clear()
    for (const run of due) run()
    while (due.length > 0 && waiting.size === 0 && !isOver) await turn()
  }
  const boardUntil = async (retention: Retention) => {
    const { board, grace } = await server.openBoard()
    await grace.patch('', { retention, from: NO_RETENTION })
    return { id: board.board.id, grace }
  }
  const isThere = (id: string) => server.stores.registry.board(id)?.erasedAt === undefined
  const pass = (by: number) => {
    now += by
  }
  return { needs, look, delays, waiting, boardUntil, isThere, pass }
}

it('[S7] looks soon after the start and every hour, and takes what is due and nothing else', async () => {
  const { needs, look, delays, boardUntil, isThere, pass } = await scene()
  const due = await boardUntil({ until: DAY, hold: false })
  const later = await boardUntil({ until: DAY + HOUR, hold: false })
  const held = await boardUntil({ until: DAY, hold: true })
  const unset = await boardUntil(NO_RETENTION)
  const opened = vi.spyOn(needs.rooms, 'open')
  const there = () => [due, later, held, unset].map((it) => isThere(it.id))

  const end = watchRetention(needs)
  expect(there()).toEqual([true, true, true, true])
  await look()
  expect(there()).toEqual([false, true, true, true])
  pass(HOUR)
  await look()
  end()

  expect(there()).toEqual([false, false, true, true])
  expect(delays).toEqual([60_000, HOUR, HOUR])
  // Of a board that is not due nothing is read or written.
  expect(new Set(opened.mock.calls.flat())).toEqual(new Set([due.id, later.id]))
})

it('[S7] once it has ended nothing is looked for', async () => {
  const { needs, waiting, boardUntil, isThere } = await scene()
  const { id } = await boardUntil({ until: DAY, hold: false })

  watchRetention(needs)()

  expect(waiting.size).toBe(0)
  expect(isThere(id)).toBe(true)
})

it('[S7] what ends while it looks takes no other board, and does not look again', async () => {
  const { needs, look, waiting, boardUntil, isThere } = await scene()
  const both = [await boardUntil({ until: DAY, hold: false }), await boardUntil({ until: DAY, hold: false })]
  let end = () => {}
  const write: typeof needs.desk.write = (...order) => {
    end()
    isOver = true
    return needs.desk.write(...order)
  }
  const opened = vi.spyOn(needs.rooms, 'open')
  const info = vi.fn()
  end = watchRetention({ ...needs, log: { ...needs.log, info }, desk: { write } })

  await look()
  while (info.mock.calls.length === 0) await turn()
  await turn()

  expect(new Set(opened.mock.calls.flat())).toEqual(new Set([both[0]?.id]))
  expect(both.map((it) => isThere(it.id))).toEqual([false, true])
  expect(waiting.size).toBe(0)
})

it('[F9][S7] a board that another process keeps is left to that one', async () => {
  const { needs, boardUntil, isThere } = await scene()
  const { id } = await boardUntil({ until: DAY, hold: false })
  const keepers = { claim: async () => ({ node: 'other', url: 'http://other', term: '1' }) }

  expect(await purge({ ...needs, stores: { ...needs.stores, keepers } as never }, id)).toBeNull()

  expect(isThere(id)).toBe(true)
})

it('[S7] a board that is held, or kept longer, at the moment of erasing is not erased', async () => {
  const { needs, boardUntil, isThere } = await scene()
  const held = await boardUntil({ until: DAY, hold: true })
  const kept = await boardUntil({ until: DAY + 1, hold: false })
  const order = { by: 'server', reason: 'Its day has come.', isStill: () => false }

  await expect(eraseBoard(needs, { ...order, board: held.id })).rejects.toMatchObject({ code: 'on_hold' })
  await expect(eraseBoard(needs, { ...order, board: kept.id })).rejects.toMatchObject({ code: 'state_stale' })

  expect([isThere(held.id), isThere(kept.id)]).toEqual([true, true])
})
