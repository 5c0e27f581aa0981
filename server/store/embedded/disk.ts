/**
 * The few things the embedded store asks of a disk, and what it makes of a disk's refusals.
 *
 * Written and synced are two things here: only a file's `sync` makes bytes survive a power cut, and only
 * its folder's makes a new, renamed or removed name do so. Tests put a disk of their own underneath.
 */
import { constants } from 'node:fs'
import * as fs from 'node:fs/promises'
import { dirname } from 'node:path'
import { StorageFatal, StorageUnavailable } from '../contract.ts'

export interface DiskFile {
  /** Answers how many bytes were taken, which may be fewer than given. */
  write(bytes: Uint8Array, at: number): Promise<number>
  truncate(size: number): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

/** Held open before its names are changed, so that a lack of handles is noticed while nothing has happened. */
export interface DiskFolder {
  sync(): Promise<void>
  close(): Promise<void>
}

/** `new` is refused with EEXIST where a file stands, `replace` empties one, `edit` takes what is there. */
export type Opening = 'new' | 'replace' | 'edit'

export interface Disk {
  open(path: string, how: Opening): Promise<DiskFile>
  /** Null where there is no such file. */
  read(path: string): Promise<Uint8Array | null>
  /** Names in a folder, sorted; none where there is no such folder. */
  list(folder: string): Promise<string[]>
  makeFolder(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** A file, or a folder with all that is in it; nothing where there is none. */
  remove(path: string): Promise<void>
  openFolder(path: string): Promise<DiskFolder>
}

const FLAGS: Record<Opening, number> = {
  new: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
  replace: constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC,
  edit: constants.O_RDWR,
}

export const realDisk: Disk = {
  async open(path, how) {
    const file = await fs.open(path, FLAGS[how], 0o600)
    return {
      write: async (bytes, at) => (await file.write(bytes, 0, bytes.length, at)).bytesWritten,
      truncate: (size) => file.truncate(size),
      sync: () => file.datasync(),
      close: () => file.close(),
    }
  },
  read: (path) => fs.readFile(path).catch(absent(null)),
  list: async (folder) => (await fs.readdir(folder).catch(absent<string[]>([]))).sort(),
  makeFolder: async (path) => void (await fs.mkdir(path, { recursive: true, mode: 0o700 })),
  rename: (from, to) => fs.rename(from, to),
  remove: (path) => fs.rm(path, { recursive: true, force: true }),
  async openFolder(path) {
    // Windows opens no folders; its rename is as durable as it will be.
    if (process.platform === 'win32') return { sync: async () => {}, close: async () => {} }
    return fs.open(path, constants.O_RDONLY)
  },
}

const absent =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (codeOf(error) === 'ENOENT') return instead
    throw error
  }

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** For what may as well be done the next time. */
export function ifUnavailable(error: unknown): void {
  if (!(error instanceof StorageUnavailable)) throw error
}

export interface TrustedDisk extends Disk {
  /** From now on nothing is written: what is on disk can no longer be known, or is no longer ours. */
  condemn(because: StorageFatal): void
}

/**
 * A disk that refuses in the contract's words.
 *
 * What it cannot do now is `StorageUnavailable`. A failed sync is `StorageFatal`, once and for every file:
 * the kernel may have dropped the bytes and forgotten the error, so a second sync that succeeds proves nothing.
 */
export function trustedDisk(disk: Disk): TrustedDisk {
  let fatal: StorageFatal | null = null
  const condemn = (because: StorageFatal): StorageFatal => {
    fatal ??= because
    return fatal
  }

  const tried = async <T>(what: string, path: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw new StorageUnavailable(`cannot ${what} ${path}: ${codeOf(error) ?? error}`, { cause: error })
    }
  }
  const changing = async <T>(what: string, path: string, work: () => Promise<T>): Promise<T> => {
    if (fatal) throw fatal
    return tried(what, path, work)
  }
  const syncing = async (path: string, work: () => Promise<void>): Promise<void> => {
    if (fatal) throw fatal
    try {
      await work()
    } catch (error) {
      throw condemn(new StorageFatal(`cannot sync ${path}: ${codeOf(error) ?? error}`, { cause: error }))
    }
    // Another file's sync failed while this one ran: the disk is not to be believed.
    if (fatal) throw fatal
  }

  return {
    condemn,
    async open(path, how) {
      const file = await changing('open', path, () => disk.open(path, how))
      return {
        write: (bytes, at) => changing('write', path, () => file.write(bytes, at)),
        truncate: (size) => changing('cut', path, () => file.truncate(size)),
        sync: () => syncing(path, () => file.sync()),
        close: () => tried('close', path, () => file.close()),
      }
    },
    read: (path) => tried('read', path, () => disk.read(path)),
    list: (folder) => tried('list', folder, () => disk.list(folder)),
    makeFolder: (path) => changing('make', path, () => disk.makeFolder(path)),
    rename: (from, to) => changing('rename', from, () => disk.rename(from, to)),
    remove: (path) => changing('remove', path, () => disk.remove(path)),
    async openFolder(path) {
      const folder = await changing('open', path, () => disk.openFolder(path))
      return {
        sync: () => syncing(path, () => folder.sync()),
        close: () => tried('close', path, () => folder.close()),
      }
    },
  }
}

/** The same files, and nothing can be changed: what would be is refused like on a disk that is full. */
export function onlyRead(disk: Disk): TrustedDisk {
  const refuse = () => Promise.reject(new Error('it is only looked at'))
  return trustedDisk({
    read: (path) => disk.read(path),
    list: (folder) => disk.list(folder),
    open: refuse,
    makeFolder: refuse,
    rename: refuse,
    remove: refuse,
    openFolder: refuse,
  })
}

/** Makes, renames or removes names in a folder, and resolves once that is durable. */
export async function inFolder(disk: Disk, path: string, work: () => Promise<void>): Promise<void> {
  const folder = await disk.openFolder(path)
  try {
    await work()
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Writes a whole file and syncs it; its name is durable only once its folder is. */
export async function writeWhole(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const file = await disk.open(path, 'replace')
  try {
    const taken = await file.write(bytes, 0)
    if (taken < bytes.length) throw new StorageUnavailable(`cannot write ${path}: the disk took a part`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Puts a whole file in the place of another: after a power cut there is the old one or the new.
 * A file left half-made by a refusal is taken away where that can be done.
 */
export async function replaceWhole(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const fresh = `${path}.new`
  await inFolder(disk, dirname(path), async () => {
    try {
      await writeWhole(disk, fresh, bytes)
      await disk.rename(fresh, path)
    } catch (error) {
      await disk.remove(fresh).catch(() => {})
      throw error
    }
  })
}
