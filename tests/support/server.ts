/**
 * A whole server without a network: the app on stores in memory, asked through `app.request` by people.
 */

import { openApp } from '../../server/app.ts'
import { openBoardEntries } from '../../server/board-entries.ts'
import { capabilitiesFrom } from '../../server/capability.ts'
import { type Config, readConfig } from '../../server/config.ts'
import { openCreation } from '../../server/creation.ts'
import { type Hand, inlineHand, openDesk } from '../../server/desk.ts'
import { openMeters } from '../../server/instruments.ts'
import type { Log } from '../../server/log.ts'
import type { Stores } from '../../server/store/contract.ts'
import { type MemoryStores, openMemoryStores } from '../../server/store/memory.ts'
import { openRooms } from '../../server/sync/rooms.ts'
import type { BoardReply, Join, JoinReply, NewBoardReply } from '../../shared/api.ts'
import type { Role } from '../../shared/board.ts'
import { systemClock } from '../../shared/clock.ts'
import { callOf, unsaid } from './said-by-api.ts'

export type TestServer<Kept extends Stores = MemoryStores> = Awaited<ReturnType<typeof openTestServer<Kept>>>

export interface Reply<Body = unknown> {
  status: number
  headers: Headers
  text: string
  /** As they came: text has none of what is no UTF-8. */
  bytes: Uint8Array
  body: Body
}

/** One browser: it keeps its cookie. */
export interface Device {
  cookie: string | null
  ask<Body = unknown>(method: string, path: string, options?: Ask): Promise<Reply<Body>>
}

export interface Ask {
  body?: unknown
  type?: string
  headers?: Record<string, string>
  /** Where the socket comes from. */
  from?: string
}

/** Somebody on a board, by one link. */
export interface Member {
  id: string
  as: string
  device: Device
  get<Body = unknown>(path: string, options?: Ask): Promise<Reply<Body>>
  post<Body = unknown>(path: string, body: unknown, options?: Ask): Promise<Reply<Body>>
  patch<Body = unknown>(path: string, body: unknown): Promise<Reply<Body>>
  put<Body = unknown>(path: string, body: unknown): Promise<Reply<Body>>
}

export async function openTestServer<Kept extends Stores = MemoryStores>(
  environment: Record<string, string> = {},
  given?: Kept,
  /** Where the log goes as its lines are written; else what is logged can be looked at. */
  lines?: Log,
  clientFolder = '/nowhere',
) {
  const stores = given ?? (openMemoryStores() as Stores as Kept)
  const config: Config = readConfig({ ...environment })
  const clock = { ...systemClock, now: () => time.now ?? Date.now() }
  const time: { now: number | null } = { now: null }
  const fatal: unknown[] = []
  const held = { replies: 0, until: Promise.resolve() }
  const logged: string[] = []
  const atDesk: string[] = []
  const watchedHand = (): Hand => {
    const hand = inlineHand()
    return {
      ...hand,
      make: (order) => {
        atDesk.push(...Object.keys(order))
        return hand.make(order)
      },
    }
  }
  const answered = new Set<string>()
  const write = (facts: object, what: string) => {
    logged.push(JSON.stringify({ ...facts, what }))
  }
  const log: Log = lines ?? { info: write, warn: write, error: write }
  const meters = openMeters()
  const onFatal = (error: Error) => fatal.push(error)
  const rooms = openRooms({ stores, clock, log, fatal: onFatal, meter: meters.room })
  const creation = await openCreation(config, stores.registry)
  const readiness = { stopping: false }
  const app = openApp({
    config,
    stores,
    rooms,
    capabilities: capabilitiesFrom(stores.serverSecret),
    creation,
    desk: openDesk(watchedHand, systemClock),
    clock,
    log,
    readiness,
    meters,
    entries: openBoardEntries(stores.registry),
    slowed: async () => {
      held.replies += 1
      await held.until
    },
    clientFolder,
    onFatal: (error) => fatal.push(error),
  })
  const host = config.publicUrl?.host ?? 'localhost:3000'

  const device = (): Device => {
    const it: Device = {
      cookie: null,
      async ask<Body>(
        method: string,
        path: string,
        { body, type, headers = {}, from = '127.0.0.1' }: Ask = {},
      ) {
        const init: RequestInit = {
          method,
          headers: { host, ...(it.cookie && { cookie: it.cookie }), ...headers },
        }
        if (body !== undefined) {
          const isRaw = typeof body === 'string' || body instanceof Uint8Array
          init.body = isRaw ? (body as BodyInit) : JSON.stringify(body)
          Object.assign(init.headers as object, { 'content-type': type ?? 'application/json' })
        }
        const response = await app.request(path, init, { incoming: { socket: { remoteAddress: from } } })
        const given = response.headers.get('set-cookie')
        if (given) it.cookie = given.split(';')[0] ?? null
        const bytes = new Uint8Array(await response.arrayBuffer())
        // As `Response.text()` has it: without the byte order mark.
        const text = new TextDecoder().decode(bytes)
        const isJson = response.headers.get('content-type')?.includes('json')
        const reply = { status: response.status, body: isJson && text ? JSON.parse(text) : null }
        const call = callOf(method, path)
        const misfit = call && unsaid(call, reply)
        if (misfit) throw new Error(`shared/replies/ and server/api-replies.ts do not say that ${misfit}`)
        if (call && reply.status < 400) answered.add(call)
        return { ...reply, headers: response.headers, text, bytes, body: reply.body as Body }
      },
    }
    return it
  }

  /** Starts a board as somebody at this machine, or with the creation key. */
  const startBoard = async (title = 'Our response'): Promise<NewBoardReply> => {
    const key = environment.CREATE_KEY ?? creation.madeKey
    const headers: Record<string, string> = key ? { 'x-create-key': key } : {}
    const { status, text, body } = await device().ask<NewBoardReply>('POST', '/api/boards', {
      body: { title },
      headers,
    })
    if (status !== 201) throw new Error(`no board: ${text}`)
    return body
  }

  const keyOf = (board: NewBoardReply, role: Role) => board.links[role].path.split('#')[1] ?? ''

  const join = async (
    board: NewBoardReply,
    role: Role,
    name: string | null = role,
    onDevice: Device = device(),
    more: Partial<Join> = {},
  ): Promise<Member> => {
    const { body, text } = await onDevice.ask<JoinReply>('POST', `/api/boards/${board.board.id}/join`, {
      body: { key: keyOf(board, role), ...(name !== null && { name }), ...more },
    })
    if (!body || !('participant' in body)) throw new Error(`not joined: ${text}`)
    return memberOf(board.board.id, onDevice, body.participant.id, body.as)
  }

  const memberOf = (board: string, onDevice: Device, id: string, as: string): Member => {
    const path = (rest: string) => {
      const [way = '', query] = rest.split('?')
      return `/api/boards/${board}${way}?as=${as}${query ? `&${query}` : ''}`
    }
    return {
      id,
      as,
      device: onDevice,
      get: (rest, options) => onDevice.ask('GET', path(rest), options),
      post: (rest, body, options) => onDevice.ask('POST', path(rest), { ...options, body }),
      patch: (rest, body) => onDevice.ask('PATCH', path(rest), { body }),
      put: (rest, body) => onDevice.ask('PUT', path(rest), { body }),
    }
  }

  /** A board with statements, in a phase, with its facilitator. */
  const openBoard = async (phase: BoardReply['phase'] = 'open', rows: unknown[] = STATEMENTS) => {
    const board = await startBoard()
    const grace = await join(board, 'facilitator', 'Grace')
    if (rows.length > 0) await grace.post('/statements', rows)
    if (phase !== 'preparing') await grace.patch('', { phase, from: 'preparing' })
    return { board, grace }
  }

  return {
    app,
    config,
    stores,
    rooms,
    readiness,
    fatal,
    logged,
    /** What was done away from the event loop: `write`, `read`, `compare`. */
    atDesk,
    /** Replies that are held for a moment, which no test waits for; a test may say until when. */
    held,
    /** Calls of the OpenAPI document that were answered as asked. */
    answered,
    time,
    host,
    device,
    startBoard,
    openBoard,
    keyOf,
    join,
    memberOf,
  }
}

export const STATEMENTS = [
  { source: 'F', number: '1', text: 'Be open.', chapter: 'Culture', theme: 'Openness' },
  { source: 'F', number: '2', text: 'Be kind.', chapter: 'Culture' },
  { source: 'F', number: '37', text: 'Be on time.', officialStatus: 'Accepted' },
]
