/**
 * A journal record as bytes, and back.
 *
 * The first byte says the form: an update is kept as the bytes it is, everything else as JSON, and a
 * record whose content was dropped as that one byte. Bytes that this version cannot read (a form of a
 * later one) are never an error: they stay where they are and are passed over.
 */
import type { JournalRecord } from './contract.ts'

const DROPPED_FORM = 0
const UPDATE_FORM = 1
const JSON_FORM = 2
/** In UTF-8 that one byte. */
const JSON_SIGN = String.fromCharCode(JSON_FORM)

const UPDATE_HEAD_BYTES = 10

/** What stands at a position whose content was erased. */
export const DROPPED = Uint8Array.of(DROPPED_FORM)

export function encodeRecord(record: JournalRecord): Uint8Array {
  return record.type === 'update' ? encodeUpdate(record) : encodeJson(record)
}

function encodeUpdate({ at, by, bytes }: Extract<JournalRecord, { type: 'update' }>): Uint8Array {
  const signature = Buffer.from(by)
  if (signature.length > 255) throw new RangeError('a participant id of more than 255 bytes')
  const encoded = Buffer.allocUnsafe(UPDATE_HEAD_BYTES + signature.length + bytes.length)
  encoded[0] = UPDATE_FORM
  encoded.writeDoubleBE(at, 1)
  encoded[9] = signature.length
  encoded.set(signature, UPDATE_HEAD_BYTES)
  encoded.set(bytes, UPDATE_HEAD_BYTES + signature.length)
  return encoded
}

function encodeJson(record: JournalRecord): Uint8Array {
  return Buffer.from(`${JSON_SIGN}${JSON.stringify(record)}`)
}

/** Null where the content was dropped, or cannot be read by this version. */
export function decodeRecord(encoded: Uint8Array): JournalRecord | null {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength)
  if (bytes[0] === UPDATE_FORM) return decodeUpdate(bytes)
  if (bytes[0] === JSON_FORM) return decodeJson(bytes)
  return null
}

export const isDropped = (encoded: Uint8Array): boolean => encoded[0] === DROPPED_FORM

function decodeUpdate(bytes: Buffer): JournalRecord | null {
  if (bytes.length < UPDATE_HEAD_BYTES) return null
  const from = UPDATE_HEAD_BYTES + (bytes[9] ?? 0)
  if (bytes.length < from) return null
  return {
    type: 'update',
    at: bytes.readDoubleBE(1),
    by: bytes.toString('utf8', UPDATE_HEAD_BYTES, from),
    // A plain copy: a view would keep a whole segment in memory for the sake of one record.
    bytes: new Uint8Array(bytes.subarray(from)),
  }
}

function decodeJson(bytes: Buffer): JournalRecord | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8', 1))
    return isSigned(value) ? (value as JournalRecord) : null
  } catch {
    return null
  }
}

const isSigned = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  'at' in value &&
  typeof value.at === 'number' &&
  'by' in value &&
  typeof value.by === 'string'
