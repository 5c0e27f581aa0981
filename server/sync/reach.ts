/**
 * Where an update reaches: under each key of a map, and in each text, what would come and what would go.
 *
 * It says what the board would show afterwards; whether that is allowed is for others to say.
 */
import * as Y from 'yjs'
import { isMapRoot, type MapRoot } from '../../shared/doc/board-doc.ts'
import { Problem } from '../../shared/problem.ts'
import { type CausalOrder, type Fresh, Held, indexAt } from './causal-order.ts'
import { KeyChain } from './key-chain.ts'
import { placeOf } from './places.ts'
import { Steps } from './steps.ts'
import type { FreshText } from './text-order.ts'
import type { DecodedUpdate } from './update-decoder.ts'

/** Things one update deletes; what is deleted already does not count. */
const MAX_DELETED = 10_000

export interface TextChange {
  inserted: number
  removed: number
  /** In causal order. */
  fresh: FreshText[]
}

export class Reach {
  readonly chains = new Map<MapRoot, Map<string, KeyChain>>()
  readonly texts = new Map<string, TextChange>()
  readonly steps = new Steps()
  private deleted = 0

  constructor(
    private readonly doc: Y.Doc,
    private readonly update: DecodedUpdate,
    private readonly order: CausalOrder,
  ) {
    for (const fresh of order.fresh) this.add(fresh)
    for (const { client, ranges } of update.deletes) this.delete(client, ranges)
  }

  /** The names of all roots, also where nothing shows. */
  get roots(): string[] {
    return [...this.chains.keys(), ...this.texts.keys()]
  }

  get deletes(): boolean {
    return this.deleted > 0
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
    const structs = this.doc.store.clients.get(client) ?? []
    const known = Y.getState(this.doc.store, client)
    const fresh = this.order.freshOf(client)
    for (const { clock, end } of ranges) {
      if (clock < known) this.deleteStored(structs, clock, Math.min(end, known))
      if (end > known) this.deleteFresh(fresh, clock, end)
    }
  }

  private deleteStored(structs: readonly (Y.Item | Y.GC)[], from: number, end: number): void {
    for (let at = Y.findIndexSS(structs as (Y.Item | Y.GC)[], from); at < structs.length; at += 1) {
      const item = structs[at] as Y.Item | Y.GC
      if (item.id.clock >= end) return
      if (item.deleted) continue
      const { root, key } = placeOf(this.doc, item)
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
      chain = new KeyChain(this.doc.share.get(root)?._map.get(key), this.steps)
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
}
