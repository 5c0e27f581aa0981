import { describe, expect, it } from 'vitest'
import type { TimerReply } from '../../../shared/consult/timer.ts'
import { openTestServer } from '../../support/server.ts'

const MINUTE = 60_000

async function openMeeting() {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard()
  const room = await server.rooms.open(board.board.id)
  server.time.now = 1_800_000_000_000
  const timer = () => room.reads.snapshot().facilitation.timer
  return { server, board, grace, timer, start: server.time.now }
}

describe('the timer', () => {
  it('[meet-1] is started, given a minute and stopped by the server’s clock', async () => {
    const { server, grace, timer, start } = await openMeeting()

    const { body } = await grace.post<TimerReply>('/timer', { start: 3 * MINUTE })
    expect(body).toEqual({ timer: { endsAt: start + 3 * MINUTE, left: 0 }, at: start })
    server.time.now = start + MINUTE
    await grace.post('/timer', { add: MINUTE })
    expect(timer()).toEqual({ endsAt: start + 4 * MINUTE, left: 0 })

    await grace.post('/timer', { stop: true })
    expect(timer()).toEqual({ endsAt: null, left: 0 })
  })

  it('[meet-1] a minute more when time is up is a minute from now', async () => {
    const { server, grace, timer, start } = await openMeeting()
    await grace.post('/timer', { start: MINUTE })
    server.time.now = start + 5 * MINUTE

    await grace.post('/timer', { add: MINUTE })

    expect(timer()).toEqual({ endsAt: start + 6 * MINUTE, left: 0 })
  })

  it('[meet-3] two facilitators who both give a minute give two', async () => {
    const { server, board, grace, timer, start } = await openMeeting()
    const hal = await server.join(board, 'facilitator', 'Hal')
    await grace.post('/timer', { start: MINUTE })

    await Promise.all([grace.post('/timer', { add: MINUTE }), hal.post('/timer', { add: MINUTE })])

    expect(timer()).toEqual({ endsAt: start + 3 * MINUTE, left: 0 })
  })

  it('is for facilitators, and for spans that there are', async () => {
    const { server, board, grace } = await openMeeting()
    const ama = await server.join(board, 'participant', 'Ama')
    const wall = await server.join(board, 'observer', null)
    const refusals = [
      await ama.post('/timer', { start: MINUTE }),
      await wall.post('/timer', { stop: true }),
      await grace.post('/timer', { start: 0 }),
      await grace.post('/timer', { start: 24 * 60 * MINUTE }),
      await grace.post('/timer', { start: 1.5 }),
      await grace.post('/timer', {}),
    ]
    expect(refusals.map((it) => it.status)).toEqual([403, 403, 422, 422, 422, 422])
  })
})
