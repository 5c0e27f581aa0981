/**
 * Somebody with a good link and a client of their own making, who writes what is not theirs to write.
 *
 * Every word they try is remembered: none of it may ever stand anywhere.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as syncProtocol from 'y-protocols/sync'
import * as Y from 'yjs'
import type { ParticipantId } from '../../shared/board.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { FRAME, SYNC } from '../../shared/wire.ts'
import type { Account } from './account.ts'
import type { Chance } from './chance.ts'
import { type Caller, type Link, socketClass } from './network.ts'
import { Owner, type Scheduler } from './scheduler.ts'
import { BOARD } from './words.ts'

export interface VandalWorld {
  scheduler: Scheduler
  chance: Chance
  account: Account
  next(): number
  trace(line: () => string): void
}

export class Vandal implements Caller {
  readonly owner = new Owner('vandal')
  private socket: WebSocket | null = null

  constructor(
    readonly who: ParticipantId,
    private readonly link: Link,
    private readonly world: VandalWorld,
  ) {
    this.again(1_000)
  }

  opened(): void {}
  sends(): void {}
  hears(): void {}

  stop(): void {
    this.owner.isAlive = false
    this.link.hangUp(this.owner)
  }

  private again(after: number): void {
    this.world.scheduler.after(after, () => this.connect(), this.owner)
  }

  private connect(): void {
    const { scheduler, chance } = this.world
    const doc = new Y.Doc()
    const Socket = socketClass(this.link, this)
    const socket = new Socket(`ws://here/sync/${BOARD}?as=link`)
    this.socket = socket
    socket.onopen = () => {
      socket.send(syncFrame((it) => syncProtocol.writeSyncStep1(it, doc)) as Uint8Array<ArrayBuffer>)
      scheduler.after(chance.between(100, 3_000), () => this.strike(socket, doc), this.owner)
    }
    socket.onmessage = ({ data }: { data: ArrayBuffer }) => {
      const frame = new Uint8Array(data)
      if (frame[0] !== FRAME.sync || frame[1] === SYNC.step1) return
      Y.applyUpdate(doc, decoding.readVarUint8Array(decoding.createDecoder(frame.subarray(2))), 'room')
    }
    socket.onclose = () => {
      doc.destroy()
      this.again(chance.between(1_000, 8_000))
    }
  }

  private strike(socket: WebSocket, doc: Y.Doc): void {
    if (socket !== this.socket || socket.readyState !== 1) return
    const { chance, account, next } = this.world
    const word = `forbidden${next()}`
    account.forbidden.add(word)
    const clients = Array.from(doc.store.clients.keys())
    if (clients.length === 0) return
    const { placements, comments, statements, live, responses } = rootsOf(doc)
    const victim = Array.from(comments.keys())[0]?.split('/')[0] ?? 'p1'
    let bytes: Uint8Array | null = null
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'room') bytes = update
    })
    const [what, forge] = chance.pick<readonly [string, () => void]>([
      [
        'signs as somebody else',
        () => {
          doc.clientID = chance.pick(clients)
          comments.set(`${this.who}/${word}`, { on: 'F1', text: word })
        },
      ],
      ['comments as somebody else', () => comments.set(`${victim}/${word}`, { on: 'F1', text: word })],
      ['rewrites a statement', () => statements.set('F1', { source: 'F', number: '1', text: word })],
      ['changes the phase', () => live.set('phase', word)],
      ['takes a placement away', () => placements.delete(Array.from(placements.keys())[0] ?? 'F1')],
      ['adds a field', () => comments.set(`${this.who}/${word}`, { on: 'F1', text: word, html: word })],
      ['answers what is not there', () => responses.set('F99/evidence', word)],
    ])
    doc.transact(forge)
    this.world.trace(() => `vandal ${what} (${word})`)
    if (bytes)
      socket.send(
        syncFrame((it) => syncProtocol.writeUpdate(it, bytes as Uint8Array)) as Uint8Array<ArrayBuffer>,
      )
  }
}

function syncFrame(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, FRAME.sync)
  write(encoder)
  return encoding.toUint8Array(encoder)
}
