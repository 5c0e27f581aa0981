/**
 * A small JSON file that is never half there: temp, sync, rename, sync of the folder.
 *
 * It carries its own checksum, and the generation before it is kept beside it. A newest file that is
 * empty, torn or wrong is said, set aside at the next write, and the previous one is read instead.
 */
import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import * as z from 'zod/mini'
import type { StoreLog } from '../store-log.ts'
import { type Disk, inFolder, writeWhole } from './disk.ts'

const FORMAT = 1
const envelopeShape = z.object({ format: z.literal(FORMAT), sha256: z.string(), data: z.unknown() })

/** Every generation of the file is unreadable. */
export class FileDamaged extends Error {
  override name = 'FileDamaged'
}

export interface DurableFile {
  /** Null where there is no file; throws `FileDamaged` where there is none that can be read. */
  read<T>(parse: (data: unknown) => T): Promise<T | null>
  /** With `forget`, nothing of earlier generations stays on the disk. */
  write(data: unknown, options?: { forget?: boolean }): Promise<void>
}

export function durableFile(disk: Disk, path: string, log: StoreLog): DurableFile {
  const previous = `${path}.previous`
  const bad = `${path}.bad`
  let newest: 'absent' | 'good' | 'bad' = 'absent'

  return {
    async read(parse) {
      const [current, before] = [await disk.read(path), await disk.read(previous)]
      const fresh = current && parsed(current, parse)
      newest = current === null ? 'absent' : fresh ? 'good' : 'bad'
      if (fresh) return fresh.data
      const older = before && parsed(before, parse)
      if (older) {
        log.error({ path, newest }, 'the newest generation of a file cannot be read; the one before is used')
        return older.data
      }
      if (current ?? before) throw new FileDamaged(`${path} is damaged, and so is the generation before it`)
      return null
    },

    async write(data, { forget = false } = {}) {
      const fresh = `${path}.new`
      await inFolder(disk, dirname(path), async () => {
        try {
          await writeWhole(disk, fresh, encode(data))
        } catch (error) {
          await disk.remove(fresh).catch(() => {})
          throw error
        }
        if (forget) {
          await disk.remove(previous)
          await disk.remove(bad)
        } else if (newest !== 'absent') {
          // A bad one must not take the place of the good one before it.
          await disk.rename(path, newest === 'good' ? previous : bad)
          newest = 'absent'
        }
        await disk.rename(fresh, path)
        newest = 'good'
      })
    },
  }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

function encode(data: unknown): Uint8Array {
  const text = JSON.stringify(data)
  return Buffer.from(`{"format":${FORMAT},"sha256":"${hashOf(text)}","data":${text}}\n`)
}

function parsed<T>(bytes: Uint8Array, parse: (data: unknown) => T): { data: T } | null {
  try {
    const { sha256, data } = z.parse(envelopeShape, JSON.parse(Buffer.from(bytes).toString()))
    // Writing again what was read gives the same text: JSON.parse keeps the order of keys.
    return hashOf(JSON.stringify(data)) === sha256 ? { data: parse(data) } : null
  } catch {
    return null
  }
}
