/** Chooses the store that a configuration asks for; the one place that knows there are several. */
import type { Clock } from '../../shared/clock.ts'
import type { Stores } from './contract.ts'
import { openEmbeddedStores } from './embedded/stores.ts'
import type { StoreLog } from './store-log.ts'

export interface StoreConfig {
  dataDir: string
}

export const openStores = (config: StoreConfig, needs: { log: StoreLog; clock: Clock }): Promise<Stores> =>
  openEmbeddedStores({ dataDir: config.dataDir, ...needs })
