/**
 * One move as the bytes a browser would send for it, without a document behind every person.
 *
 * A move is one `placements.set`: a struct that overwrites the key's item, and the deletion of that item.
 * A document per person would cost the load more than either server costs; that these bytes mean what they
 * should is proved at the end of every run, when all copies must be equal.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Placement } from '../../../shared/board.ts'
import { FRAME, SYNC } from '../../../shared/wire.ts'

export interface ItemId {
  client: number
  clock: number
}

const CONTENT_ANY = 8
const HAS_ORIGIN = 0x80
const HAS_KEY = 0x20

export function moveUpdate(
  own: ItemId,
  statement: string,
  overwritten: ItemId | null,
  placement: Placement,
): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint(encoder, own.client)
  encoding.writeVarUint(encoder, own.clock)
  encoding.writeUint8(encoder, CONTENT_ANY | HAS_KEY | (overwritten ? HAS_ORIGIN : 0))
  if (overwritten) {
    encoding.writeVarUint(encoder, overwritten.client)
    encoding.writeVarUint(encoder, overwritten.clock)
  } else {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, 'placements')
    encoding.writeVarString(encoder, statement)
  }
  encoding.writeVarUint(encoder, 1)
  encoding.writeAny(encoder, { column: placement.column, order: placement.order })
  encoding.writeVarUint(encoder, overwritten ? 1 : 0)
  if (overwritten) {
    encoding.writeVarUint(encoder, overwritten.client)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, overwritten.clock)
    encoding.writeVarUint(encoder, 1)
  }
  return encoding.toUint8Array(encoder)
}

export const updateFrame = (update: Uint8Array): Uint8Array => syncFrame(SYNC.update, update)

export function syncFrame(step: number, body: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, FRAME.sync)
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, body)
  return encoding.toUint8Array(encoder)
}

/** An update that says nothing, and the state vector of an empty document. */
export const EMPTY_UPDATE = Uint8Array.of(0, 0)
export const EMPTY_STATE = Uint8Array.of(0)

/** Where somebody is, as an awareness frame of one state. */
export function presenceFrame(own: ItemId, state: unknown): Uint8Array {
  const entry = encoding.createEncoder()
  encoding.writeVarUint(entry, 1)
  encoding.writeVarUint(entry, own.client)
  encoding.writeVarUint(entry, own.clock)
  encoding.writeVarString(entry, JSON.stringify(state))
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, FRAME.awareness)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(entry))
  return encoding.toUint8Array(encoder)
}

/** The states in an awareness frame, and whose they are. */
export function presenceIn(frame: Uint8Array): { client: number; state: unknown }[] {
  const decoder = decoding.createDecoder(frame)
  if (decoding.readVarUint(decoder) !== FRAME.awareness) return []
  const entries = decoding.createDecoder(decoding.readVarUint8Array(decoder))
  return Array.from({ length: decoding.readVarUint(entries) }, () => {
    const client = decoding.readVarUint(entries)
    decoding.readVarUint(entries)
    return { client, state: JSON.parse(decoding.readVarString(entries)) as unknown }
  })
}
