/**
 * What a key of a map would hold once new items stood in it, without putting them there.
 *
 * Yjs keeps every item ever set under a key in one list; the last of it is the value. Where a new item
 * lands depends on what it was set after and, among rivals, on the client ids. That rule stands again in
 * `item-row.ts`; the differential fuzz holds it against Yjs. An item set in a map never names a
 * right neighbour, and the guard lets none through that does.
 */
import type * as Y from 'yjs'
import { ItemRow, type RowItem } from './item-row.ts'
import type { Steps } from './steps.ts'
import type { Id, Struct } from './update-decoder.ts'

interface Link extends RowItem<Link> {
  /** Absent where the item holds nothing any more. */
  value: { of: unknown } | null
  stored: boolean
}

export class KeyChain {
  private last: Link | null
  /** The whole list, made only once an item does not simply follow the last. */
  private row: ItemRow<Link> | null = null
  private readonly added: Link[] = []
  /** Every value that was put in. */
  readonly values: unknown[] = []

  constructor(
    private readonly head: Y.Item | undefined,
    private readonly steps: Steps,
  ) {
    this.last = head ? linkOf(head) : null
  }

  /** What the key holds now. */
  get before(): unknown {
    return this.head ? linkOf(this.head).value?.of : undefined
  }

  /** What it would hold. */
  get after(): unknown {
    return this.last?.value?.of
  }

  /** Whether the key would hold another item than now, or none, or one where there was none. */
  get changes(): boolean {
    const { last } = this
    if (last === null || last.stored) return last?.value === null && this.before !== undefined
    return last.value !== null || this.before !== undefined
  }

  /** Puts an item in; `from` is its first unit that the board does not know. */
  add(struct: Struct, from: number): void {
    const link: Link = {
      client: struct.client,
      clock: from,
      length: struct.clock + struct.length - from,
      origin: from > struct.clock ? { client: struct.client, clock: from - 1 } : struct.origin,
      value: struct.content === 'values' ? { of: struct.values.at(-1) } : null,
      stored: false,
      rightOrigin: null,
      next: null,
    }
    for (const value of struct.values.slice(from - struct.clock)) this.values.push(value)
    if (this.row === null && follows(link, this.last)) {
      this.added.push(link)
      this.last = link
      return
    }
    this.row ??= new ItemRow([...storedLinks(this.head), ...this.added])
    this.insert(this.row, link)
    this.last = this.row.last
  }

  private insert(row: ItemRow<Link>, link: Link): void {
    const { origin } = link
    if (origin) row.cut(origin.client, origin.clock + 1)
    const left = origin && row.holding(origin)
    row.put(link, left, this.counted(row.behind(left)))
  }

  private *counted(links: Iterable<Link>): Iterable<Link> {
    for (const link of links) {
      this.steps.take(1)
      yield link
    }
  }

  /** Deletes what holds this unit; the guard sees to it that nothing is deleted in part. */
  delete(client: number, clock: number): void {
    const { last } = this
    if (last !== null && holds(last, { client, clock })) last.value = null
  }
}

const follows = (link: Link, last: Link | null): boolean =>
  last === null
    ? link.origin === null
    : link.origin !== null &&
      link.origin.client === last.client &&
      link.origin.clock === last.clock + last.length - 1

function linkOf(item: Y.Item): Link {
  const values = item.deleted ? [] : item.content.getContent()
  return {
    client: item.id.client,
    clock: item.id.clock,
    length: item.length,
    origin: item.origin,
    value: values.length > 0 ? { of: values.at(-1) } : null,
    stored: true,
    rightOrigin: null,
    next: null,
  }
}

function storedLinks(head: Y.Item | undefined): Link[] {
  const links: Link[] = []
  for (let item: Y.Item | null = head ?? null; item !== null; item = item.left) links.push(linkOf(item))
  return links.reverse()
}

const holds = (link: Link, id: Id) =>
  link.client === id.client && link.clock <= id.clock && id.clock < link.clock + link.length
