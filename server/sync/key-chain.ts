/**
 * What a key of a map would hold once new items stood in it, without putting them there.
 *
 * Yjs keeps every item ever set under a key in one list; the last of it is the value. Where a new item
 * lands depends on what it was set after and, among rivals, on the client ids. This is that rule again,
 * on a list of its own; the differential fuzz holds it against Yjs. An item set in a map never names a
 * right neighbour, and the guard lets none through that does.
 */
import type * as Y from 'yjs'
import type { Id, Struct } from './update-decoder.ts'

interface Link {
  client: number
  clock: number
  length: number
  origin: Id | null
  /** Absent where the item holds nothing any more. */
  value: { of: unknown } | null
  stored: boolean
}

export class KeyChain {
  private last: Link | null
  /** The whole list, made only once an item does not simply follow the last. */
  private links: Link[] | null = null
  private readonly added: Link[] = []
  /** Every value that was put in. */
  readonly values: unknown[] = []

  constructor(private readonly head: Y.Item | undefined) {
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
    }
    for (const value of struct.values.slice(from - struct.clock)) this.values.push(value)
    if (this.links === null && follows(link, this.last)) {
      this.added.push(link)
      this.last = link
      return
    }
    this.links ??= [...storedLinks(this.head), ...this.added]
    insert(this.links, link)
    this.last = this.links.at(-1) ?? null
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
  }
}

function storedLinks(head: Y.Item | undefined): Link[] {
  const links: Link[] = []
  for (let item: Y.Item | null = head ?? null; item !== null; item = item.left) links.push(linkOf(item))
  return links.reverse()
}

/** As `Item.integrate` of Yjs 13.6.33 places an item that was set at the end of the list. */
function insert(links: Link[], link: Link): void {
  let left = link.origin === null ? -1 : cutAfter(links, link.origin)
  const passed = new Set<Link>()
  const rivals = new Set<Link>()
  for (let at = left + 1; at < links.length; at += 1) {
    const other = links[at] as Link
    passed.add(other)
    rivals.add(other)
    if (sameId(link.origin, other.origin)) {
      if (other.client >= link.client) break
      left = at
      rivals.clear()
    } else {
      const { origin } = other
      const before = origin && links.find((it) => holds(it, origin))
      if (!before || !passed.has(before)) break
      if (!rivals.has(before)) {
        left = at
        rivals.clear()
      }
    }
  }
  links.splice(left + 1, 0, link)
}

const sameId = (a: Id | null, b: Id | null) =>
  a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock)

const holds = (link: Link, id: Id) =>
  link.client === id.client && link.clock <= id.clock && id.clock < link.clock + link.length

/** Where the item ends that has this unit last; an item that goes on is cut in two, as Yjs does. */
function cutAfter(links: Link[], id: Id): number {
  const at = links.findIndex((it) => holds(it, id))
  const link = links[at]
  if (link && id.clock < link.clock + link.length - 1) {
    const length = id.clock - link.clock + 1
    links.splice(at + 1, 0, {
      ...link,
      clock: id.clock + 1,
      length: link.length - length,
      origin: { client: id.client, clock: id.clock },
    })
    link.length = length
  }
  return at
}
