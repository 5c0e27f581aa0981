import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { JournalRecord, Stores } from '../../../server/store/contract.ts'
import { openDistributedStores } from '../../../server/store/distributed/stores.ts'
import { systemClock } from '../../../shared/clock.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { NO_REDIS, openRedisServer, type RedisServer, withRedis } from '../../support/redis-server.ts'

const AT = 1_800_000_000_000
const said = (text: string): JournalRecord => ({
  type: 'update',
  at: AT,
  by: 'ama',
  bytes: new TextEncoder().encode(text),
})
const LINK = { id: 'l1', board: 'b1', role: 'participant', generation: 1, createdAt: AT } as const

/** Step by step as docs/several-servers.md says. */
describe.skipIf(NO_REDIS)(withRedis('a backup of Redis'), () => {
  const closing: (() => unknown)[] = []
  const inRedis = async (settings: Record<string, string> = {}): Promise<RedisServer> => {
    const redis = await openRedisServer(settings)
    closing.push(() => redis.remove())
    return redis
  }
  const openStores = async ({ url }: RedisServer): Promise<Stores> => {
    const stores = await openDistributedStores({
      url,
      log: quietLog(),
      clock: systemClock,
      leaseMs: 400,
      chunkRecords: 2,
    })
    closing.push(() => stores.close())
    return stores
  }
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'due-regard-backup-'))
    closing.push(() => rmSync(made, { recursive: true, force: true }))
    return made
  }
  const folderOf = async (redis: RedisServer) =>
    ((await redis.ask('CONFIG', 'GET', 'dir')) as string[])[1] ?? ''
  const until = async (redis: RedisServer, is: RegExp) => {
    for (const by = Date.now() + 10_000; !is.test(String(await redis.ask('INFO', 'persistence'))); ) {
      if (Date.now() > by) throw new Error('waited in vain')
    }
  }

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  const backUp = async () => {
    const redis = await inRedis()
    const stores = await openStores(redis)
    const board = await stores.createBoard('b1')
    await stores.registry.putBoard({ id: 'b1', title: 'Francis', createdAt: AT })
    await stores.registry.putLinks([LINK])
    await board.people.update((it) => ({ ...it, invited: [{ id: 'i1', name: 'Ben Okri' }] }))
    await board.files.write('version-1.json', Uint8Array.of(7))
    await board.journal.append(['s1', 's2', 's3'].map(said))
    await board.journal.saveSnapshot(2, Uint8Array.of(1))

    await redis.ask('BGSAVE')
    await until(redis, /rdb_bgsave_in_progress:0[\s\S]*rdb_last_bgsave_status:ok/)
    await board.journal.append([said('later')])
    const dir = folder()
    copyFileSync(join(await folderOf(redis), 'dump.rdb'), join(dir, 'dump.rdb'))
    return { dir, secret: stores.serverSecret }
  }

  it('[I2] put back at another Redis has every board, its people and files, and its links open', async () => {
    const { dir, secret } = await backUp()

    const first = await inRedis({ dir, appendonly: 'no' })
    await first.ask('CONFIG', 'SET', 'appendonly', 'yes')
    await until(
      first,
      /aof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0[\s\S]*aof_last_bgrewrite_status:ok/,
    )
    await first.ask('SHUTDOWN').catch(() => null)
    const stores = await openStores(await inRedis({ dir }))

    expect(stores.serverSecret).toEqual(secret)
    expect(stores.registry.link('l1')).toEqual(LINK)
    // The server that kept it when the copy was made holds it for as long as a lease lasts.
    let kept = await stores.keepers?.claim('b1')
    while (kept) kept = await stores.keepers?.claim('b1')
    const board = await stores.openBoard('b1')
    const { snapshot, tail, damage } = await board.journal.load()
    expect([snapshot, tail.map((it) => it.record), damage]).toEqual([
      { position: 2, state: Uint8Array.of(1) },
      [said('s3')],
      [],
    ])
    expect(board.people.read().invited.map((it) => it.name)).toEqual(['Ben Okri'])
    expect(await board.files.read('version-1.json')).toEqual(Uint8Array.of(7))
  }, 30_000)

  it('[I2] is not read by a Redis that is started with its append-only file at once', async () => {
    const { dir } = await backUp()

    expect(await (await inRedis({ dir })).ask('DBSIZE')).toBe(0)
  })
})
