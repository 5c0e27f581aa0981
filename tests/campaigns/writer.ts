/**
 * Somebody who writes without pause over a real socket, and keeps a book of it: what was made, what the
 * server called saved, what was taken away again.
 *
 * A writer speaks the y-websocket protocol by hand, so that a test decides when it is connected and knows to
 * which frame each change belongs.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as syncProtocol from 'y-protocols/sync'
import * as Y from 'yjs'
import { rootsOf, whyText } from '../../shared/doc/board-doc.ts'
import { addComment, removeComment } from '../../shared/doc/edits.ts'
import { LIMITS } from '../../shared/limits.ts'
import { FRAME, SUBPROTOCOL, SYNC } from '../../shared/wire.ts'
import type { Guest } from '../support/guests.ts'

/** A change, and how the board shows that it is there. */
export interface Deed {
  id: string
  does: 'comment' | 'pair' | 'withdraw' | 'move' | 'type'
  /** Where it shows: a key of the comments, the statement moved or written about. */
  at: string
  /** What shows there. */
  what: string
  /** Where its author's client stood once it was made: whoever has got so far has it. */
  client: number
  clock: number
  /** The frame of this connection that carries it; null while none does. */
  frame: number | null
  saved: boolean
}

const STATES = ['connecting', 'open', 'closing', 'closed']

export class Writer {
  readonly deeds: Deed[] = []
  /** Codes of closes that nobody asked for and no crash explains. */
  readonly refusals: string[] = []
  /** Called saved before anything like it was sent. */
  readonly lies: string[] = []
  doc = new Y.Doc()
  private socket: WebSocket | null = null
  private sent = 0
  private made = 0
  private isSynced = false

  constructor(
    readonly guest: Guest,
    private readonly chance: () => number,
    private readonly statements: number,
  ) {
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this && this.isOpen) this.send(SYNC.update, update)
    })
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN
  }

  get isSettled(): boolean {
    return this.isOpen && this.isSynced && this.deeds.every((it) => it.saved)
  }

  /** How far it has got, for whoever waits for it in vain. */
  get standing(): string {
    const unsaved = this.deeds.filter((it) => !it.saved).length
    const state = this.socket ? (STATES[this.socket.readyState] ?? '') : 'alone'
    return [
      this.guest.me.name,
      state,
      this.isSynced ? 'synced' : 'not synced',
      `${unsaved} unsaved of ${this.deeds.length}`,
      this.socket?.url.split('/sync')[0],
      ...this.refusals,
    ].join(' ')
  }

  get id(): string {
    return this.guest.me.id
  }

  /** Tries once; whether it came about shows in `isOpen`. */
  connect(base: string): void {
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) return
    // The one before may still be closing: what it carried is no more to be heard of.
    this.forgetFrames()
    const { board, as, cookie } = this.guest
    const url = `${base.replace('http', 'ws')}/sync/${board}?as=${as}`
    const socket = new WebSocket(url, [SUBPROTOCOL], { headers: { cookie } })
    this.socket = socket
    socket.binaryType = 'arraybuffer'
    socket.on('error', () => {})
    socket.on('open', () => {
      if (this.socket !== socket) return
      this.sent = 0
      this.isSynced = false
      this.send(SYNC.step1, Y.encodeStateVector(this.doc))
    })
    socket.on('message', (data: ArrayBuffer) => {
      if (this.socket === socket) this.hear(new Uint8Array(data))
    })
    socket.on('close', (code, reason) => {
      if (this.socket !== socket) return
      this.forgetFrames()
      if (code >= 4000) this.refusals.push(`${code} ${reason}`)
    })
  }

  disconnect(): void {
    const { socket } = this
    this.socket = null
    socket?.terminate()
    this.forgetFrames()
  }

  /** Does one thing by chance. */
  write(): void {
    this.made += 1
    const id = `c${this.made}`
    const statement = `F${1 + Math.floor(this.chance() * this.statements)}`
    const text = `${this.id} ${this.made}`
    const roll = this.chance()
    const mine = this.deeds.filter((it) => it.does === 'comment')
    if (roll < 0.4) {
      this.doing({ does: 'comment', at: `${this.id}/${id}`, what: text }, () =>
        addComment(this.doc, this.id, id, { on: statement, text }),
      )
    } else if (roll < 0.5) {
      // One transaction: both are there or neither.
      this.doing({ does: 'pair', at: `${this.id}/${id}`, what: text }, () => {
        addComment(this.doc, this.id, `${id}a`, { on: statement, text })
        addComment(this.doc, this.id, `${id}b`, { on: statement, text })
      })
    } else if (roll < 0.55 && mine.length > 0) {
      const gone = mine[Math.floor(this.chance() * mine.length)] as Deed
      const comment = gone.at.split('/')[1] ?? ''
      if (!rootsOf(this.doc).comments.has(gone.at)) return
      this.doing({ does: 'withdraw', at: gone.at, what: '' }, () => removeComment(this.doc, this.id, comment))
    } else if (roll < 0.85) {
      const order = `a${this.id.slice(0, 6).replace(/[^0-9A-Za-z]/g, '')}${this.made}`
      if (!rootsOf(this.doc).statements.has(statement)) return
      this.doing({ does: 'move', at: statement, what: order }, () =>
        rootsOf(this.doc).placements.set(statement, { column: 'due-regard', order }),
      )
    } else {
      const why = whyText(this.doc, statement)
      const words = `<${text}>`
      if (!rootsOf(this.doc).statements.has(statement)) return
      if (why.length > LIMITS.sharedText - 1_000) return
      this.doing({ does: 'type', at: statement, what: words }, () => why.insert(why.length, words))
    }
  }

  private doing(deed: Pick<Deed, 'does' | 'at' | 'what'>, change: () => void): void {
    const before = this.sent
    this.doc.transact(change, 'mine')
    const frame = this.isOpen && this.sent > before ? this.sent : null
    const client = this.doc.clientID
    const clock = Y.getState(this.doc.store, client)
    this.deeds.push({ ...deed, client, clock, id: `${this.id} ${this.made}`, frame, saved: false })
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
        // Whatever no frame of this connection carried before is in the whole copy.
        for (const deed of this.deeds) if (!deed.saved) deed.frame ??= this.sent
        break
      }
      case FRAME.saved: {
        const count = decoding.readVarUint(decoder)
        if (count > this.sent) this.lies.push(`${this.id}: ${count} saved of ${this.sent} sent`)
        for (const deed of this.deeds) if (deed.frame !== null && deed.frame <= count) deed.saved = true
      }
    }
  }

  private forgetFrames(): void {
    for (const deed of this.deeds) deed.frame = null
  }
}

/** A whole copy of the board, for somebody who has nothing. */
export async function copyFor(guest: Guest): Promise<Y.Doc> {
  const reader = new Writer(guest, Math.random, 0)
  reader.connect(guest.base)
  for (const by = Date.now() + 20_000; !reader.isSettled; ) {
    if (Date.now() > by) throw new Error(`no copy of the board: ${reader.refusals.join() || 'no answer'}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  reader.disconnect()
  return reader.doc
}
