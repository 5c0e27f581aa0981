/** What a board keeps beside its journal: its people and its small files. */
import {
  type BoardFiles,
  isFileName,
  type People,
  type PeopleTable,
  StorageMoved,
  StorageUnavailable,
} from '../contract.ts'
import { durableTable } from '../durable-table.ts'
import { inTurn } from '../in-turn.ts'
import { boardKeys } from './keys.ts'
import type { Lease } from './leases.ts'
import { type RedisLink, worded } from './link.ts'

const NOBODY: People = { participants: {}, invited: [] }
const TABLE = 'table'
/** Files written lately, for a Redis that comes back without them. */
const REMEMBERED_FILES = 16

interface Reopened {
  /** Writes again what Redis may have lost. */
  again(): Promise<void>
  close(): Promise<void>
}

/** Writes or removes a field of a hash of the board, while it is ours. */
const keeping = (link: RedisLink, lease: Lease, key: string) => async (field: string, value?: Uint8Array) => {
  const args = [lease.token, field, ...(value === undefined ? [] : [value])]
  for (let tries = 0; tries < 2; tries++) {
    if (lease.isLost) throw new StorageMoved(`board ${lease.board} is kept by another node`)
    const [word] = worded(await link.run('keep', [boardKeys(lease.board).head, key], args))
    if (word === 'ours') return
    await lease.confirm()
  }
  throw new StorageUnavailable(`board ${lease.board}: Redis went back to an earlier state`)
}

export async function openPeople(link: RedisLink, lease: Lease): Promise<PeopleTable & Reopened> {
  const { people: key } = boardKeys(lease.board)
  const keep = keeping(link, lease, key)
  const found = (await link.call('HGET', key, TABLE)) as Uint8Array | null
  const write = (people: People) => keep(TABLE, Buffer.from(JSON.stringify(people)))
  const table = durableTable<People>(found ? JSON.parse(String(found)) : NOBODY, write)
  return {
    read: () => structuredClone(table.now()),
    update: async (change) => structuredClone(await table.update((it) => change(structuredClone(it)))),
    // In the table's own queue: what is being written meanwhile must not be written over by what was before.
    again: async () => {
      if (table.now() !== NOBODY) await table.update((it) => it)
    },
    close: table.settled,
  }
}

export function openFiles(link: RedisLink, lease: Lease): BoardFiles & Reopened {
  const { files: key } = boardKeys(lease.board)
  const keep = keeping(link, lease, key)
  const turn = inTurn()
  const recent = new Map<string, Uint8Array | undefined>()
  const put = async (name: string, bytes?: Uint8Array) => {
    await keep(name, bytes)
    recent.delete(name)
    recent.set(name, bytes)
    const [oldest] = recent.keys()
    if (recent.size > REMEMBERED_FILES && oldest !== undefined) recent.delete(oldest)
  }
  return {
    list: async () => ((await link.call('HKEYS', key)) as Uint8Array[]).map(String).sort(),
    read: async (name) => {
      const bytes = (await link.call('HGET', key, name)) as Uint8Array | null
      return bytes && new Uint8Array(bytes)
    },
    write: async (name, bytes) => {
      if (!isFileName(name)) throw new RangeError(`not a file name: ${name}`)
      const copy = bytes.slice()
      await turn(() => put(name, copy))
    },
    remove: (name) => turn(() => put(name)),
    again: () =>
      turn(async () => {
        for (const [name, bytes] of recent) await keep(name, bytes)
      }),
    close: () => turn(async () => {}),
  }
}
