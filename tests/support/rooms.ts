/**
 * Rooms over a store in memory, and peers that talk to them by hand.
 *
 * A peer is a document and the y-websocket protocol over a pair of queues: nothing moves until a test
 * pumps it, so a test decides what arrives, in which order, and how much of it.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as syncProtocol from 'y-protocols/sync'
import * as Y from 'yjs'
import type { JournalRecord } from '../../server/store/contract.ts'
import {
  type MemoryStores,
  type MemoryWorld,
  newMemoryWorld,
  openMemoryStores,
} from '../../server/store/memory.ts'
import type { Connection, RoomSocket, Rooms, Sender } from '../../server/sync/contract.ts'
import type { LiveRoom } from '../../server/sync/room.ts'
import { openRooms } from '../../server/sync/rooms.ts'
import type { Phase, Role } from '../../shared/board.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { putStatement } from '../../shared/doc/edits.ts'
import { FRAME, SYNC } from '../../shared/wire.ts'
import { type TestClock, testClock } from './test-clock.ts'

export const BOARD = 'board1'
const LINK_OF: Record<Role, string> = {
  facilitator: 'linkF',
  participant: 'linkP',
  reviewer: 'linkR',
  observer: 'linkO',
}

/** Everything a moment needs to come to rest that is not waiting for a clock. */
export const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export interface Lines {
  lines: { level: 'info' | 'warn' | 'error'; facts: object; what: string }[]
}

export interface Scene {
  world: MemoryWorld
  stores: MemoryStores
  rooms: Rooms
  room: LiveRoom
  clock: TestClock
  log: Lines
  fatal: Error[]
  join(name: string, role?: Role, options?: JoinOptions): Peer
  /** Moves frames both ways until there are none, without moving time. */
  pump(): Promise<void>
  /** As `pump`, and moves time so that whatever is paced goes out. */
  settle(): Promise<void>
  /** As a process that was killed and started again on the same disk. */
  restart(): Promise<void>
  peers: Peer[]
}

export interface JoinOptions {
  speaksOurs?: boolean
  epoch?: number | null
  doc?: Y.Doc
}

export interface SceneOptions {
  phase?: Phase
  statements?: number
  seed?: number
  fill?: (doc: Y.Doc) => void
  heapUsed?: () => number
  stopwatch?: () => number
}

export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const { phase = 'open', statements = 3, seed = 1, fill = () => {} } = options
  // Not the seed of whoever draws client ids from it, or the server would draw the same.
  const clock = testClock(seed + 0x5eed)
  const world = newMemoryWorld()
  const fatal: Error[] = []
  const log: Lines = { lines: [] }
  const logger = {
    info: (facts: object, what: string) => void log.lines.push({ level: 'info', facts, what }),
    warn: (facts: object, what: string) => void log.lines.push({ level: 'warn', facts, what }),
    error: (facts: object, what: string) => void log.lines.push({ level: 'error', facts, what }),
  }
  const start = async () => {
    const stores = openMemoryStores(world)
    const rooms = openRooms({
      stores,
      clock,
      log: logger,
      fatal: (it) => fatal.push(it),
      stopwatch: options.stopwatch ?? (() => 0),
      ...(options.heapUsed && { heapUsed: options.heapUsed }),
    })
    return { stores, rooms }
  }
  await makeBoard(world, clock, phase, statements, fill)
  const started = await start()
  const scene: Scene = {
    ...started,
    world,
    clock,
    log,
    fatal,
    peers: [],
    room: (await started.rooms.open(BOARD)) as LiveRoom,
    join(name, role = 'participant', options = {}) {
      const peer = new Peer(options.doc)
      peer.connect(scene.room, { participant: name, role, link: LINK_OF[role] }, options)
      scene.peers.push(peer)
      return peer
    },
    async pump() {
      for (let moved = true; moved; ) {
        await quiet()
        moved = false
        for (const peer of scene.peers) moved = peer.pump() || moved
      }
    },
    async settle() {
      for (let round = 0; round < 3; round += 1) {
        await scene.pump()
        clock.advance(110)
        await scene.pump()
      }
    },
    async restart() {
      // The old process is dead: nothing of it reaches the disk any more.
      scene.stores.faults.before = () => new Promise(() => {})
      Object.assign(scene, await start())
      scene.room = (await scene.rooms.open(BOARD)) as LiveRoom
    },
  }
  return scene
}

async function makeBoard(
  world: MemoryWorld,
  clock: TestClock,
  phase: Phase,
  statements: number,
  fill: (doc: Y.Doc) => void,
) {
  const doc = new Y.Doc()
  doc.transact(() => {
    rootsOf(doc).board.set('title', 'A response')
    rootsOf(doc).board.set('source/F', { title: 'The report' })
    rootsOf(doc).live.set('phase', phase)
    for (let number = 1; number <= statements; number += 1) {
      putStatement(doc, `F${number}`, { source: 'F', number: String(number), text: `Statement ${number}.` })
    }
    fill(doc)
  })
  const signed = { at: clock.now(), by: 'server' } as const
  const records: JournalRecord[] = [
    { ...signed, type: 'claim', client: doc.clientID },
    { ...signed, type: 'update', bytes: Y.encodeStateAsUpdate(doc) },
  ]
  if (phase !== 'preparing') records.push({ ...signed, type: 'phase', from: 'preparing', to: phase })
  const stores = openMemoryStores(world)
  const store = await stores.createBoard(BOARD)
  await store.journal.append(records)
  await store.close()
  await stores.registry.putBoard({ id: BOARD, title: 'A response', createdAt: clock.now() })
}

/** What came down to a peer, by kind, for what is no part of the y-websocket protocol. */
export interface Heard {
  saved: number[]
  refused: { code: string; detail: string }[]
  keeping: boolean[]
  people: unknown[]
  /** Client id → the last state heard of it. */
  presence: Map<number, unknown>
  /** Sync frames by their kind, in order. */
  sync: ('step1' | 'step2' | 'update')[]
}

export class Peer {
  readonly up: Uint8Array[] = []
  readonly down: Uint8Array[] = []
  closedWith: { code: number; reason: string } | null = null
  connection: Connection | null = null
  heard: Heard = emptyHeard()
  bufferedAmount = 0
  /** The room reads nothing of it: what it sends waits. */
  isPaused = false
  /** Step 2 and update frames sent, as a client counts them. */
  sent = 0
  /** The last of them that was a whole copy; 0 before one was asked for. */
  wholeSent = 0

  private socket: RoomSocket | null = null

  constructor(readonly doc: Y.Doc = new Y.Doc()) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this && this.connection) this.sendSync(SYNC.update, update)
    })
  }

  connect(room: LiveRoom, sender: Sender, { speaksOurs = true, epoch = null }: JoinOptions = {}): void {
    this.closedWith = null
    this.heard = emptyHeard()
    this.up.length = 0
    this.down.length = 0
    this.sent = 0
    this.wholeSent = 0
    const peer = this
    const socket: RoomSocket = {
      send: (frame) => void peer.down.push(frame.slice()),
      close: (code, reason) => {
        if (peer.connection === connection || peer.connection === null) peer.closedWith = { code, reason }
        if (peer.connection === connection) peer.connection = null
      },
      get bufferedAmount() {
        return peer.bufferedAmount
      },
      pause: () => {
        if (peer.socket === socket) peer.isPaused = true
      },
      resume: () => {
        if (peer.socket === socket) peer.isPaused = false
      },
    }
    this.socket = socket
    this.isPaused = false
    let connection: Connection | null = null
    connection = room.join(socket, sender, { speaksOurs, epoch })
    if (this.closedWith === null) this.connection = connection
    this.sendSync(SYNC.step1, Y.encodeStateVector(this.doc))
  }

  /** The network goes: what is on its way is lost. */
  drop(): void {
    const { connection } = this
    this.connection = null
    this.up.length = 0
    this.down.length = 0
    connection?.closed()
  }

  edit(change: (doc: Y.Doc) => void): void {
    this.doc.transact(() => change(this.doc), 'edit')
  }

  sendSync(kind: number, payload: Uint8Array): void {
    if (kind !== SYNC.step1) this.sent += 1
    this.up.push(syncFrameOf(kind, payload))
  }

  sendPresence(state: unknown, clock = 1, client = this.doc.clientID): void {
    this.up.push(awarenessFrameOf([{ client, clock, state }]))
  }

  /** Moves everything that waits, up first; whether anything moved. */
  pump(): boolean {
    let moved = false
    while (this.pumpUp()) moved = true
    while (this.pumpDown()) moved = true
    return moved
  }

  /** Moves one frame to the room. */
  pumpUp(): boolean {
    if (this.isPaused) return false
    const frame = this.up.shift()
    if (frame) this.connection?.receive(frame)
    return frame !== undefined
  }

  /** Moves one frame to the peer. */
  pumpDown(): boolean {
    const frame = this.down.shift()
    if (frame) this.hear(frame)
    return frame !== undefined
  }

  private hear(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame)
    switch (decoding.readVarUint(decoder)) {
      case FRAME.sync: {
        const encoder = encoding.createEncoder()
        const kind = syncProtocol.readSyncMessage(decoder, encoder, this.doc, this)
        this.heard.sync.push((['step1', 'step2', 'update'] as const)[kind])
        const reply = encoding.toUint8Array(encoder)
        if (reply.length > 0) {
          this.sent += 1
          this.wholeSent = this.sent
          this.up.push(Uint8Array.of(FRAME.sync, ...reply))
        }
        break
      }
      case FRAME.awareness: {
        const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder))
        for (let left = decoding.readVarUint(inner); left > 0; left -= 1) {
          const client = decoding.readVarUint(inner)
          decoding.readVarUint(inner)
          this.heard.presence.set(client, JSON.parse(decoding.readVarString(inner)))
        }
        break
      }
      case FRAME.saved:
        this.heard.saved.push(decoding.readVarUint(decoder))
        break
      case FRAME.refused:
        this.heard.refused.push(JSON.parse(decoding.readVarString(decoder)))
        break
      case FRAME.people:
        this.heard.people.push(JSON.parse(decoding.readVarString(decoder)))
        break
      case FRAME.keeping:
        this.heard.keeping.push(decoding.readVarUint(decoder) === 1)
        break
    }
  }
}

const emptyHeard = (): Heard => ({
  saved: [],
  refused: [],
  keeping: [],
  people: [],
  presence: new Map(),
  sync: [],
})

export function syncFrameOf(kind: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, FRAME.sync)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, payload)
  return encoding.toUint8Array(encoder)
}

export function awarenessFrameOf(
  entries: readonly { client: number; clock: number; state: unknown }[],
): Uint8Array {
  const inner = encoding.createEncoder()
  encoding.writeVarUint(inner, entries.length)
  for (const { client, clock, state } of entries) {
    encoding.writeVarUint(inner, client)
    encoding.writeVarUint(inner, clock)
    encoding.writeVarString(inner, JSON.stringify(state))
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, FRAME.awareness)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner))
  return encoding.toUint8Array(encoder)
}

/** Everything a document shows, the same for any two copies that agree. */
export function contentOf(doc: Y.Doc): Record<string, unknown> {
  const content: Record<string, unknown> = {}
  for (const [name, map] of Object.entries(rootsOf(doc))) {
    content[name] = Object.fromEntries([...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  for (const name of [...doc.share.keys()].filter((it) => it.includes('/')).sort()) {
    const text = doc.getText(name).toString()
    if (text !== '') content[name] = text
  }
  return content
}
