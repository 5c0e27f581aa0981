/**
 * A copy of a data folder, taken while a server may be writing to it.
 *
 * The order makes it one: a board's journal first, as far as its last whole append, and then what is written
 * before a record that tells of it, so that nothing in the copy tells of what is not there. A board whose
 * journal was rewritten meanwhile is copied again. The registry comes last, with every board it names.
 * Keys of private choices are left out: whoever has a copy cannot tell whose they were.
 *
 * ```
 * backup.json  secret  registry.json  boards/<id>/  journal-<generation>/  people.json  files/
 * ```
 */
import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod/mini'
import type { BoardId } from '../../../shared/board.ts'
import type { Clock } from '../../../shared/clock.ts'
import type { StoreLog } from '../store-log.ts'
import { type BackupList, UpkeepRefused } from '../upkeep.ts'
import { type Disk, inFolder, realDisk, trustedDisk, writeWhole } from './disk.ts'
import { lookAt } from './look.ts'
import { openRegistry } from './registry.ts'
import { dropUnfinished, scanSegment } from './segment.ts'

export const LIST = 'backup.json'
const FORMAT = 1
const CHOICE_KEY = 'choice.key'
const ATTEMPTS = 5
const GENERATION = /^journal-(\d+)$/
const SEGMENT = /^(\d{12})\.segment$/
const SNAPSHOT = /^snapshot-(\d{12})$/

const listShape = z.object({
  format: z.literal(FORMAT),
  takenAt: z.string(),
  boards: z.array(z.object({ id: z.string(), position: z.number() })),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
})

interface BackupNeeds {
  dataDir: string
  /** Made by this, and there only once it is whole. */
  folder: string
  log: StoreLog
  clock: Clock
  disk?: Disk
}

type Copied = BackupList['files'][number]

export async function backUp(needs: BackupNeeds): Promise<BackupList> {
  const { dataDir, folder, log, clock, disk: bare = realDisk } = needs
  const disk = trustedDisk(bare)
  if ((await disk.list(dataDir)).length === 0)
    throw new UpkeepRefused(`There is no data folder at ${dataDir}; set DATA_DIR to the one to back up.`)
  if ((await disk.list(folder)).length > 0)
    throw new UpkeepRefused(
      `${folder} is there already; name a folder that is not, such as one with the date.`,
    )
  const takenAt = new Date(clock.now()).toISOString()
  const fresh = `${folder}.unfinished`
  await disk.remove(fresh)
  await disk.makeFolder(join(fresh, 'boards'))
  const files = new Map<BoardId | null, Copied[]>()
  const positions = new Map<BoardId, number>()

  const writer: Writer = async (path, bytes) => {
    await inFolder(disk, dirname(join(fresh, path)), () => writeWhole(disk, join(fresh, path), bytes))
    return { path, bytes: bytes.length, sha256: hashOf(bytes) }
  }
  const copyBoards = async (ids: readonly BoardId[]) => {
    for (const id of ids.filter((it) => !positions.has(it))) {
      const copied = await copyBoard(disk, join(dataDir, 'boards', id), join('boards', id), writer, fresh)
      if (!copied) continue
      files.set(id, copied.files)
      positions.set(id, copied.position)
    }
  }

  const secret = await disk.read(join(dataDir, 'secret'))
  if (!secret) throw new UpkeepRefused(`The data folder ${dataDir} has no file “secret”; see \`doctor\`.`)
  const about: Copied[] = [await writer('secret', secret)]
  // Boards may be started while others are copied: until a registry names none that is not here.
  for (;;) {
    const before = positions.size
    const registry = await between(disk, join(dataDir, 'registry.json'))
    if (!registry) throw new UpkeepRefused(`The data folder ${dataDir} has no registry; see \`doctor\`.`)
    const entry = await writer('registry.json', registry)
    const read = await openRegistry(disk, join(fresh, 'registry.json'), log)
    await copyBoards(read.boards().flatMap((it) => (it.erasedAt === undefined ? [it.id] : [])))
    if (positions.size > before) continue
    about.push(entry)
    for (const id of [...positions.keys()].filter((it) => read.board(it)?.erasedAt !== undefined)) {
      await disk.remove(join(fresh, 'boards', id))
      files.delete(id)
      positions.delete(id)
    }
    break
  }

  const list: BackupList = {
    takenAt,
    boards: Array.from(positions, ([id, position]) => ({ id, position })),
    files: [...about, ...[...files.values()].flat()],
  }
  await writer(LIST, Buffer.from(`${JSON.stringify({ format: FORMAT, ...list }, null, 1)}\n`))
  await verify(disk, fresh)
  await openAll(fresh, list, log, bare)
  await inFolder(disk, dirname(folder), () => disk.rename(fresh, folder))
  return list
}

type Writer = (path: string, bytes: Uint8Array) => Promise<Copied>

/** Null where the board is not there, erased meanwhile or never whole. */
async function copyBoard(
  disk: Disk,
  from: string,
  to: string,
  write: Writer,
  fresh: string,
): Promise<{ position: number; files: Copied[] } | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await disk.remove(join(fresh, to))
    const generation = await newestGeneration(disk, from)
    if (generation === null) return null
    await disk.makeFolder(join(fresh, to, generation))
    await disk.makeFolder(join(fresh, to, 'files'))
    const files: Copied[] = []
    const journal = join(from, generation)
    const names = await disk.list(journal)
    const copy = async (name: string, bytes: Uint8Array | null) => {
      if (bytes) files.push(await write(join(to, name), bytes))
    }
    // Of what is added meanwhile nothing before it is missing: oldest first, and snapshots before them all.
    const durable = Math.max(0, ...names.map((it) => Number(SNAPSHOT.exec(it)?.[1] ?? 0)))
    const segments = names.filter((it) => SEGMENT.test(it))
    for (const name of names.filter((it) => SNAPSHOT.test(it) || it.startsWith('damaged-')))
      await copy(join(generation, name), await disk.read(join(journal, name)))
    let position = durable
    for (const name of segments) {
      const bytes = (await disk.read(join(journal, name))) ?? new Uint8Array()
      const scan = scanSegment(bytes, Number(SEGMENT.exec(name)?.[1]) - 1)
      // What stands behind the last whole append was promised to nobody.
      const isNewest = name === segments.at(-1)
      const end = isNewest ? dropUnfinished(scan, durable) || bytes.length : bytes.length
      position = Math.max(position, scan.frames.at(-1)?.position ?? 0)
      await copy(join(generation, name), bytes.subarray(0, end))
    }
    await copy('people.json', await between(disk, join(from, 'people.json')))
    for (const name of await disk.list(join(from, 'files')))
      if (name !== CHOICE_KEY && !name.endsWith('.new'))
        await copy(join('files', name), await disk.read(join(from, 'files', name)))
    if ((await newestGeneration(disk, from)) === generation) return { position, files }
  }
  throw new UpkeepRefused(
    `The board in ${from} was rewritten again and again while it was copied; try again.`,
  )
}

async function newestGeneration(disk: Disk, folder: string): Promise<string | null> {
  const numbers = (await disk.list(folder)).flatMap((it) => GENERATION.exec(it)?.[1] ?? []).map(Number)
  return numbers.length > 0 ? `journal-${Math.max(...numbers)}` : null
}

/** While a file takes the place of another, there is only the one before for a moment. */
const between = async (disk: Disk, path: string): Promise<Uint8Array | null> =>
  (await disk.read(path)) ?? (await disk.read(`${path}.previous`)) ?? (await disk.read(path))

/** Reads a backup again, file by file. Throws `UpkeepRefused` where it is not what its list says. */
export async function verify(disk: Disk, folder: string): Promise<BackupList> {
  const bytes = await disk.read(join(folder, LIST))
  if (!bytes) throw new UpkeepRefused(`${folder} is no backup: it has no ${LIST}.`)
  const list = listIn(bytes)
  if (!list) throw new UpkeepRefused(`The list ${join(folder, LIST)} cannot be read; take another backup.`)
  for (const { path, sha256 } of list.files) {
    const file = isInside(path) ? await disk.read(join(folder, path)) : null
    if (!file) throw new UpkeepRefused(`The backup ${folder} lacks ${path}; take another backup.`)
    if (hashOf(file) !== sha256)
      throw new UpkeepRefused(`In the backup ${folder} the file ${path} is not what it was; take another.`)
  }
  return list
}

function listIn(bytes: Uint8Array): BackupList | null {
  try {
    return listShape.parse(JSON.parse(Buffer.from(bytes).toString()))
  } catch {
    return null
  }
}

/** A list from elsewhere may name anything. */
const isInside = (path: string): boolean =>
  !path.split(/[\\/]/).includes('..') && !/^([\\/]|[a-z]:)/i.test(path) && basename(path) !== LIST

/** The copy opens, as it would after being put back. */
async function openAll(folder: string, list: BackupList, log: StoreLog, disk: Disk): Promise<void> {
  const look = await lookAt({ dataDir: folder, log, disk })
  for (const { id, position } of list.boards) {
    const board = await look.openBoard(id)
    if (board?.journal.end !== position)
      throw new UpkeepRefused(`The copy of board ${id} ends elsewhere than it was read to; try again.`)
    await board.close()
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
