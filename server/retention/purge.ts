/**
 * A board whose day has come: written out as files that stay, and only then erased, with a receipt beside
 * them.
 *
 * What is cut short while there is a board is done again from the start: the files are the same. Once it is
 * erased only the name of their folder is missing.
 */
import { createHash } from 'node:crypto'
import type { BoardId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import type { EraseReceipt } from '../../shared/erasure/calls.ts'
import { isOverdue, type Retention } from '../../shared/retention.ts'
import type { BoardEntries } from '../board-entries.ts'
import type { Desk } from '../desk.ts'
import { boardReceipt, eraseBoard } from '../erasure/erase-board.ts'
import { ARCHIVES, archiveOrder } from '../past/file-order.ts'
import type { Stores } from '../store/contract.ts'
import type { Room, Rooms } from '../sync/contract.ts'
import { beginFolder, dropFolder, finishFolder, momentOf, unfinishedIn } from './archive-folder.ts'
import { retentionOf } from './retention-of.ts'

export interface PurgeNeeds {
  stores: Stores
  rooms: Rooms
  entries: BoardEntries
  desk: Pick<Desk, 'write'>
  clock: Clock
  backupDays: number | null
  /** Where the files of boards go whose day has come. */
  archiveDir: string
}

export interface PurgeReceipt extends EraseReceipt {
  retention: Retention
  files: { file: string; bytes: number; sha256: string }[]
}

export async function purge(needs: PurgeNeeds, id: BoardId): Promise<PurgeReceipt | null> {
  const { stores, rooms, clock, archiveDir, backupDays } = needs
  const retention = retentionOf(stores.registry.board(id))
  if (!isOverdue(retention, clock.now())) return null
  // Of several processes the one that keeps the board does it.
  if (stores.keepers && (await stores.keepers.claim(id)) !== null) return null
  const room = await rooms.open(id)
  await room.settled()
  const folder = await beginFolder(archiveDir, id)
  const files: PurgeReceipt['files'] = []
  for (const file of ARCHIVES) {
    const bytes = await writtenBy(needs.desk, room, file)
    await folder.keep(file, bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    files.push({ file, bytes: bytes.length, sha256 })
  }
  const reason = 'The day until which it was to be kept has come.'
  const order = { board: id, by: 'server', reason, at: clock.now() }
  const expected = boardReceipt({ ...order, records: room.state.position }, backupDays)
  await folder.provisional({ ...expected, retention, files })
  const isDue = (it: Retention) => isOverdue(it, clock.now())
  try {
    const erased = await eraseBoard(needs, { ...order, isStill: isDue })
    await finishFolder(archiveDir, id, erased)
    return { ...erased, retention, files }
  } catch (error) {
    const entry = stores.registry.board(id)
    // Erased all but for the last step: these files are all there is of it.
    if (entry?.erasedAt !== undefined) throw error
    await dropFolder(archiveDir, id)
    // The day may have been moved, or the board held, while its files were written.
    if (!isDue(retentionOf(entry))) return null
    throw error
  }
}

/** What was cut short: a board that is erased has its files finished, of one that stands they are taken away. */
export async function finishPurges(needs: PurgeNeeds): Promise<void> {
  const { stores, archiveDir } = needs
  for (const id of await unfinishedIn(archiveDir)) {
    const entry = stores.registry.board(id)
    if (!entry || (stores.keepers && (await stores.keepers.claim(id)) !== null)) continue
    // Erased at another moment it was erased by somebody, who wanted no files of it.
    const isOurs = entry.erasedAt !== undefined && entry.erasedAt === (await momentOf(archiveDir, id))
    if (isOurs) await finishFolder(archiveDir, id, {})
    else await dropFolder(archiveDir, id)
  }
}

async function writtenBy(desk: PurgeNeeds['desk'], room: Room, file: (typeof ARCHIVES)[number]) {
  const written = await desk.write('server', () => archiveOrder(room, file))
  return typeof written === 'string' ? Buffer.from(written) : written
}
