import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type JournalRecord, StorageMoved, StorageUnavailable } from '../../../server/store/contract.ts'
import { StreamJournal } from '../../../server/store/distributed/journal.ts'
import { boardKeys } from '../../../server/store/distributed/keys.ts'
import { type Lease, openLeases } from '../../../server/store/distributed/leases.ts'
import { openLink, type RedisLink } from '../../../server/store/distributed/link.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { NO_REDIS, openRedisServer, type RedisServer, withRedis } from '../../support/redis-server.ts'
import { testClock } from '../../support/test-clock.ts'

const said = (statement: string): JournalRecord => ({
  type: 'update',
  at: 1_800_000_000_000,
  by: 'ama',
  bytes: new TextEncoder().encode(statement),
})
const ALL = ['s1', 's2', 's3', 's4', 's5', 's6'].map(said)

describe.skipIf(NO_REDIS)(withRedis('a journal in Redis that is rewritten'), () => {
  let redis: RedisServer
  const closing: (() => Promise<void>)[] = []
  const { owner, freshArchive } = boardKeys('b1')

  /** A node of its own; `meanwhile` is done before the fresh archive takes the place of the old one. */
  const openNode = async (meanwhile = async () => {}) => {
    const [log, clock] = [quietLog(), testClock()]
    const own = await openLink(redis.url, log)
    const link: RedisLink = {
      ...own,
      run: async (script, keys, args) => {
        if (script === 'replace') await meanwhile()
        return own.run(script, keys, args)
      },
    }
    const leases = openLeases(own, clock, log, 60_000)
    closing.push(async () => {
      await leases.close()
      await own.close()
    })
    const lease = (await leases.use('b1')) as Lease
    const needs = { link, lease, clock, log, onRewound: async () => {}, chunkRecords: 2 }
    return (await StreamJournal.open(needs)) ?? (await StreamJournal.create(needs))
  }
  const keptIn = async (journal: StreamJournal) => {
    const kept: JournalRecord[] = []
    for await (const { record } of journal.read(0)) kept.push(record)
    return kept
  }

  beforeAll(async () => {
    redis = await openRedisServer()
  })
  beforeEach(() => redis.ask('FLUSHALL'))
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  afterAll(() => redis.remove())

  it('[F9][S7] gets nothing from a node that has slept: what was erased does not come back by it', async () => {
    const slept = await openNode()
    await slept.append(ALL)
    await redis.ask('DEL', owner)
    let late: Promise<unknown> = Promise.resolve()
    const keeper = await openNode(async () => {
      late = slept.rewrite(({ record }) => record)
      await late.catch(() => {})
    })

    await keeper.rewrite(({ position, record }) => (position > 2 ? record : null))

    await expect(late).rejects.toThrow(StorageMoved)
    expect(await keptIn(keeper)).toEqual(ALL.slice(2))
  })

  it('[F9][F4] stays as it was where a part of what was rewritten is gone before it counts', async () => {
    const keeper = await openNode(async () => {
      await redis.ask('HDEL', freshArchive, '3-4')
    })
    await keeper.append(ALL)

    await expect(keeper.rewrite(({ record }) => record)).rejects.toThrow(StorageUnavailable)

    expect(await keptIn(keeper)).toEqual(ALL)
  })
})
