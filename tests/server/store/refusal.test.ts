/**
 * A disk that refuses: full, read-only, broken. Nothing refused is kept, nothing promised is lost, and
 * what was refused can be saved again when there is room.
 */
import { beforeEach, describe, expect, it } from 'vitest'
import { StorageFatal, StorageUnavailable, type Stores } from '../../../server/store/contract.ts'
import { openEmbeddedStores } from '../../../server/store/embedded/stores.ts'
import { type Call, FakeDisk, type Fate } from '../../support/fake-disk.ts'
import { freshMachine } from '../../support/fake-machine.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { seeded } from '../../support/seeded.ts'
import { stillClock } from '../../support/still-clock.ts'
import { collect, Witness } from './witness.ts'
import { AT, BOARD, recordsOf } from './witness-records.ts'

const openOn = (disk: FakeDisk): Promise<Stores> =>
  openEmbeddedStores({
    dataDir: '/data',
    log: quietLog(),
    clock: stillClock,
    disk,
    machine: freshMachine,
    segmentBytes: 600,
  })

let disk: FakeDisk

beforeEach(() => {
  disk = new FakeDisk()
})

const refuse =
  (code: string, which: (call: Call) => boolean) =>
  (call: Call): Fate =>
    which(call) ? { code } : 'goes well'

async function openBoard(): Promise<{ stores: Stores; store: Awaited<ReturnType<Stores['createBoard']>> }> {
  const stores = await openOn(disk)
  const store = await stores.createBoard(BOARD)
  await stores.registry.putBoard({ id: BOARD, title: 'Francis', createdAt: AT })
  return { stores, store }
}

const namesOn = async (found: FakeDisk): Promise<string[]> => {
  const { journal } = await (await openOn(found)).openBoard(BOARD)
  return (await collect(journal.read(0))).map((it) => it.record.by)
}

describe('[A4] a full disk', () => {
  it('refuses an append, keeps what was promised, and goes on when there is room', async () => {
    const { stores, store } = await openBoard()
    await store.journal.append(recordsOf('ama', 2))

    disk.fate = refuse('ENOSPC', ({ what }) => what === 'write')
    for (const name of ['ben', 'cy'])
      await expect(store.journal.append(recordsOf(name, 2))).rejects.toBeInstanceOf(StorageUnavailable)
    await expect(stores.probe()).rejects.toBeInstanceOf(StorageUnavailable)
    expect(store.journal.end).toBe(2)

    disk.fate = () => 'goes well'
    await stores.probe()
    expect(await store.journal.append(recordsOf('dee', 2))).toBe(4)
    expect(await namesOn(disk.afterCrash('none', seeded(1)))).toEqual(['ama', 'ama', 'dee', 'dee'])
  })

  it('that takes only a part of a write is a refusal, and the part is cut away', async () => {
    const { store } = await openBoard()
    await store.journal.append(recordsOf('ama', 1))
    disk.fate = ({ what }) => (what === 'write' ? 'short' : 'goes well')
    const refused = ['ben', 'cy', 'dee'].map((name) => store.journal.append(recordsOf(name, 1)))
    for (const append of refused) await expect(append).rejects.toBeInstanceOf(StorageUnavailable)

    // The first of them was written whole.
    expect(await namesOn(disk.afterCrash('all', seeded(1)))).toEqual(['ama'])
  })

  it('that cannot even be cut takes the next append in the place of the refused one', async () => {
    const { store } = await openBoard()
    await store.journal.append(recordsOf('ama', 1))
    disk.fate = ({ what }) =>
      what === 'write' ? 'short' : what === 'truncate' ? { code: 'ENOSPC' } : 'goes well'
    const refused = ['bea', 'ben', 'bob', 'bri'].map((name) => store.journal.append(recordsOf(name, 1)))
    for (const append of refused) await expect(append).rejects.toBeInstanceOf(StorageUnavailable)

    // As long as the first refused one, so that the second stands whole and in place behind it.
    disk.fate = () => 'goes well'
    expect(await store.journal.append(recordsOf('cyd', 1))).toBe(2)

    expect(await namesOn(disk.afterCrash('none', seeded(1)))).toEqual(['ama', 'cyd'])
  })

  it('refuses only the flush it refuses: what arrived meanwhile is the next one', async () => {
    const { store } = await openBoard()
    let writes = 0
    disk.fate = refuse('ENOSPC', ({ what }) => what === 'write' && ++writes === 1)

    const refused = store.journal.append(recordsOf('ama', 1))
    const kept = refused.catch(() => store.journal.append(recordsOf('ben', 1)))

    await expect(refused).rejects.toBeInstanceOf(StorageUnavailable)
    expect(await kept).toBe(1)
  })

  it('refuses to begin a segment, and then begins it', async () => {
    const { store } = await openBoard()
    await store.journal.append(recordsOf('ama', 12))
    const segments = () => [...disk.files().keys()].filter((it) => it.endsWith('.segment')).length
    expect(segments()).toBe(1)

    disk.fate = refuse('ENOSPC', ({ what, path }) => what === 'write' && path.endsWith('.new'))
    await expect(store.journal.append(recordsOf('ben', 1))).rejects.toBeInstanceOf(StorageUnavailable)
    disk.fate = () => 'goes well'
    await store.journal.append(recordsOf('cy', 1))

    expect(segments()).toBe(2)
    expect(await namesOn(disk.afterCrash('none', seeded(1)))).toEqual([...Array(12).fill('ama'), 'cy'])
  })

  it('lets a board be opened and read, though a torn end cannot be cut nor set aside', async () => {
    const { store } = await openBoard()
    await store.journal.append(recordsOf('ama', 1))
    await store.journal.append(recordsOf('ben', 2))
    const next = disk.afterCrash('all', seeded(1))
    const path = '/data/boards/b1/journal-1/000000000001.segment'
    next.corrupt(path, (bytes) => bytes.subarray(0, bytes.length - 3))
    const stores = await openOn(next)
    next.fate = refuse('ENOSPC', ({ what }) => what !== 'open')

    const { journal } = await stores.openBoard(BOARD)
    const { tail, damage } = await journal.load()
    expect(tail.map((it) => it.record.by)).toEqual(['ama'])
    expect(damage).toMatchObject([{ what: 'torn-tail', position: 1 }])
    expect(damage[0]).not.toHaveProperty('keptIn')

    next.fate = () => 'goes well'
    expect(await journal.append(recordsOf('cy', 1))).toBe(2)
    expect(await namesOn(next.afterCrash('none', seeded(1)))).toEqual(['ama', 'cy'])
  })

  it('keeps the registry, the people and the files as they were', async () => {
    const { stores, store } = await openBoard()
    await store.files.write('version-1.json', Uint8Array.of(1))
    disk.fate = refuse('ENOSPC', ({ what }) => what === 'write')

    await expect(stores.registry.putSetting('doors', 'open')).rejects.toBeInstanceOf(StorageUnavailable)
    await expect(
      store.people.update((it) => ({ ...it, invited: [{ id: 'i1', name: 'Ben' }] })),
    ).rejects.toThrow(StorageUnavailable)
    await expect(store.files.write('version-1.json', Uint8Array.of(2))).rejects.toThrow(StorageUnavailable)
    await expect(store.journal.saveSnapshot(0, Uint8Array.of(1))).rejects.toThrow(StorageUnavailable)

    expect(stores.registry.setting('doors')).toBeUndefined()
    expect(store.people.read().invited).toEqual([])
    expect(await store.files.read('version-1.json')).toEqual(Uint8Array.of(1))
    expect([...disk.files().keys()].filter((it) => it.endsWith('.new'))).toEqual([])
  })
})

describe('[A5] a failed sync', () => {
  it('ends all saving for good, on every board, though the next sync would succeed', async () => {
    const { stores, store } = await openBoard()
    const other = await stores.createBoard('b2')
    await store.journal.append(recordsOf('ama', 1))
    let syncs = 0
    disk.fate = refuse('EIO', ({ what }) => what === 'sync' && ++syncs === 1)

    await expect(store.journal.append(recordsOf('ben', 1))).rejects.toBeInstanceOf(StorageFatal)

    await expect(store.journal.append(recordsOf('cy', 1))).rejects.toBeInstanceOf(StorageFatal)
    await expect(other.journal.append(recordsOf('dee', 1))).rejects.toBeInstanceOf(StorageFatal)
    await expect(stores.registry.putSetting('doors', 'open')).rejects.toBeInstanceOf(StorageFatal)
    await expect(stores.probe()).rejects.toBeInstanceOf(StorageFatal)
    expect(store.journal.end).toBe(1)
    await stores.close()
    expect((await namesOn(disk.afterCrash('none', seeded(1)))).slice(0, 1)).toEqual(['ama'])
  })

  it('of a folder is no less final', async () => {
    const { stores } = await openBoard()
    disk.fate = refuse('EIO', ({ what }) => what === 'syncFolder')

    await expect(stores.registry.putSetting('doors', 'open')).rejects.toBeInstanceOf(StorageFatal)
    disk.fate = () => 'goes well'
    await expect(stores.registry.putSetting('doors', 'open')).rejects.toBeInstanceOf(StorageFatal)
  })
})

/** Some of everything, each step whether or not the one before was refused. */
async function workOn(stores: Stores, witness: Witness): Promise<void> {
  const store = await witness.start(stores)
  if (!store) return
  for (let n = 0; n < 3; n++) {
    await Promise.all([
      witness.append(store, `ama${n}`, 4),
      witness.append(store, `ben${n}`, 1),
      witness.putLink(stores, `l${n}`),
      witness.join(store, `p${n}`),
    ])
    await Promise.all([witness.saveSnapshot(store), witness.append(store, `cy${n}`, 2)])
    await witness.putFile(store, 'version-1.json', n + 1)
  }
}

describe.each(['ENOSPC', 'EIO', 'EROFS', 'EMFILE'])('%s at any one call', (code) => {
  it('[A4, A5] keeps what was promised and nothing that was refused, over a power cut too', async () => {
    await workOn(await openOn(disk), new Witness())
    const calls = disk.calls.length

    for (let n = 1; n <= calls; n++) {
      const faulty = new FakeDisk()
      const witness = new Witness()
      const stores = await openOn(faulty)
      const before = faulty.calls.length
      faulty.fate = refuse(code, (call) => call.n === before + n)
      await workOn(stores, witness)
      if (faulty.calls.length < before + n) break

      const { what, path } = faulty.calls[before + n - 1] ?? { what: 'open', path: '' }
      const isSync = what === 'sync' || what === 'syncFolder'
      expect(witness.fatal, `${what} ${path}`).toBe(isSync)
      for (const survives of ['none', 'all', 'some'] as const) {
        const next = faulty.afterCrash(survives, seeded(n))
        try {
          await witness.verify(await openOn(next))
        } catch (error) {
          throw new Error(`${code} at ${what} ${path} (call ${n}), ${survives}: ${error}`, { cause: error })
        }
      }
    }
  })
})

describe('starting', () => {
  it('on a disk that refuses anything fails with its reason, and leaves no lock behind', async () => {
    await openOn(disk)
    const calls = disk.calls.length

    for (let n = 1; n <= calls; n++) {
      const faulty = new FakeDisk()
      faulty.fate = refuse('EROFS', (call) => call.n === n)
      const started = await openOn(faulty).then(
        () => 'started',
        (error: Error) => error.message,
      )
      expect(started).toMatch(/EROFS/)
      const { what } = faulty.calls[n - 1] ?? {}
      if (what !== 'remove') expect(faulty.files().has('/data/lock')).toBe(false)
    }
  })
})
