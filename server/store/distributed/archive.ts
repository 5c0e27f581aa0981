/**
 * Records that have left the stream: compressed, many to a chunk, named by their positions.
 */
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { Position } from '../contract.ts'

const pack = promisify(deflateRaw)
const unpack = promisify(inflateRaw)

export const CHUNK_RECORDS = 1_000
const LENGTH_BYTES = 4

export interface ChunkName {
  first: Position
  last: Position
}

export const chunkName = ({ first, last }: ChunkName): string => `${first}-${last}`

export function parseChunkName(name: string): ChunkName {
  const [first, last] = name.split('-').map(Number)
  return { first: first ?? 0, last: last ?? 0 }
}

export async function packChunk(records: readonly Uint8Array[]): Promise<Buffer> {
  const parts = records.flatMap((it) => {
    const length = Buffer.allocUnsafe(LENGTH_BYTES)
    length.writeUInt32BE(it.length)
    return [length, it]
  })
  return pack(Buffer.concat(parts))
}

export async function unpackChunk(chunk: Uint8Array): Promise<Buffer[]> {
  const bytes = await unpack(chunk)
  const records: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const from = at + LENGTH_BYTES
    at = from + bytes.readUInt32BE(at)
    records.push(bytes.subarray(from, at))
  }
  return records
}
