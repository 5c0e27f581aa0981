/**
 * Networks that let pages through and no live connections, as proxies in hospitals do.
 */
import { createServer, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import { type Clock, systemClock } from '../../../shared/clock.ts'
import { PROBLEMS, Problem } from '../../../shared/problem.ts'
import { type ProviderServer, serveRooms } from '../../support/provider-server.ts'
import { BOARD, openScene } from '../../support/rooms.ts'
import { type SessionWorld, sessionWorld } from '../../support/session-world.ts'

let world: SessionWorld
afterEach(() => world.end())

const view = (visit: Awaited<ReturnType<SessionWorld['visit']>>) => visit.session.connection.get()

describe('[B11] where live connections do not come about', () => {
  it('and the server answers otherwise, it is said within ten seconds, in words for those who can help', async () => {
    world = sessionWorld()
    const ama = await world.visit({ api: working })
    ama.network.down = true
    ama.network.cut()

    await world.pass(10_000)

    expect(view(ama)).toMatchObject({ state: 'offline', because: 'sockets_blocked' })
    expect(PROBLEMS.sockets_blocked.says).toMatch(/network.*IT.*WebSocket.*proxy/)
    ama.move('F1', 'due-regard')
    await world.settle()
    expect(view(ama)).toMatchObject({ saved: 'kept', unsaved: 1 })
  })

  it('because handshakes are swallowed, it is said as soon', async () => {
    world = sessionWorld()
    const ama = await world.visit({ api: working, WebSocket: swallowing() })

    await world.pass(10_000)

    expect(view(ama)).toMatchObject({ state: 'offline', because: 'sockets_blocked' })
  })

  it('and nothing answers, it is no connection and nothing more', async () => {
    world = sessionWorld()
    const ama = await world.visit()
    ama.network.down = true
    ama.network.cut()

    await world.pass(60_000)

    expect(view(ama)).toMatchObject({ state: 'offline' })
    expect(view(ama).because).toBeUndefined()
  })

  it('for a while, nothing is said any more once they do', async () => {
    world = sessionWorld()
    const ama = await world.visit({ api: working })
    ama.network.down = true
    ama.network.cut()
    await world.pass(10_000)
    ama.network.down = false

    await world.pass(20_000)

    expect(view(ama)).toMatchObject({ state: 'online' })
    expect(view(ama).because).toBeUndefined()
  })

  it('because the server restarts, nobody is sent to their IT', async () => {
    world = sessionWorld()
    const ama = await world.visit()
    for (let restart = 0; restart < 5; restart += 1) {
      world.room.restart()
      await world.pass(7_000)
      expect(view(ama).because).toBeUndefined()
    }
  })
})

const working = {
  read: async () => ({ epoch: 1 }),
  history: async () => ({ entries: [], next: null }),
}

/** Sockets that never open, close or fail. */
function swallowing(): typeof WebSocket {
  class Swallowed {
    readyState = 0
    close() {}
    send() {}
  }
  return Swallowed as unknown as typeof WebSocket
}

describe('[B11] through a real proxy', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0)) await end()
  })

  /** Time runs ten times as fast for the session; the proxies are real. */
  const quick: Clock = { ...systemClock, after: (delay, run) => systemClock.after(delay / 10, run) }

  async function throughProxy(make: (server: ProviderServer) => Server): Promise<void> {
    world = sessionWorld()
    const scene = await openScene()
    const server = await serveRooms(scene.rooms, BOARD)
    ends.push(() => server.close())
    const proxy = make(server).listen(0, '127.0.0.1')
    ends.push(() => {
      proxy.closeAllConnections()
      proxy.close()
    })
    await new Promise((resolve) => proxy.once('listening', resolve))
    const { port } = proxy.address() as AddressInfo
    const ask = async () => {
      const { ok, status } = await fetch(`http://127.0.0.1:${port}/ask`).catch(() => {
        throw new Problem('unreachable', '')
      })
      if (!ok && status !== 404) throw new Problem('unreachable', '')
      return { epoch: 1 }
    }
    const ama = await world.visit({
      url: `ws://127.0.0.1:${port}/sync`,
      WebSocket: NodeWebSocket as unknown as typeof WebSocket,
      clock: quick,
      api: { ...working, read: ask },
    })
    const began = Date.now()
    while (view(ama).because === undefined && Date.now() - began < 20_000) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(view(ama)).toMatchObject({ state: 'offline', because: 'sockets_blocked' })
  }

  it('that takes the Upgrade header away', () =>
    throughProxy(({ url }) =>
      createServer((incoming, outgoing) => {
        const { hostname, port } = new URL(url)
        const { upgrade, connection, ...headers } = incoming.headers
        incoming.pipe(
          request({ hostname, port, path: incoming.url, headers }, (answer) => {
            outgoing.writeHead(answer.statusCode ?? 502)
            answer.pipe(outgoing)
          }),
        )
      }),
    ))

  it('that never answers a handshake', () =>
    throughProxy(() =>
      createServer((_, outgoing) => void outgoing.writeHead(404).end()).on('upgrade', () => {}),
    ))

  it('that ends every connection once it is open', () =>
    throughProxy(({ url }) =>
      createServer((_, outgoing) => void outgoing.writeHead(404).end()).on('upgrade', (incoming, socket) => {
        const { hostname, port } = new URL(url)
        const on = connect({ host: hostname, port: Number(port) })
        const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${value}\r\n`)
        on.write(`GET ${incoming.url} HTTP/1.1\r\n${headers.join('')}\r\n`)
        on.once('data', (answer) => {
          socket.end(answer.subarray(0, answer.indexOf('\r\n\r\n') + 4))
          on.destroy()
        })
        socket.on('error', () => on.destroy())
      }),
    ))
})
