/**
 * What is there only where several processes share their boards; whoever is alone never loads it.
 */
import type { Clock } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'
import type { BoardEntries } from '../board-entries.ts'
import type { Capabilities } from '../capability.ts'
import type { Config } from '../config.ts'
import { addressIn } from '../middleware/address.ts'
import { openGuesses } from '../middleware/guesses.ts'
import type { Slowed } from '../middleware/slowed.ts'
import { openDoors } from '../people/doors.ts'
import type { Stores } from '../store/contract.ts'
import type { Rooms } from '../sync/contract.ts'
import type { Front } from './front.ts'

export async function openCluster(deps: {
  config: Pick<Config, 'trustedProxies'>
  stores: Stores
  entries: BoardEntries
  rooms: Rooms
  capabilities: Capabilities
  clock: Clock
  readiness: { stopping: boolean }
  slowed: Slowed
}): Promise<Front | null> {
  const { config, stores, rooms, clock, readiness, slowed } = deps
  const { keepers, registry, serverSecret: secret } = stores
  if (!keepers) return null
  const { openFront } = await import('./front.ts')
  const doors = openDoors(deps)
  const guesses = openGuesses(clock)
  keepers.onLost((board) => void rooms.evict(board, 1012, 'moved'))
  return openFront({
    keepers,
    registry,
    secret,
    clock,
    readiness,
    slowed,
    boardIn(body, request) {
      const { code, from } = (body ?? {}) as { code?: unknown; from?: { board?: unknown } }
      if (typeof from?.board === 'string') return from.board
      if (typeof code !== 'string') return null
      // Looking through every board is what guessing costs, so the pace of it comes first.
      const opened = judged(() => guesses.judge(addressIn(request, config), () => doors.find(code)))
      return opened && ('link' in opened ? opened.link.board : opened.board)
    },
  })
}

/** A code that opens nothing is this node's to answer. */
function judged<Found>(judge: () => Found): Found | null {
  try {
    return judge()
  } catch (error) {
    if (error instanceof Problem && error.code === 'code_wrong') return null
    throw error
  }
}
