/**
 * Judges an incoming update before it may touch the live board.
 *
 * The bytes seldom name a root: an overwrite or a delete carries ids alone. Each struct and each deleted
 * range is therefore followed through the board's own store to the root and key it reaches. The verdict
 * is on the whole update; nothing is trimmed, and nothing here changes the board.
 *
 * The order of questions matters: what the room knows is skipped, what is not causally ready is held,
 * then whose client id it is, where it goes, whether that is allowed, and whether the values fit.
 */
import * as Y from 'yjs'
import type { ParticipantId } from '../../shared/board.ts'
import { isMapRoot, type MapRoot, rootsOf, TEXT_ROOTS, textRootOf } from '../../shared/doc/board-doc.ts'
import { isKeyOf, valueProblem } from '../../shared/doc/values.ts'
import { LIMITS } from '../../shared/limits.ts'
import { type Circumstances, type Target, type Writer, writeRefusal } from '../../shared/policy.ts'
import { Problem, type ProblemCode } from '../../shared/problem.ts'
import type { Touch } from '../store/contract.ts'
import { KeyChain } from './key-chain.ts'
import { type EachOrigin, type FreshText, isInOrder } from './text-order.ts'
import {
  type Block,
  type DecodedUpdate,
  decodeUpdate,
  type Id,
  isPoisonous,
  type Struct,
} from './update-decoder.ts'

export type Verdict =
  /**
   * `touches` is what the board will show differently, `roots` the names of all roots it reaches, also
   * where nothing shows; `claims` are client ids new to the board.
   */
  | { is: 'pass'; touches: Touch[]; roots: string[]; claims: number[]; isNews: boolean }
  /** Builds on something the room has not seen. */
  | { is: 'hold' }
  | { is: 'refuse'; problem: Problem }

/** What the guard looks at: the document as it stands, and whose the client ids in it are. */
export interface Guarded {
  readonly doc: Y.Doc
  ownerOf(client: number): ParticipantId | 'server' | undefined
  /** Whose it will be, where that is known before. */
  reservedBy?(client: number): ParticipantId | undefined
  /** How many client ids a participant has. */
  countOf(participant: ParticipantId): number
  /** Client ids of earlier epochs. */
  readonly retired: ReadonlySet<number>
}

/** New client ids in one update: a device that made changes in as many sittings without the network. */
const MAX_NEW_CLIENTS = 64
/** Client ids of one participant in an epoch: as many page loads. */
const MAX_CLIENTS_EACH = 1_000
/** Structs of one update that are new: far more than a person makes offline. */
const MAX_FRESH = 20_000
/** Things one update deletes; what is deleted already does not count. */
const MAX_DELETED = 10_000
/** Structs of a whole board: about 50 MB in memory. */
const MAX_STRUCTS = 200_000
/** Of them those of one person who is no facilitator, so that nobody fills a board alone. */
const MAX_STRUCTS_EACH = 40_000
const MAX_PAPER_SECTIONS = 100

/**
 * `circumstances` are the board's now and, for a moment after they changed, those before: a write is
 * refused only where all refuse it.
 */
export function judge(
  board: Guarded,
  update: Uint8Array,
  writer: Writer,
  circumstances: readonly [Circumstances, ...Circumstances[]],
): Verdict {
  const decoded = decodeUpdate(update)
  if (decoded instanceof Problem) return { is: 'refuse', problem: decoded }
  try {
    return new Trial(board, decoded, writer, circumstances).verdict()
  } catch (error) {
    if (error instanceof Held) return { is: 'hold' }
    if (error instanceof Problem) return { is: 'refuse', problem: error }
    throw error
  }
}

/** Thrown within this module alone: the rest of the update need not be looked at. */
class Held extends Error {}

interface Place {
  root: string
  key: string | null
}

/** A struct that the board lacks at least the end of. */
interface Fresh {
  struct: Struct
  /** Its first unit that the board lacks. */
  from: number
  end: number
  place: Place
}

/** A client's part of the update while it is put in causal order. */
interface Progress {
  block: Block
  next: number
  /** Units before this are in the board or have been followed. */
  done: number
  isOpen: boolean
  fresh: Fresh[]
}

interface TextChange {
  inserted: number
  removed: number
  /** In causal order. */
  fresh: FreshText[]
}

class Trial {
  private readonly progress = new Map<number, Progress>()
  private readonly fresh: Fresh[] = []
  private readonly chains = new Map<MapRoot, Map<string, KeyChain>>()
  private readonly texts = new Map<string, TextChange>()
  private deleted = 0

  constructor(
    private readonly board: Guarded,
    private readonly update: DecodedUpdate,
    private readonly writer: Writer,
    private readonly circumstances: readonly [Circumstances, ...Circumstances[]],
  ) {}

  verdict(): Verdict {
    this.refuseRetired()
    this.follow()
    this.refuseTooMuch()
    const claims = this.claim()
    for (const fresh of this.fresh) this.add(fresh)
    for (const { client, ranges } of this.update.deletes) this.delete(client, ranges)
    const touches = this.touchesAllowed()
    const roots = [...this.chains.keys(), ...this.texts.keys()]
    return { is: 'pass', touches, roots, claims, isNews: this.fresh.length > 0 || this.deleted > 0 }
  }

  private refuseRetired(): void {
    const { retired } = this.board
    if (retired.size === 0) return
    const isRetired = ({ client }: { client: number }) => retired.has(client)
    if (this.update.blocks.some(isRetired) || this.update.deletes.some(isRetired)) {
      throw new Problem('epoch_stale', 'client id')
    }
  }

  private refuseTooMuch(): void {
    if (this.fresh.length === 0) return
    if (this.fresh.length > MAX_FRESH) throw new Problem('too_large', 'too much at once')
    const { participant, role } = this.writer
    let structs = this.fresh.length
    let own = this.fresh.length
    for (const [client, stored] of this.board.doc.store.clients) {
      structs += stored.length
      if (this.board.ownerOf(client) === participant) own += stored.length
    }
    if (structs > MAX_STRUCTS) throw new Problem('board_full', 'changes')
    if (own > MAX_STRUCTS_EACH && role !== 'facilitator')
      throw new Problem('board_full', 'changes of one person')
  }

  /** Puts what is new in an order in which nothing builds on what comes later, and finds its places. */
  private follow(): void {
    for (const block of this.update.blocks) {
      const done = Y.getState(this.board.doc.store, block.client)
      this.progress.set(block.client, { block, next: 0, done, isOpen: false, fresh: [] })
    }
    for (const progress of this.progress.values()) {
      const waiting: { progress: Progress; until: number }[] = []
      this.open(waiting, progress, Number.POSITIVE_INFINITY)
      for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
        const missing = this.advance(top.progress, top.until)
        if (missing === null) {
          top.progress.isOpen = false
          waiting.pop()
        } else {
          const other = this.progress.get(missing.client)
          if (!other || missing.clock >= other.block.end) throw new Held()
          if (other.isOpen) throw new Problem('frame_malformed', 'changes that build on each other')
          this.open(waiting, other, missing.clock + 1)
        }
      }
    }
  }

  private open(waiting: { progress: Progress; until: number }[], progress: Progress, until: number): void {
    progress.isOpen = true
    waiting.push({ progress, until })
  }

  /** Follows a client's structs up to a clock; gives back the unit that has to be followed first. */
  private advance(progress: Progress, until: number): Id | null {
    const { structs } = progress.block
    while (progress.done < until) {
      const struct = structs[progress.next]
      if (!struct) return null
      const end = struct.clock + struct.length
      if (struct.clock > progress.done) throw new Held()
      if (struct.clock < progress.done && !this.agrees(struct, Math.min(end, progress.done))) {
        throw new Problem('client_taken', 'client id')
      }
      if (end > progress.done) {
        const missing = this.missingFor(struct.origin, struct) ?? this.missingFor(struct.rightOrigin, struct)
        if (missing !== null) return missing
        const fresh = { struct, from: progress.done, end, place: this.placeOf(struct) }
        progress.fresh.push(fresh)
        this.fresh.push(fresh)
        progress.done = end
      }
      progress.next += 1
    }
    return null
  }

  private missingFor(id: Id | null, { client, clock }: Struct): Id | null {
    if (id === null) return null
    if (id.client === client) {
      if (id.clock >= clock) throw new Problem('frame_malformed', 'builds on itself')
      return null
    }
    const known = this.progress.get(id.client)?.done ?? Y.getState(this.board.doc.store, id.client)
    return id.clock < known ? null : id
  }

  /**
   * Whether what the update says of units the board has is what the board has. Two devices may draw the
   * same client id by chance; Yjs would then quietly keep two different boards.
   */
  private agrees(struct: Struct, end: number): boolean {
    const structs = this.board.doc.store.clients.get(struct.client) ?? []
    const { length } = structs
    for (let clock = struct.clock, at = Y.findIndexSS(structs, clock); clock < end && at < length; at += 1) {
      const item = structs[at]
      if (!(item instanceof Y.Item)) return false
      const unit = clock - item.id.clock
      const offset = clock - struct.clock
      const theirs = unit > 0 ? { client: struct.client, clock: clock - 1 } : item.origin
      const ours = offset > 0 ? { client: struct.client, clock: clock - 1 } : struct.origin
      if (!sameId(theirs, ours) || !sameId(item.rightOrigin, struct.rightOrigin)) return false
      if (struct.root !== null) {
        const place = this.placeOfItem(item)
        if (place.root !== struct.root || place.key !== struct.key) return false
      }
      const units = Math.min(item.length - unit, end - clock)
      if (!item.deleted && !sameContent(item, unit, struct, offset, units)) return false
      clock += units
    }
    return true
  }

  /** A place is said where there is no origin, else inherited: both origins must agree on it. */
  private placeOf(struct: Struct): Place {
    if (struct.root !== null) return { root: struct.root, key: struct.key }
    const left = struct.origin && this.placeAt(struct.origin)
    const right = struct.rightOrigin && this.placeAt(struct.rightOrigin)
    if (left && right && (left.root !== right.root || left.key !== right.key)) {
      throw new Problem('path_unknown', 'between two places')
    }
    return (left ?? right) as Place
  }

  private placeAt(id: Id): Place {
    const { store } = this.board.doc
    if (id.clock < Y.getState(store, id.client)) return this.placeOfItem(Y.getItem(store, id))
    const fresh = this.progress.get(id.client)?.fresh ?? []
    return (fresh[indexAt(fresh, id.clock)] as Fresh).place
  }

  private placeOfItem(item: Y.Item | Y.GC): Place {
    const root = item instanceof Y.Item ? rootNameOf(this.board.doc, item.parent) : null
    if (root === null) throw new Problem('path_unknown', 'nowhere on the board')
    return { root, key: (item as Y.Item).parentSub }
  }

  /** A client id belongs for good to whoever's first new struct carries it. */
  private claim(): number[] {
    const claims: number[] = []
    for (const { block, fresh } of this.progress.values()) {
      if (fresh.length === 0) continue
      const owner = this.board.ownerOf(block.client)
      if (owner === this.writer.participant) continue
      const reservedBy = owner ?? this.board.reservedBy?.(block.client) ?? this.writer.participant
      const isKnown = Y.getState(this.board.doc.store, block.client) > 0
      if (owner === undefined && isKnown) throw new Problem('author_forged', 'client id')
      // Two may draw one number, and nobody can tell who forges: whoever comes second takes another.
      if (reservedBy !== this.writer.participant) throw new Problem('client_taken', 'client id')
      claims.push(block.client)
    }
    if (claims.length === 0) return claims
    if (claims.length > MAX_NEW_CLIENTS) throw new Problem('too_many', 'client ids')
    if (this.board.countOf(this.writer.participant) + claims.length > MAX_CLIENTS_EACH)
      throw new Problem('too_many', 'client ids')
    return claims
  }

  private add({ struct, from, end, place }: Fresh): void {
    const { root, key } = place
    if (!isMapRoot(root)) {
      if (key !== null) throw new Problem('path_unknown', 'a text has no keys')
      if (struct.content === 'values') throw new Problem('value_invalid', 'a text holds characters only')
      const text = this.textOf(root)
      text.fresh.push({ struct, from, end })
      if (struct.content === 'string') text.inserted += end - from
      return
    }
    if (key === null) throw new Problem('path_unknown', `${root} is no list`)
    if (struct.rightOrigin !== null) throw new Problem('value_invalid', 'a value has no right neighbour')
    if (struct.content === 'string') throw new Problem('value_invalid', `${root} holds values`)
    // A copy that can undo keeps values it overwrote in a row; only their being gone makes that harmless.
    if (struct.content === 'values' && end - from > 1 && !this.isDeletedWhole(struct.client, from, end)) {
      throw new Problem('value_invalid', 'several values at once')
    }
    this.chainOf(root, key).add(struct, from)
  }

  private isDeletedWhole(client: number, from: number, end: number): boolean {
    const deleted = this.update.deletes.find((it) => it.client === client)
    return deleted?.ranges.some((it) => it.clock <= from && end <= it.end) ?? false
  }

  private delete(client: number, ranges: readonly { clock: number; end: number }[]): void {
    const structs = this.board.doc.store.clients.get(client) ?? []
    const known = Y.getState(this.board.doc.store, client)
    const fresh = this.progress.get(client)?.fresh ?? []
    for (const { clock, end } of ranges) {
      if (clock < known) this.deleteStored(structs, clock, Math.min(end, known))
      if (end > known) this.deleteFresh(fresh, Math.max(clock, known), end)
    }
  }

  private deleteStored(structs: readonly (Y.Item | Y.GC)[], from: number, end: number): void {
    for (let at = Y.findIndexSS(structs as (Y.Item | Y.GC)[], from); at < structs.length; at += 1) {
      const item = structs[at] as Y.Item | Y.GC
      if (item.id.clock >= end) return
      if (item.deleted) continue
      const { root, key } = this.placeOfItem(item)
      const units = Math.min(item.id.clock + item.length, end) - Math.max(item.id.clock, from)
      this.countDeleted(units)
      if (isMapRoot(root)) this.chainOf(root, key as string).delete(item.id.client, item.id.clock)
      else this.textOf(root).removed += units
    }
  }

  private deleteFresh(fresh: readonly Fresh[], from: number, end: number): void {
    if (end > (fresh.at(-1)?.end ?? 0)) throw new Held()
    for (let at = indexAt(fresh, from); at < fresh.length; at += 1) {
      const it = fresh[at] as Fresh
      if (it.from >= end) return
      const units = Math.min(it.end, end) - Math.max(it.from, from)
      if (it.struct.content === 'deleted') continue
      this.countDeleted(units)
      const { root, key } = it.place
      if (isMapRoot(root)) this.chainOf(root, key as string).delete(it.struct.client, it.end - 1)
      else this.textOf(root).inserted -= units
    }
  }

  private countDeleted(units: number): void {
    this.deleted += units
    if (this.deleted > MAX_DELETED) throw new Problem('too_large', 'too much deleted at once')
  }

  private chainOf(root: MapRoot, key: string): KeyChain {
    let chains = this.chains.get(root)
    if (!chains) {
      chains = new Map()
      this.chains.set(root, chains)
    }
    let chain = chains.get(key)
    if (!chain) {
      chain = new KeyChain(this.board.doc.share.get(root)?._map.get(key))
      chains.set(key, chain)
    }
    return chain
  }

  private textOf(name: string): TextChange {
    let text = this.texts.get(name)
    if (!text) {
      text = { inserted: 0, removed: 0, fresh: [] }
      this.texts.set(name, text)
    }
    return text
  }

  private touchesAllowed(): Touch[] {
    const touches: Touch[] = []
    for (const [root, chains] of this.chains) {
      for (const [key, chain] of chains) this.allow(root, key, chain, touches)
    }
    for (const [name, change] of this.texts) this.allowText(name, change, touches)
    this.refuseTooManyStatements()
    return touches
  }

  private allow(root: MapRoot, key: string, chain: KeyChain, touches: Touch[]): void {
    const from = chain.before
    const to = chain.changes ? chain.after : from
    // What comes and goes within one update deletes nothing of the board's.
    this.allowTarget({ root, key, from, to: from === undefined && to === undefined ? null : to })
    if (!isKeyOf(root, key) || key.split('/').some(isPoisonous)) throw new Problem('path_unknown', root)
    for (const value of chain.values) {
      const misfit = valueProblem(root, key, value)
      if (misfit !== null) throw new Problem('value_invalid', `${root}: ${misfit}`)
    }
    if (root === 'placements' || root === 'responses') this.refuseUnknownStatement(key.split('/')[0] ?? '')
    if (chain.changes) touches.push(touchOf(root, key, from, to))
  }

  private readonly eachOrigin: EachOrigin = (client, after, clock, found) => {
    const origins = ({ origin, rightOrigin }: Pick<Struct, 'origin' | 'rightOrigin'>) => {
      if (origin) found(origin)
      if (rightOrigin) found(rightOrigin)
    }
    const stored = this.board.doc.store.clients.get(client) ?? []
    if (after + 1 < Y.getState(this.board.doc.store, client)) {
      for (let at = Y.findIndexSS(stored, after + 1); at < stored.length; at += 1) {
        const item = stored[at] as Y.Item | Y.GC
        if (item.id.clock > clock) return
        if (item instanceof Y.Item) origins(item)
      }
    }
    const fresh = this.progress.get(client)?.fresh ?? []
    for (let at = indexAt(fresh, after + 1); at < fresh.length; at += 1) {
      const it = fresh[at] as Fresh
      if (it.from > clock) return
      origins(it.struct)
    }
  }

  private allowText(name: string, { inserted, removed, fresh }: TextChange, touches: Touch[]): void {
    const place = textRootOf(name)
    if (!place || isPoisonous(place.key)) throw new Problem('path_unknown', 'root')
    this.allowTarget(place)
    const { share } = this.board.doc
    const text = share.get(name)
    if (place.root === 'why') this.refuseUnknownStatement(place.key)
    else if (!text && countPapers(share) >= MAX_PAPER_SECTIONS) throw new Problem('board_full', 'paper')
    const length = (text?._length ?? 0) - removed + inserted
    // Two people may have filled a text together; taking some away again must stay possible.
    if (length > LIMITS.sharedText && inserted > removed) throw new Problem('too_large', place.root)
    if (!isInOrder(this.board.doc, name, fresh, this.eachOrigin))
      throw new Problem('value_invalid', 'written between nothing')
    if (inserted > 0 || removed > 0) touches.push({ root: place.root, key: place.key, inserted, removed })
  }

  private allowTarget(target: Target): void {
    let refusal: ProblemCode | null = null
    for (const now of this.circumstances) {
      const code = writeRefusal(this.writer, target, now)
      if (code === null) return
      refusal ??= code
    }
    if (refusal !== null) throw new Problem(refusal, `${target.root}/${target.key}`)
  }

  /** One that was taken away may still be named: a move can cross the taking away. */
  private refuseUnknownStatement(id: string): void {
    if (this.board.doc.share.get('statements')?._map.has(id)) return
    if (this.chains.get('statements')?.get(id)?.after !== undefined) return
    throw new Problem('statement_unknown', id)
  }

  private refuseTooManyStatements(): void {
    let more = 0
    for (const chain of this.chains.get('statements')?.values() ?? []) {
      more += Number(chain.after !== undefined) - Number(chain.before !== undefined)
    }
    if (more > 0 && rootsOf(this.board.doc).statements.size + more > LIMITS.statements) {
      throw new Problem('board_full', `at most ${LIMITS.statements} statements`)
    }
  }
}

const names = new WeakMap<object, string>()

/** The name of a root; null where it is none of this document's, or a type nested in another. */
export function rootNameOf(doc: Y.Doc, parent: unknown): string | null {
  if (!(parent instanceof Y.AbstractType) || parent._item !== null) return null
  const known = names.get(parent)
  if (known !== undefined) return known
  for (const [name, type] of doc.share) {
    if (type === parent) {
      names.set(parent, name)
      return name
    }
  }
  return null
}

const CUT_CHARACTER = '\ufffd'

const sameId = (a: Id | null, b: Id | null) =>
  a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock)

function sameContent(item: Y.Item, unit: number, struct: Struct, offset: number, units: number): boolean {
  const { content } = item
  if (struct.content === 'deleted') return true
  if (content instanceof Y.ContentAny && struct.content === 'values') {
    const theirs = content.arr.slice(unit, unit + units)
    return JSON.stringify(theirs) === JSON.stringify(struct.values.slice(offset, offset + units))
  }
  if (content instanceof Y.ContentString && struct.content === 'string') {
    const theirs = content.str.slice(unit, unit + units)
    const ours = struct.text.slice(offset, offset + units)
    // Yjs puts U+FFFD where an item is cut inside a surrogate pair: one side may have done so first.
    return theirs === ours || theirs.includes(CUT_CHARACTER) || ours.includes(CUT_CHARACTER)
  }
  return false
}

/** Which of a client's structs, in order and without gaps, has this unit. */
function indexAt(fresh: readonly Fresh[], clock: number): number {
  let low = 0
  let high = fresh.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (clock < (fresh[middle] as Fresh).end) high = middle
    else low = middle + 1
  }
  return low
}

function touchOf(root: string, key: string, from: unknown, to: unknown): Touch {
  const touch: Touch = { root, key }
  if (from !== undefined) touch.from = from
  if (to !== undefined) touch.to = to
  return touch
}

function countPapers(share: Y.Doc['share']): number {
  let papers = 0
  for (const name of share.keys()) if (name.startsWith(`${TEXT_ROOTS[1]}/`)) papers += 1
  return papers
}
