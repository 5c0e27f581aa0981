/**
 * What is on the disk for good, read from its bytes alone: the records of a board's journal, the document
 * that its updates add up to, and every value each place ever held.
 *
 * It is read again after every sync and never asks the server, so whatever the server or a screen says can
 * be held against it. On the way it checks that the journal tells one story: changes say what updates did,
 * a rebuilt board is the same board, and nobody wrote what policy forbade at that moment.
 */
import * as Y from 'yjs'
import type { JournalRecord, Position } from '../../server/store/contract.ts'
import { dropUnfinished, scanSegment } from '../../server/store/embedded/segment.ts'
import { decodeRecord } from '../../server/store/records.ts'
import type { ParticipantId, Phase, Role } from '../../shared/board.ts'
import { isMapRoot, isTextRoot, rootsOf, textRootOf } from '../../shared/doc/board-doc.ts'
import { type Circumstances, writeRefusal } from '../../shared/policy.ts'
import type { FakeDisk } from '../support/fake-disk.ts'
import { BIRTH, into, type Root, valueKey } from './words.ts'

/** A value that a place came to hold. */
export interface Entry {
  position: Position
  /** In the world's time. */
  at: number
  by: ParticipantId | 'server'
  value: unknown
  key: string
  /** Done for somebody by the server, with a record of its own: a decision, or going back to an earlier board. */
  isAct?: true
}

interface Standing {
  phase: Phase
  locked: boolean
  /** When another took its place on disk. */
  until: number
}

/** [write-7] */
const GRACE_MS = 2_000

/** The first update, with all statements. */
const BORN_AT = 2
const WORKED_ON = /^(placements|statements|responses|plan|text why|text paper|live\/decision)\//

type Change = Extract<JournalRecord, { type: 'change' }>

export class Platter {
  doc = newDoc()
  epoch = 1
  position: Position = 0
  /** Place → what it held, oldest first. */
  readonly entries = new Map<string, Entry[]>()
  /** Name of a text → every character that ever stood in it. */
  readonly characters = new Map<string, Set<string>>()
  /** Of the documents of earlier epochs. */
  /** Texts that were brought back to what they had been. */
  readonly broughtBack = new Set<string>()
  private readonly earlier = new Map<number, Y.Doc>()
  private readonly content = new Map<string, unknown>()
  /** Place → what every update made of it. */
  private readonly held = new Map<string, { position: Position; value: unknown }[]>()
  private standing: Standing[] = [{ phase: 'preparing', locked: false, until: Number.POSITIVE_INFINITY }]
  private readonly now: () => number
  /** What the last update did, until the changes beside it have been read. */
  private done: Map<string, { from: unknown; to: unknown }> | null = null
  private told: Change[] = []
  private toldEntries: Entry[] = []
  private isAct = false
  private isBorn = false

  constructor(
    private readonly board: string,
    private readonly roles: ReadonlyMap<ParticipantId, Role>,
    world: { now: number },
  ) {
    this.now = () => world.now
  }

  /** Reads on where it left off. */
  read(disk: FakeDisk): void {
    for (const { position, encoded } of framesOn(disk, this.board, this.position)) {
      const record = decodeRecord(encoded)
      if (!record) throw new Error(`a record of the journal cannot be read (${position})`)
      if (position !== this.position + 1) throw new Error(`record ${this.position + 1} is missing on disk`)
      this.position = position
      this.take(position, record)
    }
    this.compareStories()
  }

  /** Whether a client's changes up to a clock are on disk. */
  has(epoch: number, client: number, clock: number): boolean {
    const doc = epoch === this.epoch ? this.doc : this.earlier.get(epoch)
    return doc !== undefined && Y.getState(doc.store, client) > clock
  }

  valueAt(root: Root, key: string): unknown {
    return isTextRoot(root) ? this.textOf(`${root}/${key}`) : this.content.get(`${root}/${key}`)
  }

  textOf(name: string): string {
    return (this.content.get(`text ${name}`) as string | undefined) ?? ''
  }

  get phase(): Phase {
    return this.latest.phase
  }

  private get latest(): Standing {
    return this.standing.at(-1) as Standing
  }

  private take(position: Position, record: JournalRecord): void {
    switch (record.type) {
      case 'update':
        this.compareStories()
        this.apply(position, record.bytes)
        break
      case 'change':
        this.told.push(record)
        for (const { root, key, to } of record.touches) {
          if (!isMapRoot(root)) continue
          this.toldEntries.push(this.enter(`${root}/${key}`, position, record.at - BIRTH, record.by, to))
        }
        break
      case 'restore':
        this.isAct = true
        if (record.body.step === 'restore' && 'position' in record.body.to)
          this.mustBeAsAt(record.body.to.position)
        break
      case 'decision':
        this.isAct = true
        break
      case 'phase':
        this.stands({ phase: record.to, locked: this.latest.locked })
        break
      case 'lock':
        this.stands({ phase: this.latest.phase, locked: record.to })
        break
      case 'epoch':
        this.compareStories()
        this.earlier.set(this.epoch, this.doc)
        this.epoch = record.epoch
        this.doc = newDoc()
        break
    }
  }

  private stands(next: Omit<Standing, 'until'>): void {
    this.latest.until = this.now()
    this.standing.push({ ...next, until: Number.POSITIVE_INFINITY })
  }

  private apply(position: Position, bytes: Uint8Array): void {
    const { doc } = this
    const isWhole = doc.store.clients.size === 0
    const done = new Map<string, { from: unknown; to: unknown }>()
    const set = (place: string, to: unknown) => {
      const from = this.content.get(place)
      if (to === undefined) this.content.delete(place)
      else this.content.set(place, to)
      done.set(place, { from, to })
      into(this.held, place, { position, value: to })
    }
    const listen = (transaction: Y.Transaction) => {
      for (const [type, keys] of transaction.changed) {
        const name = nameOf(doc, type)
        if (isMapRoot(name)) {
          const map = doc.getMap(name)
          for (const key of keys) if (key !== null) set(`${name}/${key}`, map.get(key))
        } else {
          const text = doc.getText(name).toString()
          set(`text ${name}`, text === '' ? undefined : text)
          const seen = this.characters.get(name) ?? new Set<string>()
          for (const character of text) seen.add(character)
          this.characters.set(name, seen)
        }
      }
    }
    const before = isWhole ? new Map(this.content) : null
    doc.on('afterTransaction', listen)
    Y.applyUpdate(doc, bytes)
    doc.off('afterTransaction', listen)
    if (doc.store.pendingStructs || doc.store.pendingDs)
      throw new Error(`record ${position} builds on nothing`)
    if (!this.isBorn) {
      this.isBorn = true
      for (const [place, { to }] of done) this.enter(place, position, 0, 'server', to)
    } else if (before) {
      const lost = [...before].find(([place, value]) => !done.has(place) || !same(done.get(place)?.to, value))
      const won = [...done].find(([place, { to }]) => !same(before.get(place), to))
      if (lost ?? won) throw new Error(`the rebuilt board differs: ${(lost ?? won)?.[0]}`)
    } else {
      this.done = done
    }
  }

  /** [past-2][past-3] Going back makes of everything people work on what it was then, and opens what was decided. */
  private mustBeAsAt(then: Position): void {
    if (then < BORN_AT) return
    for (const [place, held] of this.held) {
      const isOpened = place.startsWith('live/decision/') && !this.content.has(place)
      if (isOpened || !WORKED_ON.test(place)) continue
      const was = held.findLast((it) => it.position <= then)?.value
      // Nobody takes a placement away: such a card stands where it was published.
      if (was === undefined && place.startsWith('placements/')) continue
      if (!same(was, this.content.get(place)))
        throw new Error(`${place} is not again what it was after record ${then}: ${valueKey(was)}`)
    }
  }

  private enter(place: string, position: Position, at: number, by: Entry['by'], value: unknown): Entry {
    const entries = this.entries.get(place) ?? []
    const entry = { position, at, by, value, key: valueKey(value) }
    entries.push(entry)
    this.entries.set(place, entries)
    return entry
  }

  /** The changes that were written beside an update must be what it did. */
  private compareStories(): void {
    const { done, isAct, toldEntries } = this
    const told = this.told.flatMap((it) => it.touches)
    for (const it of this.told) {
      if (it.by === 'server') continue
      if (!isAct) this.mustBeAllowed(it)
      else
        for (const { root, key } of it.touches) if (!isMapRoot(root)) this.broughtBack.add(`${root}/${key}`)
    }
    if (isAct) for (const entry of toldEntries) entry.isAct = true
    this.done = null
    this.told = []
    this.toldEntries = []
    this.isAct = false
    if (!done) return
    for (const [place, { from, to }] of done) {
      if (place.startsWith('text ')) {
        const text = textRootOf(place.slice(5))
        const touches = told.filter((it) => it.root === text?.root && it.key === text.key)
        const grown = touches.reduce((sum, it) => sum + (it.inserted ?? 0) - (it.removed ?? 0), 0)
        const really = String(to ?? '').length - String(from ?? '').length
        if (grown !== really) throw new Error(`${place} grew by ${really}, the history says ${grown}`)
        continue
      }
      const touches = told.filter((it) => `${it.root}/${it.key}` === place)
      if (touches.length === 0 && same(from, to)) continue
      let holds: unknown = from
      for (const touch of touches) {
        if (!same(touch.from, holds)) throw new Error(`the history of ${place} skips something`)
        holds = touch.to
      }
      if (!same(holds, to)) throw new Error(`the history of ${place} does not say what became of it`)
    }
    for (const { root, key, from, to } of told) {
      if (isMapRoot(root) && !done.has(`${root}/${key}`) && !same(from, to))
        throw new Error(`the history of ${root}/${key} says what never happened`)
    }
  }

  private mustBeAllowed({ by, at, touches }: Change): void {
    const role = this.roles.get(by)
    if (!role) throw new Error(`a change by nobody: ${by}`)
    const recent = this.standing.filter((it) => it.until + GRACE_MS >= at - BIRTH)
    for (const { root, key, from, to } of touches) {
      // What the server writes there on somebody's behalf was allowed by other rules.
      if (root === 'live') continue
      const target = { root: root as Root, key, from, to: isMapRoot(root) ? to : '' }
      const refusals = recent.map((it) =>
        writeRefusal({ role, participant: by }, target, this.circumstances(it)),
      )
      if (!refusals.includes(null)) throw new Error(`${by} wrote ${root}/${key}: ${refusals}`)
    }
  }

  private circumstances({ phase, locked }: Standing): Circumstances {
    return {
      phase,
      locked,
      isDecided: (id) => this.content.has(`live/decision/${id}`),
      isUnderVote: () => false,
    }
  }
}

const same = (a: unknown, b: unknown) => a === b || valueKey(a) === valueKey(b)

function newDoc(): Y.Doc {
  const doc = new Y.Doc()
  rootsOf(doc)
  return doc
}

function nameOf(doc: Y.Doc, type: unknown): string {
  for (const [name, it] of doc.share) if (it === type) return name
  throw new Error('a type that is no root')
}

const SEGMENT = /\/boards\/([^/]+)\/journal-(\d+)\/(\d{12})\.segment$/

/** Whole records after a position, as synced bytes have them. */
function* framesOn(disk: FakeDisk, board: string, after: Position) {
  const segments: { first: number; generation: number; bytes: Buffer }[] = []
  for (const [path, bytes] of disk.synced()) {
    const match = SEGMENT.exec(path)
    if (match?.[1] === board) segments.push({ generation: Number(match[2]), first: Number(match[3]), bytes })
  }
  const newest = Math.max(...segments.map((it) => it.generation))
  const mine = segments.filter((it) => it.generation === newest).sort((a, b) => a.first - b.first)
  for (const [index, { first, bytes }] of mine.entries()) {
    const next = mine[index + 1]
    if (next && next.first <= after + 1) continue
    const scan = scanSegment(bytes, first - 1)
    if (!next) dropUnfinished(scan, 0)
    for (const frame of scan.frames) if (frame.position > after) yield frame
  }
}
