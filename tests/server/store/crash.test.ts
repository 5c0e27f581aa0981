/**
 * The machine dies at every call that changes the disk, and the power with it.
 *
 * Each scenario runs once whole to count its calls, then once for each call and each way of dying. What
 * was promised must be there when the store opens again, also when it dies once more while opening.
 * CRASH_SEEDS=200 tears each point in that many ways.
 */
import { expect, it } from 'vitest'
import type { Stores } from '../../../server/store/contract.ts'
import { openEmbeddedStores } from '../../../server/store/embedded/stores.ts'
import { FakeDisk, type Survives } from '../../support/fake-disk.ts'
import { freshMachine } from '../../support/fake-machine.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { seeded } from '../../support/seeded.ts'
import { stillClock } from '../../support/still-clock.ts'
import { collect, Witness } from './witness.ts'
import { AT, BOARD, recordsOf } from './witness-records.ts'

const SEEDS = Number(process.env.CRASH_SEEDS ?? 3)

const openOn = (disk: FakeDisk, log = quietLog()): Promise<Stores> =>
  openEmbeddedStores({
    dataDir: '/data',
    log,
    clock: stillClock,
    disk,
    machine: freshMachine,
    segmentBytes: 600,
  })

type Scenario = (stores: Stores, witness: Witness) => Promise<void>

const DEATHS: { survives: Survives; seed: number }[] = [
  { survives: 'all', seed: 0 },
  { survives: 'none', seed: 0 },
  ...Array.from({ length: SEEDS }, (_, seed) => ({ survives: 'some' as const, seed })),
]

async function countCalls(scenario: Scenario): Promise<number> {
  const disk = new FakeDisk()
  const witness = new Witness()
  await scenario(await openOn(disk), witness)
  expect(witness.appends.every((it) => it.end !== null)).toBe(true)
  expect([witness.fatal, witness.unavailable]).toEqual([false, 0])
  return disk.calls.length
}

async function dieAt(n: number, scenario: Scenario): Promise<{ disk: FakeDisk; witness: Witness }> {
  const disk = new FakeDisk()
  const witness = new Witness()
  disk.fate = (call) => (call.n === n ? 'crash' : 'goes well')
  const run = openOn(disk).then((stores) => scenario(stores, witness))
  await Promise.race([run, disk.crashed])
  return { disk, witness }
}

async function surviveEveryCrash(scenario: Scenario): Promise<void> {
  const calls = await countCalls(scenario)
  expect(calls).toBeGreaterThan(10)
  for (let n = 1; n <= calls; n++) {
    for (const { survives, seed } of DEATHS) {
      const random = seeded(seed * 7919 + n)
      const { disk, witness } = await dieAt(n, scenario)
      let next = disk.afterCrash(survives, random)
      if (survives === 'some') {
        // And once more while it opens.
        const again = 1 + Math.floor(random() * 12)
        next.fate = (call) => (call.n === again ? 'crash' : 'goes well')
        await Promise.race([openOn(next).then((stores) => openIfKnown(stores)), next.crashed])
        next = next.afterCrash(survives, random)
      }
      const log = quietLog()
      try {
        await witness.verify(await openOn(next, log), log.lines)
      } catch (error) {
        const at = JSON.stringify({ survives, seed, call: disk.calls[n - 1] })
        throw new Error(`after a crash at ${at}: ${error}`, { cause: error })
      }
    }
  }
}

async function openIfKnown(stores: Stores): Promise<void> {
  if (stores.registry.board(BOARD)) await (await stores.openBoard(BOARD)).journal.load()
}

it('[A2] keeps every promised append, whole, wherever it dies', () =>
  surviveEveryCrash(async (stores, witness) => {
    const store = await witness.start(stores)
    if (!store) return
    await Promise.all([
      witness.append(store, 'ama', 3),
      witness.append(store, 'ben', 2),
      witness.append(store, 'cy'),
    ])
    await witness.append(store, 'dee', 2)
    await Promise.all([witness.append(store, 'eli'), witness.append(store, 'fay', 4)])
  }))

it('[A2] keeps them across segments', () =>
  surviveEveryCrash(async (stores, witness) => {
    const store = await witness.start(stores)
    if (!store) return
    for (let n = 0; n < 4; n++)
      await Promise.all([witness.append(store, `ama${n}`, 6), witness.append(store, `ben${n}`, 2)])
  }))

it('[A2, A8] keeps snapshots and what follows them', () =>
  surviveEveryCrash(async (stores, witness) => {
    const store = await witness.start(stores)
    if (!store) return
    for (let n = 0; n < 4; n++) {
      await witness.append(store, `ama${n}`, 3)
      await Promise.all([witness.saveSnapshot(store), witness.append(store, `ben${n}`, 3)])
    }
  }))

it('[A6] keeps every promised link, person and file', () =>
  surviveEveryCrash(async (stores, witness) => {
    const store = await witness.start(stores)
    if (!store) return
    await Promise.all([
      witness.putLink(stores, 'l1'),
      witness.putLink(stores, 'l2'),
      witness.join(store, 'p1'),
      witness.putFile(store, 'version-1.json', 1),
    ])
    await Promise.all([
      witness.putLink(stores, 'l3'),
      witness.join(store, 'p2'),
      witness.join(store, 'p3'),
      witness.putFile(store, 'version-1.json', 2),
    ])
    await witness.putLink(stores, 'l4')
  }))

it('[A8, A12] has the old journal or the rewritten one, and none of what a promised rewrite dropped', async () => {
  const marker = 'Wharfedale'
  const scenario = async (stores: Stores): Promise<void> => {
    const store = await stores.createBoard(BOARD)
    await stores.registry.putBoard({ id: BOARD, title: 'Francis', createdAt: AT })
    for (let n = 0; n < 5; n++) {
      const note = {
        type: 'decision',
        at: AT,
        by: 'fay',
        body: { step: 'reopen', seq: n, statements: [], reason: marker },
      } as const
      await store.journal.append([note, ...recordsOf(`ama${n}`, 2)])
      await store.journal.saveSnapshot(store.journal.end, Buffer.from(`${marker} ${n}`))
    }
    await store.journal.rewrite(({ record }) => (record.type === 'decision' ? null : record))
  }
  const whole = new FakeDisk()
  await scenario(await openOn(whole))
  expect(holds(whole, marker)).toEqual([])

  const first = whole.calls.findIndex((it) => it.path.includes('journal-2'))
  expect(first).toBeGreaterThan(0)
  for (let n = first; n <= whole.calls.length; n++) {
    for (const { survives, seed } of DEATHS) {
      const disk = new FakeDisk()
      disk.fate = (call) => (call.n === n ? 'crash' : 'goes well')
      await Promise.race([openOn(disk).then(scenario), disk.crashed])
      const next = disk.afterCrash(survives, seeded(seed * 7919 + n))

      const { journal } = await (await openOn(next)).openBoard(BOARD)
      const all = await collect(journal.read(0))
      const notes = all.filter((it) => it.record.type === 'decision').length
      expect([0, 5]).toContain(notes)
      expect(all).toHaveLength(10 + notes)
      expect(journal.end).toBe(15)
      const { damage, snapshot } = await journal.load()
      expect(damage).toEqual([])
      expect(snapshot === null).toBe(notes === 0)
      // Opening finishes what the crash left: no file of the old generation stays beside the new.
      if (notes === 0) expect(holds(next, marker)).toEqual([])

      await journal.rewrite(({ record }) => (record.type === 'decision' ? null : record))
      expect(holds(next, marker)).toEqual([])
    }
  }
})

const holds = (disk: FakeDisk, text: string): string[] =>
  [...disk.files()].filter(([, bytes]) => bytes.includes(text)).map(([path]) => path)
