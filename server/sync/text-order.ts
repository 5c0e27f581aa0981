/**
 * Whether anybody could have written a piece of text where it says it was.
 *
 * An item names the characters it was put between. Its author saw them side by side; what stands between
 * them elsewhere was written by others meanwhile. An item that names two that its author must have seen
 * apart, or in the other order, is placed differently by Yjs depending on what comes first: everybody would
 * keep a text of their own. Trying all orders of thousands of forged items found those and no others.
 *
 * The common case, an item between two neighbours, is told without looking further.
 */
import * as Y from 'yjs'
import type { Steps } from './steps.ts'
import { indexOfUnit, isSameId } from './units.ts'
import type { Id, Struct } from './update-decoder.ts'

/** An item that is new, from its first unit that the board lacks. */
export interface FreshText {
  struct: Struct
  from: number
  end: number
}

/** Calls `found` with both origins of every item of a client that has units after `after`, up to `clock`. */
export type EachOrigin = (client: number, after: number, clock: number, found: (id: Id) => void) => void

/** Whether the new items of one text, in causal order, could each have been written where they say. */
export function isInOrder(
  doc: Y.Doc,
  name: string,
  fresh: readonly FreshText[],
  eachOrigin: EachOrigin,
  steps: Steps,
): boolean {
  const start = doc.share.get(name)?._start ?? null
  const [first, second] = fresh
  if (first && !second && isBetweenNeighbours(doc, start, first)) return true
  const order = new TextOrder(start, eachOrigin, steps)
  return fresh.every((it) => order.add(it))
}

const originOf = ({ struct, from }: FreshText): Id | null =>
  from > struct.clock ? { client: struct.client, clock: from - 1 } : struct.origin

function isBetweenNeighbours(doc: Y.Doc, start: Y.Item | null, fresh: FreshText): boolean {
  const left = originOf(fresh)
  const right = fresh.struct.rightOrigin
  if (left === null) return isSameId(start?.id ?? null, right)
  const item = Y.getItem(doc.store, left)
  if (!(item instanceof Y.Item)) return false
  const isInside = left.clock < item.id.clock + item.length - 1
  const next = isInside ? { client: left.client, clock: left.clock + 1 } : (item.right?.id ?? null)
  return isSameId(next, right)
}

interface Node {
  client: number
  clock: number
  length: number
  origin: Id | null
  rightOrigin: Id | null
  next: Node | null
}

/** The items of one text in a row, to put others between them; as long as Yjs would have them. */
class TextOrder {
  private first: Node | null = null
  /** Of each client, by clock. */
  private readonly byClient = new Map<number, Node[]>()
  /** What each author of new items had seen by then: of each client the last unit. */
  private readonly seen = new Map<number, Map<number, number>>()

  constructor(
    start: Y.Item | null,
    private readonly eachOrigin: EachOrigin,
    private readonly steps: Steps,
  ) {
    let last: Node | null = null
    for (let item = start; item !== null; item = item.right) {
      const { id, length, origin, rightOrigin } = item
      const { client, clock } = id
      const node: Node = { client, clock, length, origin, rightOrigin, next: null }
      if (last) last.next = node
      else this.first = node
      last = node
      this.nodesOf(client).push(node)
    }
    for (const nodes of this.byClient.values()) nodes.sort((a, b) => a.clock - b.clock)
  }

  /** Puts an item in where Yjs would; false where its author cannot have seen what it is between. */
  add(fresh: FreshText): boolean {
    const { struct, from, end } = fresh
    const origin = originOf(fresh)
    const { client, rightOrigin } = struct
    if (origin) this.cut(origin.client, origin.clock + 1)
    if (rightOrigin) this.cut(rightOrigin.client, rightOrigin.clock)
    const left = origin && this.holding(origin)
    const right = rightOrigin && this.holding(rightOrigin)
    const between: Node[] = []
    let at = left ? left.next : this.first
    for (; at !== null && at !== right; at = at.next) between.push(at)
    if (at !== right) return false
    this.steps.take(between.length)
    if (between.length > 0) {
      const own = from > 0 ? { client, clock: from - 1 } : null
      const seen = this.seenBy(client, [own, origin, rightOrigin])
      if (between.some((it) => it.clock <= (seen.get(it.client) ?? -1))) return false
    }
    const node: Node = { client, clock: from, length: end - from, origin, rightOrigin, next: null }
    this.putAfter(this.placeFor(node, left, between), node)
    return true
  }

  /** As `Item.integrate` of Yjs 13.6.33: after which of the items between its origins a new one stands. */
  private placeFor(node: Node, origin: Node | null, between: readonly Node[]): Node | null {
    let left = origin
    const passed = new Set<Node>()
    const rivals = new Set<Node>()
    for (const other of between) {
      passed.add(other)
      rivals.add(other)
      if (isSameId(node.origin, other.origin)) {
        if (other.client < node.client) {
          left = other
          rivals.clear()
        } else if (isSameId(node.rightOrigin, other.rightOrigin)) break
      } else {
        const before = other.origin && this.holding(other.origin)
        if (!before || !passed.has(before)) break
        if (!rivals.has(before)) {
          left = other
          rivals.clear()
        }
      }
    }
    return left
  }

  private putAfter(left: Node | null, node: Node): void {
    node.next = left ? left.next : this.first
    if (left) left.next = node
    else this.first = node
    const nodes = this.nodesOf(node.client)
    // What is new of a client comes after all it had.
    nodes.push(node)
  }

  /** What an author had seen who knew these, and all that is told of the author already. */
  private seenBy(author: number, ids: readonly (Id | null)[]): Map<number, number> {
    const seen = this.seen.get(author) ?? new Map<number, number>()
    this.seen.set(author, seen)
    const open = ids.filter((it) => it !== null)
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const { client, clock } = id
      const before = seen.get(client) ?? -1
      if (clock <= before) continue
      seen.set(client, clock)
      this.eachOrigin(client, before, clock, (it) => {
        if (it.clock > (seen.get(it.client) ?? -1)) open.push(it)
      })
    }
    return seen
  }

  private nodesOf(client: number): Node[] {
    let nodes = this.byClient.get(client)
    if (!nodes) {
      nodes = []
      this.byClient.set(client, nodes)
    }
    return nodes
  }

  private holding(id: Id): Node | null {
    const nodes = this.byClient.get(id.client) ?? []
    return nodes[indexOfUnit(nodes, id.clock)] ?? null
  }

  /** So that one item begins at this unit, where one goes over it. */
  private cut(client: number, clock: number): void {
    const nodes = this.byClient.get(client) ?? []
    const at = indexOfUnit(nodes, clock)
    const node = nodes[at]
    if (!node || node.clock === clock) return
    const kept = clock - node.clock
    const rest: Node = {
      client,
      clock,
      length: node.length - kept,
      origin: { client, clock: clock - 1 },
      rightOrigin: node.rightOrigin,
      next: node.next,
    }
    node.length = kept
    node.next = rest
    nodes.splice(at + 1, 0, rest)
  }
}
