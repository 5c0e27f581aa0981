/**
 * What every store engine keeps to, whatever it is made of.
 *
 * A `Place` is where an engine keeps things: opening it again shows what a restart would find.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BoardEntry, JournalRecord, LinkEntry, Positioned, Stores } from '../../server/store/contract.ts'
import { Problem } from '../../shared/problem.ts'

export interface Place {
  open(): Promise<Stores>
  remove(): Promise<void>
}

const AT = 1_800_000_000_000

const move = (statement: string, by = 'ama'): JournalRecord => ({
  type: 'update',
  at: AT,
  by,
  bytes: new TextEncoder().encode(`moves ${statement}`),
})

const history = (statement: string, by = 'ama'): JournalRecord => ({
  type: 'change',
  at: AT + 0.5,
  by,
  touches: [{ root: 'placements', key: statement, to: { column: 'due-regard', order: 'a0V' } }],
})

const oneOfEach: JournalRecord[] = [
  { type: 'update', at: AT, by: 'ama', bytes: Uint8Array.of(0, 1, 2, 253, 254, 255) },
  { type: 'update', at: AT, by: 'server', bytes: new Uint8Array(0) },
  history('s1'),
  {
    type: 'change',
    at: AT,
    by: 'ama',
    touches: [{ root: 'why/s1', key: '', inserted: 12, removed: 3 }],
  },
  { type: 'claim', at: AT, by: 'ama', client: 4_294_967_295 },
  {
    type: 'grant',
    at: AT,
    by: 'server',
    device: 'd1',
    link: 'l1',
    participant: 'ama',
    role: 'participant',
  },
  { type: 'leave', at: AT, by: 'ama', device: 'd1', link: 'l1' },
  { type: 'phase', at: AT, by: 'fay', from: 'preparing', to: 'open', reason: 'Café ☕ \u2028 \u0000 “done”' },
  { type: 'lock', at: AT, by: 'fay', from: false, to: true },
  {
    type: 'vote',
    at: AT,
    by: 'fay',
    body: {
      step: 'open',
      vote: 1,
      packs: [{ title: 'All', statements: ['s1'] }],
      deadline: null,
      quorum: 12,
      hands: 6,
    },
  },
  {
    type: 'choice',
    at: AT,
    by: 'server',
    body: { statement: 's1', round: 1, voter: 'hmac', answer: 'due-regard' },
  },
  { type: 'decision', at: AT, by: 'fay', body: { step: 'reopen', seq: 2, statements: ['s1'] } },
  {
    type: 'seal',
    at: AT,
    by: 'fay',
    body: { version: 1, position: 9, sha256: 'abc', fullSha256: 'def', label: 'Board, May' },
  },
  {
    type: 'approval',
    at: AT,
    by: 'fay',
    body: { version: 1, approval: { meeting: 'Trust board', outcome: 'noted' } },
  },
  { type: 'epoch', at: AT, by: 'server', epoch: 2, retired: [1, 2], because: 'rebuild' },
  { type: 'erase', at: AT, by: 'fay', body: { step: 'begin', erased: 'person', id: 'p9' } },
]

const board: BoardEntry = { id: 'b1', title: 'Francis', createdAt: AT }
const link = (id: string, of = 'b1'): LinkEntry => ({
  id,
  board: of,
  role: 'participant',
  generation: 0,
  createdAt: AT,
})

async function readAll(from: AsyncIterable<Positioned>): Promise<Positioned[]> {
  const all: Positioned[] = []
  for await (const it of from) all.push(it)
  return all
}

const textsOf = (all: Positioned[]): string[] =>
  all.map(({ record }) => (record.type === 'update' ? new TextDecoder().decode(record.bytes) : record.type))

const bytesOf = (all: Positioned[]): Uint8Array[] =>
  all.flatMap(({ record }) => (record.type === 'update' ? [record.bytes] : []))

export function describeStores(name: string, newPlace: () => Promise<Place>): void {
  describe(`stores: ${name}`, () => {
    let place: Place
    let stores: Stores

    beforeEach(async () => {
      place = await newPlace()
      stores = await place.open()
    })

    afterEach(async () => {
      await stores.close()
      await place.remove()
    })

    const restart = async () => {
      await stores.close()
      stores = await place.open()
    }

    const startBoard = async (entry = board) => {
      const store = await stores.createBoard(entry.id)
      await stores.registry.putBoard(entry)
      return store
    }

    describe('journal', () => {
      it('is empty at first', async () => {
        const { journal } = await startBoard()

        expect(journal.end).toBe(0)
        expect(await journal.load()).toEqual({ snapshot: null, tail: [], damage: [] })
        expect(await readAll(journal.read(0))).toEqual([])
      })

      it('gives back every kind of record as it was, in order, after a restart too', async () => {
        const before = await startBoard()

        const end = await before.journal.append(oneOfEach)

        const expected = oneOfEach.map((record, index) => ({ position: index + 1, record }))
        expect(end).toBe(oneOfEach.length)
        expect(await readAll(before.journal.read(0))).toEqual(expected)

        await before.close()
        await restart()
        const after = await stores.openBoard('b1')

        expect(after.journal.end).toBe(oneOfEach.length)
        expect(await after.journal.load()).toEqual({ snapshot: null, tail: expected, damage: [] })
        expect(await readAll(after.journal.read(0))).toEqual(expected)
      })

      it('reads on from any position', async () => {
        const { journal } = await startBoard()
        await journal.append([move('s1'), move('s2')])
        await journal.append([move('s3')])

        const after = [0, 1, 2, 3, 4].map((position) => readAll(journal.read(position)))

        expect((await Promise.all(after)).map(textsOf)).toEqual([
          ['moves s1', 'moves s2', 'moves s3'],
          ['moves s2', 'moves s3'],
          ['moves s3'],
          [],
          [],
        ])
      })

      it('loads what was appended since it was opened', async () => {
        const { journal } = await startBoard()
        await journal.load()
        await journal.append([move('s1')])

        expect(textsOf((await journal.load()).tail)).toEqual(['moves s1'])
      })

      it('keeps what it was given, though the giver then changes it', async () => {
        const { journal } = await startBoard()
        const bytes = Uint8Array.of(1, 2, 3)
        const touches = [{ root: 'placements', key: 's1' }]

        const appended = journal.append([
          { type: 'update', at: AT, by: 'ama', bytes },
          { type: 'change', at: AT, by: 'ama', touches },
        ])
        bytes.fill(9)
        touches.length = 0
        await appended

        const [first, second] = await readAll(journal.read(0))
        expect(first?.record).toMatchObject({ bytes: Uint8Array.of(1, 2, 3) })
        expect(second?.record).toMatchObject({ touches: [{ root: 'placements', key: 's1' }] })
      })

      it('keeps two concurrent appends whole, in the order asked', async () => {
        const { journal } = await startBoard()

        const ends = await Promise.all([
          journal.append([move('s1', 'ama'), history('s1', 'ama'), move('s2', 'ama')]),
          journal.append([move('s3', 'ben'), history('s3', 'ben')]),
        ])

        expect(ends).toEqual([3, 5])
        const all = await readAll(journal.read(0))
        expect(all.map((it) => it.record.by)).toEqual(['ama', 'ama', 'ama', 'ben', 'ben'])
        expect(all.map((it) => it.position)).toEqual([1, 2, 3, 4, 5])
      })

      it('takes an append at whatever moment after another it comes', async () => {
        const { journal } = await startBoard()

        for (let turns = 0; turns < 20; turns++) {
          await journal.append([move('s1')])
          for (let turn = 0; turn < turns; turn++) await null
          await journal.append([move('s2')])
        }

        expect(journal.end).toBe(40)
      })

      it('has settled every append once it is closed', async () => {
        const store = await startBoard()
        const settled: number[] = []
        for (let n = 1; n <= 3; n++)
          void store.journal.append([move(`s${n}`)]).then((end) => settled.push(end))

        await store.close()

        expect(settled).toEqual([1, 2, 3])
      })

      it('refuses a record that cannot be written down, and nothing else with it', async () => {
        const { journal } = await startBoard()

        const refused = journal.append([
          move('s1'),
          { type: 'lock', at: AT, by: 'fay', from: false, to: 1n as never },
        ])
        const kept = journal.append([move('s2')])

        await expect(refused).rejects.toThrow(TypeError)
        expect(await kept).toBe(1)
        expect(textsOf(await readAll(journal.read(0)))).toEqual(['moves s2'])
      })

      it('hands on a record of a type that only a later version knows', async () => {
        const { journal } = await startBoard()
        const later = { type: 'minute', at: AT, by: 'fay', text: 'noted' } as unknown as JournalRecord

        await journal.append([later, move('s1')])

        expect(await readAll(journal.read(0))).toEqual([
          { position: 1, record: later },
          { position: 2, record: move('s1') },
        ])
      })

      it('takes an empty append, and one of 1 MB', async () => {
        const { journal } = await startBoard()
        const large = new Uint8Array(1 << 20).map((_, index) => index * 31)

        expect(await journal.append([])).toBe(0)
        expect(await journal.append([{ type: 'update', at: AT, by: 'ama', bytes: large }])).toBe(1)

        const [read] = bytesOf(await readAll(journal.read(0)))
        expect(Buffer.compare(read ?? new Uint8Array(0), large)).toBe(0)
      })
    })

    describe('snapshots', () => {
      it('stand for the records before them; the rest follows as the tail', async () => {
        const before = await startBoard()
        await before.journal.append([move('s1'), move('s2'), move('s3')])
        await before.journal.saveSnapshot(2, Uint8Array.of(7, 7))

        await before.close()
        await restart()
        const { journal } = await stores.openBoard('b1')

        const loaded = await journal.load()
        expect(loaded.snapshot).toEqual({ position: 2, state: Uint8Array.of(7, 7) })
        expect(loaded.tail).toEqual([{ position: 3, record: move('s3') }])
        expect(loaded.damage).toEqual([])
      })

      it('leave the history as it was, in every place it is read from', async () => {
        const before = await startBoard()
        await before.journal.append(oneOfEach)
        const history = await readAll(before.journal.read(0))

        await before.journal.saveSnapshot(before.journal.end, Uint8Array.of(1))
        expect(await readAll(before.journal.read(0))).toEqual(history)

        await before.close()
        await restart()
        const after = await stores.openBoard('b1')
        expect(await readAll(after.journal.read(0))).toEqual(history)
      })

      it('give way to a later one, never to an earlier one', async () => {
        const { journal } = await startBoard()
        await journal.append([move('s1'), move('s2'), move('s3')])

        await journal.saveSnapshot(1, Uint8Array.of(1))
        await journal.saveSnapshot(3, Uint8Array.of(3))
        await journal.saveSnapshot(2, Uint8Array.of(2))

        expect((await journal.load()).snapshot).toEqual({ position: 3, state: Uint8Array.of(3) })
      })

      it('cannot stand for records that are not there', async () => {
        const { journal } = await startBoard()
        await journal.append([move('s1')])

        await expect(journal.saveSnapshot(2, Uint8Array.of(1))).rejects.toThrow(RangeError)
        expect((await journal.load()).snapshot).toBeNull()
      })
    })

    describe('rewriting', () => {
      it('changes and drops records while every position stays', async () => {
        const { journal } = await startBoard()
        await journal.append([move('s1'), move('secret'), history('s1'), move('s2')])

        await journal.rewrite(({ position, record }) => {
          if (position === 2) return null
          return record.type === 'change' ? { ...record, touches: [] } : record
        })

        const expected: Positioned[] = [
          { position: 1, record: move('s1') },
          { position: 3, record: { type: 'change', at: AT + 0.5, by: 'ama', touches: [] } },
          { position: 4, record: move('s2') },
        ]
        expect(await readAll(journal.read(0))).toEqual(expected)
        expect(await journal.load()).toEqual({ snapshot: null, tail: expected, damage: [] })
      })

      it('never gives a dropped position to another record, across a restart', async () => {
        const before = await startBoard()
        await before.journal.append([move('s1'), move('s2')])
        await before.journal.rewrite(() => null)
        await before.close()
        await restart()

        const { journal } = await stores.openBoard('b1')
        expect(journal.end).toBe(2)
        expect(await journal.append([move('s3')])).toBe(3)

        expect(await readAll(journal.read(0))).toEqual([{ position: 3, record: move('s3') }])
      })

      it('drops snapshots, since they hold what was dropped', async () => {
        const before = await startBoard()
        await before.journal.append([move('s1')])
        await before.journal.saveSnapshot(1, Uint8Array.of(1))

        await before.journal.rewrite(({ record }) => record)

        expect((await before.journal.load()).snapshot).toBeNull()
        await before.close()
        await restart()
        const { journal } = await stores.openBoard('b1')
        expect((await journal.load()).snapshot).toBeNull()
      })

      it('[A8] leaves everything as it was when it throws, and works the next time', async () => {
        const { journal } = await startBoard()
        await journal.append([move('s1'), move('s2')])
        await journal.saveSnapshot(1, Uint8Array.of(1))
        const before = await journal.load()

        const failing = journal.rewrite(({ position }) => {
          if (position === 2) throw new Error('our own bug')
          return null
        })
        await expect(failing).rejects.toThrow('our own bug')
        expect(await journal.load()).toEqual(before)

        await journal.rewrite(({ position, record }) => (position === 1 ? null : record))
        expect(textsOf(await readAll(journal.read(0)))).toEqual(['moves s2'])
      })

      it('keeps appends made meanwhile', async () => {
        const { journal } = await startBoard()
        await journal.append([move('s1')])

        const [, end] = await Promise.all([
          journal.rewrite(({ record }) => record),
          journal.append([move('s2')]),
        ])

        expect(end).toBe(2)
        expect(textsOf(await readAll(journal.read(0)))).toEqual(['moves s1', 'moves s2'])
      })
    })

    describe('registry', () => {
      it('remembers boards, links and settings', async () => {
        await stores.registry.putBoard({ ...board, organisation: 'Trust', retention: { hold: true } })
        await stores.registry.putLinks([link('l1'), link('l2'), link('l3', 'b2')])
        await stores.registry.putSetting('createKey', 'k')
        await restart()

        expect(stores.registry.boards()).toEqual([
          { ...board, organisation: 'Trust', retention: { hold: true } },
        ])
        expect(stores.registry.board('b1')?.organisation).toBe('Trust')
        expect(stores.registry.board('b2')).toBeUndefined()
        expect(stores.registry.links('b1').map((it) => it.id)).toEqual(['l1', 'l2'])
        expect(stores.registry.link('l3')?.board).toBe('b2')
        expect(stores.registry.link('l4')).toBeUndefined()
        expect(stores.registry.setting('createKey')).toBe('k')
        expect(stores.registry.setting('other')).toBeUndefined()
      })

      it('shows the newest entry for an id', async () => {
        await stores.registry.putLinks([link('l1')])
        await stores.registry.putLinks([{ ...link('l1'), generation: 1, withdrawnAt: AT }])

        expect(stores.registry.links('b1')).toEqual([{ ...link('l1'), generation: 1, withdrawnAt: AT }])
        await restart()
        expect(stores.registry.link('l1')?.withdrawnAt).toBe(AT)
      })

      it('[A6] keeps each of 200 links made at once', async () => {
        const ids = Array.from({ length: 200 }, (_, index) => `l${index}`)

        await Promise.all(ids.map((id) => stores.registry.putLinks([link(id)])))
        await restart()

        expect(stores.registry.links('b1').map((it) => it.id)).toEqual(ids)
      })

      it('takes ids that are names of every object', async () => {
        await stores.registry.putBoard({ ...board, id: '__proto__' })
        await stores.registry.putLinks([link('constructor', '__proto__')])
        await restart()

        expect(stores.registry.board('__proto__')?.title).toBe('Francis')
        expect(stores.registry.links('__proto__').map((it) => it.id)).toEqual(['constructor'])
        expect(stores.registry.setting('toString')).toBeUndefined()
      })

      it('cannot be changed through what it gives or was given', async () => {
        const mine = { ...board }
        await stores.registry.putBoard(mine)
        mine.title = 'Other'
        const given = stores.registry.board('b1')

        expect(() => Object.assign(given ?? {}, { title: 'Other' })).toThrow(TypeError)
        expect(stores.registry.board('b1')?.title).toBe('Francis')
      })
    })

    describe('people', () => {
      const ama = { id: 'ama', name: 'Ama Boateng', role: 'participant', joinedAt: AT } as const

      it('are remembered apart from the journal', async () => {
        const before = await startBoard()
        expect(before.people.read()).toEqual({ participants: {}, invited: [] })

        const after = await before.people.update((people) => ({
          participants: { ...people.participants, ama },
          invited: [{ id: 'i1', name: 'Ben Okri', post: 'Chief nurse', way: 'paper' }],
        }))

        expect(after.participants.ama?.name).toBe('Ama Boateng')
        expect(before.people.read()).toEqual(after)
        await before.close()
        await restart()
        expect((await stores.openBoard('b1')).people.read()).toEqual(after)
      })

      it('are changed one after the other, so that nobody is lost', async () => {
        const before = await startBoard()
        const join = (id: string) =>
          before.people.update((people) => ({
            ...people,
            participants: { ...people.participants, [id]: { ...ama, id } },
          }))

        const ids = Array.from({ length: 50 }, (_, index) => `p${index}`)
        await Promise.all(ids.map(join))

        await before.close()
        await restart()
        const { people } = await stores.openBoard('b1')
        expect(Object.keys(people.read().participants)).toEqual(ids)
      })

      it('stay as they were when a change throws; the next is made', async () => {
        const { people } = await startBoard()

        const failing = people.update(() => {
          throw new Error('our own bug')
        })
        const made = people.update((it) => ({ ...it, participants: { ama } }))

        await expect(failing).rejects.toThrow('our own bug')
        await made
        expect(people.read()).toEqual({ participants: { ama }, invited: [] })
      })
    })

    describe('files', () => {
      it('are written, replaced, listed and removed', async () => {
        const before = await startBoard()
        await before.files.write('version-1.json', Uint8Array.of(1))
        await before.files.write('version-1.json', Uint8Array.of(2))
        await before.files.write('version-2.json', Uint8Array.of(3))
        await before.files.write('choice-key', Uint8Array.of(4))
        await before.files.remove('choice-key')
        await before.close()
        await restart()

        const { files } = await stores.openBoard('b1')
        expect(await files.list()).toEqual(['version-1.json', 'version-2.json'])
        expect(await files.read('version-1.json')).toEqual(Uint8Array.of(2))
        expect(await files.read('choice-key')).toBeNull()
      })

      it('have plain names only', async () => {
        const { files } = await startBoard()

        for (const name of ['../secret', 'a/b', '', '.', '..', '.hidden', 'A'])
          await expect(files.write(name, Uint8Array.of(1))).rejects.toThrow(RangeError)
      })
    })

    describe('boards', () => {
      it('[A7] are unknown until they are registered', async () => {
        const store = await stores.createBoard('b1')
        await store.close()

        await expect(stores.openBoard('b1')).rejects.toMatchObject({ code: 'board_unknown' })
        await expect(stores.openBoard('b2')).rejects.toBeInstanceOf(Problem)
        await expect(stores.createBoard('../b1')).rejects.toMatchObject({ code: 'board_unknown' })
        await expect(stores.openBoard('../b1')).rejects.toMatchObject({ code: 'board_unknown' })
      })

      it('are never made twice', async () => {
        const store = await startBoard()
        await store.journal.append([move('s1')])
        await store.close()

        await expect(stores.createBoard('b1')).rejects.toThrow(/exists already/)

        const { journal } = await stores.openBoard('b1')
        expect(journal.end).toBe(1)
      })

      it('are open once at a time', async () => {
        const store = await startBoard()

        await expect(stores.openBoard('b1')).rejects.toThrow(/open already/)
        await store.close()
        await (await stores.openBoard('b1')).close()
        await stores.openBoard('b1')
      })

      it('take nothing more once closed', async () => {
        const store = await startBoard()
        await store.close()

        await expect(store.journal.append([move('s1')])).rejects.toThrow(/closed/)
      })

      it('do not mix', async () => {
        const first = await startBoard()
        const second = await startBoard({ ...board, id: 'b2' })

        await Promise.all([first.journal.append([move('s1')]), second.journal.append([move('s2')])])

        expect(textsOf(await readAll(first.journal.read(0)))).toEqual(['moves s1'])
        expect(textsOf(await readAll(second.journal.read(0)))).toEqual(['moves s2'])
      })

      it('[A7] are removed only once closed and marked erased, and are then gone', async () => {
        const store = await startBoard()
        await store.journal.append([move('s1')])
        await expect(stores.removeBoard('b1')).rejects.toThrow(/not marked erased/)
        await stores.registry.putBoard({ ...board, erasedAt: AT })
        await expect(stores.removeBoard('b1')).rejects.toThrow(/still open/)
        await store.close()

        await stores.removeBoard('b1')
        await stores.removeBoard('b1')

        await expect(stores.openBoard('b1')).rejects.toMatchObject({ code: 'board_erased' })
        await restart()
        await expect(stores.openBoard('b1')).rejects.toMatchObject({ code: 'board_erased' })
      })
    })

    it('has a secret of 32 bytes that a restart does not change', async () => {
      const secret = Uint8Array.from(stores.serverSecret)
      expect(secret).toHaveLength(32)
      expect(new Set(secret).size).toBeGreaterThan(8)

      await restart()

      expect(Uint8Array.from(stores.serverSecret)).toEqual(secret)
    })

    it('says whether a board could be saved now, and what saved means', async () => {
      await stores.probe()

      expect(stores.promise).toMatch(/^[A-Z].+\.$/)
    })
  })
}
