/**
 * Reads a Yjs update (encoding version 1) from bytes nobody vouches for, in the few forms a board makes.
 *
 * Stricter than Yjs: one way to write each thing, so nothing here can be read differently when the bytes
 * are applied. A struct is an item of a string, of plain values or of something deleted; garbage and
 * gaps, nested types, formats, embeds and subdocuments are refused. Counts are held against the bytes
 * that are there before anything is made of them.
 */
import { LIMITS } from '../../shared/limits.ts'
import { Problem } from '../../shared/problem.ts'
import { ByteReader, Malformed } from './byte-reader.ts'

/** Which unit of which client: Yjs counts every value and every character a client makes. */
export interface Id {
  client: number
  clock: number
}

/** An item: `length` units of one client in a row, in one place. */
export interface Struct {
  client: number
  clock: number
  length: number
  origin: Id | null
  rightOrigin: Id | null
  /** Only where there is no origin on either side; otherwise the place is inherited. */
  root: string | null
  key: string | null
  content: 'deleted' | 'string' | 'values'
  text: string
  values: readonly unknown[]
}

/** The structs of one client, without gaps. */
export interface Block {
  client: number
  structs: Struct[]
  /** One past the last unit. */
  end: number
}

export interface DeletedRange {
  clock: number
  end: number
}

export interface DecodedUpdate {
  blocks: Block[]
  deletes: { client: number; ranges: DeletedRange[] }[]
}

/** Yjs draws client ids of 32 bits. */
const MAX_CLIENT = 2 ** 32 - 1
const MAX_CLOCK = 2 ** 31 - 1
/** A whole board and more; reading it must not stall the room. */
const MAX_STRUCTS = 60_000
const MAX_DEPTH = 8

const HAS_ORIGIN = 128
const HAS_RIGHT_ORIGIN = 64
const HAS_KEY = 32
const CONTENT_BITS = 31
const DELETED = 1
const STRING = 4
const ANY = 8

/** Well formed, but nothing a board holds. */
class Unfit extends Error {
  override name = 'Unfit'
}

export function decodeUpdate(bytes: Uint8Array): DecodedUpdate | Problem {
  if (bytes.length > LIMITS.updateBytes) return new Problem('too_large', 'update')
  const reader = new ByteReader(bytes)
  try {
    const update = { blocks: readBlocks(reader), deletes: readDeletes(reader) }
    reader.end()
    return update
  } catch (error) {
    if (error instanceof Malformed) return new Problem('frame_malformed', error.message)
    if (error instanceof Unfit) return new Problem('value_invalid', error.message)
    throw error
  }
}

function readBlocks(reader: ByteReader): Block[] {
  const blocks: Block[] = []
  const seen = new Set<number>()
  let structs = 0
  // A block is its count, client and clock, and a struct of four bytes at least.
  for (let left = reader.count(3); left > 0; left -= 1) {
    const count = reader.count(4)
    const client = reader.uint(MAX_CLIENT)
    let clock = reader.uint(MAX_CLOCK)
    // Yjs would silently let the second block of a client replace the first.
    if (seen.has(client)) throw new Malformed('a client twice')
    seen.add(client)
    structs += count
    if (structs > MAX_STRUCTS) throw new Unfit('too many changes at once')
    const block: Block = { client, structs: [], end: clock }
    for (let index = 0; index < count; index += 1) {
      const struct = readStruct(reader, client, clock)
      clock += struct.length
      if (clock > MAX_CLOCK) throw new Malformed('a clock out of range')
      block.structs.push(struct)
    }
    block.end = clock
    blocks.push(block)
  }
  return blocks
}

function readStruct(reader: ByteReader, client: number, clock: number): Struct {
  const info = reader.byte()
  const kind = info & CONTENT_BITS
  if (kind !== ANY && kind !== STRING && kind !== DELETED) throw new Unfit(`content of kind ${kind}`)
  const origin = (info & HAS_ORIGIN) !== 0 ? readId(reader) : null
  const rightOrigin = (info & HAS_RIGHT_ORIGIN) !== 0 ? readId(reader) : null
  let root: string | null = null
  let key: string | null = null
  if (origin === null && rightOrigin === null) {
    const named = reader.uint(1)
    if (named === 0) throw new Unfit('something inside a nested type')
    root = reader.string()
    if ((info & HAS_KEY) !== 0) key = reader.string()
  }
  const struct: Struct = {
    client,
    clock,
    length: 0,
    origin,
    rightOrigin,
    root,
    key,
    content: 'deleted',
    text: '',
    values: [],
  }
  if (kind === ANY) {
    struct.content = 'values'
    struct.values = readValues(reader)
    struct.length = struct.values.length
  } else if (kind === STRING) {
    struct.content = 'string'
    struct.text = reader.string()
    struct.length = struct.text.length
  } else {
    struct.length = reader.uint(MAX_CLOCK)
  }
  if (struct.length === 0) throw new Malformed('an empty item')
  return struct
}

const readId = (reader: ByteReader): Id => ({
  client: reader.uint(MAX_CLIENT),
  clock: reader.uint(MAX_CLOCK),
})

function readValues(reader: ByteReader): unknown[] {
  const values: unknown[] = []
  for (let left = reader.count(1); left > 0; left -= 1) values.push(readValue(reader, MAX_DEPTH))
  return values
}

/** What lib0 calls any, without `undefined`, BigInt and bytes, and without names that poison an object. */
function readValue(reader: ByteReader, depth: number): unknown {
  if (depth === 0) throw new Unfit('nested too deep')
  const kind = reader.byte()
  switch (kind) {
    case 126:
      return null
    case 125:
      return reader.int()
    case 124:
      return reader.float32()
    case 123:
      return reader.float64()
    case 121:
      return false
    case 120:
      return true
    case 119:
      return reader.string()
    case 118: {
      const object: Record<string, unknown> = {}
      for (let left = reader.count(2); left > 0; left -= 1) {
        const name = reader.string()
        if (isPoisonous(name)) throw new Unfit('a name that is no data')
        object[name] = readValue(reader, depth - 1)
      }
      return object
    }
    case 117: {
      const list: unknown[] = []
      for (let left = reader.count(1); left > 0; left -= 1) list.push(readValue(reader, depth - 1))
      return list
    }
    case 127:
    case 122:
    case 116:
      throw new Unfit('only plain data can be kept')
    default:
      throw new Malformed('a value of no kind')
  }
}

/** Names that mean something to every JavaScript object, and would do so again in an export. */
const isPoisonous = (name: string): boolean =>
  name === '__proto__' || name === 'constructor' || name === 'prototype'

/** Ranges of a client ascend and do not overlap, as Yjs always writes them: so none is looked at twice. */
function readDeletes(reader: ByteReader): DecodedUpdate['deletes'] {
  const deletes: DecodedUpdate['deletes'] = []
  const seen = new Set<number>()
  for (let left = reader.count(2); left > 0; left -= 1) {
    const client = reader.uint(MAX_CLIENT)
    if (seen.has(client)) throw new Malformed('a client twice')
    seen.add(client)
    const ranges: DeletedRange[] = []
    let last = 0
    for (let more = reader.count(2); more > 0; more -= 1) {
      const clock = reader.uint(MAX_CLOCK)
      const end = clock + reader.uint(MAX_CLOCK)
      if (clock < last || end <= clock || end > MAX_CLOCK) throw new Malformed('deleted ranges out of order')
      last = end
      ranges.push({ clock, end })
    }
    deletes.push({ client, ranges })
  }
  return deletes
}
