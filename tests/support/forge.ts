/**
 * Yjs updates written by hand, byte by byte, for what no Yjs client would send.
 */
import * as encoding from 'lib0/encoding'
import type { Id } from '../../server/sync/update-decoder.ts'

export interface ForgedItem {
  origin?: Id
  right?: Id
  root?: string
  key?: string
  /** Instead of a named root: inside an item that would have to be a type. */
  parent?: Id
  /** One of these says what the item holds. */
  values?: readonly unknown[]
  text?: string
  deleted?: number
  gc?: number
  skip?: number
  /** Any other content: its number and its bytes. */
  other?: { kind: number; bytes: readonly number[] }
  /** More bits of the info byte. */
  bits?: number
}

export interface ForgedBlock {
  client: number
  clock: number
  items: readonly ForgedItem[]
  /** How many items it says it has, where that is a lie. */
  count?: number
}

export type ForgedDeletes = readonly { client: number; ranges: readonly (readonly [number, number])[] }[]

export function forge(blocks: readonly ForgedBlock[], deletes: ForgedDeletes = []): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, blocks.length)
  for (const { client, clock, items, count = items.length } of blocks) {
    encoding.writeVarUint(encoder, count)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    for (const item of items) writeItem(encoder, item)
  }
  encoding.writeVarUint(encoder, deletes.length)
  for (const { client, ranges } of deletes) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges.length)
    for (const [clock, length] of ranges) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, length)
    }
  }
  return encoding.toUint8Array(encoder)
}

function writeItem(encoder: encoding.Encoder, item: ForgedItem): void {
  const { origin, right, root, key, parent } = item
  encoding.writeUint8(
    encoder,
    kindOf(item) | (origin ? 128 : 0) | (right ? 64 : 0) | (key === undefined ? 0 : 32) | (item.bits ?? 0),
  )
  if (item.gc !== undefined || item.skip !== undefined) {
    encoding.writeVarUint(encoder, item.gc ?? item.skip ?? 0)
    return
  }
  for (const id of [origin, right]) if (id) writeId(encoder, id)
  if (!origin && !right) {
    encoding.writeVarUint(encoder, parent ? 0 : 1)
    if (parent) writeId(encoder, parent)
    else encoding.writeVarString(encoder, root ?? 'placements')
    if (key !== undefined) encoding.writeVarString(encoder, key)
  }
  writeContent(encoder, item)
}

function kindOf({ values, text, deleted, gc, skip, other }: ForgedItem): number {
  if (values) return 8
  if (text !== undefined) return 4
  if (deleted !== undefined) return 1
  if (gc !== undefined) return 0
  if (skip !== undefined) return 10
  return other?.kind ?? 8
}

function writeContent(encoder: encoding.Encoder, { values, text, deleted, other }: ForgedItem): void {
  if (values) {
    encoding.writeVarUint(encoder, values.length)
    for (const value of values) encoding.writeAny(encoder, value as never)
  } else if (text !== undefined) {
    encoding.writeVarString(encoder, text)
  } else if (deleted !== undefined) {
    encoding.writeVarUint(encoder, deleted)
  } else {
    for (const byte of other?.bytes ?? []) encoding.writeUint8(encoder, byte)
  }
}

function writeId(encoder: encoding.Encoder, { client, clock }: Id): void {
  encoding.writeVarUint(encoder, client)
  encoding.writeVarUint(encoder, clock)
}

/** The id of the item that holds a key now. */
export function idOf(
  doc: { getMap(name: string): { _map: Map<string, { id: Id; length: number }> } },
  root: string,
  key: string,
): Id {
  const item = doc.getMap(root)._map.get(key)
  if (!item) throw new Error(`nothing under ${root}/${key}`)
  return { client: item.id.client, clock: item.id.clock + item.length - 1 }
}
