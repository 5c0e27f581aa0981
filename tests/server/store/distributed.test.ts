import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type JournalRecord, StorageMoved, type Stores } from '../../../server/store/contract.ts'
import { boardKeys, FORMAT, REGISTRY, SECRET } from '../../../server/store/distributed/keys.ts'
import { openLink } from '../../../server/store/distributed/link.ts'
import { openDistributedStores } from '../../../server/store/distributed/stores.ts'
import { systemClock } from '../../../shared/clock.ts'
import { quietLog } from '../../support/quiet-log.ts'
import {
  freePort,
  NO_REDIS,
  openRedisServer,
  type RedisServer,
  withRedis,
} from '../../support/redis-server.ts'

const LEASE_MS = 400
const AT = 1_800_000_000_000

const move = (statement: string): JournalRecord => ({
  type: 'update',
  at: AT,
  by: 'ama',
  bytes: new TextEncoder().encode(statement),
})

describe.skipIf(NO_REDIS)(withRedis('a board in Redis'), () => {
  let redis: RedisServer
  const opened: Stores[] = []
  const log = quietLog()

  const openNode = async (leaseMs = LEASE_MS) => {
    const stores = await openDistributedStores({ url: redis.url, log, clock: systemClock, leaseMs })
    opened.push(stores)
    stores.keepers?.reachableAt(`http://node-${opened.length}`)
    return stores
  }

  const startBoard = async (stores: Stores) => {
    const store = await stores.createBoard('b1')
    await stores.registry.putBoard({ id: 'b1', title: 'Francis', createdAt: AT })
    return store
  }

  beforeAll(async () => {
    redis = await openRedisServer()
  })
  beforeEach(() => redis.ask('FLUSHALL'))
  afterEach(async () => {
    for (const stores of opened.splice(0)) await stores.close()
  })
  afterAll(() => redis.remove())

  it('[F9] is open at one node; the other is told at which', async () => {
    const [one, two] = [await openNode(), await openNode()]
    await startBoard(one)
    await two.keepers?.catchUp()

    await expect(two.openBoard('b1')).rejects.toMatchObject({ code: 'board_moving' })
    expect(await two.keepers?.claim('b1')).toMatchObject({ url: 'http://node-1' })
  })

  it('[A3] whose secret is gone is not given another, with which no link would open it', async () => {
    const one = await openNode()
    await startBoard(one)
    await redis.ask('DEL', SECRET)

    await expect(openNode()).rejects.toThrow(/secret/)
    expect(await redis.ask('EXISTS', SECRET)).toBe(0)
  })

  it('[A3][F3] is given its secret back where Redis comes back without, and another one is left and told of', async () => {
    await openNode()
    const secret = await redis.ask('GET', SECRET)
    const cut = () => redis.ask('CLIENT', 'KILL', 'TYPE', 'normal')

    await redis.ask('DEL', SECRET)
    await cut()
    await until(async () => (await redis.ask('GET', SECRET)) === secret)

    await redis.ask('SET', SECRET, 'of another')
    await cut()
    await until(async () => log.lines.some((it) => /secret of another installation/.test(it.says)))
    expect(await redis.ask('GET', SECRET)).toBe('of another')
  })

  it('[A12][S7] that is marked erased and was not taken away to the end is gone with the next start', async () => {
    const one = await openNode()
    await startBoard(one)
    await one.createBoard('b2')
    await one.registry.putBoard({ id: 'b2', title: 'Kept', createdAt: AT })
    await one.registry.putBoard({ id: 'b1', title: '', createdAt: AT, erasedAt: AT })
    const keys = async (id: string) => ((await redis.ask('KEYS', `due-regard:{board:${id}}:*`)) as []).length
    expect(await keys('b1')).toBeGreaterThan(0)
    await one.close()

    await openNode()

    expect(await keys('b1')).toBe(0)
    expect(await keys('b2')).toBeGreaterThan(0)
  })

  it('[F1][F9] whose node has slept takes nothing from it any more, once another has it', async () => {
    const [one, two] = [await openNode(), await openNode()]
    const store = await startBoard(one)
    await store.journal.append([move('s1')])
    const lost: string[] = []
    one.keepers?.onLost((board) => lost.push(board))

    // As if the first had been paused: Redis lets its lease go.
    await redis.ask('DEL', 'due-regard:{board:b1}:owner')
    const taken = await two.keepers?.catchUp().then(() => two.openBoard('b1'))
    const late = store.journal.append([move('late')])

    await expect(late).rejects.toThrow(StorageMoved)
    await expect(store.people.update((it) => it)).rejects.toThrow(StorageMoved)
    await expect(store.files.write('version-1.json', Uint8Array.of(1))).rejects.toThrow(StorageMoved)
    await expect(store.journal.saveSnapshot(1, Uint8Array.of(1))).rejects.toThrow(StorageMoved)
    await expect(store.journal.rewrite(() => null)).rejects.toThrow(StorageMoved)
    expect(lost).toEqual(['b1'])
    expect(await taken?.journal.append([move('s2')])).toBe(2)
    expect((await taken?.journal.load())?.tail.map((it) => it.record)).toEqual([move('s1'), move('s2')])
  })

  it('[F3] is whole again where Redis comes back without its last second', async () => {
    const one = await openNode()
    const store = await startBoard(one)
    await store.journal.append([move('s1')])
    // One that was asked for by what went before may not be over yet.
    await until(async () => (await redis.ask('BGREWRITEAOF').catch(() => null)) !== null)
    // Its child would go on writing among the files that are taken away.
    await until(async () =>
      /aof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0/.test(
        String(await redis.ask('INFO', 'persistence')),
      ),
    )
    redis.keepFiles()
    await store.journal.append([move('s2')])
    await store.people.update((it) => ({ ...it, invited: [{ id: 'i1', name: 'Ben Okri' }] }))
    await store.files.write('version-1.json', Uint8Array.of(7))
    await one.registry.putSetting('later', 'yes')

    await redis.kill()
    redis.forgetSince()
    await redis.start()
    await store.journal.append([move('s3')])
    await until(async () => (await redis.ask('HEXISTS', 'due-regard:{registry}:entries', 's/later')) === 1)

    await store.close()
    await one.close()
    const two = await openNode()
    const again = await two.openBoard('b1')
    expect((await again.journal.load()).tail.map((it) => it.record)).toEqual(['s1', 's2', 's3'].map(move))
    expect(again.people.read().invited.map((it) => it.id)).toEqual(['i1'])
    expect(await again.files.read('version-1.json')).toEqual(Uint8Array.of(7))
    expect(two.registry.setting('later')).toBe('yes')
  })

  it('[F3] is not written on by a node whose term Redis has given to another with the same number', async () => {
    const one = await openNode(60_000)
    const store = await startBoard(one)
    await store.journal.append([move('s1'), move('s2')])

    // A failover to a replica that had heard of neither the term nor the last record.
    await redis.ask('HSET', 'due-regard:{board:b1}:head', 'token', '1:somebody-else', 'end', 1)
    await redis.ask('XTRIM', 'due-regard:{board:b1}:log', 'MAXLEN', 0)
    await redis.ask('HSET', 'due-regard:{board:b1}:head', 'end', 2)

    await expect(store.journal.append([move('s3')])).rejects.toThrow(StorageMoved)
    expect(await redis.ask('HGET', 'due-regard:{board:b1}:head', 'end')).toBe('2')
  })

  it('[F3][F9] is let go by its node where Redis has gone back, and another keeps it in an earlier term', async () => {
    const two = await openNode()
    const store = await startBoard(two)
    await store.journal.append([move('one')])
    const keys = boardKeys('b1')
    await redis.ask('HSET', keys.head, 'token', '0:earlier')
    await redis.ask('SET', keys.owner, '0:earlier somebody http://elsewhere', 'PX', 60_000)

    await expect(store.journal.append([move('two')])).rejects.toThrow(StorageMoved)

    expect(await two.keepers?.claim('b1')).toMatchObject({ url: 'http://elsewhere' })
  })

  it('[F3] begins a new epoch where Redis lost more than anybody remembers, whichever node opens it', async () => {
    const one = await openNode()
    const store = await startBoard(one)
    await store.journal.append([move('s1')])
    await store.close()
    const reopened = await one.openBoard('b1')
    await reopened.journal.append([move('s2')])
    await redis.ask('HSET', 'due-regard:{board:b1}:head', 'end', 0)
    await redis.ask('DEL', 'due-regard:{board:b1}:log')

    await expect(reopened.journal.append([move('s3')])).rejects.toThrow(StorageMoved)
    await reopened.close()
    await one.close()
    await redis.ask('DEL', 'due-regard:{board:b1}:owner')

    const damageAt = async (stores: Stores, write: readonly JournalRecord[] = []) => {
      const { journal, close } = await stores.openBoard('b1')
      const { damage } = await journal.load()
      if (write.length > 0) await journal.append(write)
      await close()
      return damage
    }
    const [two, three] = [await openNode(), await openNode()]
    const lost = [{ what: 'missing-segment', position: 0, bytes: 0 }]
    // Until something is written, as the new epoch is, it is news to each.
    expect(await damageAt(two)).toEqual(lost)
    expect(await damageAt(three, [move('s4')])).toEqual(lost)
    expect(await damageAt(two)).toEqual([])
  })

  it('[F2] is saved once Redis is back, each record once, though no answer came', async () => {
    const one = await openNode()
    const store = await startBoard(one)
    await store.journal.append([move('s1')])

    await redis.kill()
    const waiting = store.journal.append([move('s2')])
    await redis.start()

    expect(await waiting).toBe(2)
    expect((await store.journal.load()).tail.map((it) => it.record)).toEqual([move('s1'), move('s2')])
  })

  it('[F7] whose link is withdrawn at one node is closed to it at the other, though nobody was told', async () => {
    const [one, two] = [await openNode(), await openNode()]
    const link = { id: 'l1', board: 'b1', role: 'participant', generation: 1, createdAt: AT } as const
    await one.registry.putLinks([link])
    await one.registry.putLinks([{ ...link, withdrawnAt: AT }])

    await until(async () => two.registry.link('l1')?.withdrawnAt === AT)

    await one.registry.putLinks([{ ...link, id: 'l2' }])
    await two.keepers?.catchUp()
    expect(two.registry.links('b1').map((it) => it.id)).toEqual(['l1', 'l2'])
  })

  it('[F6][S3] leaves what is registered alone when the connection was cut and nothing is lost', async () => {
    const [one, two] = [await openNode(), await openNode()]
    const link = { id: 'l1', board: 'b1', role: 'participant', generation: 1, createdAt: AT } as const
    await one.registry.putLinks([link])
    for (const name of ['a', 'b', 'c']) await one.registry.putSetting(name, 'yes')
    await two.keepers?.catchUp()
    const before = await redis.ask('GET', REGISTRY.version)
    log.lines.length = 0

    await redis.ask('CLIENT', 'KILL', 'TYPE', 'normal')
    await until(async () => log.lines.filter((it) => /there again/.test(it.says)).length === 2)
    await two.keepers?.catchUp()
    await one.keepers?.catchUp()

    expect(await redis.ask('GET', REGISTRY.version)).toBe(before)
    expect(log.lines.filter((it) => it.level === 'error')).toEqual([])
    expect(two.registry.link('l1')?.withdrawnAt).toBeUndefined()
  })

  it('[F3][S3] is not given back what another node has changed since, such as a link withdrawn', async () => {
    const one = await openNode()
    const link = { id: 'l1', board: 'b1', role: 'participant', generation: 1, createdAt: AT } as const
    await one.registry.putLinks([link])
    await one.registry.putLinks([{ ...link, withdrawnAt: AT }])
    const at = Number(await redis.ask('ZSCORE', REGISTRY.changes, 'l/l1'))
    const asked = await openLink(redis.url, log)
    const keys = [REGISTRY.entries, REGISTRY.changes, REGISTRY.order, REGISTRY.version]

    // A node that has seen the link before it was withdrawn, and thinks it lost.
    await asked.run('putBack', keys, [at, 'l/l1', JSON.stringify(link), at - 1, 's/gone', 'yes', at - 1])
    await asked.close()

    await one.keepers?.catchUp()
    expect(one.registry.link('l1')?.withdrawnAt).toBe(AT)
    expect(one.registry.setting('gone')).toBe('yes')
  })

  it('[F4] is read to the end by somebody slower than what is archived meanwhile', async () => {
    const stores = await openDistributedStores({
      url: redis.url,
      log,
      clock: systemClock,
      chunkRecords: 300,
    })
    opened.push(stores)
    const { journal } = await startBoard(stores)
    const all = Array.from({ length: 1_400 }, (_, at) => move(`s${at}`))
    await journal.append(all)

    const read: JournalRecord[] = []
    for await (const { record } of journal.read(0)) {
      read.push(record)
      if (read.length === 100) await journal.saveSnapshot(1_300, Uint8Array.of(1))
    }

    expect(read).toEqual(all)
    expect(Number(await redis.ask('XLEN', 'due-regard:{board:b1}:log'))).toBe(200)
    expect((await journal.load()).tail).toHaveLength(100)
  })

  it('[F8][I4] of a form that this version does not know is not touched; one that nobody has numbered is of this form', async () => {
    const one = await openNode()
    const board = await startBoard(one)
    await board.journal.append([move('one')])
    await board.close()
    await one.close()
    expect(await redis.ask('GET', FORMAT)).toBe('1')

    await redis.ask('SET', FORMAT, 2)
    const head = await redis.ask('HGETALL', boardKeys('b1').head)
    await expect(openNode()).rejects.toThrow(
      'What is in this Redis was written by a newer version of Due Regard (form 2; this version knows form 1)',
    )
    expect(await redis.ask('GET', FORMAT)).toBe('2')
    expect(await redis.ask('HGETALL', boardKeys('b1').head)).toEqual(head)

    await redis.ask('DEL', FORMAT)
    expect((await openNode()).registry.board('b1')).toMatchObject({ title: 'Francis' })
  })

  it('[F8] keeps what a later version wrote: fields of an entry, and records of a kind that is unknown here', async () => {
    const one = await openNode()
    const store = await startBoard(one)
    const later = { type: 'mood', at: AT, by: 'ama', weather: 'fair' } as unknown as JournalRecord
    await store.journal.append([move('one'), later, move('two')])
    const entry = { id: 'b1', title: 'Francis', createdAt: AT, colour: 'blue' }
    await one.registry.putBoard(entry)
    await store.close()
    await one.close()

    const two = await openNode()
    const again = await two.openBoard('b1')
    await two.registry.putBoard({ ...(two.registry.board('b1') as typeof entry), title: 'Berwick' })
    await again.journal.rewrite(({ record }) => record)
    await again.close()
    await two.close()

    const three = await openNode()
    expect(three.registry.board('b1')).toEqual({ ...entry, title: 'Berwick' })
    const { tail } = await (await three.openBoard('b1')).journal.load()
    expect(tail.map((it) => it.record)).toEqual([move('one'), later, move('two')])
  })

  it('[F5] is refused in a sentence, without a password in it, where nothing answers', async () => {
    const url = `redis://:hush@127.0.0.1:${await freePort()}/0`
    const opening = openDistributedStores({ url, log, clock: systemClock })

    await expect(opening).rejects.toMatchObject({
      name: 'DataFolderRefused',
      message: expect.stringMatching(/^Redis cannot be reached at 127\.0\.0\.1:\d+; see that it runs/),
    })
  })

  describe('[F5] the Redis it is in', () => {
    const set = (name: string, value: string) => redis.ask('CONFIG', 'SET', name, value)
    afterEach(async () => {
      await set('appendonly', 'yes')
      await set('appendfsync', 'always')
      await set('no-appendfsync-on-rewrite', 'no')
      await set('maxmemory-policy', 'noeviction')
    })

    it.each([
      ['appendonly', 'no', /append-only file.*appendonly yes/],
      ['appendfsync', 'no', /appendfsync always/],
      ['maxmemory-policy', 'allkeys-lru', /noeviction/],
    ])('is refused in a sentence with %s %s', async (name, value, says) => {
      await set(name, value)

      await expect(openNode()).rejects.toThrow(says)
    })

    it.each([
      ['appendfsync', 'everysec', /last second may be lost/],
      ['no-appendfsync-on-rewrite', 'yes', /last seconds may be lost/],
    ])('says what saved means with %s %s, and warns', async (name, value, says) => {
      await set(name, value)
      log.lines.length = 0

      const stores = await openNode()

      expect(stores.promise).toMatch(says)
      expect(log.lines.filter((it) => it.level === 'warn')).toHaveLength(1)
    })
  })
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const by = Date.now() + 10_000; !(await isSo()); await new Promise((r) => setTimeout(r, 10))) {
    if (Date.now() > by) throw new Error('waited in vain')
  }
}
