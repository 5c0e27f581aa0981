/**
 * The bytes of one segment of a journal: how records are framed, and how good ones are told from bad.
 *
 * A segment is `DRjrnl1\n`, a header, then frames: u32 length, u32 CRC-32, and a body of u48 position,
 * u8 marks and the record. Each frame says its own position, so that what follows a bad stretch still
 * stands where it stood. It also says whether it begins a flush: a flush begins only once the one before
 * is on disk, so a hole in the last flush is one that a crash left, and any other was once whole.
 * Nothing here touches a file.
 */
import { crc32 } from 'node:zlib'
import * as z from 'zod/mini'
import type { Position } from '../contract.ts'

export const FORMAT = 1
const MAGIC = Buffer.from('DRjrnl1\n')
const FRAME_HEAD_BYTES = 8
const BODY_HEAD_BYTES = 7
/** A length above this is no length: a frame is one record, and an update is at most 4 MiB. */
const LONGEST_BODY_BYTES = 64 * 1024 * 1024
/** A position this far ahead of the last good one is no position. */
const WIDEST_GAP = 2 ** 24

export interface Unframed {
  position: Position
  /** Everything before it was on disk when it was written. */
  begins: boolean
  /** Another record of the same append follows: without it this one was never promised. */
  more: boolean
  encoded: Uint8Array
}

export interface Frame extends Unframed {
  start: number
}

const MORE = 1
const BEGINS = 2

/** A stretch that holds no good frame; `after` is the last good position before it, `until` the next. */
export interface Hole {
  start: number
  end: number
  after: Position
  /** Null where nothing good follows in this segment. */
  until: Position | null
}

export interface Scan {
  /** Null where it cannot be read; the frames still can. */
  header: { format: number; board: string; end: number } | null
  frames: Frame[]
  holes: Hole[]
}

const headerShape = z.object({ format: z.number(), board: z.string() })

export function segmentHeader(board: string): Uint8Array {
  const body = Buffer.from(JSON.stringify({ format: FORMAT, board }))
  const header = Buffer.allocUnsafe(MAGIC.length + FRAME_HEAD_BYTES + body.length)
  MAGIC.copy(header)
  header.writeUInt32BE(body.length, MAGIC.length)
  header.writeUInt32BE(crc32(body), MAGIC.length + 4)
  body.copy(header, MAGIC.length + FRAME_HEAD_BYTES)
  return header
}

/** One buffer for one write. */
export function framesOf(records: readonly Unframed[]): Buffer {
  let size = 0
  for (const { encoded } of records) size += FRAME_HEAD_BYTES + BODY_HEAD_BYTES + encoded.length
  const bytes = Buffer.allocUnsafe(size)
  let at = 0
  for (const { position, begins, more, encoded } of records) {
    const from = at + FRAME_HEAD_BYTES
    const end = from + BODY_HEAD_BYTES + encoded.length
    bytes.writeUInt32BE(end - from, at)
    bytes.writeUIntBE(position, from, 6)
    bytes[from + 6] = (more ? MORE : 0) | (begins ? BEGINS : 0)
    bytes.set(encoded, from + BODY_HEAD_BYTES)
    bytes.writeUInt32BE(crc32(bytes.subarray(from, end)), at + 4)
    at = end
  }
  return bytes
}

export const isTooLong = (encoded: Uint8Array): boolean =>
  encoded.length + BODY_HEAD_BYTES > LONGEST_BODY_BYTES

/**
 * Everything good in a segment whose records stand after `after`, and every stretch that is not. Where all
 * up to `spared` is known from elsewhere, the scan begins with that record if it can be found.
 */
export function scanSegment(bytes: Uint8Array, after: Position, spared: Position = after): Scan {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = readHeader(buffer)
  const scan: Scan = { header, frames: [], holes: [] }
  // A later version's frames are not ours to judge.
  if (header && header.format !== FORMAT) return scan

  let at = header?.end ?? 0
  let last = after
  const begin = header && spared > after ? startOf(buffer, header.end, after, spared) : null
  if (begin !== null) {
    at = begin
    last = spared - 1
  }
  while (at < buffer.length) {
    let start = at
    let frame = header || scan.frames.length > 0 ? frameAt(buffer, at, last) : null
    if (!frame) {
      frame = nextGood(buffer, at, last)
      start = frame?.start ?? buffer.length
      scan.holes.push({ start: at, end: start, after: last, until: frame?.position ?? null })
      if (!frame) break
    } else if (frame.position !== last + 1) {
      scan.holes.push({ start: at, end: at, after: last, until: frame.position })
    }
    scan.frames.push(frame)
    last = frame.position
    at = endOf(frame)
  }
  return scan
}

/**
 * Takes away what a crash left of the last flush, and answers where the good bytes end.
 *
 * What stands after a hole in that flush was not promised either. Positions up to `durable` were, by a
 * snapshot, so a hole among them is no crash's.
 */
export function dropUnfinished(scan: Scan, durable: Position): number {
  const { header, frames, holes } = scan
  const flush = frames.findLast((it) => it.begins)
  const isDurable = (flush ?? frames[0] ?? { position: Infinity }).position <= durable
  const from = isDurable ? Infinity : flush ? endOf(flush) : (header?.end ?? 1)
  const torn = holes.find((it) => it.start >= from || it.until === null)
  if (torn) {
    scan.holes = holes.filter((it) => it.start < torn.start)
    scan.frames = frames.filter((it) => it.start < torn.start)
  }
  let last = scan.frames.at(-1)
  while (last?.more && last.position > durable) {
    scan.frames.pop()
    last = scan.frames.at(-1)
  }
  return last ? endOf(last) : (header?.end ?? 0)
}

const endOf = ({ start, encoded }: Frame): number =>
  start + FRAME_HEAD_BYTES + BODY_HEAD_BYTES + encoded.length

function readHeader(bytes: Buffer): Scan['header'] {
  const from = MAGIC.length + FRAME_HEAD_BYTES
  if (bytes.length < from || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null
  const end = from + bytes.readUInt32BE(MAGIC.length)
  if (end > bytes.length) return null
  const body = bytes.subarray(from, end)
  if (crc32(body) !== bytes.readUInt32BE(MAGIC.length + 4)) return null
  const header = headerShape.safeParse(JSON.parse(body.toString()))
  return header.success ? { ...header.data, end } : null
}

/**
 * Where a record stands that is not the first, found by the lengths of those before it, which are not read.
 * Null where that does not lead to it: then something there is bad, and all of it has to be looked at.
 */
function startOf(bytes: Buffer, first: number, after: Position, wanted: Position): number | null {
  let at = first
  for (let position = after + 1; position < wanted; position += 1) {
    const from = at + FRAME_HEAD_BYTES
    if (from + BODY_HEAD_BYTES > bytes.length || bytes.readUIntBE(from, 6) !== position) return null
    at = from + bytes.readUInt32BE(at)
  }
  return frameAt(bytes, at, wanted - 1)?.position === wanted ? at : null
}

function frameAt(bytes: Buffer, at: number, last: Position): Frame | null {
  const from = at + FRAME_HEAD_BYTES
  if (from + BODY_HEAD_BYTES > bytes.length) return null
  const length = bytes.readUInt32BE(at)
  const end = from + length
  if (length <= BODY_HEAD_BYTES || length > LONGEST_BODY_BYTES || end > bytes.length) return null
  const position = bytes.readUIntBE(from, 6)
  if (position <= last || position > last + WIDEST_GAP) return null
  if (crc32(bytes.subarray(from, end)) !== bytes.readUInt32BE(at + 4)) return null
  const marks = bytes[from + 6] ?? 0
  return {
    position,
    begins: (marks & BEGINS) !== 0,
    more: (marks & MORE) !== 0,
    encoded: bytes.subarray(from + BODY_HEAD_BYTES, end),
    start: at,
  }
}

function nextGood(bytes: Buffer, bad: number, last: Position): Frame | null {
  // The length of a bad frame is mostly still right, and then nothing inside it is taken for a frame.
  if (bad + FRAME_HEAD_BYTES <= bytes.length) {
    const next = frameAt(bytes, bad + FRAME_HEAD_BYTES + bytes.readUInt32BE(bad), last)
    if (next) return next
  }
  for (let at = bad; at + FRAME_HEAD_BYTES + BODY_HEAD_BYTES < bytes.length; at++) {
    const next = frameAt(bytes, at, last)
    if (next) return next
  }
  return null
}
