import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { type Handed, handOnRequest, handOnSocket, type Outcome } from '../../../server/cluster/handing-on.ts'

describe('what is handed on to another node', () => {
  const servers: Server[] = []
  const listen = async (server: Server) => {
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const to = (url: string): Handed => ({ url, via: 'signed', onAbort: () => {} })

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
