/**
 * Files that are not as they were left: cut, flipped, emptied, gone.
 */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Damage, Positioned, Stores } from '../../../server/store/contract.ts'
import { openEmbeddedStores } from '../../../server/store/embedded/stores.ts'
import { FakeDisk } from '../../support/fake-disk.ts'
import { freshMachine } from '../../support/fake-machine.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { stillClock } from '../../support/still-clock.ts'
import { collect } from './witness.ts'
import { AT, BOARD, recordsOf } from './witness-records.ts'

const JOURNAL = '/data/boards/b1/journal-1'

let disk: FakeDisk
let log: ReturnType<typeof quietLog>

beforeEach(() => {
  disk = new FakeDisk()
  log = quietLog()
})

const open = (): Promise<Stores> =>
  openEmbeddedStores({
    dataDir: '/data',
    log,
    clock: stillClock,
    disk,
    machine: freshMachine,
    segmentBytes: 600,
  })

/** A board with `names` appended one after the other, and the process gone. */
async function boardWith(names: string[], count = 1): Promise<void> {
  const stores = await open()
  const { journal } = await stores.createBoard(BOARD)
  await stores.registry.putBoard({ id: BOARD, title: 'Francis', createdAt: AT })
  for (const name of names) await journal.append(recordsOf(name, count))
  await stores.close()
}

async function look(): Promise<{ names: string[]; all: Positioned[]; damage: Damage[]; end: number }> {
  const stores = await open()
  const { journal } = await stores.openBoard(BOARD)
  const { tail, damage } = await journal.load()
  const all = await collect(journal.read(0))
  const { end } = journal
  await stores.close()
  expect(tail).toEqual(all)
  return { names: all.map((it) => it.record.by), all, damage, end }
}

const segment = (first: number): string => `${JOURNAL}/${String(first).padStart(12, '0')}.segment`
const bytesAt = (path: string): Buffer => disk.files().get(path) ?? Buffer.alloc(0)

describe('[A3] a journal', () => {
  it('cut at every byte of its last append opens with all before it, and goes on', async () => {
    await boardWith(['ama', 'ben'])
    const start = bytesAt(segment(1)).length
    await reopenAndAppend('cy', 2)
    const whole = bytesAt(segment(1))

    for (let size = start; size < whole.length; size++) {
      disk.corrupt(segment(1), () => whole.subarray(0, size))

      const { names, damage, end } = await look()
      expect(names).toEqual(['ama', 'ben'])
      expect(end).toBe(2)
      expect(damage.map(({ what, position, bytes }) => ({ what, position, bytes }))).toEqual(
        size === start ? [] : [{ what: 'torn-tail', position: 2, bytes: size - start }],
      )

      expect(await reopenAndAppend('dee', 1)).toBe(3)
      expect(await look()).toMatchObject({ names: ['ama', 'ben', 'dee'], damage: [] })
    }
  })

  it('with any one bit flipped keeps everything but what the bit was in, and says so', async () => {
    await boardWith(['ama', 'ben', 'cy', 'dee'])
    const whole = bytesAt(segment(1))
    const { all } = await look()

    for (let bit = 0; bit < whole.length * 8; bit += 5) {
      disk.corrupt(segment(1), () => {
        const bytes = Buffer.from(whole)
        bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        return bytes
      })

      const found = await look()

      const lost = all.filter((it) => !found.all.some((other) => other.position === it.position))
      expect(lost.length).toBeLessThanOrEqual(1)
      for (const it of found.all) expect(it).toEqual(all[it.position - 1])
      expect(found.damage, `bit ${bit} of ${whole.length * 8}`).toHaveLength(1)
      expect(found.damage[0]?.position).toBe(lost.length === 0 ? 0 : (lost[0]?.position ?? 0) - 1)
    }
    expect(log.lines.some((it) => it.level === 'error')).toBe(true)
  })

  it('keeps the bad bytes of a middle record in a file, and every position', async () => {
    await boardWith(['ama', 'ben', 'cy'])
    const bytes = bytesAt(segment(1))
    const at = bytes.indexOf('ben')
    disk.corrupt(segment(1), (it) => it.fill('x', at, at + 1))

    const { names, all, damage, end } = await look()

    expect(names).toEqual(['ama', 'cy'])
    expect(all.map((it) => it.position)).toEqual([1, 3])
    expect(end).toBe(3)
    expect(damage).toMatchObject([{ what: 'bad-record', position: 1 }])
    const kept = bytesAt(damage[0]?.keptIn ?? '')
    expect(kept.includes('xen')).toBe(true)
    expect(kept).toHaveLength(damage[0]?.bytes ?? 0)
  })

  it('says the same damage again until a snapshot stands for it', async () => {
    await boardWith(['ama', 'ben', 'cy'])
    disk.corrupt(segment(1), (it) => it.fill('x', it.indexOf('ben'), it.indexOf('ben') + 1))
    expect((await look()).damage).toHaveLength(1)
    expect((await look()).damage).toHaveLength(1)

    const stores = await open()
    const { journal } = await stores.openBoard(BOARD)
    await journal.saveSnapshot(3, Uint8Array.of(1))
    await stores.close()

    const again = await open()
    expect((await (await again.openBoard(BOARD)).journal.load()).damage).toEqual([])
  })

  it('keeps a bad record that was the last but stood before a snapshot out of reach of new ones', async () => {
    await boardWith(['ama', 'ben'])
    const first = await open()
    await (await first.openBoard(BOARD)).journal.saveSnapshot(2, Uint8Array.of(1))
    await first.close()
    disk.corrupt(segment(1), (it) => it.subarray(0, it.length - 1))

    const stores = await open()
    const { journal } = await stores.openBoard(BOARD)

    expect((await journal.load()).damage).toMatchObject([{ what: 'torn-tail', position: 1 }])
    expect(await journal.append(recordsOf('cy', 1))).toBe(3)
    await stores.close()
    const again = await (await open()).openBoard(BOARD)
    expect((await again.journal.load()).tail.map((it) => it.position)).toEqual([3])
    expect((await again.journal.load()).damage).toEqual([])
  })

  it('with a bad record in its last flush keeps what follows only where a snapshot shows it was whole', async () => {
    const stores = await open()
    const { journal } = await stores.createBoard(BOARD)
    await stores.registry.putBoard({ id: BOARD, title: 'Francis', createdAt: AT })
    await journal.append(recordsOf('ama', 1))
    await Promise.all(['ben', 'cy', 'dee'].map((name) => journal.append(recordsOf(name, 1))))
    await stores.close()
    const withSnapshot = disk.copy()
    disk.corrupt(segment(1), (it) => it.fill('x', it.indexOf('cy'), it.indexOf('cy') + 1))

    // As far as can be known a crash left it so, and nothing from there on was promised.
    expect(await look()).toMatchObject({
      names: ['ama', 'ben'],
      end: 2,
      damage: [{ what: 'torn-tail', position: 2 }],
    })

    disk = withSnapshot
    const again = await open()
    await (await again.openBoard(BOARD)).journal.saveSnapshot(4, Uint8Array.of(1))
    await again.close()
    disk.corrupt(segment(1), (it) => it.fill('x', it.indexOf('cy'), it.indexOf('cy') + 1))
    const last = await (await open()).openBoard(BOARD)
    expect((await collect(last.journal.read(0))).map((it) => it.record.by)).toEqual(['ama', 'ben', 'dee'])
  })

  it('that lost its last record keeps its position taken through a rewrite', async () => {
    await boardWith(['ama', 'ben'])
    const first = await open()
    await (await first.openBoard(BOARD)).journal.saveSnapshot(2, Uint8Array.of(1))
    await first.close()
    disk.corrupt(segment(1), (it) => it.subarray(0, it.length - 1))
    const stores = await open()
    await (await stores.openBoard(BOARD)).journal.rewrite(({ record }) => record)
    await stores.close()

    const { journal } = await (await open()).openBoard(BOARD)

    expect(await journal.append(recordsOf('cy', 1))).toBe(3)
  })

  it('is read whole while it is rewritten', async () => {
    await boardWith(['ama', 'ben', 'cy', 'dee', 'eli', 'fay'], 4)
    const { journal } = await (await open()).openBoard(BOARD)
    const turns = async (count: number) => {
      for (let turn = 0; turn < count; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
    }
    const read = disk.read.bind(disk)
    disk.read = async (path) => {
      await turns(6)
      return read(path)
    }

    for (let delay = 0; delay < 80; delay++) {
      const rewriting = journal.rewrite(({ record }) => record)
      await turns(delay)
      expect(await collect(journal.read(0))).toHaveLength(24)
      await rewriting
    }
  })

  it('with a segment gone, or emptied, says so and keeps the others', async () => {
    await boardWith(['ama', 'ben', 'cy', 'dee', 'eli', 'fay'], 4)
    const firsts = [...disk.files().keys()].flatMap((it) => /(\d+)\.segment$/.exec(it)?.[1] ?? []).map(Number)
    expect(firsts.length).toBeGreaterThanOrEqual(3)
    const [, second = 0, third = 0] = firsts

    disk.corrupt(segment(second), () => Buffer.alloc(0))
    const emptied = await look()
    await disk.remove(segment(second))
    const gone = await look()

    for (const { all, damage, end } of [emptied, gone]) {
      expect(end).toBe(24)
      expect(all.map((it) => it.position)).toEqual(
        Array.from({ length: 24 }, (_, index) => index + 1).filter((it) => it < second || it >= third),
      )
      expect(damage).toMatchObject([{ what: 'missing-segment', position: second - 1 }])
    }
  })

  it('with its newest segment gone says so by the snapshot, and gives no position twice', async () => {
    await boardWith(['ama', 'ben', 'cy', 'dee'], 4)
    const stores = await open()
    await (await stores.openBoard(BOARD)).journal.saveSnapshot(16, Uint8Array.of(1))
    await stores.close()
    const newest = [...disk.files().keys()].filter((it) => it.endsWith('.segment')).at(-1) ?? ''
    await disk.remove(newest)

    const again = await open()
    const { journal } = await again.openBoard(BOARD)

    expect((await journal.load()).damage).toMatchObject([{ what: 'missing-segment' }])
    expect(await journal.append(recordsOf('eli', 1))).toBe(17)
  })

  it('of another board, or of a later version, is left alone', async () => {
    await boardWith(['ama'])
    const whole = bytesAt(segment(1))
    disk.corrupt(segment(1), () => Buffer.from(whole.toString('latin1').replace('"b1"', '"b2"'), 'latin1'))
    // The header's checksum no longer fits, so it is damage, not another board.
    expect((await look()).names).toEqual(['ama'])

    const other = new FakeDisk()
    const stores = await openEmbeddedStores({
      dataDir: '/data',
      log,
      clock: stillClock,
      disk: other,
      machine: freshMachine,
    })
    await stores.createBoard('b2')
    const foreign = other.files().get('/data/boards/b2/journal-1/000000000001.segment') ?? Buffer.alloc(0)
    disk.corrupt(segment(1), () => foreign)

    await expect((await open()).openBoard(BOARD)).rejects.toThrow(/is that of b2/)
    expect(bytesAt(segment(1))).toEqual(foreign)
  })

  async function reopenAndAppend(name: string, count: number): Promise<number> {
    const stores = await open()
    const { journal } = await stores.openBoard(BOARD)
    const end = await journal.append(recordsOf(name, count))
    await stores.close()
    return end
  }
})

describe('[A3] a snapshot', () => {
  const snapshot = (position: number): string => `${JOURNAL}/snapshot-${String(position).padStart(12, '0')}`

  async function boardWithSnapshots(): Promise<void> {
    const stores = await open()
    const { journal } = await stores.createBoard(BOARD)
    await stores.registry.putBoard({ id: BOARD, title: 'Francis', createdAt: AT })
    for (const name of ['ama', 'ben', 'cy']) {
      await journal.append(recordsOf(name, 1))
      await journal.saveSnapshot(journal.end, Buffer.from(`state ${journal.end}`))
    }
    await stores.close()
  }

  it('that is bad is set aside and said, and the one before it taken', async () => {
    await boardWithSnapshots()
    disk.corrupt(snapshot(3), (it) => it.fill('x', it.length - 1))

    const stores = await open()
    const { journal } = await stores.openBoard(BOARD)

    const { snapshot: found, tail, damage } = await journal.load()
    expect(found?.position).toBe(2)
    expect(tail.map((it) => it.position)).toEqual([3])
    expect(damage).toMatchObject([{ what: 'bad-snapshot', position: 3, keptIn: `${snapshot(3)}.bad` }])
    expect(bytesAt(`${snapshot(3)}.bad`).length).toBeGreaterThan(0)
    await stores.close()
    expect((await (await (await open()).openBoard(BOARD)).journal.load()).damage).toEqual([])
  })

  it('with any one bit flipped, or cut anywhere, is never taken', async () => {
    await boardWithSnapshots()
    const whole = bytesAt(snapshot(3))
    const spoilt = [
      ...Array.from({ length: whole.length }, (_, size) => whole.subarray(0, size)),
      ...Array.from({ length: whole.length * 8 }, (_, bit) => {
        const bytes = Buffer.from(whole)
        bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        return bytes
      }),
    ]

    for (const bytes of spoilt) {
      await disk.open(snapshot(3), 'replace')
      disk.corrupt(snapshot(3), () => bytes)
      const stores = await open()
      const { journal } = await stores.openBoard(BOARD)
      expect((await journal.load()).snapshot?.position).toBe(2)
      await stores.close()
    }
  })

  it('is not needed: with all of them bad the whole journal is replayed', async () => {
    await boardWithSnapshots()
    disk.corrupt(snapshot(2), () => Buffer.alloc(0))
    disk.corrupt(snapshot(3), () => Buffer.alloc(0))

    const { journal } = await (await open()).openBoard(BOARD)

    const { snapshot: found, tail, damage } = await journal.load()
    expect(found).toBeNull()
    expect(tail.map((it) => it.record.by)).toEqual(['ama', 'ben', 'cy'])
    expect(damage.map((it) => it.what)).toEqual(['bad-snapshot', 'bad-snapshot'])
  })

  it('keeps two generations and no more', async () => {
    await boardWithSnapshots()

    expect([...disk.files().keys()].filter((it) => it.includes('snapshot'))).toEqual([
      snapshot(2),
      snapshot(3),
    ])
  })
})

describe('[A6] the registry', () => {
  const REGISTRY = '/data/registry.json'

  it.each([
    ['emptied', () => Buffer.alloc(0)],
    ['cut', (it: Buffer) => it.subarray(0, it.length - 10)],
    ['changed by one letter', (it: Buffer) => Buffer.from(it.toString().replace('Francis', 'francis'))],
    ['of another shape', () => Buffer.from('{"format":1,"sha256":"","data":{}}')],
  ])('%s: the generation before it is used, said, and never overwritten by the bad one', async (_, spoil) => {
    await boardWith(['ama'])
    const first = await open()
    await first.registry.putSetting('doors', 'shut')
    await first.close()
    disk.corrupt(REGISTRY, spoil)

    const stores = await open()
    expect(stores.registry.board(BOARD)?.title).toBe('Francis')
    expect(log.lines.at(-1)).toMatchObject({ level: 'error', facts: { path: REGISTRY } })

    await stores.registry.putSetting('doors', 'open')
    await stores.close()
    expect(disk.files().has(`${REGISTRY}.bad`)).toBe(true)
    disk.corrupt(REGISTRY, () => Buffer.alloc(0))
    const again = await open()
    expect(again.registry.board(BOARD)?.title).toBe('Francis')
  })

  it('does not start from nothing when both generations are damaged', async () => {
    await boardWith(['ama'])
    for (const path of [REGISTRY, `${REGISTRY}.previous`])
      if (disk.files().has(path)) disk.corrupt(path, () => Buffer.alloc(0))

    await expect(open()).rejects.toThrow(/registry\.json is damaged/)
  })

  it('keeps what a later version wrote into its entries', async () => {
    const stores = await open()
    const later = { id: BOARD, title: 'Francis', createdAt: AT, colour: 'plum' }
    await stores.registry.putBoard(later)
    await stores.close()

    const second = await open()
    await second.registry.putSetting('doors', 'shut')
    await second.close()

    expect((await open()).registry.board(BOARD)).toEqual(later)
  })

  it('[A12] keeps no earlier generation once a board is marked erased', async () => {
    await boardWith(['ama'])
    const stores = await open()

    await stores.registry.putBoard({ id: BOARD, title: '', createdAt: AT, erasedAt: AT })

    expect([...disk.files()].filter(([, bytes]) => bytes.includes('Francis'))).toEqual([])
  })
})

describe('people', () => {
  const PEOPLE = '/data/boards/b1/people.json'
  const person = (id: string, name: string) => ({ id, name, role: 'participant', joinedAt: AT }) as const

  it('[A12] who are renamed or removed are in no file; who are added have a generation before', async () => {
    await boardWith(['ama'])
    const stores = await open()
    const { people } = await stores.openBoard(BOARD)
    await people.update((it) => ({ ...it, participants: { p1: person('p1', 'Wharfedale') } }))
    await people.update((it) => ({
      ...it,
      participants: { ...it.participants, p2: person('p2', 'Swaledale') },
    }))
    expect(disk.files().has(`${PEOPLE}.previous`)).toBe(true)

    await people.update((it) => ({ ...it, participants: { p2: person('p2', 'Swaledale') } }))
    expect(holding('Wharfedale')).toEqual([])
    await people.update((it) => ({ ...it, participants: { p2: person('p2', 'Wensleydale') } }))
    expect(holding('Swaledale')).toEqual([])
    expect(holding('Wensleydale')).toEqual([PEOPLE])
  })

  it('that cannot be read leave a board that opens without names, and say so', async () => {
    await boardWith(['ama'])
    const first = await open()
    await (await first.openBoard(BOARD)).people.update((it) => ({
      ...it,
      participants: { p1: person('p1', 'Ama') },
    }))
    await first.close()
    disk.corrupt(PEOPLE, () => Buffer.alloc(0))

    const { people } = await (await open()).openBoard(BOARD)

    expect(people.read()).toEqual({ participants: {}, invited: [] })
    expect(log.lines.at(-1)?.says).toMatch(/without their names/)
  })

  const holding = (text: string): string[] =>
    [...disk.files()].filter(([, bytes]) => bytes.includes(text)).map(([path]) => path)
})

describe('files', () => {
  it('that are removed leave nothing, though a crash came while they were written', async () => {
    await boardWith(['ama'])
    const stores = await open()
    const { files } = await stores.openBoard(BOARD)
    disk.fate = ({ what, path }) =>
      what === 'rename' && path.endsWith('choice-key.new') ? 'crash' : 'goes well'
    void files.write('choice-key', Buffer.from('Wharfedale'))
    await disk.crashed
    disk = disk.afterCrash('all', () => 0)

    await (await (await open()).openBoard(BOARD)).files.remove('choice-key')

    expect([...disk.files()].filter(([, bytes]) => bytes.includes('Wharfedale'))).toEqual([])
  })
})

describe('the secret', () => {
  it('is not made anew while boards exist, since every link would die with it', async () => {
    await boardWith(['ama'])
    await disk.remove('/data/secret')

    await expect(open()).rejects.toThrow(/secret is missing though boards exist/)
  })

  it('that is damaged stops the start with one sentence', async () => {
    await boardWith(['ama'])
    disk.corrupt('/data/secret', (it) => it.subarray(1))

    await expect(open()).rejects.toThrow(/^The file \/data\/secret is damaged; put it back from a backup\.$/)
  })
})

describe('[A7] folders', () => {
  it('of no board are left alone and said', async () => {
    await boardWith(['ama'])
    await disk.makeFolder('/data/boards/stray')
    await disk.open('/data/boards/stray/note', 'new')

    await open()

    expect(disk.files().has('/data/boards/stray/note')).toBe(true)
    expect(log.lines.at(-1)).toMatchObject({ level: 'warn', facts: { folders: ['stray'], count: 1 } })
  })

  it('of a board marked erased go at the next start', async () => {
    await boardWith(['ama'])
    const stores = await open()
    await stores.registry.putBoard({ id: BOARD, title: '', createdAt: AT, erasedAt: AT })
    await stores.close()

    await open()

    expect([...disk.files().keys()].filter((it) => it.startsWith('/data/boards/b1'))).toEqual([])
  })

  it('are not read when the server starts', async () => {
    await boardWith(['ama'])
    disk.corrupt(segment(1), () => Buffer.alloc(0))
    const read: string[] = []
    const noting =
      <T>(work: (path: string) => Promise<T>) =>
      (path: string) => {
        read.push(path)
        return work.call(disk, path)
      }
    disk.list = noting(disk.list)
    disk.read = noting(disk.read)

    await open()

    expect(read.filter((it) => it.startsWith('/data/boards/'))).toEqual([])
  })
})
