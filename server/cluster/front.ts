/**
 * Stands before everything else where several nodes share their boards: what asks for a board goes to the
 * node that keeps it, so people may come in by any of them and no proxy has to know which.
 *
 * A board that nobody keeps becomes this node's. While one is between two nodes whoever asks is held for a
 * few seconds; nothing that may have happened is asked twice. A socket whose node has lost the board is cut,
 * so that its page comes back and finds the new one.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { BoardId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { LIMITS } from '../../shared/limits.ts'
import { PROBLEMS, Problem } from '../../shared/problem.ts'
import { MOVED_HEADER, RETRY_AFTER } from '../middleware/problem-reply.ts'
import type { Slowed } from '../middleware/slowed.ts'
import type { Keeper, Keepers, Registry } from '../store/contract.ts'
import { type Handed, handOnRequest, handOnSocket, type Outcome } from './handing-on.ts'
import { takeVia, viaHeader } from './via.ts'

/** Longer than a lease, so that whoever asks while its node dies is answered by the next. */
const HOLD_MS = 8_000
const ASK_AGAIN_MS = 200
const LOOK_MS = 1_000
/** A call with a longer body is not asked twice. */
const KEPT_BODY_BYTES = LIMITS.bodyBytes

const OF_A_BOARD = /^\/(?:api\/boards|sync)\/([A-Za-z0-9_-]{1,32})(?:[/?]|$)/
/** Whose board is named in the body. */
const BY_ITS_BODY = /^\/api\/(?:join|boards)\/?(?:\?|$)/

export interface FrontDeps {
  keepers: Keepers
  registry: Registry
  secret: Uint8Array
  clock: Clock
  readiness: { stopping: boolean }
  /** How long those wait for a reply who are told to wait. */
  slowed: Slowed
  /** The board that a call names in its body: by a code, or as the one to start from; `too_many` by guesses. */
  boardIn(body: unknown, request: IncomingMessage): BoardId | null
}

export interface Front {
  standBefore(server: Server): void
  /** Where this node is reached, by itself too. */
  reachableAt(url: string, own: string): void
  close(): void
}

type Listener<Rest extends unknown[]> = (request: IncomingMessage, ...rest: Rest) => void

export function openFront(deps: FrontDeps): Front {
  const { keepers, registry, secret, clock, readiness, slowed, boardIn } = deps
  let ownUrl = ''
  /** What is handed on, by board: how to end it, and in which term it was begun. */
  const handed = new Map<BoardId, Map<() => void, string>>()

  const pause = (millis: number) => new Promise<void>((resolve) => void clock.after(millis, resolve))

  const fresh = () => keepers.catchUp().catch(() => {})

  /** Null: it is this node's to answer. */
  const keeperOf = async (board: BoardId): Promise<Keeper | null> => {
    const isElsewhere = () => {
      const entry = registry.board(board)
      return entry !== undefined && entry.erasedAt === undefined && !keepers.isHere(board)
    }
    // Where Redis is away, the room says that nothing can be saved.
    const look = () => (readiness.stopping ? keepers.of(board) : keepers.claim(board)).catch(() => null)
    // In one round to Redis; a board that is not known yet takes two.
    const looked = isElsewhere() ? look() : null
    await fresh()
    return isElsewhere() ? (looked ?? look()) : null
  }

  /** Hands it on to whoever keeps the board, for as long as that may help. */
  const handOn = async (
    board: BoardId | null,
    request: IncomingMessage,
    way: {
      /** Who keeps it, where that was just asked. */
      first?: Keeper | undefined
      here: () => void
      there: (it: Handed) => Promise<Outcome>
      givenUp: () => void
      isGone: () => boolean
    },
  ): Promise<void> => {
    const until = performance.now() + HOLD_MS
    for (let first = way.first; ; first = undefined) {
      const keeper = first ?? (board === null ? null : await keeperOf(board))
      if (way.isGone()) return
      if (!keeper) return way.here()
      const aborts: (() => void)[] = []
      const end = () => {
        for (const abort of aborts) abort()
      }
      const others = handed.get(board ?? '') ?? new Map<() => void, string>()
      handed.set(board ?? '', others.set(end, keeper.term))
      const onAbort = (abort: () => void) => void aborts.push(abort)
      const outcome = keeper.url
        ? await way.there({ url: keeper.url, via: viaHeader(secret, request), clock, onAbort })
        : 'again'
      others.delete(end)
      if (others.size === 0) handed.delete(board ?? '')
      if (outcome === 'done') return
      if (outcome === 'unknown' || performance.now() > until) return way.givenUp()
      await pause(ASK_AGAIN_MS)
    }
  }

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    here: () => void,
  ): Promise<void> => {
    const url = request.url ?? '/'
    const isHandedOn = takeVia(secret, request)
    const board = OF_A_BOARD.exec(url)?.[1] ?? null
    if (isHandedOn) {
      const isMine = !readiness.stopping && (board === null || (await keeperOf(board)) === null)
      return isMine ? here() : replyMoving(response)
    }
    const names = board === null && request.method === 'POST' && BY_ITS_BODY.test(url)
    if (board === null && !names) {
      if (url.startsWith('/api/')) await fresh()
      return here()
    }
    if (board !== null && keepers.isHere(board)) {
      await fresh()
      if (keepers.isHere(board)) return here()
    }
    const isShort = names || isShortBody(request)
    // Nothing is read of a body before it is known that it goes elsewhere.
    const first = board === null ? null : await keeperOf(board)
    if (board !== null && first === null) return here()
    const body = isShort ? await readBody(request) : null
    const there = (it: Handed) => handOnRequest(it, request, response, body)
    const via = viaHeader(secret, request)
    // What was read is no more to be read here: it comes in again by this node's own door.
    const again = () =>
      there({ url: ownUrl, via, clock, onAbort: () => {} }).then((it) => it === 'done' || givenUp())
    const givenUp = () => (response.headersSent ? response.destroy() : replyMoving(response))
    if (names) await fresh()
    await handOn(board ?? boardIn(parsed(body), request), request, {
      first: first ?? undefined,
      here: () => void again(),
      there,
      givenUp,
      isGone: () => response.destroyed,
    })
  }

  const upgrade = async (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    here: () => void,
  ): Promise<void> => {
    const isHandedOn = takeVia(secret, request)
    const board = OF_A_BOARD.exec(request.url ?? '')?.[1] ?? null
    const givenUp = () => {
      socket.write('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n')
      socket.destroy()
    }
    const way = {
      here,
      there: (it: Handed) => handOnSocket(it, request, socket, head),
      givenUp,
      isGone: () => socket.destroyed,
    }
    if (board === null) return here()
    if (!isHandedOn) return handOn(board, request, way)
    return !readiness.stopping && (await keeperOf(board)) === null ? here() : givenUp()
  }

  /** Ends what goes to a node that keeps the board no longer. */
  const look = async () => {
    for (const [board, aborts] of [...handed]) {
      const keeper = await keepers.of(board).catch(() => undefined)
      if (keeper === undefined) continue
      for (const [abort, term] of aborts) if (keeper?.term !== term) abort()
    }
  }
  let endWait = () => {}
  const wait = () => {
    endWait = clock.after(LOOK_MS, () => {
      void look()
      wait()
    })
  }
  wait()

  return {
    standBefore(server) {
      const requests = server.listeners('request') as Listener<[ServerResponse]>[]
      server.removeAllListeners('request')
      server.on('request', (request, response) => {
        const here = () => {
          for (const listener of requests) listener.call(server, request, response)
        }
        answer(request, response, here).catch(async (error: unknown) => {
          if (error instanceof Problem && error.code === 'too_many') await slowed()
          if (error instanceof Problem && !response.headersSent) refuse(request, response, error)
          else response.destroy()
        })
      })
      const upgrades = server.listeners('upgrade') as Listener<[Duplex, Buffer]>[]
      server.removeAllListeners('upgrade')
      server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        const ignore = () => {}
        socket.on('error', ignore)
        const here = () => {
          for (const listener of upgrades) listener.call(server, request, socket, head)
        }
        upgrade(request, socket, head, here).catch(() => socket.destroy())
      })
    },
    reachableAt(url, own) {
      ownUrl = own
      keepers.reachableAt(url)
    },
    close: () => endWait(),
  }
}

function isShortBody({ headers }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] !== undefined) return false
  return Number(headers['content-length'] ?? 0) <= KEPT_BODY_BYTES
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  if (Number(request.headers['content-length'] ?? 0) > KEPT_BODY_BYTES) throw tooLarge()
  let size = 0
  // Its connection is left open: whoever is refused is told why.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    if (size > KEPT_BODY_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parsed(body: Buffer | null): unknown {
  try {
    return JSON.parse(String(body))
  } catch {
    return null
  }
}

const tooLarge = () => new Problem('too_large', `at most ${KEPT_BODY_BYTES / 1024} KiB`)

/** What is still to come is let go by, for who is cut off while they send reads no reply. */
function refuse(request: IncomingMessage, response: ServerResponse, problem: Problem): void {
  request.resume()
  reply(response, problem)
}

const replyMoving = (response: ServerResponse): void =>
  reply(response, new Problem('board_moving', ''), { [MOVED_HEADER]: 'before' })

function reply(
  response: ServerResponse,
  { code, detail }: Problem,
  headers: Record<string, string> = {},
): void {
  const { says, status } = PROBLEMS[code]
  const body = JSON.stringify({ error: { code, message: says, ...(detail && { detail }) } })
  const wait = RETRY_AFTER[code]
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...(wait !== undefined && { 'retry-after': String(wait) }),
    ...headers,
  })
  response.end(body)
}
