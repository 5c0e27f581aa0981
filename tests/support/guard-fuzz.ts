/**
 * The guard against the slow oracle: apply the update to a copy and ask Yjs what it changed.
 *
 * One seed draws a board, people with devices that edit, undo, lose frames and come back, and hostile
 * updates: honest ones with bytes changed, and forged ones whose structs point wherever chance sends
 * them. For each update the guard's verdict is held against what really happens to a copy.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Touch } from '../../server/store/contract.ts'
import { isPending, newBoardDoc } from '../../server/sync/board-state.ts'
import { changesOf } from '../../server/sync/changes.ts'
import { type Guarded, judge, type Verdict } from '../../server/sync/update-guard.ts'
import type { ParticipantId, Role } from '../../shared/board.ts'
import { isMapRoot, rootsOf, textRootOf } from '../../shared/doc/board-doc.ts'
import { editText, moveStatement, putStatement } from '../../shared/doc/edits.ts'
import { valueProblem } from '../../shared/doc/values.ts'
import { LIMITS } from '../../shared/limits.ts'
import { type Circumstances, writeRefusal } from '../../shared/policy.ts'
import { chanceFrom } from './boards.ts'

interface Device {
  owner: ParticipantId
  role: Role
  doc: Y.Doc
  undo: Y.UndoManager
  /** Made here and not sent yet. */
  outbox: Uint8Array[]
  everything: Uint8Array[]
}

export interface FuzzCounts {
  pass: number
  hold: number
  refuse: number
}

const PEOPLE: readonly (readonly [ParticipantId, Role])[] = [
  ['fay', 'facilitator'],
  ['ama', 'participant'],
  ['ama', 'participant'],
  ['ben', 'participant'],
  ['rob', 'reviewer'],
  ['oli', 'observer'],
]
const KEYS = ['F1', 'F2', 'F3', 'F9']
const texts = [...KEYS.map((it) => `why/${it}`), 'paper/purpose']

export function fuzzGuard(seed: number, steps: number): FuzzCounts {
  return new Fuzz(seed).run(steps)
}

class Fuzz {
  private readonly chance: () => number
  private readonly board: Y.Doc
  private readonly claims = new Map<number, ParticipantId | 'server'>()
  private readonly guarded: Guarded
  private readonly now: Circumstances
  private devices: Device[] = []
  /** Hears only what the board's own document gives out. */
  private readonly mirror = new Y.Doc()
  private readonly counts: FuzzCounts = { pass: 0, hold: 0, refuse: 0 }

  constructor(private readonly seed: number) {
    this.chance = chanceFrom(seed)
    this.board = newBoardDoc()
    this.board.clientID = this.newClient()
    this.claims.set(this.board.clientID, 'server')
    this.board.on('update', (update: Uint8Array) => Y.applyUpdate(this.mirror, update))
    this.board.transact(() => {
      for (const id of KEYS.slice(0, 3)) {
        putStatement(this.board, id, { source: 'F', number: id.slice(1), text: `Statement ${id}.` })
      }
    })
    this.guarded = {
      doc: this.board,
      retired: new Set(),
      ownerOf: (client) => this.claims.get(client),
      countOf: (participant) => [...this.claims.values()].filter((it) => it === participant).length,
    }
    this.now = {
      phase: this.pick(['open', 'open', 'open', 'preparing', 'review', 'agreed']),
      locked: this.chance() < 0.1,
      isDecided: (id) => id === 'F2' && seed % 5 === 0,
      isUnderVote: (id) => id === 'F3' && seed % 7 === 0,
    }
    this.devices = PEOPLE.map(([owner, role]) => this.newDevice(owner, role))
  }

  run(steps: number): FuzzCounts {
    for (let step = 0; step < steps; step += 1) {
      const device = this.pick(this.devices)
      const roll = this.chance()
      if (roll < 0.45) this.edit(device)
      else if (roll < 0.6) this.send(device)
      else if (roll < 0.7) Y.applyUpdate(device.doc, Y.encodeStateAsUpdate(this.board), 'board')
      else if (roll < 0.85) this.judged(device, this.mutated(device), false)
      else this.judged(device, this.forged(device), false)
    }
    // Whoever has something unsent brings it in whole: everything honest arrives in the end.
    for (const device of this.devices) this.sendWhole(device)
    this.mustBe(sameContent(this.board, this.mirror), 'the mirror is not the board')
    // Whoever had changes of their own on the way meets the same board, forged items and all.
    for (const { owner, doc } of this.devices) {
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.board), 'board')
      this.mustBe(sameContent(this.board, doc), `the copy of ${owner} is not the board`)
    }
    return this.counts
  }

  // Honest people

  private newDevice(owner: ParticipantId, role: Role): Device {
    const doc = new Y.Doc()
    doc.clientID = this.newClient()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.board), 'board')
    const { placements, responses } = rootsOf(doc)
    const undo = new Y.UndoManager([placements, responses, doc.getText('why/F1')], {
      trackedOrigins: new Set([null]),
      captureTimeout: this.chance() < 0.5 ? 0 : 500,
    })
    const device: Device = { owner, role, doc, undo, outbox: [], everything: [] }
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'board') return
      device.outbox.push(update)
      device.everything.push(update)
    })
    return device
  }

  private edit(device: Device): void {
    const { doc, owner, undo } = device
    const roots = rootsOf(doc)
    const edits: (() => void)[] = [
      () => this.move(doc),
      () => this.move(doc),
      () => doc.transact(() => [this.move(doc), this.move(doc)]),
      () => this.type(doc, `why/${this.pick(KEYS.slice(0, 3))}`),
      () => this.type(doc, 'paper/purpose'),
      () => roots.responses.set(`${this.pick(KEYS)}/action/a${this.int(3)}`, true),
      () => roots.responses.delete(`${this.pick(KEYS)}/action/a${this.int(3)}`),
      () => roots.plan.set(`action/a${this.int(3)}/${this.pick(['title', 'lead', 'status'])}`, 'done'),
      () =>
        roots.comments.set(`${this.chance() < 0.8 ? owner : 'ben'}/c${this.int(4)}`, {
          on: 'F1',
          text: 'Yes.',
        }),
      () => roots.comments.delete(`${this.chance() < 0.8 ? owner : 'ben'}/c${this.int(4)}`),
      () => roots.facilitation.set('focus', { statement: this.pick(KEYS) }),
      () => roots.statements.set(this.pick(KEYS), this.statement()),
      () => roots.statements.delete(this.pick(KEYS)),
      () => roots.placements.delete(this.pick(KEYS)),
      () => undo.undo(),
      () => undo.redo(),
    ]
    this.pick(edits)()
  }

  private move(doc: Y.Doc): void {
    const id = this.pick(KEYS)
    if (!rootsOf(doc).statements.has(id)) return
    moveStatement(
      doc,
      id,
      { column: this.pick(['due-regard', 'new-action']), above: null, below: null },
      null,
    )
  }

  private type(doc: Y.Doc, name: string): void {
    const place = textRootOf(name)
    if (!place) return
    const text = doc.getText(name)
    const at = this.int(text.length + 1)
    const of = place.root === 'why' ? { why: place.key } : { paper: place.key }
    const remove = this.int(Math.min(4, text.length - at + 1))
    editText(doc, of, { at, remove, insert: this.pick(['', 'a', 'bc', 'é🙂']) })
  }

  private statement() {
    return { source: 'F', number: this.pick(['1', '2', '3']), text: this.pick(['One.', 'Two.']) }
  }

  private send(device: Device): void {
    const roll = this.chance()
    if (roll < 0.1) {
      device.outbox.shift()
    } else if (roll < 0.2) {
      if (device.everything.length > 0) this.judged(device, this.pick(device.everything), true)
    } else if (roll < 0.35) {
      if (device.outbox.length > 0) this.judged(device, Y.mergeUpdates(device.outbox.splice(0)), true)
    } else if (roll < 0.5) {
      this.sendWhole(device)
    } else {
      const update = device.outbox.shift()
      if (update) this.judged(device, update, true)
    }
  }

  private sendWhole(device: Device): void {
    device.outbox.length = 0
    const stale = this.chance() < 0.3
    const known = stale ? new Uint8Array([0]) : Y.encodeStateVector(this.board)
    this.judged(device, Y.encodeStateAsUpdate(device.doc, known), true)
  }

  // Hostile ones

  private mutated(device: Device): Uint8Array {
    const base =
      device.everything.length > 0 && this.chance() < 0.7
        ? this.pick(device.everything)
        : Y.encodeStateAsUpdate(device.doc, this.chance() < 0.5 ? undefined : Y.encodeStateVector(this.board))
    const bytes = base.slice()
    const roll = this.chance()
    if (roll < 0.15) return bytes.slice(0, this.int(bytes.length))
    if (roll < 0.25) return Uint8Array.from([...bytes, this.int(256)])
    for (let flips = 1 + this.int(3); flips > 0 && bytes.length > 0; flips -= 1) {
      bytes[this.int(bytes.length)] = this.chance() < 0.5 ? this.int(256) : this.int(12)
    }
    return bytes
  }

  private forged(device: Device): Uint8Array {
    const encoder = encoding.createEncoder()
    const blocks = this.chance() < 0.8 ? 1 : 2
    const made: { client: number; clock: number; end: number }[] = []
    encoding.writeVarUint(encoder, blocks)
    for (let block = 0; block < blocks; block += 1) {
      const client =
        block === 0 && this.chance() < 0.7
          ? device.doc.clientID
          : this.chance() < 0.5
            ? this.newClient()
            : this.anyClient()
      const state = Y.getState(this.board.store, client)
      const start = this.chance() < 0.85 ? state : this.int(state + 3)
      const count = 1 + this.int(3)
      encoding.writeVarUint(encoder, count)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, start)
      let clock = start
      for (let index = 0; index < count; index += 1) {
        clock += this.forgedStruct(encoder, device, [...made, { client, clock: start, end: clock }])
      }
      made.push({ client, clock: start, end: clock })
    }
    this.forgedDeletes(encoder, made)
    return encoding.toUint8Array(encoder)
  }

  private forgedStruct(
    encoder: encoding.Encoder,
    device: Device,
    made: readonly { client: number; clock: number; end: number }[],
  ): number {
    const origin = this.chance() < 0.7 ? this.anyId(made) : null
    const right = this.chance() < 0.15 ? this.anyId(made) : null
    const kind = this.pick([8, 8, 8, 8, 1, 1, 4, 4, 0, 10, 2, 7])
    const isPlaced = origin === null && right === null
    const root = this.pick([
      ...rootNames,
      'placements',
      'placements',
      'responses',
      'comments',
      'why/F1',
      'why/F9',
      'nowhere',
    ])
    const key = isMapRoot(root) && this.chance() < 0.95 ? this.keyFor(root, device) : null
    encoding.writeUint8(encoder, kind | (origin ? 128 : 0) | (right ? 64 : 0) | (key !== null ? 32 : 0))
    for (const id of [origin, right]) {
      if (id === null) continue
      encoding.writeVarUint(encoder, id.client)
      encoding.writeVarUint(encoder, id.clock)
    }
    if (isPlaced) {
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarString(encoder, root)
      if (key !== null) encoding.writeVarString(encoder, key)
    }
    if (kind === 8) {
      const values = this.chance() < 0.9 ? 1 : 2
      encoding.writeVarUint(encoder, values)
      for (let index = 0; index < values; index += 1) encoding.writeAny(encoder, this.anyValue(root) as never)
      return values
    }
    if (kind === 4) {
      const text = this.pick(['x', 'yz', 'w🙂'])
      encoding.writeVarString(encoder, text)
      return text.length
    }
    const length = 1 + this.int(3)
    encoding.writeVarUint(encoder, length)
    return length
  }

  private forgedDeletes(
    encoder: encoding.Encoder,
    made: readonly { client: number; clock: number; end: number }[],
  ): void {
    const count = this.chance() < 0.5 ? 0 : 1
    encoding.writeVarUint(encoder, count)
    for (let index = 0; index < count; index += 1) {
      const id = this.anyId(made)
      encoding.writeVarUint(encoder, id.client)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint(encoder, id.clock)
      encoding.writeVarUint(encoder, 1 + this.int(2))
    }
  }

  private keyFor(root: string, device: Device): string {
    switch (root) {
      case 'responses':
        return `${this.pick(KEYS)}/action/a${this.int(3)}`
      case 'comments':
        return `${this.pick([device.owner, 'ben'])}/c${this.int(4)}`
      case 'plan':
        return 'action/a1/status'
      case 'live':
        return 'phase'
      case 'board':
        return this.pick(['title', '__proto__', 'theme/constructor'])
      default:
        return this.pick(KEYS)
    }
  }

  private anyValue(root: string): unknown {
    const fitting: Record<string, unknown> = {
      placements: { column: 'due-regard', order: 'a1V' },
      statements: this.statement(),
      responses: true,
      plan: 'done',
      comments: { on: 'F1', text: 'Yes.' },
    }
    if (this.chance() < 0.8) return fitting[root] ?? { column: 'due-regard', order: 'a2V' }
    return this.pick<unknown>([null, undefined, 1, 'x', 1n, Number.NaN, new Uint8Array(2), { a: { b: [] } }])
  }

  private anyId(made: readonly { client: number; clock: number; end: number }[]) {
    if (made.length > 0 && this.chance() < 0.3) {
      const { client, clock, end } = this.pick(made)
      return { client, clock: clock + this.int(end - clock + 1) }
    }
    const client = this.anyClient()
    return { client, clock: this.int(Y.getState(this.board.store, client) + (this.chance() < 0.1 ? 2 : 0)) }
  }

  private anyClient(): number {
    return this.pick([...this.board.store.clients.keys()])
  }

  // The judgement, and what really happens

  private judged(device: Device, update: Uint8Array, isHonest: boolean): void {
    const before = Y.encodeStateAsUpdate(this.board)
    const roots = [...this.board.share.keys()]
    const verdict = judge(this.guarded, update, { role: device.role, participant: device.owner }, [this.now])
    this.mustBe(equal(before, Y.encodeStateAsUpdate(this.board)), 'the guard changed the board')
    this.mustBe(equal(roots, [...this.board.share.keys()]), 'the guard made a root')
    this.counts[verdict.is] += 1
    const truth = this.oracle(update, device, verdict.is === 'pass' ? verdict.roots : [])
    if (verdict.is === 'pass') {
      this.passed(verdict, truth, update, device)
      // Whoever forged with an id of their own has spoilt the device that has it.
      if (!isHonest) this.renew((it) => truth.grown.includes(it.doc.clientID))
    } else if (isHonest) this.honestStopped(verdict, truth, device)
  }

  private passed(
    verdict: Extract<Verdict, { is: 'pass' }>,
    truth: Truth,
    update: Uint8Array,
    device: Device,
  ): void {
    this.mustBe(truth.error === null, `passed what throws: ${truth.error}`)
    this.mustBe(!truth.isPending, 'passed what waits for something')
    this.mustBe(truth.forbidden.length === 0, `passed what is forbidden: ${truth.forbidden.join()}`)
    this.mustBe(
      equal(sorted(verdict.touches), sorted(truth.touches)),
      `touches ${JSON.stringify(sorted(verdict.touches))} are ${JSON.stringify(sorted(truth.touches))}`,
    )
    this.mustBe(
      truth.reached.every((it) => verdict.roots.includes(it)),
      'reached what it did not say',
    )
    for (const client of verdict.claims) this.claims.set(client, device.owner)
    for (const client of truth.grown) {
      this.mustBe(this.claims.get(client) === device.owner, `wrote as ${this.claims.get(client)}`)
    }
    this.mustBe(verdict.isNews === truth.isNews, `news: ${verdict.isNews}`)
    Y.applyUpdate(this.board, update, 'room')
    this.mustBe(!isPending(this.board), 'the board waits for something')
    this.mustBe(sameContent(this.board, truth.copy), 'the copy is not the board')
    for (const name of this.board.share.keys()) {
      this.mustBe(isMapRoot(name) || textRootOf(name) !== null, `a root ${name}`)
    }
    this.mustBe(
      [...this.board.store.clients.values()].flat().every(isOfABoard),
      'the store holds what no board does',
    )
  }

  private honestStopped(verdict: Exclude<Verdict, { is: 'pass' }>, truth: Truth, device: Device): void {
    if (verdict.is === 'hold') {
      this.mustBe(truth.isPending, 'held what lacks nothing')
      return
    }
    this.mustBe(
      truth.forbidden.length > 0,
      `refused an honest update: ${verdict.problem.message} (${device.role}, ${this.now.phase})`,
    )
    // Its clocks will never match again: it takes a fresh copy.
    this.renew((it) => it === device)
  }

  private renew(isSpoilt: (device: Device) => boolean): void {
    this.devices = this.devices.map((it) => (isSpoilt(it) ? this.newDevice(it.owner, it.role) : it))
  }

  private oracle(update: Uint8Array, device: Device, roots: readonly string[]): Truth {
    const copy = newBoardDoc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.board))
    // A text that nobody has asked for as a text tells no events.
    for (const name of new Set([...copy.share.keys(), ...texts, ...roots])) {
      if (!isMapRoot(name)) copy.getText(name)
    }
    const truth: Truth = {
      copy,
      error: null,
      isPending: false,
      isNews: false,
      touches: [],
      reached: [],
      forbidden: [],
      grown: [],
    }
    const statementsBefore = rootsOf(copy).statements.size
    const known = new Set(rootsOf(copy).statements._map.keys())
    copy.on('afterTransaction', (transaction: Y.Transaction) => {
      truth.touches.push(...changesOf(transaction))
      for (const [type, keys] of transaction.changed) {
        const name = nameOf(copy, type)
        truth.reached.push(name)
        for (const key of keys) this.ask(truth, device, transaction, name, key)
      }
      for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(copy))) {
        if (clock > (transaction.beforeState.get(client) ?? 0)) truth.grown.push(client)
      }
    })
    copy.on('update', () => {
      truth.isNews = true
    })
    try {
      Y.applyUpdate(copy, update)
    } catch (error) {
      truth.error = error
    }
    truth.isPending = isPending(copy)
    const { statements, placements, responses } = rootsOf(copy)
    if (statements.size > Math.max(LIMITS.statements, statementsBefore)) truth.forbidden.push('statements')
    const isKnown = (id: string) => known.has(id) || statements.has(id)
    for (const { root, key } of truth.touches) {
      const id = key.split('/')[0] ?? ''
      if (['placements', 'responses', 'why'].includes(root) && !isKnown(id))
        truth.forbidden.push(`${root}/${key}`)
    }
    for (const [root, map] of [
      ['placements', placements],
      ['responses', responses],
    ] as const) {
      for (const key of map._map.keys())
        if (!isKnown(key.split('/')[0] ?? '')) truth.forbidden.push(`${root}/${key}`)
    }
    return truth
  }

  private ask(
    truth: Truth,
    { role, owner }: Device,
    transaction: Y.Transaction,
    name: string,
    key: string | null,
  ): void {
    const writer = { role, participant: owner }
    if (!isMapRoot(name)) {
      const place = textRootOf(name)
      if (!place || key !== null || writeRefusal(writer, place, this.now) !== null) truth.forbidden.push(name)
      return
    }
    if (key === null) {
      truth.forbidden.push(`${name} as a list`)
      return
    }
    const touch = changesOf(transaction).find((it) => it.root === name && it.key === key)
    const from = touch ? touch.from : (truth.copy.getMap(name).get(key) as unknown)
    const to = touch ? touch.to : from
    const target = { root: name, key, from, to: from === undefined && to === undefined ? null : to }
    if (writeRefusal(writer, target, this.now) !== null) truth.forbidden.push(`${name}/${key}`)
    if (touch && to !== undefined && valueProblem(name, key, to) !== null)
      truth.forbidden.push(`${name}/${key}`)
  }

  private newClient(): number {
    return Math.floor(this.chance() * 2 ** 32)
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

interface Truth {
  copy: Y.Doc
  error: unknown
  isPending: boolean
  isNews: boolean
  touches: Touch[]
  reached: string[]
  forbidden: string[]
  /** Clients that have more than before. */
  grown: number[]
}

const rootNames = ['board', 'statements', 'plan', 'facilitation', 'live', 'paper/purpose']

const nameOf = (doc: Y.Doc, type: unknown): string => {
  for (const [name, it] of doc.share) if (it === type) return name
  return 'nested'
}

const isOfABoard = (struct: Y.Item | Y.GC): boolean => {
  if (!(struct instanceof Y.Item)) return false
  const { content, parentSub, deleted } = struct
  if (content instanceof Y.ContentDeleted) return deleted
  if (content instanceof Y.ContentAny) return parentSub !== null && !deleted && struct.length === 1
  return content instanceof Y.ContentString && parentSub === null && !deleted
}

const sorted = (touches: readonly Touch[]): string[] =>
  touches
    .map(({ root, key, from, to, inserted, removed }) =>
      JSON.stringify({ root, key, from, to, inserted, removed }),
    )
    .sort()

const equal = (a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean =>
  a.length === b.length && Array.prototype.every.call(a, (it, at) => it === b[at])

function sameContent(a: Y.Doc, b: Y.Doc): boolean {
  return JSON.stringify(shown(a)) === JSON.stringify(shown(b))
}

function shown(doc: Y.Doc): unknown {
  const maps = Object.entries(rootsOf(doc)).map(([name, map]) => [
    name,
    [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1)),
  ])
  const names = new Set([...texts, ...[...doc.share.keys()].filter((it) => !isMapRoot(it))])
  return [maps, [...names].sort().map((it) => [it, doc.getText(it).toString()])]
}
