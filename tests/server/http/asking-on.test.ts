import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Env } from '../../../server/middleware/access.ts'
import { cutOffWhoAsksOn } from '../../../server/middleware/asking-on.ts'
import { replyWithProblems } from '../../../server/middleware/problem-reply.ts'
import { Problem } from '../../../shared/problem.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { rawLink } from '../../support/raw-link.ts'
import { openTestServer } from '../../support/server.ts'
import { testClock } from '../../support/test-clock.ts'

const callOf = (device: string) => `GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ${device}\r\n\r\n`
const CALL = callOf('eve')

/** A server that tells everybody to wait, and says so once `tell` is called. */
async function busyServer() {
  const clock = testClock()
  let asked = 0
  let tell = () => {}
  const held = new Promise<void>((resolve) => {
    tell = resolve
  })
  const app = new Hono<Env>()
  app.use(cutOffWhoAsksOn(clock))
  app.onError(
    replyWithProblems(
      quietLog(),
      () => {},
      () => held,
      () => {},
    ),
  )
  app.get('/', () => {
    asked += 1
    throw new Problem('too_many', '')
  })
  const base = await new Promise<string>((listening) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      listening(`http://127.0.0.1:${port}`),
    )
    onTestFinished(() => void server.close())
  })
  /** Asks over a connection of its own; whether that was looked at, and the connection. */
  const ask = async (call: string) => {
    const before = asked
    const link = await rawLink(base)
    link.write(call)
    await vi.waitFor(() => expect(asked > before || link.tcp.destroyed).toBe(true))
    return { link, isHeard: asked > before }
  }
  return { clock, ask, asked: () => asked, tell: () => tell() }
}

it('[E2] whoever is told to wait and asks on meanwhile is cut off', async () => {
  const { ask, asked, tell } = await busyServer()
  const { link } = await ask(CALL)

  link.write(CALL)
  expect(await link.gone()).not.toBe('still there')
  tell()

  expect([asked(), link.heard()]).toEqual([1, ''])
})

it('[E2] whoever is cut off again and again is not looked at for some seconds, and nobody else is kept out', async () => {
  const { clock, ask } = await busyServer()
  for (let times = 0; times < 3; times += 1) {
    const { link } = await ask(CALL)
    link.write(CALL)
    expect(await link.gone()).not.toBe('still there')
  }

  expect((await ask(CALL)).isHeard).toBe(false)
  expect((await ask(callOf('ama'))).isHeard).toBe(true)
  clock.advance(5_000)
  expect((await ask(CALL)).isHeard).toBe(true)
})

it('[E2] the server cuts off whoever asks on, before anything else is done for the call', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const { board } = await server.openBoard()
  const eve = await server.join(board, 'participant', 'Eve')
  for (let at = 0; at < 20; at += 1) await eve.get('/statements')
  const socket = { remoteAddress: '127.0.0.1', destroy: vi.fn() }
  const headers = { host: server.host, cookie: eve.device.cookie ?? '' }
  const ask = () =>
    server.app.request(
      `/api/boards/${board.board.id}/statements?as=${eve.as}`,
      { headers },
      { incoming: { socket } },
    )
  let tell = () => {}
  server.held.until = new Promise((resolve) => {
    tell = resolve
  })

  const refused = ask()
  await vi.waitFor(() => expect(server.held.replies).toBe(1))
  expect(socket.destroy).not.toHaveBeenCalled()
  await ask()
  expect(socket.destroy).toHaveBeenCalledOnce()
  tell()

  expect((await refused).status).toBe(429)
  expect(server.held.replies).toBe(1)
})
