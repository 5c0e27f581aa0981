/**
 * What a key of a map would hold once new items stood in it, without putting them there.
 *
 * Yjs keeps every item ever set under a key in one list; the last of it is the value. Where a new item
 * lands depends on what it was set after and, among rivals, on the client ids. This is that rule again,
 * on a list of its own; the differential fuzz holds it against Yjs. An item set in a map never names a
 * right neighbour, and the guard lets none through that does.
 */
import type * as Y from 'yjs'
import type { Steps } from './steps.ts'
import { indexOfUnit, isSameId } from './units.ts'
import type { Id, Struct } from './update-decoder.ts'

interface Link {
  client: number
  clock: number
  length: number
  origin: Id | null
  /** Absent where the item holds nothing any more. */
  value: { of: unknown } | null
  stored: boolean
  next: Link | null
}

export class KeyChain {
  private last: Link | null
  /** The whole list, made only once an item does not simply follow the last. */
  private list: LinkList | null = null
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
      next: null,
    }
    for (const value of struct.values.slice(from - struct.clock)) this.values.push(value)
    if (this.list === null && follows(link, this.last)) {
      this.added.push(link)
      this.last = link
      return
    }
    this.list ??= new LinkList([...storedLinks(this.head), ...this.added], this.steps)
    this.list.insert(link)
    this.last = this.list.last
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
    next: null,
  }
}

function storedLinks(head: Y.Item | undefined): Link[] {
  const links: Link[] = []
  for (let item: Y.Item | null = head ?? null; item !== null; item = item.left) links.push(linkOf(item))
  return links.reverse()
}

/** Every item of a key in a row, found by its id without looking at the others. */
class LinkList {
  last: Link | null = null
  private first: Link | null = null
  /** Of each client, by clock. */
  private readonly byClient = new Map<number, Link[]>()

  constructor(
    links: readonly Link[],
    private readonly steps: Steps,
  ) {
    for (const link of links) this.putAfter(this.last, link)
    for (const own of this.byClient.values()) own.sort((a, b) => a.clock - b.clock)
  }

  /** As `Item.integrate` of Yjs 13.6.33 places an item that was set at the end of the list. */
  insert(link: Link): void {
    let left = link.origin && this.cutAfter(link.origin)
    const passed = new Set<Link>()
    const rivals = new Set<Link>()
    for (let other = left ? left.next : this.first; other !== null; other = other.next) {
      this.steps.take(1)
      passed.add(other)
      rivals.add(other)
      if (isSameId(link.origin, other.origin)) {
        if (other.client >= link.client) break
        left = other
        rivals.clear()
      } else {
        const before = other.origin && this.holding(other.origin)
        if (!before || !passed.has(before)) break
        if (!rivals.has(before)) {
          left = other
          rivals.clear()
        }
      }
    }
    this.putAfter(left, link)
  }

  private putAfter(left: Link | null, link: Link): void {
    link.next = left ? left.next : this.first
    if (left) left.next = link
    else this.first = link
    if (link.next === null) this.last = link
    const own = this.byClient.get(link.client)
    // What is new of a client comes after all it had.
    if (own) own.push(link)
    else this.byClient.set(link.client, [link])
  }

  /** The item that has this unit last; one that goes on is cut in two, as Yjs does. */
  private cutAfter(id: Id): Link | null {
    const own = this.byClient.get(id.client) ?? []
    const at = indexOfUnit(own, id.clock)
    const link = own[at]
    if (!link) return null
    const length = id.clock + 1 - link.clock
    if (length === link.length) return link
    const origin = { client: id.client, clock: id.clock }
    const rest: Link = { ...link, clock: id.clock + 1, length: link.length - length, origin }
    link.length = length
    link.next = rest
    if (rest.next === null) this.last = rest
    own.splice(at + 1, 0, rest)
    return link
  }

  private holding(id: Id): Link | null {
    const own = this.byClient.get(id.client) ?? []
    return own[indexOfUnit(own, id.clock)] ?? null
  }
}

const holds = (link: Link, id: Id) =>
  link.client === id.client && link.clock <= id.clock && id.clock < link.clock + link.length
