/**
 * Items of Yjs in a row, as under one key of a map or in one text: found by a unit of theirs without looking at
 * the others, and new ones put where Yjs would put them.
 */
import { indexOfUnit, isSameId } from './units.ts'
import type { Id } from './update-decoder.ts'

export interface RowItem<Item> {
  client: number
  clock: number
  length: number
  origin: Id | null
  rightOrigin: Id | null
  next: Item | null
}

export class ItemRow<Item extends RowItem<Item>> {
  last: Item | null = null
  private first: Item | null = null
  /** Of each client, by clock. */
  private readonly byClient = new Map<number, Item[]>()

  constructor(items: Iterable<Item>) {
    for (const item of items) this.putAfter(this.last, item)
    for (const own of this.byClient.values()) own.sort((a, b) => a.clock - b.clock)
  }

  /** What stands behind an item, or all of them. */
  *behind(item: Item | null): Iterable<Item> {
    for (let it = item ? item.next : this.first; it !== null; it = it.next) yield it
  }

  /** The item that has this unit. */
  holding(id: Id): Item | null {
    const own = this.byClient.get(id.client) ?? []
    return own[indexOfUnit(own, id.clock)] ?? null
  }

  /** So that one item begins at this unit, where one goes over it; as Yjs does. */
  cut(client: number, clock: number): void {
    const own = this.byClient.get(client) ?? []
    const at = indexOfUnit(own, clock)
    const item = own[at]
    if (!item || item.clock === clock) return
    const kept = clock - item.clock
    const rest = { ...item, clock, length: item.length - kept, origin: { client, clock: clock - 1 } }
    item.length = kept
    item.next = rest
    if (rest.next === null) this.last = rest
    own.splice(at + 1, 0, rest)
  }

  /** As `Item.integrate` of Yjs 13.6.33: among the items between its origins, `left` being the first of these. */
  put(item: Item, left: Item | null, between: Iterable<Item>): void {
    let after = left
    const passed = new Set<Item>()
    const rivals = new Set<Item>()
    for (const other of between) {
      passed.add(other)
      rivals.add(other)
      if (isSameId(item.origin, other.origin)) {
        if (other.client < item.client) {
          after = other
          rivals.clear()
        } else if (isSameId(item.rightOrigin, other.rightOrigin)) break
      } else {
        const before = other.origin && this.holding(other.origin)
        if (!before || !passed.has(before)) break
        if (!rivals.has(before)) {
          after = other
          rivals.clear()
        }
      }
    }
    this.putAfter(after, item)
  }

  private putAfter(left: Item | null, item: Item): void {
    item.next = left ? left.next : this.first
    if (left) left.next = item
    else this.first = item
    if (item.next === null) this.last = item
    const own = this.byClient.get(item.client)
    // What is new of a client comes after all it had.
    if (own) own.push(item)
    else this.byClient.set(item.client, [item])
  }
}
