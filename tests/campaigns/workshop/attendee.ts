/**
 * Somebody at the workshop: what they ask over HTTP and hear by socket, every byte of it kept.
 *
 * Attendees move cards as a browser does: only what their own copy of the board says they may move.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as syncProtocol from 'y-protocols/sync'
import * as Y from 'yjs'
import type { Role } from '../../../shared/board.ts'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { type BoardSnapshot, openReads } from '../../../shared/doc/reads.ts'
import { FRAME, SUBPROTOCOL, SYNC } from '../../../shared/wire.ts'
import type { Guest } from '../../support/guests.ts'

export interface Heard {
  /** Where it came from: `GET /votes`, or `frame`. */
  from: string
  bytes: Buffer
}

export class Attendee {
  readonly heard: Heard[] = []
  /** Frames that say no, and closes that nobody asked for. */
  readonly refusals: string[] = []
  readonly doc = new Y.Doc()
  moved = 0
  private readonly reads = openReads(this.doc)
  private socket: WebSocket | null = null
  private sent = 0
  private saved = 0
  private isSynced = false

  constructor(
    readonly guest: Guest,
    readonly role: Role,
  ) {
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this && this.socket?.readyState === WebSocket.OPEN) this.send(SYNC.update, update)
    })
  }

  get id(): string {
    return this.guest.me.id
  }

  get board(): BoardSnapshot {
    return this.reads.snapshot()
  }

  /** In step with the server, and everything made here on its disk. */
  get isSettled(): boolean {
    return this.isSynced && this.saved >= this.sent
  }

  async ask<Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Body; text: string }> {
    const { base, board, as, cookie } = this.guest
    const [way = '', query] = path.split('?')
    const response = await fetch(`${base}/api/boards/${board}${way}?as=${as}${query ? `&${query}` : ''}`, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const head = Buffer.from(JSON.stringify([...response.headers]))
    this.heard.push({ from: `${method} ${path}`, bytes: Buffer.concat([head, bytes]) })
    const text = bytes.toString()
    const isJson = response.headers.get('content-type')?.includes('json')
    return { status: response.status, text, body: (isJson && text ? JSON.parse(text) : null) as Body }
  }

  connect(): void {
    const { base, board, as, cookie } = this.guest
    const socket = new WebSocket(`${base.replace('http', 'ws')}/sync/${board}?as=${as}`, [SUBPROTOCOL], {
      headers: { cookie },
    })
    this.socket = socket
    socket.binaryType = 'arraybuffer'
    socket.on('error', () => {})
    socket.on('open', () => {
      this.sent = 0
      this.saved = 0
      this.send(SYNC.step1, Y.encodeStateVector(this.doc))
    })
    socket.on('message', (data: ArrayBuffer) => this.hear(new Uint8Array(data)))
    socket.on('close', (code, reason) => {
      this.isSynced = false
      if (this.socket === socket) this.refusals.push(`closed ${code} ${reason}`)
    })
  }

  leave(): void {
    const { socket } = this
    this.socket = null
    socket?.terminate()
  }

  /** Moves one of these where it may be moved now, as its own copy of the board has it. */
  move(ids: readonly string[], chance: () => number): void {
    const { live } = this.board
    if (!this.isSynced || live.phase !== 'open' || live.locked) return
    const free = ids.filter((id) => !live.decisions.has(id) && !live.votes.get(id)?.open)
    const id = free[Math.floor(chance() * free.length)]
    if (id === undefined) return
    this.moved += 1
    const column = ['new-action', 'due-regard', 'watching-brief'][Math.floor(chance() * 3)]
    const order = `a${this.id.slice(0, 6).replace(/[^0-9A-Za-z]/g, '')}${this.moved}`
    this.doc.transact(() => rootsOf(this.doc).placements.set(id, { column, order }))
  }

  private send(kind: number, payload: Uint8Array): void {
    if (kind !== SYNC.step1) this.sent += 1
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, FRAME.sync)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, payload)
    this.socket?.send(encoding.toUint8Array(encoder))
  }

  private hear(frame: Uint8Array): void {
    this.heard.push({ from: 'frame', bytes: Buffer.from(frame) })
    const decoder = decoding.createDecoder(frame)
    switch (decoding.readVarUint(decoder)) {
      case FRAME.sync: {
        const encoder = encoding.createEncoder()
        const kind = syncProtocol.readSyncMessage(decoder, encoder, this.doc, this)
        if (kind === SYNC.step2) this.isSynced = true
        if (kind !== SYNC.step1) break
        const answer = decoding.createDecoder(encoding.toUint8Array(encoder))
        decoding.readVarUint(answer)
        this.send(SYNC.step2, decoding.readVarUint8Array(answer))
        break
      }
      case FRAME.saved:
        this.saved = decoding.readVarUint(decoder)
        break
      case FRAME.refused:
        this.refusals.push(Buffer.from(frame).toString())
    }
  }
}

/** Waits for something that comes with the next frames or not at all. */
export async function until(what: string, isSo: () => boolean, by = Date.now() + 30_000): Promise<void> {
  while (!isSo()) {
    if (Date.now() > by) throw new Error(`never came: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
