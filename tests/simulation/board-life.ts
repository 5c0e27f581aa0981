/**
 * The life of a board, drawn from a seed: people who edit, lose frames, go and come back; a disk that
 * stalls and fills; a server that is killed; somebody who sends rubbish; phases and locks that change.
 *
 * It ends with one board in every copy, on the server, and read again from disk; and whatever any screen
 * called saved, at any time, is there.
 */
import * as Y from 'yjs'
import { StorageUnavailable } from '../../server/store/contract.ts'
import type { Role } from '../../shared/board.ts'
import { isMapRoot, rootsOf } from '../../shared/doc/board-doc.ts'
import { editText, moveStatement } from '../../shared/doc/edits.ts'
import { PUBLIC_ROOTS } from '../../shared/policy.ts'
import { SYNC } from '../../shared/wire.ts'
import { chanceFrom } from '../support/boards.ts'
import { contentOf, openScene, Peer, quiet, type Scene } from '../support/rooms.ts'

/** Why an honest person may be sent away for good: what they had made before it was forbidden, or rebuilt. */
const JUST = ['epoch_stale', 'phase_forbids', 'board_locked']

const STATEMENTS = ['F1', 'F2', 'F3', 'F4']

/** A person at a device: their copy, and what on it was called saved. */
interface Person {
  name: string
  role: Role
  peer: Peer
  /** Keys only this person writes and nobody takes away, by the frame that carried each. */
  witnesses: Map<string, number>
}

export interface LifeCounts {
  edits: number
  saved: number
  crashes: number
  refusals: number
}

export async function liveABoard(seed: number, steps: number): Promise<LifeCounts> {
  const life = new Life(seed, await openScene({ statements: STATEMENTS.length, seed }))
  return life.run(steps)
}

class Life {
  private readonly chance: () => number
  private readonly people: Person[] = []
  /** Everything that some screen called saved. */
  private readonly saved = new Set<string>()
  private readonly counts: LifeCounts = { edits: 0, saved: 0, crashes: 0, refusals: 0 }
  private letGo: (() => void) | null = null
  private made = 0

  constructor(
    private readonly seed: number,
    private readonly scene: Scene,
  ) {
    this.chance = chanceFrom(seed)
    const roles: [string, Role][] = [
      ['fay', 'facilitator'],
      ['ama', 'participant'],
      ['ama', 'participant'],
      ['ben', 'participant'],
      ['rob', 'reviewer'],
      ['oli', 'observer'],
    ]
    for (const [name, role] of roles) {
      this.people.push({ name, role, peer: new Peer(this.newDoc()), witnesses: new Map() })
    }
  }

  async run(steps: number): Promise<LifeCounts> {
    for (let step = 0; step < steps; step += 1) {
      await this.step()
      this.note()
    }
    await this.calmDown()
    this.expectOneBoard()
    await this.scene.restart()
    this.expectSaved()
    const reread = contentOf(this.scene.room.doc)
    const kept = this.people.find((it) => it.role !== 'observer') as Person
    this.mustBe(same(reread, contentOf(kept.peer.doc)), 'read again from disk it is another board')
    return this.counts
  }

  private async step(): Promise<void> {
    const person = this.pick(this.people)
    const roll = this.chance()
    if (roll < 0.3) this.edit(person)
    else if (roll < 0.5) person.peer.pumpUp()
    else if (roll < 0.68) person.peer.pumpDown()
    else if (roll < 0.74) this.connect(person)
    else if (roll < 0.78) person.peer.drop()
    else if (roll < 0.86) this.scene.clock.advance(this.int(400))
    else if (roll < 0.9) this.disturbDisk()
    else if (roll < 0.92) this.repeat(person)
    else if (roll < 0.94) this.sendRubbish(person)
    else if (roll < 0.96) void this.steer()
    else if (roll < 0.97) void this.scene.room.snapshot()
    else if (roll < 0.98) await this.crash()
    else if (roll < 0.985) void this.scene.room.rebuild('simulated').catch(() => {})
    else person.peer.sendPresence({ looking: this.pick(STATEMENTS) })
    await quiet()
    this.replaceRefused()
  }

  private edit({ name, role, peer, witnesses }: Person): void {
    if (role === 'observer') return
    this.counts.edits += 1
    this.made += 1
    const { doc } = peer
    const witness = `${name}/w${this.made}`
    const edits: ((doc: Y.Doc) => void)[] = [
      (it) => this.move(it),
      (it) => this.move(it),
      (it) => rootsOf(it).responses.set(`${this.pick(STATEMENTS)}/evidence`, String(this.made)),
      (it) => rootsOf(it).responses.delete(`${this.pick(STATEMENTS)}/evidence`),
      (it) => this.type(it),
    ]
    const alsoMore = role !== 'reviewer' && this.chance() < 0.7
    const wasConnected = peer.connection !== null
    doc.transact(() => {
      rootsOf(doc).comments.set(witness, { on: 'F1', text: 'Here.' })
      if (alsoMore) this.pick(edits)(doc)
    }, 'edit')
    // Made offline, it goes with the whole copy that is asked for on coming back.
    witnesses.set(witness, wasConnected ? peer.sent : Number.POSITIVE_INFINITY)
  }

  private move(doc: Y.Doc): void {
    const id = this.pick(STATEMENTS)
    if (!rootsOf(doc).statements.has(id)) return
    const column = this.pick(['due-regard', 'new-action', 'watching-brief'] as const)
    moveStatement(doc, id, { column, above: null, below: null }, 'edit')
  }

  private type(doc: Y.Doc): void {
    const id = this.pick(STATEMENTS)
    if (!rootsOf(doc).statements.has(id)) return
    const { length } = doc.getText(`why/${id}`)
    const at = this.int(length + 1)
    editText(doc, { why: id }, { at, remove: this.int(Math.min(3, length - at + 1)), insert: 'ab' })
  }

  private connect(person: Person): void {
    if (person.peer.connection) return
    const { name, role, peer, witnesses } = person
    peer.connect(this.scene.room, { participant: name, role, link: `link-${role}` })
    if (!this.scene.peers.includes(peer)) this.scene.peers.push(peer)
    for (const witness of witnesses.keys()) witnesses.set(witness, Number.POSITIVE_INFINITY)
  }

  /** Says everything again that was said before, as a copy does that does not know what arrived. */
  private repeat({ role, peer }: Person): void {
    if (peer.connection && role !== 'observer') peer.sendSync(SYNC.update, Y.encodeStateAsUpdate(peer.doc))
  }

  private sendRubbish({ role }: Person): void {
    const eve = new Peer(this.newDoc())
    Y.applyUpdate(eve.doc, Y.encodeStateAsUpdate(this.scene.room.doc))
    eve.connect(this.scene.room, { participant: 'eve', role, link: 'link-eve' })
    eve.edit((doc) => this.move(doc))
    const bytes = (eve.up.at(-1) ?? Uint8Array.of(0)).slice()
    for (let flips = 1 + this.int(4); flips > 0; flips -= 1) bytes[this.int(bytes.length)] = this.int(256)
    eve.connection?.receive(bytes)
    eve.drop()
  }

  private async steer(): Promise<void> {
    const { room } = this.scene
    const { phase, locked } = room.state
    const change =
      this.chance() < 0.5
        ? room.changeLock('fay', locked, !locked)
        : room.changePhase('fay', phase, phase === 'open' ? 'review' : 'open')
    await change.catch(() => {})
  }

  private disturbDisk(): void {
    const { faults } = this.scene.stores
    const roll = this.chance()
    this.letGo?.()
    this.letGo = null
    if (roll < 0.35) {
      faults.before = ({ what }) => {
        if (what === 'append' && this.chance() < 0.5) throw new StorageUnavailable('no room')
      }
    } else if (roll < 0.6) {
      const opened = new Promise<void>((resolve) => {
        this.letGo = resolve
      })
      faults.before = ({ what }) => (what === 'append' ? opened : undefined)
    } else {
      faults.before = () => {}
    }
  }

  private async crash(): Promise<void> {
    this.counts.crashes += 1
    this.letGo = null
    for (const { peer } of this.people) peer.drop()
    await this.scene.restart()
    this.expectSaved()
  }

  /** Whoever was sent away for good takes a fresh copy, as a browser does after showing what was lost. */
  private replaceRefused(): void {
    for (const person of this.people) {
      const { closedWith } = person.peer
      if (!closedWith) continue
      person.peer.closedWith = null
      if (closedWith.code < 4400) continue
      this.mustBe(JUST.includes(closedWith.reason), `${person.name} was refused: ${closedWith.reason}`)
      this.counts.refusals += 1
      this.noteOf(person)
      person.peer = new Peer(this.newDoc())
      person.witnesses.clear()
    }
  }

  private note(): void {
    for (const person of this.people) this.noteOf(person)
  }

  private noteOf({ peer, witnesses }: Person): void {
    const count = peer.heard.saved.at(-1) ?? 0
    for (const [witness, frame] of witnesses) {
      const isWithTheWhole = frame === Number.POSITIVE_INFINITY && peer.connection && peer.wholeSent > 0
      if (isWithTheWhole) witnesses.set(witness, peer.wholeSent)
      if ((witnesses.get(witness) ?? 0) > count) continue
      this.saved.add(witness)
      this.counts.saved += 1
      witnesses.delete(witness)
    }
  }

  private async calmDown(): Promise<void> {
    const { scene } = this
    this.letGo?.()
    scene.stores.faults.before = () => {}
    for (let round = 0; round < 8; round += 1) {
      scene.clock.advance(4_000)
      await scene.settle()
      this.note()
      this.replaceRefused()
      for (const person of this.people) this.connect(person)
    }
    await scene.settle()
    this.note()
  }

  private expectOneBoard(): void {
    const board = contentOf(this.scene.room.doc)
    this.expectSaved()
    for (const { name, role, peer, witnesses } of this.people) {
      this.mustBe(peer.connection !== null, `${name} is not connected`)
      const shown = contentOf(peer.doc)
      const expected = role === 'observer' ? publicPart(board) : board
      this.mustBe(same(shown, expected), `${name} (${role}) has another board`)
      this.mustBe(witnesses.size === 0, `${name} still has something unsaved`)
      this.mustBe(peer.doc.store.pendingStructs === null, `${name} waits for something`)
    }
  }

  private expectSaved(): void {
    const { comments } = rootsOf(this.scene.room.doc)
    for (const witness of this.saved) this.mustBe(comments.has(witness), `${witness} was called saved`)
  }

  private newDoc(): Y.Doc {
    const doc = new Y.Doc()
    doc.clientID = Math.floor(this.chance() * 2 ** 32)
    return doc
  }

  private int(below: number): number {
    return Math.floor(this.chance() * below)
  }

  private pick<It>(from: readonly It[]): It {
    return from[this.int(from.length)] as It
  }

  private mustBe(truth: boolean, what: string): void {
    if (!truth) throw new Error(`seed ${this.seed}: ${what}`)
  }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

const publicPart = (content: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(content)
      .filter(([root]) => isMapRoot(root))
      .map(([root, value]) => [root, (PUBLIC_ROOTS as readonly string[]).includes(root) ? value : {}]),
  )
