/**
 * A room, people of every role who work on it honestly, and frames that nobody's browser would send.
 *
 * Hostile frames are made from honest ones of every kind, one's own and others', up and down: bits flipped,
 * cut, spliced, repeated, lengthened, given numbers that are too large; and out of nothing. After each the
 * board must be as before, or as an honest client of the same role could have made it; nobody else's
 * connection may suffer, and nothing may be thrown.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { newBoardDoc } from '../../server/sync/board-state.ts'
import { decodeFrame } from '../../server/sync/frames.ts'
import type { LiveRoom } from '../../server/sync/room.ts'
import type { Role } from '../../shared/board.ts'
import { isMapRoot, rootsOf, textRootOf, whyText } from '../../shared/doc/board-doc.ts'
import { addComment, linkAction, moveStatement, setResponse } from '../../shared/doc/edits.ts'
import { valueProblem } from '../../shared/doc/values.ts'
import { LIMITS } from '../../shared/limits.ts'
import { writeRefusal } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import { FRAME, SYNC } from '../../shared/wire.ts'
import { chanceFrom } from '../support/boards.ts'
import { awarenessFrameOf, contentOf, openScene, type Peer, quiet, type Scene } from '../support/rooms.ts'

const PEOPLE: Readonly<Record<string, Role>> = {
  fay: 'facilitator',
  ama: 'participant',
  ben: 'participant',
  rob: 'reviewer',
  oli: 'observer',
}
const NAMES = Object.keys(PEOPLE)
const STATEMENTS = ['F1', 'F2', 'F3', 'F4']
const KEPT_FRAMES = 300
/** Frames against one board, before the next. */
export const FRAMES_EACH = 250
/** So often everything is compared: copies, presence, what a restart finds. */
const COMPARE_EVERY = 125

export interface FrameFigures {
  frames: number
  /** After which the connection was closed. */
  closed: number
  /** That changed the board, as an honest one could have. */
  taken: number
}

/** Sends as many hostile frames as asked at one board; throws, with the seed, at the first that does harm. */
export async function sendHostileFrames(seed: number, frames = FRAMES_EACH): Promise<FrameFigures> {
  const play = await Play.open(seed)
  try {
    return await play.run(frames)
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

interface Seat {
  name: string
  role: Role
  peer: Peer
}

class Play {
  private readonly seats = new Map<string, Seat>()
  /** Frames that went up or came down, to be made hostile. */
  private readonly seen: Uint8Array[] = []
  private readonly figures: FrameFigures = { frames: 0, closed: 0, taken: 0 }
  private made = 0
  private presenceClock = 0

  private constructor(
    private readonly scene: Scene,
    private readonly chance: () => number,
  ) {}

  static async open(seed: number): Promise<Play> {
    const chance = chanceFrom(seed)
    const scene = await openScene({ statements: STATEMENTS.length, seed })
    const play = new Play(scene, chance)
    for (const name of NAMES) play.seat(name)
    await scene.settle()
    return play
  }

  async run(frames: number): Promise<FrameFigures> {
    while (this.figures.frames < frames) {
      if (this.chance() < 0.3) await this.workHonestly()
      else await this.sendHostile()
      this.scene.clock.advance(30)
      if (this.figures.frames % COMPARE_EVERY === 0) await this.compare()
    }
    await this.compare()
    await this.restart()
    const complaints = this.scene.log.lines.filter((it) => it.level === 'error')
    mustBe(complaints.length === 0, `the log says ${JSON.stringify(complaints.slice(0, 2))}`)
    mustBe(this.scene.fatal.length === 0, 'the process would have ended')
    return this.figures
  }

  private get doc(): Y.Doc {
    return this.scene.room.doc
  }

  private seat(name: string): Seat {
    const before = this.seats.get(name)?.peer
    if (before) {
      before.drop()
      this.scene.peers.splice(this.scene.peers.indexOf(before), 1)
      before.doc.destroy()
    }
    const role = PEOPLE[name] as Role
    const peer = this.scene.join(name, role)
    peer.doc.clientID = Math.floor(this.chance() * 2 ** 32)
    const seat = { name, role, peer }
    this.seats.set(name, seat)
    return seat
  }

  private someone(): Seat {
    return this.pick([...this.seats.values()])
  }

  // Honest ones

  private async workHonestly(): Promise<void> {
    const seat = this.someone()
    const { peer, name } = seat
    this.edit(seat)
    if (seat.role !== 'observer' && this.chance() < 0.5) {
      this.presenceClock += 1
      peer.sendPresence(
        this.pick([
          { looking: 'F1' },
          { hold: { statement: 'F2', over: 'due-regard', slot: 0, x: 0.5, y: 0.5 } },
          { hold: null },
          {},
        ]),
        this.presenceClock,
      )
    }
    for (const frame of peer.up) this.see(frame)
    await this.scene.pump()
    if (peer.closedWith) this.seat(name)
  }

  /** One change as a browser makes it; the frames of it are on their way up. */
  private edit({ peer, role, name }: Seat): void {
    this.made += 1
    const statement = this.pick(STATEMENTS)
    peer.edit((doc) => {
      if (!rootsOf(doc).statements.has(statement) || role === 'observer') return
      const roll = role === 'reviewer' ? 0 : this.chance()
      if (roll < 0.3) {
        const text = this.pick(['Noted.', 'Why? 🙂', 'x'.repeat(40)])
        addComment(doc, name, `c${this.made}`, { on: statement, text })
      } else if (roll < 0.6) {
        const column = this.pick(['due-regard', 'new-action', 'watching-brief'] as const)
        moveStatement(doc, statement, { column, above: null, below: null })
      } else if (roll < 0.8) {
        const why = whyText(doc, statement)
        if (why.length > 20) why.delete(0, 5)
        else why.insert(this.int(why.length + 1), this.pick(['because ', 'é🙂', 'since']))
      } else if (roll < 0.9) setResponse(doc, statement, 'evidence', `Audit ${this.made}`)
      else linkAction(doc, statement, `a${this.int(3)}`, true)
    })
  }

  private see(frame: Uint8Array): void {
    this.seen.push(frame.slice())
    if (this.seen.length > KEPT_FRAMES) this.seen.splice(this.int(this.seen.length), 1)
  }

  // Hostile ones

  private async sendHostile(): Promise<void> {
    const seat = this.someone()
    const { peer, name } = seat
    if (!peer.connection) {
      this.seat(name)
      return this.scene.pump()
    }
    const isFresh = this.chance() < 0.5
    const frame = isFresh ? this.freshAndHostile(seat) : this.hostileFrame(seat)
    const before = Y.encodeStateAsUpdate(this.doc)
    const roots = [...this.doc.share.keys()].length
    const others = [...this.seats.values()].filter((it) => it !== seat && it.peer.connection !== null)

    peer.connection.receive(frame)
    await quiet()

    this.figures.frames += 1
    const isClosed = peer.closedWith !== null
    if (isClosed) this.figures.closed += 1
    for (const it of others) {
      mustBe(it.peer.closedWith === null, `${it.name} was closed for a frame of ${name}: ${hex(frame)}`)
    }
    const { store } = this.doc
    mustBe(
      store.pendingStructs === null && store.pendingDs === null,
      `something is pending after ${hex(frame)}`,
    )
    const after = Y.encodeStateAsUpdate(this.doc)
    if (equal(before, after)) {
      mustBe([...this.doc.share.keys()].length === roots, `a root was made by ${hex(frame)}`)
    } else {
      mustBe(!isClosed, `a frame that was refused changed the board: ${hex(frame)}`)
      this.figures.taken += 1
      this.mustBeHonest(seat, frame, before)
    }
    // Whoever's id a frame was forged with has a copy that no longer fits.
    if (isFresh || isClosed || !equal(before, after)) this.seat(name)
  }

  /** What the frame changed, an honest client could have changed; and Yjs itself makes the same of it. */
  private mustBeHonest({ name, role }: Seat, frame: Uint8Array, before: Uint8Array): void {
    const staging = newBoardDoc()
    Y.applyUpdate(staging, before)
    const was = contentOf(staging)
    const now = contentOf(this.doc)
    const { state } = this.scene.room
    const decoded = decodeFrame(frame)
    mustBe(
      !(decoded instanceof Problem) && 'update' in decoded,
      `a frame that is no update changed the board: ${hex(frame)}`,
    )
    for (const root of new Set([...Object.keys(was), ...Object.keys(now)])) {
      if (!isMapRoot(root)) {
        if (was[root] === now[root]) continue
        const place = textRootOf(root)
        mustBe(
          place !== null && writeRefusal({ role, participant: name }, place, state) === null,
          `${name} wrote ${root}`,
        )
        mustBe(String(now[root] ?? '').length <= LIMITS.sharedText, `${root} is too long`)
        continue
      }
      const [from, to] = [was[root], now[root]] as Record<string, unknown>[]
      for (const key of new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])) {
        const target = { root, key, from: from?.[key], to: to?.[key] }
        if (JSON.stringify(target.from) === JSON.stringify(target.to)) continue
        const refusal = writeRefusal({ role, participant: name }, target, state)
        mustBe(refusal === null, `${name} changed ${root}/${key}: ${refusal} ${hex(frame)}`)
        mustBe(
          target.to === undefined || valueProblem(root, key, target.to) === null,
          `${name} put ${JSON.stringify(target.to)} at ${root}/${key}`,
        )
      }
    }
    if (decoded instanceof Problem || !('update' in decoded)) return
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(this.doc))) {
      if (clock <= Y.getState(staging.store, client)) continue
      mustBe(state.claims.get(client) === name, `${name} wrote as ${state.claims.get(client)}: ${hex(frame)}`)
    }
    Y.applyUpdate(staging, decoded.update)
    mustBe(
      JSON.stringify(contentOf(staging)) === JSON.stringify(now),
      `Yjs makes another board of ${hex(frame)}`,
    )
    staging.destroy()
  }

  /** A change that was about to be sent, made hostile on its way. */
  private freshAndHostile(seat: Seat): Uint8Array {
    this.edit(seat)
    const frame = seat.peer.up.splice(0).at(-1)
    return frame ? this.mutated(frame) : this.hostileFrame(seat)
  }

  private hostileFrame(seat: Seat): Uint8Array {
    const roll = this.chance()
    if (roll < 0.1) return this.bytes(this.int(60))
    if (roll < 0.2) return this.typed()
    if (roll < 0.3) return this.presence(seat)
    const base = this.seen.length > 0 ? this.pick(this.seen) : this.typed()
    return roll < 0.4 ? base : this.mutated(base)
  }

  private mutated(frame: Uint8Array): Uint8Array {
    const base = frame.slice()
    const roll = this.chance()
    if (roll < 0.15) return base.slice(0, this.int(base.length + 1))
    if (roll < 0.25) return this.splice(base, this.seen.length > 0 ? this.pick(this.seen) : base)
    if (roll < 0.3) return Uint8Array.from([...base, ...this.bytes(1 + this.int(8))])
    if (roll < 0.37) return this.enlarged(base)
    if (roll < 0.42) return this.retyped(base)
    // Most of what matters is in the last bytes, behind ids and clocks.
    const from = this.chance() < 0.5 ? 0 : Math.floor(base.length / 2)
    for (let flips = 1 + this.int(2); flips > 0 && base.length > 0; flips -= 1) {
      const at = from + this.int(base.length - from)
      const byte = base[at] ?? 0
      base[at] = this.chance() < 0.7 ? byte ^ (1 << this.int(8)) : this.pick([this.int(12), this.int(256)])
    }
    return base
  }

  /** The beginning of one frame and the end of another. */
  private splice(one: Uint8Array, other: Uint8Array): Uint8Array {
    const head = one.subarray(0, this.int(one.length + 1))
    return Uint8Array.from([...head, ...other.subarray(this.int(other.length + 1))])
  }

  /** A number somewhere in it becomes one of many bytes. */
  private enlarged(base: Uint8Array): Uint8Array {
    const at = this.int(base.length + 1)
    const large = this.pick([
      [0xff, 0xff, 0xff, 0xff, 0x0f],
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f],
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
      [0xff, 0xff, 0x7f],
    ])
    return Uint8Array.from([...base.subarray(0, at), ...large, ...base.subarray(at + 1)])
  }

  /** What was said in one kind of frame, said in another. */
  private retyped(base: Uint8Array): Uint8Array {
    const head = this.pick([
      [FRAME.sync, SYNC.step1],
      [FRAME.sync, SYNC.step2],
      [FRAME.sync, SYNC.update],
      [FRAME.awareness],
      [FRAME.queryAwareness],
      [FRAME.saved],
      [FRAME.refused],
      [2],
    ])
    return Uint8Array.from([...head, ...base.subarray(Math.min(base.length, 1 + this.int(2)))])
  }

  /** A kind of frame, a length that may be true, and bytes. */
  private typed(): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, this.pick([0, 0, 0, 1, 1, 2, 3, 120, 121, 122, 123, 200, 300]))
    if (this.chance() < 0.7) encoding.writeVarUint(encoder, this.int(4))
    const payload = this.bytes(this.int(40))
    encoding.writeVarUint(encoder, this.chance() < 0.8 ? payload.length : this.int(1_000_000))
    encoding.writeUint8Array(encoder, payload)
    return encoding.toUint8Array(encoder)
  }

  private presence(seat: Seat): Uint8Array {
    const clients = [...this.seats.values()].map((it) => it.peer.doc.clientID)
    const entries = Array.from({ length: this.int(4) }, () => ({
      client: this.chance() < 0.5 ? seat.peer.doc.clientID : this.pick([...clients, this.int(2 ** 32)]),
      clock: this.pick([0, 1, this.presenceClock + 1, 2 ** 31, 2 ** 32, 2 ** 50]),
      state: this.pick<unknown>([
        null,
        {},
        { who: 'fay', role: 'facilitator' },
        { hold: { statement: 'F1', over: 'due-regard', slot: -1, x: 9, y: 0 } },
        { hold: { statement: 'F1', over: 'due-regard', slot: 0, x: 0, y: 0 }, who: 'ben' },
        { __proto__: null, toString: 1 },
        'x'.repeat(this.int(4_000)),
        [[[[]]]],
      ]),
    }))
    return awarenessFrameOf(entries)
  }

  // What must be so

  private async compare(): Promise<void> {
    for (const { name, peer } of [...this.seats.values()]) if (!peer.connection) this.seat(name)
    await this.scene.settle()
    // A gap that a hostile frame left is punished ten seconds later.
    this.scene.clock.advance(11_000)
    await this.scene.settle()
    for (const { name, peer } of [...this.seats.values()]) if (!peer.connection) this.seat(name)
    await this.scene.settle()
    const board = JSON.stringify(contentOf(this.doc))
    for (const { name, role, peer } of this.seats.values()) {
      mustBe(peer.closedWith === null, `${name} cannot come back: ${JSON.stringify(peer.closedWith)}`)
      if (role === 'observer') this.mustShowThePublicPart(peer)
      else mustBe(JSON.stringify(contentOf(peer.doc)) === board, `${name} has another board`)
      for (const [client, state] of peer.heard.presence) mustBeStamped(client, state)
    }
    this.mustBeSound()
  }

  private mustShowThePublicPart({ doc }: Peer): void {
    const [shown, board] = [contentOf(doc), contentOf(this.doc)]
    for (const root of ['board', 'statements', 'placements', 'responses', 'plan', 'facilitation', 'live']) {
      mustBe(JSON.stringify(shown[root]) === JSON.stringify(board[root]), `an observer sees another ${root}`)
    }
    mustBe(JSON.stringify(shown.comments) === '{}', 'an observer sees comments')
  }

  private mustBeSound(): void {
    const { store, share } = this.doc
    for (const structs of store.clients.values()) {
      for (const item of structs)
        mustBe(item instanceof Y.Item || item instanceof Y.GC, 'a struct of no kind')
    }
    for (const name of share.keys()) mustBe(isMapRoot(name) || textRootOf(name) !== null, `a root ${name}`)
  }

  /** What is on disk is the same board. */
  private async restart(): Promise<void> {
    const before = JSON.stringify(contentOf(this.doc))
    for (const { peer } of this.seats.values()) peer.drop()
    await this.scene.restart()
    mustBe(JSON.stringify(contentOf(this.doc)) === before, 'a restart finds another board')
    ;(this.scene.room as LiveRoom).end()
  }

  private bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.int(256))
  }

  private int(below: number): number {
    return Math.floor(this.chance() * below)
  }

  private pick<It>(from: readonly It[]): It {
    return from[this.int(from.length)] as It
  }
}

/** Whoever is heard of is somebody, in their own role. */
function mustBeStamped(client: number, state: unknown): void {
  if (state === null) return
  const { who, role, ...rest } = state as { who?: string; role?: Role }
  mustBe(who !== undefined && PEOPLE[who] === role, `client ${client} passes for ${who}, ${role}`)
  const said = Object.keys(rest).filter((it) => !['hold', 'looking', 'away'].includes(it))
  mustBe(said.length === 0, `client ${client} says ${said}`)
}

function mustBe(truth: boolean, otherwise: string): void {
  if (!truth) throw new Error(otherwise)
}

const hex = (frame: Uint8Array) => Buffer.from(frame).toString('hex').slice(0, 400)

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
