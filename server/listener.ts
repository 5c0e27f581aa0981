/**
 * Where connections come in, and how little is given to those that have not said yet what they want.
 *
 * A connection has a few seconds for its first request. Of those that have said nothing so far, or have begun
 * a body and not ended it, only so many are held: one more, and the one that has waited longest goes, so nobody
 * who speaks up is kept out by a crowd that does not.
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { createAdaptorServer } from '@hono/node-server'
import type { WebSocketServer } from 'ws'

const FIRST_WORD_MS = 5_000
const LOOK_EVERY_MS = 1_000
const WHOLE_REQUEST_MS = 60_000
export const MOST_SILENT = 500

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch']
type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** Whoever decides first whether a request is this server's to answer. */
export interface Gatekeeper {
  standBefore(server: Server): void
}

export function openListener(fetch: Fetch, sockets: WebSocketServer, gatekeeper?: Gatekeeper): Server {
  const server = createAdaptorServer({
    fetch,
    websocket: { server: sockets },
    serverOptions: {
      headersTimeout: FIRST_WORD_MS,
      connectionsCheckingInterval: LOOK_EVERY_MS,
      requestTimeout: WHOLE_REQUEST_MS,
      maxHeaderSize: 16 * 1024,
    },
  }) as Server
  // All of them or none: what is beyond a count would be left out, and the proxy's word stands last.
  server.maxHeadersCount = 0
  gatekeeper?.standBefore(server)
  upgradeToWebSocketsOnly(server, holdFewSilent(server))
  return server
}

function holdFewSilent(server: Server): Set<Duplex> {
  const silent = new Set<Duplex>()
  const hold = (socket: Duplex) => {
    const [longest] = silent
    if (silent.size >= MOST_SILENT) longest?.destroy()
    silent.add(socket)
  }
  server.on('connection', (socket) => {
    hold(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.on('request', (request) => {
    silent.delete(request.socket)
    if (!hasBody(request)) return
    hold(request.socket)
    request.once('close', () => silent.delete(request.socket))
  })
  return silent
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** The adapter would leave what asks for anything else open for ever; and it must be the only one that listens. */
function upgradeToWebSocketsOnly(server: Server, silent: Set<Duplex>): void {
  const [adapter] = server.listeners('upgrade') as Upgrade[]
  server.removeAllListeners('upgrade')
  server.on('upgrade', (request, socket, head) => {
    silent.delete(socket)
    if (request.headers.upgrade?.toLowerCase() === 'websocket') adapter?.(request, socket, head)
    else socket.destroy()
  })
}
