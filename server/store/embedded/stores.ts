/**
 * The embedded store: one process, one data folder, no other software.
 *
 * ```
 * lock  secret  registry.json  registry.json.previous
 * boards/<id>/  journal-<generation>/  people.json  files/
 * ```
 * Starting reads the registry and no board. A board's folder is made before it is registered, and a
 * board is marked erased before its folder goes: a folder that was never registered is left alone, and
 * one that is marked is removed at the next start.
 */
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { type BoardId, isId } from '../../../shared/board.ts'
import type { Clock } from '../../../shared/clock.ts'
import { Problem } from '../../../shared/problem.ts'
import { type BoardStore, type Journal, StorageFatal, type Stores } from '../contract.ts'
import { keepOpenBoards } from '../open-boards.ts'
import type { StoreLog } from '../store-log.ts'
import {
  type Disk,
  ifUnavailable,
  inFolder,
  realDisk,
  replaceWhole,
  trustedDisk,
  writeWhole,
} from './disk.ts'
import { openFiles } from './files.ts'
import { createJournal, openJournal } from './journal.ts'
import { DataFolderRefused, takeLock } from './lock.ts'
import { type Machine, thisMachine } from './machine.ts'
import { openPeople } from './people.ts'
import { openRegistry } from './registry.ts'

const SECRET = 'secret'
const SECRET_BYTES = 32
/** More than one block, so that a disk which is all but full says so. */
const PROBE_BYTES = 16 * 1024

export interface EmbeddedNeeds {
  dataDir: string
  log: StoreLog
  clock: Clock
  disk?: Disk
  machine?: Machine
  segmentBytes?: number
}

export async function openEmbeddedStores(needs: EmbeddedNeeds): Promise<Stores> {
  const { dataDir, log, clock, disk: bare = realDisk, machine = thisMachine } = needs
  await bare.makeFolder(dataDir)
  if (await machine.isNetworkFolder(dataDir))
    throw new DataFolderRefused(
      `The data folder ${dataDir} lies on a network drive, where nothing can be promised to be saved; ` +
        'set DATA_DIR to a folder on a disk of this machine.',
    )
  // Root may write anywhere, and the server could not read any more what a command of root's wrote.
  if (await machine.isOfAnotherAccount(join(dataDir, SECRET)))
    throw new DataFolderRefused(
      `The files in ${dataDir} belong to another account, which could not read what this one writes there. ` +
        'Run this as that account (runuser -u ACCOUNT), or give all of them to this one (chown -R).',
    )
  const disk = trustedDisk(bare)
  const onLost = () => {
    log.error({ dataDir }, 'the lock of the data folder was taken by another process; saving stops here')
    disk.condemn(new StorageFatal(`the data folder ${dataDir} was taken by another process`))
  }
  const lock = await takeLock({ disk: bare, machine, clock, dataDir, onLost })
  try {
    await inFolder(disk, dirname(dataDir), () =>
      inFolder(disk, dataDir, () => disk.makeFolder(join(dataDir, 'boards'))),
    )
    const registry = await openRegistry(disk, join(dataDir, 'registry.json'), log)
    const serverSecret = await takeSecret(disk, join(dataDir, SECRET), registry.boards().length > 0)
    const boards = keepOpenBoards()
    const folderOf = (id: BoardId) => join(dataDir, 'boards', id)

    const hand = (id: BoardId, openIt: () => Promise<Journal>): Promise<BoardStore> =>
      boards.hand(id, async () => ({
        journal: await openIt(),
        people: await openPeople(disk, join(folderOf(id), 'people.json'), log),
        files: openFiles(disk, join(folderOf(id), 'files')),
      }))

    const placeOf = (id: BoardId) => ({
      disk,
      folder: folderOf(id),
      board: id,
      log,
      segmentBytes: needs.segmentBytes,
    })

    const remove = async (id: BoardId) => {
      await inFolder(disk, join(dataDir, 'boards'), () => disk.remove(folderOf(id)))
    }

    await finishErasing(disk, dataDir, registry, remove, log)

    return {
      registry,
      serverSecret,
      promise: 'Saved means written to the server’s disk and synced.',
      createBoard: async (id) => {
        if (!isId(id)) throw new Problem('board_unknown', 'not an id')
        return hand(id, () => createJournal(placeOf(id)))
      },
      openBoard: async (id) => {
        const entry = isId(id) ? registry.board(id) : undefined
        if (!entry) throw new Problem('board_unknown', 'not registered')
        if (entry.erasedAt !== undefined) throw new Problem('board_erased', id)
        return hand(id, async () => {
          const journal = await openJournal(placeOf(id))
          if (journal) return journal
          log.error({ board: id }, 'a registered board has no journal in the data folder')
          throw new Problem('board_unknown', id)
        })
      },
      removeBoard: async (id) => {
        if (registry.board(id)?.erasedAt === undefined) throw new Error(`board ${id} is not marked erased`)
        if (boards.has(id)) throw new Error(`board ${id} is still open`)
        await remove(id)
      },
      setUp: (work) => work(),
      keepers: null,
      probe: async () => {
        const path = join(dataDir, 'probe')
        try {
          await writeWhole(disk, path, new Uint8Array(PROBE_BYTES))
        } finally {
          await disk.remove(path).catch(() => {})
        }
      },
      close: async () => {
        await boards.closeAll()
        await registry.close()
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Null where the file holds none. */
export function secretIn(file: Uint8Array): Uint8Array | null {
  const secret = Buffer.from(Buffer.from(file).toString().trim(), 'hex')
  return secret.length === SECRET_BYTES ? new Uint8Array(secret) : null
}

async function takeSecret(disk: Disk, path: string, isInUse: boolean): Promise<Uint8Array> {
  const kept = await disk.read(path)
  if (kept) {
    const secret = secretIn(kept)
    if (secret) return secret
    throw new DataFolderRefused(`The file ${path} is damaged; put it back from a backup.`)
  }
  // A new secret would make every link that was ever handed out worthless, and silently.
  if (isInUse)
    throw new DataFolderRefused(`The file ${path} is missing though boards exist; put it back from a backup.`)
  const secret = randomBytes(SECRET_BYTES)
  await replaceWhole(disk, path, Buffer.from(`${secret.toString('hex')}\n`))
  return new Uint8Array(secret)
}

async function finishErasing(
  disk: Disk,
  dataDir: string,
  registry: Stores['registry'],
  remove: (id: BoardId) => Promise<void>,
  log: StoreLog,
): Promise<void> {
  const folders = await disk.list(join(dataDir, 'boards'))
  const unregistered = folders.filter((id) => !registry.board(id))
  if (unregistered.length > 0)
    log.warn({ folders: unregistered.slice(0, 10), count: unregistered.length }, 'folders of no board')
  for (const id of folders.filter((it) => registry.board(it)?.erasedAt !== undefined))
    await remove(id).catch(ifUnavailable)
}
