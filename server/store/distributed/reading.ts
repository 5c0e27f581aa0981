/**
 * Reads a board's records out of Redis: what is recent from the stream, the rest from the archive.
 */
import type { Position } from '../contract.ts'
import { DROPPED } from '../records.ts'
import { chunkName, parseChunkName, unpackChunk } from './archive.ts'
import type { BoardKeys } from './keys.ts'
import type { RedisLink } from './link.ts'

const READ_AT_ONCE = 500

export interface Encoded {
  position: Position
  encoded: Uint8Array
}

export interface Reading {
  /** What comes after one position, up to another; what is trimmed from the stream meanwhile is in the archive. */
  between(after: Position, end: Position): AsyncIterable<Encoded>
  /** From the stream alone, and only so many. */
  recent(from: Position, to: Position, count?: number): Promise<Encoded[]>
}

export function openReading(link: RedisLink, keys: BoardKeys): Reading {
  const recent: Reading['recent'] = async (from, to, count = READ_AT_ONCE) => {
    const answer = await link.call('XRANGE', keys.log, `${from}-0`, `${to}-0`, 'COUNT', count)
    return (answer as [id: Uint8Array, fields: Uint8Array[]][]).map(([id, [, encoded]]) => ({
      position: Number.parseInt(String(id), 10),
      encoded: encoded ?? DROPPED,
    }))
  }

  /** The chunk that a position is in. */
  const archived = async (position: Position): Promise<Encoded[]> => {
    const names = (await link.call('HKEYS', keys.archive)) as Uint8Array[]
    const chunk = names
      .map((it) => parseChunkName(String(it)))
      .filter((it) => it.last >= position)
      .sort((a, b) => a.first - b.first)[0]
    if (!chunk) return []
    const packed = (await link.call('HGET', keys.archive, chunkName(chunk))) as Uint8Array
    const records = await unpackChunk(packed)
    return records.map((encoded, at) => ({ position: chunk.first + at, encoded }))
  }

  return {
    recent,
    async *between(after, end) {
      for (let next = after + 1; next <= end; ) {
        const some = await recent(next, end)
        const first = some[0]?.position ?? end + 1
        if (first > next) {
          const older = await archived(next)
          if (older.length > 0) {
            for (const it of older) if (it.position >= next && it.position <= end) yield it
            next = (older.at(-1)?.position ?? next) + 1
            continue
          }
        }
        if (some.length === 0) return
        yield* some
        next = (some.at(-1)?.position ?? end) + 1
      }
    },
  }
}
