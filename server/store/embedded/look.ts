/**
 * A data folder as it lies there, read by the same code that a server opens it with and never changed.
 *
 * A server may be running on it: its journals are only ever added to. Whatever opening would cut, set aside
 * or clear away stays where it is and is told.
 */
import { join } from 'node:path'
import type { BoardId } from '../../../shared/board.ts'
import type { BoardStore, Registry } from '../contract.ts'
import type { StoreLog } from '../store-log.ts'
import type { Look } from '../upkeep.ts'
import { type Disk, onlyRead, realDisk } from './disk.ts'
import { openFiles } from './files.ts'
import { openJournal } from './journal.ts'
import { holderOf } from './lock.ts'
import { type Machine, thisMachine } from './machine.ts'
import { openPeople } from './people.ts'
import { openRegistry } from './registry.ts'
import { secretIn } from './stores.ts'

export interface LookNeeds {
  dataDir: string
  log: StoreLog
  disk?: Disk
  machine?: Machine
}

export async function lookAt(needs: LookNeeds): Promise<Look> {
  const { dataDir, log, disk: bare = realDisk, machine = thisMachine } = needs
  const disk = onlyRead(bare)
  const folderOf = (id: BoardId) => join(dataDir, 'boards', id)
  const registry: Registry = await openRegistry(disk, join(dataDir, 'registry.json'), log)
  const secret = await disk.read(join(dataDir, 'secret'))

  const openBoard = async (id: BoardId): Promise<BoardStore | null> => {
    const folder = folderOf(id)
    const journal = await openJournal({ disk, folder, board: id, log })
    if (!journal) return null
    const people = await openPeople(disk, join(folder, 'people.json'), log)
    const files = openFiles(disk, join(folder, 'files'))
    return { journal, people, files, close: () => journal.close() }
  }

  return {
    registry,
    secret: secret && secretIn(secret),
    holder: await holderOf(disk, machine, dataDir),
    folders: await disk.list(join(dataDir, 'boards')),
    openBoard,
    async setAside(id) {
      const folder = folderOf(id)
      const journals = (await disk.list(folder)).filter((it) => /^journal-\d+$/.test(it))
      const kept: { file: string; bytes: number }[] = []
      for (const name of journals) {
        for (const file of await disk.list(join(folder, name))) {
          if (!file.startsWith('damaged-') && !file.endsWith('.bad')) continue
          const path = join(folder, name, file)
          kept.push({ file: path, bytes: (await disk.read(path))?.length ?? 0 })
        }
      }
      return kept
    },
  }
}
