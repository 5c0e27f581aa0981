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
import { ItemRow, type RowItem } from './item-row.ts'
import type { Steps } from './steps.ts'
import { isSameId } from './units.ts'
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

interface Node extends RowItem<Node> {}

function* nodesFrom(start: Y.Item | null): Iterable<Node> {
  for (let item = start; item !== null; item = item.right) {
    const { id, length, origin, rightOrigin } = item
    yield { client: id.client, clock: id.clock, length, origin, rightOrigin, next: null }
  }
}

/** The items of one text in a row, to put others between them; as long as Yjs would have them. */
class TextOrder {
  private readonly row: ItemRow<Node>
  /** What each author of new items had seen by then: of each client the last unit. */
  private readonly seen = new Map<number, Map<number, number>>()

  constructor(
    start: Y.Item | null,
    private readonly eachOrigin: EachOrigin,
    private readonly steps: Steps,
  ) {
    this.row = new ItemRow(nodesFrom(start))
  }

  /** Puts an item in where Yjs would; false where its author cannot have seen what it is between. */
  add(fresh: FreshText): boolean {
    const { struct, from, end } = fresh
    const origin = originOf(fresh)
    const { client, rightOrigin } = struct
    if (origin) this.row.cut(origin.client, origin.clock + 1)
    if (rightOrigin) this.row.cut(rightOrigin.client, rightOrigin.clock)
    const left = origin && this.row.holding(origin)
    const right = rightOrigin && this.row.holding(rightOrigin)
    const between: Node[] = []
    let isClosed = right === null
    for (const node of this.row.behind(left)) {
      isClosed ||= node === right
      if (node === right) break
      between.push(node)
    }
    if (!isClosed) return false
    this.steps.take(between.length)
    if (between.length > 0) {
      const own = from > 0 ? { client, clock: from - 1 } : null
      const seen = this.seenBy(client, [own, origin, rightOrigin])
      if (between.some((it) => it.clock <= (seen.get(it.client) ?? -1))) return false
    }
    const node: Node = { client, clock: from, length: end - from, origin, rightOrigin, next: null }
    this.row.put(node, left, between)
    return true
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
}
