/**
 * Puts a backup into an empty data folder.
 *
 * All of it is made ready in a folder beside, and the registry is moved last: until then no server finds a
 * board there, so none is opened in the epoch of a copy.
 */
import { dirname, join } from 'node:path'
import type { StoreConfig } from '../open-stores.ts'
import { type BackupList, UpkeepRefused } from '../upkeep.ts'
import { verify } from './backup.ts'
import { type Disk, inFolder, realDisk, trustedDisk, writeWhole } from './disk.ts'

/** In the data folder itself, so that moving is renaming. */
const READY = 'being-restored'
const REGISTRY = 'registry.json'

interface PutBackNeeds {
  dataDir: string
  folder: string
  renew: (config: StoreConfig) => Promise<void>
  disk?: Disk
}

export async function putBack(needs: PutBackNeeds): Promise<BackupList> {
  const { dataDir, folder, renew, disk: bare = realDisk } = needs
  const disk = trustedDisk(bare)
  // A disk of its own has this folder from its birth.
  if ((await disk.list(dataDir)).some((it) => it !== 'lost+found' && it !== READY))
    throw new UpkeepRefused(
      `The data folder ${dataDir} is not empty; move what is in it away, or set DATA_DIR to an empty one.`,
    )
  const list = await verify(disk, folder)
  const ready = join(dataDir, READY)
  await disk.remove(ready)
  await disk.makeFolder(join(ready, 'boards'))
  for (const { path } of list.files) {
    const bytes = await disk.read(join(folder, path))
    if (!bytes) throw new UpkeepRefused(`The backup ${folder} lacks ${path}.`)
    const to = join(ready, path)
    await disk.makeFolder(dirname(to))
    await inFolder(disk, dirname(to), () => writeWhole(disk, to, bytes))
  }
  await renew({ dataDir: ready })
  await inFolder(disk, dataDir, async () => {
    const names = (await disk.list(ready)).filter((it) => it !== REGISTRY)
    for (const name of names) await disk.rename(join(ready, name), join(dataDir, name))
  })
  await inFolder(disk, dataDir, () => disk.rename(join(ready, REGISTRY), join(dataDir, REGISTRY)))
  await disk.remove(ready)
  return list
}
