/**
 * What of an update is new to the board, in an order in which nothing builds on what comes later.
 *
 * What the board knows is held against what it has and skipped. What builds on something that neither the
 * board nor the update has is not causally ready: `Held` is thrown.
 */
import * as Y from 'yjs'
import { Problem } from '../../shared/problem.ts'
import { type Place, placeOf } from './places.ts'
import { isWhatBoardHas } from './same-units.ts'
import type { EachOrigin } from './text-order.ts'
import type { Block, DecodedUpdate, Id, Struct } from './update-decoder.ts'

/** The rest of the update need not be looked at: it is not ready. */
export class Held extends Error {
  override name = 'Held'
}

/** A struct that the board lacks at least the end of. */
export interface Fresh {
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

export class CausalOrder {
  readonly fresh: Fresh[] = []
  private readonly progress = new Map<number, Progress>()

  constructor(
    private readonly doc: Y.Doc,
    private readonly update: DecodedUpdate,
  ) {
    this.follow()
  }

  /** The clients that the update says something of, with what of it is new. */
  clients(): Iterable<{ block: Block; fresh: readonly Fresh[] }> {
    return this.progress.values()
  }

  /** Of one client what is new, by clock and without gaps. */
  freshOf(client: number): readonly Fresh[] {
    return this.progress.get(client)?.fresh ?? []
  }

  /** Of every item of the board's and the update's. */
  readonly eachOrigin: EachOrigin = (client, after, clock, found) => {
    const origins = ({ origin, rightOrigin }: Pick<Struct, 'origin' | 'rightOrigin'>) => {
      if (origin) found(origin)
      if (rightOrigin) found(rightOrigin)
    }
    const stored = this.doc.store.clients.get(client) ?? []
    if (after + 1 < Y.getState(this.doc.store, client)) {
      for (let at = Y.findIndexSS(stored, after + 1); at < stored.length; at += 1) {
        const item = stored[at] as Y.Item | Y.GC
        if (item.id.clock > clock) return
        if (item instanceof Y.Item) origins(item)
      }
    }
    const fresh = this.freshOf(client)
    for (let at = indexAt(fresh, after + 1); at < fresh.length; at += 1) {
      const it = fresh[at] as Fresh
      if (it.from > clock) return
      origins(it.struct)
    }
  }

  /** Puts what is new in an order in which nothing builds on what comes later, and finds its places. */
  private follow(): void {
    for (const block of this.update.blocks) {
      const done = Y.getState(this.doc.store, block.client)
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
      if (struct.clock < progress.done && !isWhatBoardHas(this.doc, struct, Math.min(end, progress.done))) {
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
    const known = this.progress.get(id.client)?.done ?? Y.getState(this.doc.store, id.client)
    return id.clock < known ? null : id
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
    const { store } = this.doc
    if (id.clock < Y.getState(store, id.client)) return placeOf(this.doc, Y.getItem(store, id))
    const fresh = this.freshOf(id.client)
    return (fresh[indexAt(fresh, id.clock)] as Fresh).place
  }
}

/** Which of a client's structs, in order and without gaps, has this unit. */
export function indexAt(fresh: readonly Fresh[], clock: number): number {
  let low = 0
  let high = fresh.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (clock < (fresh[middle] as Fresh).end) high = middle
    else low = middle + 1
  }
  return low
}
