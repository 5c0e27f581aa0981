/**
 * The socket's frames as bytes, and back.
 *
 * What comes in is read within its bounds and never throws; what goes out to many is made once.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Problem } from '../../shared/problem.ts'
import { FRAME, type PersonCard, type RefusedFrame, SYNC } from '../../shared/wire.ts'
import { ByteReader, Malformed } from './byte-reader.ts'

export type Incoming =
  | { kind: 'step1'; stateVector: Uint8Array }
  | { kind: 'step2' | 'update'; update: Uint8Array }
  | { kind: 'awareness'; entries: Uint8Array }
  | { kind: 'queryAwareness' }

const MAX_CLIENT = 2 ** 32 - 1

export function decodeFrame(bytes: Uint8Array): Incoming | Problem {
  const reader = new ByteReader(bytes)
  try {
    const frame = readFrame(reader)
    reader.end()
    return frame
  } catch (error) {
    if (error instanceof Malformed) return new Problem('frame_malformed', error.message)
    throw error
  }
}

function readFrame(reader: ByteReader): Incoming {
  switch (reader.uint(255)) {
    case FRAME.sync:
      switch (reader.uint(255)) {
        case SYNC.step1:
          return { kind: 'step1', stateVector: reader.block() }
        case SYNC.step2:
          return { kind: 'step2', update: reader.block() }
        case SYNC.update:
          return { kind: 'update', update: reader.block() }
        default:
          throw new Malformed('a sync message of no kind')
      }
    case FRAME.awareness:
      return { kind: 'awareness', entries: reader.block() }
    case FRAME.queryAwareness:
      return { kind: 'queryAwareness' }
    default:
      throw new Malformed('a frame of no kind')
  }
}

/** What a copy has of each client; null where the bytes do not say. */
export function decodeStateVector(bytes: Uint8Array): Map<number, number> | null {
  const reader = new ByteReader(bytes)
  const clocks = new Map<number, number>()
  try {
    for (let left = reader.count(2); left > 0; left -= 1) {
      clocks.set(reader.uint(MAX_CLIENT), reader.uint(Number.MAX_SAFE_INTEGER))
    }
    reader.end()
    return clocks
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

function frame(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

const syncFrame = (kind: number, payload: Uint8Array) =>
  frame((it) => {
    encoding.writeVarUint(it, FRAME.sync)
    encoding.writeVarUint(it, kind)
    encoding.writeVarUint8Array(it, payload)
  })

const textFrame = (type: number, value: unknown) =>
  frame((it) => {
    encoding.writeVarUint(it, type)
    encoding.writeVarString(it, JSON.stringify(value))
  })

/** Asks for what the other side has and this document lacks. */
export const step1Frame = (doc: Y.Doc): Uint8Array => syncFrame(SYNC.step1, Y.encodeStateVector(doc))

/** Everything a copy lacks that has what its state vector says. */
export const step2Frame = (doc: Y.Doc, stateVector: Uint8Array): Uint8Array =>
  syncFrame(SYNC.step2, Y.encodeStateAsUpdate(doc, stateVector))

/** An update in pieces as the answer to a copy that lacks it. The frame ends in it: one stretch of memory is both. */
export function wholeFrame(pieces: readonly Uint8Array[]): { whole: Uint8Array; frame: Uint8Array } {
  const length = pieces.reduce((sum, it) => sum + it.length, 0)
  const head = frame((it) => {
    encoding.writeVarUint(it, FRAME.sync)
    encoding.writeVarUint(it, SYNC.step2)
    encoding.writeVarUint(it, length)
  })
  const bytes = behind(head, pieces, length)
  return { frame: bytes, whole: bytes.subarray(head.length) }
}

export const updateFrame = (updates: readonly Uint8Array[]): Uint8Array =>
  syncFrame(SYNC.update, updates.length === 1 ? (updates[0] as Uint8Array) : Y.mergeUpdates([...updates]))

export const savedFrame = (count: number): Uint8Array =>
  frame((it) => {
    encoding.writeVarUint(it, FRAME.saved)
    encoding.writeVarUint(it, count)
  })

export const keepingFrame = (isKeeping: boolean): Uint8Array =>
  Uint8Array.of(FRAME.keeping, isKeeping ? 1 : 0)

export const refusedFrame = (refused: RefusedFrame): Uint8Array => textFrame(FRAME.refused, refused)

export const peopleFrame = (people: readonly PersonCard[]): Uint8Array => textFrame(FRAME.people, people)

/** Somebody's presence as it stands in an awareness frame. */
export const presenceEntry = (client: number, clock: number, state: unknown): Uint8Array =>
  frame((it) => {
    encoding.writeVarUint(it, client)
    encoding.writeVarUint(it, clock)
    encoding.writeVarString(it, JSON.stringify(state))
  })

/**
 * Everybody's entries as one frame; `parts` may hold several entries each, `count` in all. Put together
 * by size, for a frame is made for every listener ten times a second.
 */
export function awarenessFrame(parts: readonly Uint8Array[], count = parts.length): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const head = frame((it) => {
    encoding.writeVarUint(it, FRAME.awareness)
    encoding.writeVarUint(it, length + varUintLength(count))
    encoding.writeVarUint(it, count)
  })
  return behind(head, parts, length)
}

function behind(head: Uint8Array, parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(head.length + length)
  bytes.set(head)
  let at = head.length
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function varUintLength(value: number): number {
  let length = 1
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) length += 1
  return length
}

/** Keeps a provider connected that has heard nothing for a while. */
export const KEEP_ALIVE_FRAME = awarenessFrame([])
