import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { openFront } from '../../../server/cluster/front.ts'
import { type Handed, handOnRequest, handOnSocket, type Outcome } from '../../../server/cluster/handing-on.ts'
import { MOVED_HEADER } from '../../../server/middleware/problem-reply.ts'
import type { Keeper, Keepers, Registry } from '../../../server/store/contract.ts'
import { type TestClock, testClock } from '../../support/test-clock.ts'

describe('what is handed on to another node', () => {
  const servers: Server[] = []
  const listen = async (server: Server) => {
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const to = (url: string, clock = testClock()): Handed => ({ url, via: 'signed', clock, onAbort: () => {} })
  /** Takes what asks for an upgrade, and never says a word. */
  const listenInSilence = async () => {
    const asked: Duplex[] = []
    const silent = createServer()
    silent.on('upgrade', (_request, socket: Duplex) => void asked.push(socket.resume()))
    return { silent, asked, url: await listen(silent) }
  }
  const asking = (url: string) => {
    const visitor = connect(Number(new URL(url).port), '127.0.0.1')
    visitor.on('error', () => {})
    visitor.write('GET /sync/b1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    return visitor
  }

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })

  it('[F6] is over when its visitor hangs up before there is an answer', async () => {
    const silent = createServer()
    const keeper = await listen(silent)
    let outcome: Promise<Outcome> | undefined
    const front = createServer((asked, response) => {
      outcome = handOnRequest(to(keeper), asked, response, Buffer.alloc(0))
    })
    const asking = request(await listen(front))
    asking.on('error', () => {})
    asking.end()

    const [, unanswered] = (await once(silent, 'request')) as [IncomingMessage, ServerResponse]
    const cut = once(unanswered, 'close')
    asking.destroy()

    expect(await outcome).toBe('done')
    await cut
  })

  it('[F1] is tried again when a node takes a socket and says nothing, as one that hangs does', async () => {
    const { silent, asked, url } = await listenInSilence()
    const front = createServer()
    const visitor = asking(await listen(front))
    const [request, socket, head] = (await once(front, 'upgrade')) as [IncomingMessage, Duplex, Buffer]
    const clock = testClock()

    const outcome = handOnSocket(to(url, clock), request, socket, head)
    await once(silent, 'upgrade')
    const cut = once(asked[0] as Duplex, 'end')
    clock.advance(3_000)

    expect(await outcome).toBe('again')
    expect(socket.destroyed).toBe(false)
    await cut
    visitor.destroy()
  })

  it('[F1] is tried again when something else answers at the port of a node that is gone', async () => {
    const other = createTcpServer((socket) => socket.end('-ERR unknown command'))
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    const front = createServer()
    const visitor = asking(await listen(front))
    const [request, socket, head] = (await once(front, 'upgrade')) as [IncomingMessage, Duplex, Buffer]

    const { port } = other.address() as AddressInfo
    expect(await handOnSocket(to(`http://127.0.0.1:${port}`), request, socket, head)).toBe('again')

    expect(socket.destroyed).toBe(false)
    other.close()
    visitor.destroy()
  })

  it('[F1] is this node’s own once the node that hangs has lost the board', async () => {
    const { silent, url } = await listenInSilence()
    const clock = testClock()
    const hanging: Keeper = { node: 'other', url, term: '1:x' }
    let keeper: Keeper | null = hanging
    const gate = openFront({ ...nobodyElse(clock), keepers: keepersOf(hanging, () => keeper) })
    const front = createServer()
    front.on('upgrade', (_request, socket: Duplex) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
    gate.standBefore(front)
    const visitor = asking(await listen(front))

    await once(silent, 'upgrade')
    keeper = null
    let answer = ''
    visitor.on('data', (some) => {
      answer += some
    })
    for (let turns = 0; turns < 1_000 && !answer; turns++) {
      clock.advance(100)
      await new Promise((resolve) => setImmediate(resolve))
    }

    expect(answer).toContain('101 Switching Protocols')
    gate.close()
    visitor.destroy()
  })

  it('[F6] a look is tried again when the board moves on before its answer; what may have changed something is not', async () => {
    const moving = createServer((_request, response) => {
      response.writeHead(503, { [MOVED_HEADER]: 'meanwhile' }).end()
    })
    const keeper = await listen(moving)
    const outcomes: Outcome[] = []
    const front = createServer(async (asked, response) => {
      outcomes.push(await handOnRequest(to(keeper), asked, response, Buffer.alloc(0)))
      if (!response.headersSent) response.writeHead(200).end()
    })
    const url = await listen(front)

    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(url, { method: 'POST' })).status).toBe(503)

    await expect.poll(() => outcomes).toEqual(['again', 'done'])
  })

  it('[C2] asks Redis once for a call that is another node’s: who keeps the board, and what is new', async () => {
    const other = await listen(createServer((_request, response) => void response.end('theirs')))
    const keeper: Keeper = { node: 'other', url: other, term: '1:x' }
    let asked: string[] = []
    const keepers: Keepers = {
      ...keepersOf(keeper, () => keeper),
      async claim() {
        asked.push('keeper')
        return keeper
      },
      async catchUp() {
        asked.push('news')
      },
    }
    const gate = openFront({ ...nobodyElse(testClock()), keepers })
    const front = createServer()
    gate.standBefore(front)
    const url = await listen(front)

    expect(await (await fetch(`${url}/api/boards/b1`)).text()).toBe('theirs')
    expect(asked.sort()).toEqual(['keeper', 'news'])

    asked = []
    expect(await (await fetch(`${url}/api/boards/b1/links`, { method: 'POST', body: 'x' })).text()).toBe(
      'theirs',
    )
    expect(asked.sort()).toEqual(['keeper', 'news'])
    gate.close()
  })

  it('[F6] leaves nothing behind at the visitor’s socket, however often it is tried', async () => {
    const refusing = createServer()
    refusing.on('upgrade', (_request, socket: Duplex) =>
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n'),
    )
    const keeper = await listen(refusing)
    const front = createServer()
    const { port } = new URL(await listen(front))
    const visitor = connect(Number(port), '127.0.0.1')
    visitor.write('GET /sync/b1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    const [asked, socket, head] = (await once(front, 'upgrade')) as [IncomingMessage, Duplex, Buffer]
    const before = socket.listenerCount('close')

    for (let tries = 0; tries < 3; tries++) {
      expect(await handOnSocket(to(keeper), asked, socket, head)).toBe('again')
    }

    expect(socket.listenerCount('close')).toBe(before)
    socket.destroy()
    visitor.destroy()
  })

  it('[S3] carries one word on whose it is, whatever a visitor sent under that name', async () => {
    const said: (string | string[] | undefined)[] = []
    const refusing = createServer()
    refusing.on('upgrade', ({ headers }: IncomingMessage, socket: Duplex) => {
      said.push(headers['x-due-regard-via'])
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n')
    })
    const keeper = await listen(refusing)
    const front = createServer()
    const { port } = new URL(await listen(front))
    const visitor = connect(Number(port), '127.0.0.1')
    visitor.write(
      'GET /sync/b1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Due-Regard-Via: forged\r\n\r\n',
    )
    const [asked, socket, head] = (await once(front, 'upgrade')) as [IncomingMessage, Duplex, Buffer]

    await handOnSocket(to(keeper), asked, socket, head)

    expect(said).toEqual(['signed'])
    socket.destroy()
    visitor.destroy()
  })
})

const keepersOf = (known: Keeper, claim: () => Keeper | null): Keepers => ({
  claim: async () => claim(),
  of: async () => known,
  isHere: () => false,
  catchUp: async () => {},
  onLost: () => {},
  reachableAt: () => {},
})

const nobodyElse = (clock: TestClock) => ({
  registry: { board: (id: string) => ({ id }) } as unknown as Registry,
  secret: new Uint8Array(32),
  clock,
  readiness: { stopping: false },
  slowed: async () => {},
  boardIn: () => null,
})
