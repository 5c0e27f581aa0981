/**
 * What is there only where several processes share their boards; whoever is alone never loads it.
 */
import type { Clock } from '../../shared/clock.ts'
import type { BoardEntries } from '../board-entries.ts'
import type { Capabilities } from '../capability.ts'
import { openDoors } from '../people/doors.ts'
import type { Stores } from '../store/contract.ts'
import type { Rooms } from '../sync/contract.ts'
import type { Front } from './front.ts'

export async function openCluster(deps: {
  stores: Stores
  entries: BoardEntries
  rooms: Rooms
  capabilities: Capabilities
  clock: Clock
  readiness: { stopping: boolean }
}): Promise<Front | null> {
  const { stores, rooms, clock, readiness } = deps
  const { keepers, registry, serverSecret: secret } = stores
  if (!keepers) return null
  const { openFront } = await import('./front.ts')
  const doors = openDoors(deps)
  keepers.onLost((board) => void rooms.evict(board, 1012, 'moved'))
  return openFront({
    keepers,
    registry,
    secret,
    clock,
    readiness,
    boardIn(body) {
      const { code, from } = (body ?? {}) as { code?: unknown; from?: { board?: unknown } }
      if (typeof from?.board === 'string') return from.board
      if (typeof code !== 'string') return null
      const opened = doors.find(code)
      return opened && ('link' in opened ? opened.link.board : opened.board)
    },
  })
}
