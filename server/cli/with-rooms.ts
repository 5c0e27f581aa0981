/** Boards opened by a command, as by a server, while no server has them. */
import { type Clock, systemClock } from '../../shared/clock.ts'
import type { Stores } from '../store/contract.ts'
import { openStores, type StoreConfig } from '../store/open-stores.ts'
import type { Rooms } from '../sync/contract.ts'
import { openRooms } from '../sync/rooms.ts'
import { keptLog } from './command.ts'

export async function withRooms<Made>(
  config: StoreConfig,
  clock: Clock,
  work: (opened: { stores: Stores; rooms: Rooms }) => Promise<Made>,
): Promise<Made> {
  const log = keptLog()
  // The lock beats by the machine's own clock.
  const stores = await openStores(config, { log, clock: systemClock })
  try {
    const rooms = openRooms({ stores, clock, log, fatal: fail })
    const made = await work({ stores, rooms })
    await rooms.close()
    return made
  } finally {
    await stores.close()
  }
}

function fail(error: Error): never {
  throw error
}
