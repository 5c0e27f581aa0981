import { afterAll, beforeAll, describe } from 'vitest'
import { openDistributedStores } from '../../server/store/distributed/stores.ts'
import { systemClock } from '../../shared/clock.ts'
import { quietLog } from '../support/quiet-log.ts'
import { NO_REDIS, openRedisServer, type RedisServer, withRedis } from '../support/redis-server.ts'
import { describeStores } from './stores-contract.ts'

describe.skipIf(NO_REDIS)(withRedis('the store in Redis'), () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await openRedisServer()
  })
  afterAll(() => redis.remove())

  const placeWith = (chunkRecords?: number) => async () => {
    await redis.ask('FLUSHALL')
    return {
      open: () =>
        openDistributedStores({
          url: redis.url,
          log: quietLog(),
          clock: systemClock,
          ...(chunkRecords && { chunkRecords }),
        }),
      remove: async () => {},
    }
  }

  describeStores('distributed', placeWith())
  describeStores('distributed, with an archive of two records each', placeWith(2))
})
