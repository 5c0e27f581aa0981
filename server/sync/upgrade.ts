/**
 * The door of the sync rooms: from a handshake to a seat.
 *
 * A foreign page is refused at the handshake, and whoever opens one socket after the other. Everybody else
 * is let in first and then told: a browser learns nothing from a refused handshake, while a close code says
 * whether to come back. What a socket sends before its room is open is kept, for its first step would be
 * lost otherwise and never repeated.
 */
import { upgradeWebSocket } from '@hono/node-server'
import { type Context, type Env, Hono } from 'hono'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Clock, systemClock } from '../../shared/clock.ts'
import { LIMITS } from '../../shared/limits.ts'
import { PROBLEMS, Problem, type ProblemCode } from '../../shared/problem.ts'
import { SUBPROTOCOL, SYNC_PATH } from '../../shared/wire.ts'
import type { Connection, Room, RoomSocket, Rooms, Sender } from './contract.ts'

/** Frames carry a few bytes more than the update in them. */
const FRAME_OVERHEAD = 64 * 1024
const CLOSE_MS = 5_000
/** A socket whose other end is gone is found within three of these. */
const PING_MS = 15_000
/** Pings in a row without an answer; counted, not timed, so a stalled loop of our own kicks nobody. */
const MAX_MISSED = 2
/** What may still be on its way when a socket is sent away; whoever sends more does not listen. */
const MAX_UNHEARD = 200
/** Of bytes, two of the largest frames: reading them costs everybody else time, heard or not. */
const MAX_UNHEARD_BYTES = 2 * (LIMITS.updateBytes + FRAME_OVERHEAD)
/** What a frame that is kept takes up beside its bytes. */
const EARLY_OVERHEAD = 200

/** The WebSocket server for `serve({ websocket: { server } })`, with bounds that a Yjs client never meets. */
export function openSockets(): WebSocketServer {
  const bounds = {
    noServer: true,
    maxPayload: LIMITS.updateBytes + FRAME_OVERHEAD,
    perMessageDeflate: false,
    maxFragments: 256,
    maxBufferedChunks: 1024,
    // Of a socket that was sent away and does not answer.
    closeTimeout: CLOSE_MS,
    handleProtocols: (offered: Set<string>) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  } as const
  return new WebSocketServer(bounds)
}

/** The part of `ws` that is used; the adapter hands it out under a narrower type. */
interface Socket extends RoomSocket {
  readonly readyState: number
  ping(): void
  terminate(): void
  on(event: 'ping' | 'pong' | 'close', listener: () => void): unknown
}
const OPEN = 1

export interface SyncDeps<E extends Env> {
  rooms: Rooms
  clock?: Clock
  /** Who is asking, by cookie and `as=`; a problem becomes the socket's close code. */
  access: (c: Context<E>) => Promise<Sender | Problem>
}

/** Whose problem is told without a socket. */
const AT_THE_DOOR: readonly ProblemCode[] = ['origin_foreign', 'too_many']

/** `/sync/:board?as=<linkId>&epoch=<n>` */
export function syncRoutes<E extends Env>({ rooms, access, clock = systemClock }: SyncDeps<E>) {
  return new Hono<E>().get(`${SYNC_PATH}/:board`, async (c, next) => {
    const sender = await access(c)
    if (sender instanceof Problem && AT_THE_DOOR.includes(sender.code)) throw sender
    const epoch = c.req.query('epoch')
    const seat = new Seat(clock, {
      board: c.req.param('board'),
      sender,
      epoch: epoch !== undefined && /^\d{1,9}$/.test(epoch) ? Number(epoch) : null,
    })
    return upgradeWebSocket(() => ({
      onOpen: (_event, { raw, protocol }) => {
        const socket = raw as unknown as WebSocket
        // Not by way of the adapter, which copies every frame and makes an event of it.
        socket.on('message', (data: Buffer, isBinary) => seat.receive(data, isBinary))
        seat.take(socket, protocol === SUBPROTOCOL, rooms)
      },
      onClose: () => seat.closed(),
    }))(c, next)
  })
}

interface Asking {
  board: string
  sender: Sender | Problem
  epoch: number | null
}

/** One socket from its opening to its close. */
export class Seat {
  private connection: Connection | null = null
  private socket: Socket | null = null
  private early: Uint8Array[] | null = []
  private earlyBytes = 0
  /** Frames that came after the close was said, and pings of somebody who has no place yet. */
  private unheard = 0
  private unheardBytes = 0

  constructor(
    private readonly clock: Clock,
    private readonly asking: Asking,
  ) {}

  take(socket: Socket, speaksOurs: boolean, rooms: Rooms): void {
    this.socket = socket
    this.watch(socket)
    const { board, sender } = this.asking
    if (sender instanceof Problem) {
      this.refuse(sender)
    } else {
      rooms.open(board).then(
        (room) => this.join(room, socket, sender, speaksOurs),
        (error) => this.refuse(error instanceof Problem ? error : new Problem('internal', '')),
      )
    }
  }

  private join(room: Room, socket: Socket, sender: Sender, speaksOurs: boolean): void {
    if (socket.readyState !== OPEN) return
    const connection = room.join(socket, sender, { speaksOurs, epoch: this.asking.epoch })
    this.connection = connection
    const early = this.early ?? []
    this.early = null
    for (const frame of early) connection.receive(frame)
  }

  receive(data: Uint8Array, isBinary = true): void {
    if (this.socket?.readyState !== OPEN) {
      this.ignore(data.length)
      return
    }
    // A Yjs client speaks in bytes; text is somebody else.
    if (!isBinary) this.refuse(new Problem('frame_malformed', 'text'))
    else if (this.connection) this.connection.receive(data)
    else this.keepEarly(data)
  }

  private pinged(): void {
    if (this.connection && this.socket?.readyState === OPEN) this.connection.pinged()
    else this.ignore(0)
  }

  private ignore(bytes: number): void {
    this.unheard += 1
    this.unheardBytes += bytes
    if (this.unheard > MAX_UNHEARD || this.unheardBytes > MAX_UNHEARD_BYTES) this.socket?.terminate()
  }

  private keepEarly(frame: Uint8Array): void {
    this.earlyBytes += frame.length + EARLY_OVERHEAD
    if (this.earlyBytes > LIMITS.updateBytes) this.refuse(new Problem('too_many', 'early frames'))
    else this.early?.push(frame)
  }

  closed(): void {
    this.early = null
    this.connection?.closed()
  }

  private refuse(problem: Problem): void {
    this.early = null
    this.socket?.close(PROBLEMS[problem.code].close, problem.code)
    this.connection?.closed()
  }

  /** Ends a socket whose other side has gone without saying so. */
  private watch(socket: Socket): void {
    let missed = 0
    let cancel = () => {}
    const beat = () => {
      if (missed >= MAX_MISSED) {
        socket.terminate()
        return
      }
      missed += 1
      socket.ping()
      cancel = this.clock.after(PING_MS, beat)
    }
    cancel = this.clock.after(PING_MS, beat)
    socket.on('pong', () => {
      missed = 0
    })
    socket.on('ping', () => this.pinged())
    socket.on('close', () => cancel())
  }
}
