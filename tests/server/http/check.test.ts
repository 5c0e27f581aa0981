import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openListener } from '../../../server/listener.ts'
import { checkSocket } from '../../../server/routes/check.ts'
import { openSockets } from '../../../server/sync/upgrade.ts'
import type { CheckReply } from '../../../shared/api.ts'
import { type Clock, systemClock } from '../../../shared/clock.ts'
import { CHECK_SOCKET_PATH } from '../../../shared/wire.ts'
import { openTestServer } from '../../support/server.ts'
import { testClock } from '../../support/test-clock.ts'

let end = async () => {}
afterEach(() => end())

async function serve(clock: Clock = systemClock) {
  const sockets = openSockets()
  const server = openListener(checkSocket(clock).fetch, sockets).listen(0, '127.0.0.1')
  await once(server, 'listening')
  end = async () => {
    for (const socket of sockets.clients) socket.terminate()
    server.close()
    await once(server, 'close')
  }
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}${CHECK_SOCKET_PATH}`
  return async () => {
    const socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    await once(socket, 'open')
    return socket
  }
}

const answerTo = async (socket: WebSocket, frame: Uint8Array) => {
  socket.send(frame)
  const [said] = (await once(socket, 'message')) as [ArrayBuffer]
  return new Uint8Array(said)
}
const closeOf = async (socket: WebSocket) => ((await once(socket, 'close')) as [number])[0]

describe('the socket that a network is tried with', () => {
  it('says back what it hears, to somebody who has joined nothing', async () => {
    const socket = await (await serve())()

    expect(await answerTo(socket, Uint8Array.of(1, 2, 3))).toEqual(Uint8Array.of(1, 2, 3))
    expect(await answerTo(socket, Uint8Array.of(4))).toEqual(Uint8Array.of(4))
  })

  it.each([
    ['text', 'hello'],
    ['more than a frame', new Uint8Array(1_025)],
  ])('is closed by %s', async (_, frame) => {
    const socket = await (await serve())()

    socket.send(frame)

    expect(await closeOf(socket)).toBe(4400)
  })

  it('is no way to keep a server talking', async () => {
    const socket = await (await serve())()
    for (let at = 0; at < 16; at++) await answerTo(socket, Uint8Array.of(at))

    socket.send(Uint8Array.of(16))

    expect(await closeOf(socket)).toBe(4400)
  })

  it('is over after a minute, and waits for nothing once it is closed', async () => {
    const clock = testClock()
    const open = await serve(clock)
    const [stays, goes] = [await open(), await open()]
    goes.close()
    await closeOf(goes)
    while (clock.waiting > 1) await answerTo(stays, Uint8Array.of(1))

    clock.advance(59_999)
    expect(await answerTo(stays, Uint8Array.of(2))).toEqual(Uint8Array.of(2))
    clock.advance(1)

    expect(await closeOf(stays)).toBe(1000)
  })

  it('is held by so many at once, and by others once those have gone', async () => {
    const open = await serve()
    const crowd = await Promise.all(Array.from({ length: 100 }, open))

    expect(await closeOf(await open())).toBe(1013)
    crowd[0]?.close()
    await closeOf(crowd[0] as WebSocket)
    expect(await answerTo(await open(), Uint8Array.of(7))).toEqual(Uint8Array.of(7))
  })
})

describe('the answer that a network is tried with', () => {
  it('says back what was asked, with the server’s clock, and is kept by nobody', async () => {
    const server = await openTestServer()

    const reply = await server.device().ask<CheckReply>('GET', '/api/check?say=bluebell')

    expect(reply.body.said).toBe('bluebell')
    expect(Math.abs(reply.body.at - Date.now())).toBeLessThan(5_000)
    expect(reply.headers.get('cache-control')).toBe('no-store')
  })

  it('says no more back than a few words', async () => {
    const server = await openTestServer()

    const { body } = await server.device().ask<CheckReply>('GET', `/api/check?say=${'x'.repeat(5_000)}`)

    expect(body.said).toBe('x'.repeat(64))
  })

  it('refuses a page of another site', async () => {
    const server = await openTestServer()

    const reply = await server
      .device()
      .ask('GET', CHECK_SOCKET_PATH, { headers: { origin: 'https://evil.example' } })

    expect(reply.status).toBe(403)
  })
})
