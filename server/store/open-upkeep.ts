/** Chooses how the store of a configuration is looked after, as `open-stores.ts` chooses the store. */
import type { Clock } from '../../shared/clock.ts'
import { backUp } from './embedded/backup.ts'
import { lookAt } from './embedded/look.ts'
import { putBack } from './embedded/put-back.ts'
import type { StoreConfig } from './open-stores.ts'
import type { StoreLog } from './store-log.ts'
import type { Upkeep } from './upkeep.ts'

export const openUpkeep = (
  { dataDir }: StoreConfig,
  { log, clock }: { log: StoreLog; clock: Clock },
): Upkeep => ({
  look: () => lookAt({ dataDir, log }),
  backUp: (folder) => backUp({ dataDir, folder, log, clock }),
  putBack: (folder, renew) => putBack({ dataDir, folder, renew }),
})
