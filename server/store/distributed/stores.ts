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
import type { StoreLog } from '../store-log.ts'
import { openFiles, openPeople } from './board.ts'
import { checkRedis } from './check.ts'
import { StreamJournal } from './journal.ts'
import { boardKeys, PROBE, SECRET, SETUP } from './keys.ts'
import { isLease, type Lease, openLeases } from './leases.ts'
import { openLink, type RedisLink } from './link.ts'
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
  const link = await openLink(url, log)
  try {
    let promised = await checkRedis(link)
    for (const warning of promised.warnings) log.warn({}, warning)
    const serverSecret = await takeSecret(link)
    const registry = await openRegistry(link, clock, log)
    const leases = openLeases(link, clock, log, needs.leaseMs)
    const open = new Map<BoardId, Promise<BoardStore>>()
    const closing = new Map<BoardId, Promise<void>>()
    const rewound = new Set<BoardId>()

    link.onReturn(() => {
      checkRedis(link).then(
        (now) => {
          promised = now
        },
        (error) => log.error({ err: error }, 'the Redis that came back does not keep what it is told'),
      )
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
        isRewound: rewound.delete(id),
        onRewound: again,
        onTooFarBack: () => void rewound.add(id),
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

    const openOnce = async (id: BoardId, isNew: boolean): Promise<BoardStore> => {
      const lease = await leaseOf(id)
      try {
        const people = await openPeople(link, lease)
        const files = openFiles(link, lease)
        const journal = await openJournal(lease, () => again(), isNew)
        const again = async () => {
          await people.again()
          await files.again()
        }
        const shut = async () => {
          await Promise.all([journal.close(), people.close(), files.close()])
          await leases.release(lease)
          open.delete(id)
          closing.delete(id)
        }
        let shutting: Promise<void> | null = null
        const close = () => {
          shutting ??= shut()
          if (open.has(id)) closing.set(id, shutting)
          return shutting
        }
        return { journal, people, files, close }
      } catch (error) {
        await leases.release(lease)
        throw error
      }
    }

    const hand = async (id: BoardId, isNew: boolean): Promise<BoardStore> => {
      await closing.get(id)
      if (open.has(id)) throw new Error(`board ${id} is open already`)
      const opening = openOnce(id, isNew)
      open.set(id, opening)
      opening.catch(() => open.delete(id))
      return opening
    }

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
        if (open.has(id)) throw new Error(`board ${id} is still open`)
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
        for (const opening of [...open.values()]) await (await opening.catch(() => null))?.close()
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

/** The first node makes it, and every other finds it. */
async function takeSecret(link: RedisLink): Promise<Uint8Array> {
  await link.call('SET', SECRET, randomBytes(SECRET_BYTES).toString('hex'), 'NX')
  const kept = Buffer.from(String(await link.call('GET', SECRET)), 'hex')
  if (kept.length !== SECRET_BYTES) throw new StorageUnavailable('the secret of this installation is damaged')
  return new Uint8Array(kept)
}
