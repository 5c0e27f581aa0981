/**
 * Takes a whole board away: its entry says first that it is erased, so whatever is cut short is finished by
 * the next start, and whoever was on it is told once that it is gone.
 */
import type { Clock } from '../../shared/clock.ts'
import type { EraseReceipt } from '../../shared/erasure/calls.ts'
import { Problem } from '../../shared/problem.ts'
import type { BoardEntry, LinkEntry, Stores } from '../store/contract.ts'
import type { Rooms } from '../sync/contract.ts'
import { backups } from './erase.ts'

export async function eraseBoard(
  {
    stores,
    rooms,
    clock,
    backupDays,
  }: { stores: Stores; rooms: Rooms; clock: Clock; backupDays: number | null },
  { board: id, by, reason }: { board: string; by: string; reason: string },
): Promise<EraseReceipt> {
  const { registry } = stores
  const entry = registry.board(id)
  if (!entry) throw new Problem('board_unknown', id)
  refuseHeld(entry)
  const records = (await rooms.open(id)).state.position
  const at = clock.now()
  // What links were called may name people; that there were links stays, so that they answer 410.
  const plain = registry.links(id).map(({ label: _, ...it }): LinkEntry => it)
  await registry.putLinks(plain)
  const { createdAt, example } = entry
  await registry.putBoard({ id, title: '', createdAt, erasedAt: at, ...(example && { example }) })
  await rooms.evict(id, 4410, 'erased')
  await stores.removeBoard(id)
  return {
    board: id,
    erased: 'board',
    id,
    at,
    by,
    reason,
    places: 0,
    records,
    versions: [],
    stillNamed: [],
    ...backups(at, backupDays),
  }
}

/** What is held for an inquiry or a court is not to be destroyed, by nobody. */
export function refuseHeld(entry: BoardEntry | undefined): void {
  if (entry?.retention?.hold) throw new Problem('on_hold', entry.id)
}
