import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { boardKeys } from '../../../server/store/distributed/keys.ts'
import { type Lease, openLeases } from '../../../server/store/distributed/leases.ts'
import { openLink, type RedisLink } from '../../../server/store/distributed/link.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { NO_REDIS, openRedisServer, type RedisServer, withRedis } from '../../support/redis-server.ts'
import { type TestClock, testClock } from '../../support/test-clock.ts'

const LEASE_MS = 60_000

describe.skipIf(NO_REDIS)(withRedis('a lease on a board'), () => {
  let redis: RedisServer
  let link: RedisLink
  let clock: TestClock
  let leases: ReturnType<typeof openLeases>
  const { head, owner } = boardKeys('b1')

  beforeAll(async () => {
    redis = await openRedisServer()
  })
  beforeEach(async () => {
    await redis.ask('FLUSHALL')
    link = await openLink(redis.url, quietLog())
    clock = testClock()
    leases = openLeases(link, clock, quietLog(), LEASE_MS)
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await leases.close()
    await link.close()
  })
  afterAll(() => redis.remove())

  it('[F9] is renewed several times before it would lapse', async () => {
    await leases.use('b1')
    await redis.ask('PEXPIRE', owner, LEASE_MS / 2)

    clock.advance(LEASE_MS / 4)

    await vi.waitUntil(async () => Number(await redis.ask('PTTL', owner)) > LEASE_MS / 2, 10_000)
  })

  it('[F9] that nobody made use of is given up after a while, and one that is used is not', async () => {
    await leases.claim('b1')
    await leases.use('b2')
    const now = performance.now()

    vi.spyOn(performance, 'now').mockReturnValue(now + 9_000)
    clock.advance(LEASE_MS / 4)
    expect([leases.holds('b1'), leases.holds('b2')]).toEqual([true, true])
    vi.spyOn(performance, 'now').mockReturnValue(now + 11_000)
    await vi.waitUntil(async () => {
      clock.advance(LEASE_MS / 4)
      return (await leases.keeperOf('b1')) === null
    }, 10_000)

    expect([leases.holds('b1'), leases.holds('b2')]).toEqual([false, true])
    expect(await leases.keeperOf('b2')).not.toBeNull()
  })

  it('[F3] that Redis went back behind is not taken out of the hands of who holds it by now', async () => {
    const lease = (await leases.use('b1')) as Lease
    await redis.ask('HSET', head, 'token', '0:before')
    await redis.ask('SET', owner, '0:before another http://another')

    expect(await lease.confirm()).toBe(false)
    expect(await redis.ask('GET', owner)).toBe('0:before another http://another')
    expect(await redis.ask('HGET', head, 'token')).toBe('0:before')
    expect(lease.isLost).toBe(false)

    await redis.ask('DEL', owner)
    expect(await lease.confirm()).toBe(true)
    expect(await redis.ask('HGET', head, 'token')).toBe(lease.token)
  })
})
