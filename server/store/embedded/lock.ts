/**
 * One process at a time on a data folder.
 *
 * The lock is a file that says which process holds it. The lock of a process that is gone is taken over.
 * Where that cannot be told (it ran in another container, or before a reboot), the file is watched: a
 * holder that lives writes a new beat into it every second. A holder that finds the lock taken from it
 * stops saving, since somebody else believes the folder to be theirs.
 */
import { join } from 'node:path'
import { nanoid } from 'nanoid'
import * as z from 'zod/mini'
import type { Clock } from '../../../shared/clock.ts'
import { StorageUnavailable } from '../contract.ts'
import { codeOf, type Disk, type DiskFile } from './disk.ts'
import type { Machine, ProcessMark } from './machine.ts'

const BEAT_MS = 1_000
/** Four beats: a busy holder may be late for one. */
const WATCH_MS = 4_000

const lockShape = z.object({
  pid: z.number(),
  began: z.nullable(z.string()),
  boot: z.nullable(z.string()),
  space: z.nullable(z.string()),
  holder: z.string(),
})

/** The data folder cannot be used; its message is for the person who started the server. */
export class DataFolderRefused extends Error {
  override name = 'DataFolderRefused'
}

export interface Lock {
  release(): Promise<void>
}

interface LockNeeds {
  disk: Disk
  machine: Machine
  clock: Clock
  dataDir: string
  onLost: () => void
}

export async function takeLock(needs: LockNeeds): Promise<Lock> {
  const { disk, machine, clock, dataDir } = needs
  const path = join(dataDir, 'lock')
  const holder = nanoid()
  const me = await machine.me()

  for (let attempt = 0; attempt < 5; attempt++) {
    const file = await disk.open(path, 'new').catch(takenAlready)
    if (file) return hold(needs, path, file, { ...me, holder })
    const seen = await disk.read(path)
    if (seen === null) continue
    const mark = parseLock(seen)
    let fate = mark ? await machine.fate(mark) : 'unclear'
    if (fate === 'unclear') {
      await new Promise<void>((resolve) => clock.after(WATCH_MS, resolve))
      const later = await disk.read(path)
      fate = later && Buffer.compare(later, seen) === 0 ? 'gone' : 'running'
    }
    if (fate === 'running') throw busy(dataDir, mark)
    // Another process may take it over in the same moment: only the one it was judged by goes.
    const aside = `${path}.${holder}`
    await disk.rename(path, aside).catch(gone)
    const moved = await disk.read(aside)
    if (moved && Buffer.compare(moved, seen) !== 0) {
      await disk.rename(aside, path)
      throw busy(dataDir, parseLock(moved))
    }
    await disk.remove(aside)
  }
  throw busy(dataDir, null)
}

/** Whether a server holds the folder, as far as its lock tells at a glance; nothing is touched. */
export async function holderOf(
  disk: Pick<Disk, 'read'>,
  machine: Machine,
  dataDir: string,
): Promise<'nobody' | 'a server' | 'unclear'> {
  const seen = await disk.read(join(dataDir, 'lock'))
  if (seen === null) return 'nobody'
  const mark = parseLock(seen)
  const fate = mark ? await machine.fate(mark) : 'unclear'
  return fate === 'running' ? 'a server' : fate === 'gone' ? 'nobody' : 'unclear'
}

async function hold(
  { disk, clock, onLost }: LockNeeds,
  path: string,
  file: DiskFile,
  mark: ProcessMark & { holder: string },
): Promise<Lock> {
  let beat = 0
  let stopBeating = () => {}
  const write = async () => {
    // Padded, so that each beat overwrites the one before it to the last byte.
    const text = JSON.stringify({ ...mark, beat: String(beat++).padStart(12, '0') })
    const bytes = Buffer.from(`${text}\n`)
    if ((await file.write(bytes, 0)) < bytes.length)
      throw new StorageUnavailable(`cannot write ${path}: the disk took a part`)
  }
  const isMine = async () => {
    const bytes = await disk.read(path)
    return bytes !== null && parseLock(bytes)?.holder === mark.holder
  }
  let missed = 0

  try {
    await write()
  } catch (error) {
    await file.close()
    await disk.remove(path)
    throw error
  }

  let beating: Promise<void> = Promise.resolve()
  const next = () => {
    stopBeating = clock.after(BEAT_MS, () => {
      beating = (async () => {
        // Not to be found once is another start looking at it; a beat that is refused is made up for.
        missed = (await isMine().catch(() => true)) ? 0 : missed + 1
        if (missed > 1) return onLost()
        await write().catch(() => {})
        next()
      })()
    })
  }
  next()

  return {
    release: async () => {
      stopBeating()
      await beating
      stopBeating()
      await file.close()
      if (await isMine()) await disk.remove(path)
    },
  }
}

function parseLock(bytes: Uint8Array): z.infer<typeof lockShape> | null {
  try {
    return z.parse(lockShape, JSON.parse(Buffer.from(bytes).toString()))
  } catch {
    return null
  }
}

const busy = (dataDir: string, by: { pid: number } | null): DataFolderRefused =>
  new DataFolderRefused(
    `The data folder ${dataDir} is in use by another server${by ? ` (process ${by.pid})` : ''}; ` +
      'stop that one first, or set DATA_DIR to another folder.',
  )

function takenAlready(error: unknown): null {
  if (codeOf(error) === 'EEXIST') return null
  throw error
}

function gone(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error
}
