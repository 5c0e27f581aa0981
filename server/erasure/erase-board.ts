/**
 * Takes a whole board away: its entry says first that it is erased, so whatever is cut short is finished by
 * the next start, and whoever was on it is told once that it is gone.
 */
import type { Clock, Millis } from '../../shared/clock.ts'
import type { EraseReceipt } from '../../shared/erasure/calls.ts'
import { Problem } from '../../shared/problem.ts'
import type { Retention } from '../../shared/retention.ts'
import type { BoardEntries } from '../board-entries.ts'
import { retentionOf } from '../retention/retention-of.ts'
import type { BoardEntry, LinkEntry, Stores } from '../store/contract.ts'
import type { Rooms } from '../sync/contract.ts'
import { backups } from './erase.ts'

interface EraseBoardNeeds {
  stores: Stores
  rooms: Rooms
  entries: BoardEntries
  clock: Clock
  backupDays: number | null
}

interface EraseBoardOrder {
  board: string
  by: string
  reason: string
  /** Where a receipt says it before. */
  at?: Millis
  /** Asked of what the entry says at the moment of erasing. */
  isStill?: (retention: Retention) => boolean
}

export async function eraseBoard(
  { stores, rooms, entries, clock, backupDays }: EraseBoardNeeds,
  { board: id, by, reason, at = clock.now(), isStill = () => true }: EraseBoardOrder,
): Promise<EraseReceipt> {
  const { registry } = stores
  const records = (await rooms.open(id)).state.position
  await entries.change(id, async (entry) => {
    refuseHeld(entry)
    if (!isStill(retentionOf(entry))) throw new Problem('state_stale', 'how long it is kept')
    // What links were called may name people; that there were links stays, so that they answer 410.
    const plain = registry.links(id).map(({ label: _, ...it }): LinkEntry => it)
    await registry.putLinks(plain)
    const { createdAt, example } = entry
    await registry.putBoard({ id, title: '', createdAt, erasedAt: at, ...(example && { example }) })
  })
  await rooms.evict(id, 4410, 'erased')
  await stores.removeBoard(id)
  return boardReceipt({ board: id, by, reason, at, records }, backupDays)
}

export const boardReceipt = (
  known: Pick<EraseReceipt, 'board' | 'by' | 'reason' | 'at' | 'records'>,
  backupDays: number | null,
): EraseReceipt => ({
  ...known,
  erased: 'board',
  id: known.board,
  places: 0,
  versions: [],
  stillNamed: [],
  wordsIn: [],
  ...backups(known.at, backupDays),
})

/** What is held for an inquiry or a court is not to be destroyed, by nobody. */
export function refuseHeld(entry: BoardEntry | undefined): void {
  if (entry?.retention?.hold) throw new Problem('on_hold', entry.id)
}
