/**
 * The people of one board: most of them cheap, a few with a real document, one who only reads.
 *
 * The silent reader's document is what everybody else looks at before a move, so a move never builds on
 * anything the server has not sent out. It also counts what is delivered and times it.
 */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { Placement } from '../../../shared/board.ts'
import { CATEGORY_IDS } from '../../../shared/columns.ts'
import type { Hold, PresenceState } from '../../../shared/doc/presence.ts'
import { FRAME, SYNC } from '../../../shared/wire.ts'
import {
  EMPTY_STATE,
  EMPTY_UPDATE,
  type ItemId,
  moveUpdate,
  presenceFrame,
  presenceIn,
  syncFrame,
  updateFrame,
} from './move-bytes.ts'
import { RawSocket, type Seat } from './raw-socket.ts'

const REMOTE = 'remote'
const PROOF_MS = 60_000
/** Upgrades in flight at once while a crowd comes in. */
const AT_ONCE = 20
/** Steps from one side of the board to the other. */
const ACROSS = 1_000_000

/** What was timed while `recording`, in milliseconds. */
export interface Tally {
  recording: boolean
  readonly others: number[]
  readonly saved: number[]
  readonly presence: number[]
}

export const newTally = (): Tally => ({ recording: false, others: [], saved: [], presence: [] })

export class Crowd {
  readonly statements: readonly string[]
  private readonly deliveredBefore: number
  private sent = 0

  private constructor(
    readonly reader: Reader,
    readonly people: readonly Person[],
    private readonly seats: readonly Seat[],
    private readonly timing: Timing,
  ) {
    this.statements = [...reader.doc.getMap('statements').keys()]
    this.deliveredBefore = this.delivered
  }

  /** The first seat is the silent reader's; `documents` of the others get a real document. */
  static async seat(seats: readonly Seat[], documents: number, tally = newTally()): Promise<Crowd> {
    const [first, ...rest] = seats
    if (!first) throw new Error('a crowd needs a reader')
    const timing = new Timing(tally)
    const reader = await Reader.open(first, timing)
    const people: Person[] = []
    for (let at = 0; at < rest.length; at += AT_ONCE) {
      const entering = rest
        .slice(at, at + AT_ONCE)
        .map((seat, index) =>
          at + index < documents ? Reader.open(seat, timing) : Passer.open(seat, timing, reader),
        )
      people.push(...(await Promise.all(entering)))
    }
    return new Crowd(reader, people, seats, timing)
  }

  /** How many edits the silent reader has been given so far. */
  get delivered(): number {
    let edits = 0
    for (const client of this.reader.doc.store.clients.keys())
      edits += Y.getState(this.reader.doc.store, client)
    return edits
  }

  get presenceSeen(): number {
    return this.reader.presenceSeen
  }

  get bytes(): number {
    return this.everybody.reduce((sum, it) => sum + it.socket.bytes, 0)
  }

  get frames(): number {
    return this.everybody.reduce((sum, it) => sum + it.socket.frames, 0)
  }

  move(person: number): void {
    const statement = this.statements[Math.floor(Math.random() * this.statements.length)]
    if (!statement) return
    this.sent += 1
    this.people[person]?.move(statement, this.timing.nextPlacement())
  }

  /** Waits until everything sent so far has come back to the silent reader. */
  async caughtUp(): Promise<void> {
    const behind = () => this.sent - (this.delivered - this.deliveredBefore)
    await until(
      () => behind() <= 0,
      () => `${behind()} moves never came back`,
    )
  }

  /** Everybody has a card of their own in the hand: of two who hold one card, our server shows the first. */
  point(person: number): void {
    this.people[person]?.point(this.statements[person % this.statements.length] ?? '')
  }

  /** Throws unless everybody has everything: one last move reaches every socket, and all copies are equal. */
  async prove(): Promise<void> {
    const mover = this.people.find((it) => it instanceof Passer) ?? this.people[0]
    const statement = this.statements[0]
    if (!mover || !statement) throw new Error('nobody there to prove anything')
    this.assertOpen()
    await this.caughtUp()
    const last = this.timing.nextPlacement()
    for (const it of this.people) it.seek(last.order)
    this.reader.seek(last.order)
    this.sent += 1
    mover.move(statement, last)

    const waiting = () => this.everybody.filter((it) => it !== mover && !it.found).length
    await until(
      () => waiting() === 0,
      () => `${waiting()} of ${this.everybody.length} never got the last move`,
    )
    this.assertOpen()

    const [seat] = this.seats
    if (!seat) throw new Error('no seat')
    const fresh = await Reader.open(seat, new Timing(newTally()))
    const truth = contentOf(fresh.doc)
    fresh.socket.close()
    for (const it of this.everybody) {
      if (it instanceof Reader && contentOf(it.doc) !== truth) throw new Error('two copies differ')
    }
  }

  assertOpen(): void {
    for (const it of this.everybody) {
      const { closedBy } = it.socket
      if (closedBy)
        throw new Error(`a socket was closed: ${closedBy.code} ${closedBy.reason} ${it.refusal ?? ''}`)
    }
  }

  leave(): void {
    for (const it of this.everybody) it.socket.close()
  }

  private get everybody(): readonly Person[] {
    return [this.reader, ...this.people]
  }
}

/** When which change was sent: a change is known again by its order key, which carries its number. */
class Timing {
  private readonly sentAt: number[] = []

  constructor(readonly tally: Tally) {}

  nextPlacement(): Placement {
    const column = CATEGORY_IDS[this.sentAt.length % CATEGORY_IDS.length] ?? 'due-regard'
    return { column, order: `a${this.sentAt.push(performance.now()).toString(36).padStart(5, '0')}V` }
  }

  seen(placement: unknown): void {
    if (!this.tally.recording) return
    const order = (placement as Placement | undefined)?.order ?? ''
    const sent = this.sentAt[Number.parseInt(order.slice(1, -1), 36) - 1]
    if (sent !== undefined) this.tally.others.push(performance.now() - sent)
  }

  private readonly pointedAt = new Map<number, number[]>()

  /** A presence is known again by how far across its pointer is: our server gives states clocks of its own. */
  nextAcross(client: number): number {
    const times = this.pointedAt.get(client) ?? []
    this.pointedAt.set(client, times)
    return times.push(performance.now()) / ACROSS
  }

  pointSeen(client: number, state: unknown): boolean {
    const across = (state as PresenceState | null)?.hold?.x
    const sent = this.pointedAt.get(client)?.[Math.round((across ?? 0) * ACROSS) - 1]
    if (sent !== undefined && this.tally.recording) this.tally.presence.push(performance.now() - sent)
    return sent !== undefined
  }
}

/** What everybody does alike: come in, be told what is saved, say where they are. */
abstract class Person {
  socket!: RawSocket
  found = false
  refusal: string | null = null
  protected readonly client = 1 + Math.floor(Math.random() * 0xffff_fffe)
  private presenceClock = 0
  private wanted: Buffer | null = null
  private readonly unsaved: number[] = []
  private saved = 0
  private entered: (() => void) | null = null

  constructor(protected readonly timing: Timing) {}

  abstract move(statement: string, placement: Placement): void
  protected abstract answer(theirState: Uint8Array): Uint8Array
  protected abstract take(update: Uint8Array): void

  protected async enter(seat: Seat): Promise<void> {
    const synced = new Promise<void>((resolve) => {
      this.entered = resolve
    })
    this.socket = await RawSocket.open(seat, (data, from, to) => this.receive(data, from, to))
    const gone = new Promise<never>((_, reject) => {
      this.socket.onClose = () => reject(new Error(`closed while entering: ${this.socket.closedBy?.code}`))
    })
    this.socket.send(syncFrame(SYNC.step1, EMPTY_STATE))
    await Promise.race([synced, gone])
    this.socket.onClose = null
  }

  /** From now on looks for a text in whatever arrives. */
  seek(text: string): void {
    this.wanted = Buffer.from(text)
  }

  point(statement: string): void {
    const own = { client: this.client, clock: ++this.presenceClock }
    const hold: Hold = {
      statement,
      over: 'due-regard',
      slot: 3,
      x: this.timing.nextAcross(this.client),
      y: Math.round(Math.random() * 1000) / 1000,
    }
    this.socket.send(presenceFrame(own, { hold, looking: statement }))
  }

  protected sendCounted(frame: Uint8Array): void {
    this.unsaved.push(performance.now())
    this.socket.send(frame)
  }

  protected presence(_frame: Buffer): void {}

  private receive(data: Buffer, from: number, to: number): void {
    switch (data[from]) {
      case FRAME.sync:
        this.sync(data, from, to)
        break
      case FRAME.awareness:
        this.presence(data.subarray(from, to))
        break
      case FRAME.saved:
        this.savedUpTo(decoding.readVarUint(decoding.createDecoder(data.subarray(from + 1, to))))
        break
      case FRAME.refused:
        this.refusal = data.toString('utf8', from + 1, to)
        break
    }
  }

  private sync(data: Buffer, from: number, to: number): void {
    const step = data[from + 1]
    if (step === SYNC.step1) {
      this.sendCounted(syncFrame(SYNC.step2, this.answer(bodyOf(data, from, to))))
      return
    }
    this.take(data.subarray(from, to))
    if (step === SYNC.step2) this.entered?.()
    if (this.wanted && data.subarray(from, to).includes(this.wanted)) this.found = true
  }

  /** Sent, and not yet called saved. */
  get unsavedFrames(): number {
    return this.unsaved.length
  }

  private savedUpTo(count: number): void {
    if (this.timing.tally.recording) {
      const now = performance.now()
      for (const sent of this.unsaved.slice(0, count - this.saved)) this.timing.tally.saved.push(now - sent)
    }
    this.unsaved.splice(0, count - this.saved)
    this.saved = count
  }
}

/** Somebody with a real document, as a browser has one. */
class Reader extends Person {
  readonly doc = new Y.Doc()
  presenceSeen = 0

  static async open(seat: Seat, timing: Timing): Promise<Reader> {
    const reader = new Reader(timing)
    await reader.enter(seat)
    reader.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== REMOTE) reader.sendCounted(updateFrame(update))
    })
    const placements = reader.doc.getMap('placements')
    placements.observe((event, transaction) => {
      if (transaction.local) return
      for (const key of event.keysChanged) timing.seen(placements.get(key))
    })
    return reader
  }

  move(statement: string, placement: Placement): void {
    this.doc.getMap('placements').set(statement, placement)
  }

  /** The item a move of this statement overwrites, as far as this copy knows. */
  itemOf(statement: string): ItemId | null {
    return this.doc.getMap('placements')._map.get(statement)?.lastId ?? null
  }

  knows(own: ItemId): boolean {
    return Y.getState(this.doc.store, own.client) > own.clock
  }

  protected answer(theirState: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc, theirState)
  }

  protected take(frame: Uint8Array): void {
    Y.applyUpdate(this.doc, bodyOf(frame, 0, frame.length), REMOTE)
  }

  protected override presence(frame: Buffer): void {
    for (const { client, state } of presenceIn(frame)) {
      if (this.timing.pointSeen(client, state)) this.presenceSeen += 1
    }
  }
}

/** Somebody who only counts what arrives, and whose moves are put together byte by byte. */
class Passer extends Person {
  private clock = 0
  private readonly mine = new Map<string, ItemId>()

  private constructor(
    timing: Timing,
    private readonly view: Reader,
  ) {
    super(timing)
  }

  static async open(seat: Seat, timing: Timing, view: Reader): Promise<Passer> {
    const passer = new Passer(timing, view)
    await passer.enter(seat)
    return passer
  }

  move(statement: string, placement: Placement): void {
    const own = { client: this.client, clock: this.clock++ }
    this.sendCounted(updateFrame(moveUpdate(own, statement, this.overwritten(statement), placement)))
    this.mine.set(statement, own)
  }

  private overwritten(statement: string): ItemId | null {
    const mine = this.mine.get(statement)
    if (mine && !this.view.knows(mine)) return mine
    this.mine.delete(statement)
    return this.view.itemOf(statement)
  }

  protected answer(): Uint8Array {
    return EMPTY_UPDATE
  }

  protected take(): void {}
}

const bodyOf = (frame: Uint8Array, from: number, to: number): Uint8Array =>
  decoding.readVarUint8Array(decoding.createDecoder(frame.slice(from + 2, to)))

/** The same text for the same content, whatever the order in which keys came. */
function contentOf(doc: Y.Doc): string {
  return ['statements', 'placements', 'responses', 'plan', 'live']
    .map((root) =>
      JSON.stringify(Object.entries(doc.getMap(root).toJSON()).sort(([a], [b]) => (a < b ? -1 : 1))),
    )
    .join('\n')
}

export async function until(done: () => boolean, orElse: () => string, withinMs = PROOF_MS): Promise<void> {
  const end = performance.now() + withinMs
  while (!done()) {
    if (performance.now() > end) throw new Error(orElse())
    await pause(10)
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
