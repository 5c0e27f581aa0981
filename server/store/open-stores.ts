/** Chooses the store that a configuration asks for; the one place that knows there are several. */
import type { Clock } from '../../shared/clock.ts'
import type { Stores } from './contract.ts'
import { openEmbeddedStores } from './embedded/stores.ts'
import type { StoreLog } from './store-log.ts'

export interface StoreConfig {
  dataDir: string
  /** Without one, boards are kept in the data folder. */
  redisUrl?: string | null
}

export async function openStores(
  { dataDir, redisUrl }: StoreConfig,
  needs: { log: StoreLog; clock: Clock },
): Promise<Stores> {
  if (!redisUrl) return openEmbeddedStores({ dataDir, ...needs })
  // Whoever keeps boards in a folder never loads it.
  const { openDistributedStores } = await import('./distributed/stores.ts')
  return openDistributedStores({ url: redisUrl, ...needs })
}
