/**
 * A board whose day has come: written out as files that stay, and only then erased, with a receipt beside
 * them.
 *
 * What is cut short is done again from the start: the files are the same, and there is still a board.
 */
import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BoardId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import type { EraseReceipt } from '../../shared/erasure/calls.ts'
import { isOverdue, type Retention } from '../../shared/retention.ts'
import type { BoardEntries } from '../board-entries.ts'
import type { Desk } from '../desk.ts'
import { eraseBoard } from '../erasure/erase-board.ts'
import { ARCHIVES, archiveOrder } from '../past/file-order.ts'
import type { Stores } from '../store/contract.ts'
import type { Room, Rooms } from '../sync/contract.ts'
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
  const { stores, rooms, clock, archiveDir } = needs
  const retention = retentionOf(stores.registry.board(id))
  if (!isOverdue(retention, clock.now())) return null
  // Of several processes the one that keeps the board does it.
  if (stores.keepers && (await stores.keepers.claim(id)) !== null) return null
  const room = await rooms.open(id)
  await room.settled()
  const folder = join(archiveDir, id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files: PurgeReceipt['files'] = []
  for (const file of ARCHIVES) {
    const bytes = await writtenBy(needs.desk, room, file)
    await keep(join(folder, file), bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    files.push({ file, bytes: bytes.length, sha256 })
  }
  // The day may have been moved, or the board held, while its files were written.
  if (!isOverdue(retentionOf(stores.registry.board(id)), clock.now())) {
    await rm(folder, { recursive: true })
    return null
  }
  const reason = 'The day until which it was to be kept has come.'
  const erased = await eraseBoard(needs, { board: id, by: 'server', reason, isStill: isDue(clock) })
  const receipt: PurgeReceipt = { ...erased, retention, files }
  await keep(join(folder, 'receipt.json'), Buffer.from(`${JSON.stringify(receipt, null, 1)}\n`))
  return receipt
}

const isDue = (clock: Clock) => (retention: Retention) => isOverdue(retention, clock.now())

async function writtenBy(desk: PurgeNeeds['desk'], room: Room, file: (typeof ARCHIVES)[number]) {
  const written = await desk.write('server', () => archiveOrder(room, file))
  return typeof written === 'string' ? Buffer.from(written) : written
}

/** There whole or not at all, also after a power cut. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  const fresh = await open(`${path}.new`, 'w', 0o600)
  try {
    await fresh.writeFile(bytes)
    await fresh.sync()
  } finally {
    await fresh.close()
  }
  await rename(`${path}.new`, path)
  if (process.platform === 'win32') return
  const folder = await open(join(path, '..'), 'r')
  await folder.sync().finally(() => folder.close())
}
