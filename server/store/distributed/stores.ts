/**
 * The store that several processes share: Redis, or Valkey.
 *
 * A board is open in one process at a time, the one that holds its lease; the others send whoever asks for
 * it there. Names of keys are in `keys.ts`, everything that is done in one step in `scripts.ts`.
 */
import { randomBytes } from 'node:crypto'
import { type BoardId, isId } from '../../../shared/board.ts'
import type { Clock } from '../../../shared/clock.ts'
import { Problem } from '../../../shared/problem.ts'
import { type BoardStore, type Keepers, StorageUnavailable, type Stores } from '../contract.ts'
import { keepOpenBoards, type OpenParts } from '../open-boards.ts'
import type { StoreLog } from '../store-log.ts'
import { openFiles, openPeople } from './board.ts'
import { checkFormat, checkRedis, StoreRefused } from './check.ts'
import { StreamJournal } from './journal.ts'
import { boardKeys, PROBE, SECRET, SETUP } from './keys.ts'
import { isLease, type Lease, openLeases } from './leases.ts'
import { openLink, RedisAway, type RedisLink } from './link.ts'
import { openRegistry } from './registry.ts'

const SECRET_BYTES = 32
/** Setting up is a matter of a second; whoever dies at it holds up the others no longer than this. */
const SETUP_MS = 20_000
const SETUP_LOOK_MS = 100

export interface DistributedNeeds {
  url: string
  log: StoreLog
  clock: Clock
  leaseMs?: number
  /** Records that go to the archive at once. */
  chunkRecords?: number
}

export async function openDistributedStores(needs: DistributedNeeds): Promise<Stores> {
  const { url, log, clock, chunkRecords } = needs
  const link = await openLink(url, log).catch((error) => {
    throw error instanceof RedisAway ? unreachable(url, error) : error
  })
  try {
    let promised = await checkRedis(link)
    await checkFormat(link)
    for (const warning of promised.warnings) log.warn({}, warning)
    const registry = await openRegistry(link, clock, log)
    const serverSecret = await takeSecret(link, registry.boards().length > 0)
    const leases = openLeases(link, clock, log, needs.leaseMs)
    const boards = keepOpenBoards()

    link.onReturn(() => {
      putSecretBack(link, serverSecret, log).catch((error) =>
        log.warn({ err: error }, 'the secret was not looked at'),
      )
      checkRedis(link).then(
        (now) => {
          promised = now
        },
        (error) => log.error({ err: error }, 'the Redis that came back does not keep what it is told'),
      )
      checkFormat(link).catch((error) => log.error({ err: error }, 'the form of what is in Redis is unknown'))
    })

    const leaseOf = async (id: BoardId): Promise<Lease> => {
      const lease = await leases.use(id)
      if (isLease(lease)) return lease
      throw new Problem('board_moving', id)
    }

    const openJournal = async (lease: Lease, again: () => Promise<void>, isNew: boolean) => {
      const id = lease.board
      const journalNeeds = {
        link,
        lease,
        clock,
        log,
        chunkRecords,
        onRewound: again,
      }
      const journal = await StreamJournal.open(journalNeeds)
      if (isNew) {
        if (journal && journal.end > 0) throw new Error(`board ${id} exists already`)
        return journal ?? StreamJournal.create(journalNeeds)
      }
      if (journal) return journal
      log.error({ board: id }, 'a registered board has no journal in Redis')
      throw new Problem('board_unknown', id)
    }

    const openParts = async (id: BoardId, isNew: boolean): Promise<OpenParts> => {
      const lease = await leaseOf(id)
      const release = () => leases.release(lease)
      try {
        const people = await openPeople(link, lease)
        const files = openFiles(link, lease)
        const again = async () => {
          await people.again()
          await files.again()
        }
        return { journal: await openJournal(lease, again, isNew), people, files, release }
      } catch (error) {
        await release()
        throw error
      }
    }

    const hand = (id: BoardId, isNew: boolean): Promise<BoardStore> =>
      boards.hand(id, () => openParts(id, isNew))

    const remove = async (id: BoardId) => {
      await link.call('DEL', ...Object.values(boardKeys(id)))
      await link.call('BGREWRITEAOF').catch(() => {})
    }

    const keepers: Keepers = {
      async claim(board) {
        const it = await leases.claim(board)
        return isLease(it) ? null : it
      },
      of: leases.keeperOf,
      isHere: leases.holds,
      catchUp: registry.catchUp,
      onLost: leases.onLost,
      reachableAt: leases.reachableAt,
    }

    for (const { id, erasedAt } of registry.boards()) {
      if (erasedAt !== undefined && Number(await link.call('EXISTS', boardKeys(id).head)) > 0)
        await remove(id)
    }

    return {
      registry,
      serverSecret,
      keepers,
      get promise() {
        return promised.promise
      },
      createBoard: async (id) => {
        if (!isId(id)) throw new Problem('board_unknown', 'not an id')
        return hand(id, true)
      },
      openBoard: async (id) => {
        const entry = isId(id) ? registry.board(id) : undefined
        if (!entry) throw new Problem('board_unknown', 'not registered')
        if (entry.erasedAt !== undefined) throw new Problem('board_erased', id)
        return hand(id, false)
      },
      removeBoard: async (id) => {
        if (registry.board(id)?.erasedAt === undefined) throw new Error(`board ${id} is not marked erased`)
        if (boards.has(id)) throw new Error(`board ${id} is still open`)
        await remove(id)
      },
      async setUp(work) {
        const me = randomBytes(8).toString('hex')
        while ((await link.call('SET', SETUP, me, 'NX', 'PX', SETUP_MS)) === null) {
          await new Promise<void>((resolve) => void clock.after(SETUP_LOOK_MS, resolve))
        }
        try {
          await registry.catchUp()
          return await work()
        } finally {
          if (String(await link.call('GET', SETUP)) === me) await link.call('DEL', SETUP)
        }
      },
      probe: async () => {
        await link.call('SET', PROBE, '1')
      },
      close: async () => {
        await boards.closeAll()
        await registry.close()
        await leases.close()
        await link.close()
      },
    }
  } catch (error) {
    await link.close()
    throw error
  }
}

/** The first node makes it, and every other finds it. Another one would make every link worthless. */
async function takeSecret(link: RedisLink, isInUse: boolean): Promise<Uint8Array> {
  if (!isInUse) await link.call('SET', SECRET, randomBytes(SECRET_BYTES).toString('hex'), 'NX')
  const kept = Buffer.from(String(await link.call('GET', SECRET)), 'hex')
  if (kept.length !== SECRET_BYTES)
    throw new StorageUnavailable('the secret of this installation is missing or damaged')
  return new Uint8Array(kept)
}

/** A Redis that comes back without it would be refused to the next node that starts. */
async function putSecretBack(link: RedisLink, secret: Uint8Array, log: StoreLog): Promise<void> {
  const mine = Buffer.from(secret).toString('hex')
  if ((await link.call('SET', SECRET, mine, 'NX')) !== null) {
    log.error({}, 'Redis came back without the secret of this installation; it is put back')
    return
  }
  if (String(await link.call('GET', SECRET)) !== mine)
    log.error({}, 'Redis came back with the secret of another installation; restart every server')
}

/** Without what REDIS_URL has before its host, which is a password. */
function unreachable(url: string, cause: Error): StoreRefused {
  const host = URL.canParse(url) ? new URL(url).host : 'the address given'
  return new StoreRefused(
    `Redis cannot be reached at ${host}; see that it runs there, and that REDIS_URL has the right address and password.`,
    { cause },
  )
}
