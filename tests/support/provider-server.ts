/**
 * A real HTTP server around the sync rooms, and unmodified y-websocket providers that talk to it.
 *
 * Who somebody is stands in the address, `?name=ama&role=participant`: signing in is another test's matter.
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { openListener } from '../../server/listener.ts'
import type { Rooms, Sender } from '../../server/sync/contract.ts'
import { openSockets, syncRoutes } from '../../server/sync/upgrade.ts'
import type { Role } from '../../shared/board.ts'
import { type Clock, systemClock } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'

export interface ProviderServer {
  url: string
  provider(name: string, role: Role | 'nobody' | 'stranger', options?: ProviderOptions): WebsocketProvider
  close(): Promise<void>
}

interface ProviderOptions {
  board?: string
  doc?: Y.Doc
  epoch?: number
  protocols?: string[]
}

export async function serveRooms(
  rooms: Rooms,
  board: string,
  clock: Clock = systemClock,
): Promise<ProviderServer> {
  const access = async (query: (name: string) => string | undefined): Promise<Sender | Problem> => {
    const role = query('role')
    if (role === 'stranger') return new Problem('origin_foreign', '')
    if (role === 'nobody') return new Problem('no_session', '')
    return { participant: query('name') ?? '', role: role as Role, link: `link-${role}` }
  }
  const app = new Hono()
    .route('/', syncRoutes({ rooms, clock, access: (c) => access((name) => c.req.query(name)) }))
    .onError((error, c) => c.text(String(error), error instanceof Problem ? 403 : 500))
  const wss = openSockets()
  const server = openListener(app.fetch, wss).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/sync`
  const providers: WebsocketProvider[] = []
  return {
    url,
    provider(name, role, options = {}) {
      const { doc = new Y.Doc(), epoch, protocols = [] } = options
      const provider = new WebsocketProvider(url, options.board ?? board, doc, {
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        disableBc: true,
        protocols,
        params: { name, role, ...(epoch === undefined ? {} : { epoch: String(epoch) }) },
      })
      providers.push(provider)
      return provider
    },
    async close() {
      for (const provider of providers) {
        provider.destroy()
        provider.doc.destroy()
      }
      for (const socket of wss.clients) socket.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Resolves once the document shows what is asked, looking again at each change. */
export function shows(doc: Y.Doc, asked: (doc: Y.Doc) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!asked(doc)) return
      doc.off('afterTransaction', look)
      resolve()
    }
    doc.on('afterTransaction', look)
    look()
  })
}

export const synced = (provider: WebsocketProvider): Promise<void> =>
  new Promise((resolve) => {
    if (provider.synced) resolve()
    else provider.once('sync', () => resolve())
  })

export const closedFor = (provider: WebsocketProvider): Promise<number> =>
  new Promise((resolve) => provider.once('closed', ({ code }) => resolve(code)))
