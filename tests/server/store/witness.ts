/**
 * Works on a store as a server would and writes down what it was promised; asked later, it looks for
 * every promise in what a restart finds, and for anything half there.
 */
import { expect } from 'vitest'
import {
  type BoardStore,
  type Position,
  type Positioned,
  StorageFatal,
  StorageUnavailable,
  type Stores,
} from '../../../server/store/contract.ts'
import { AT, BOARD, recordsOf } from './witness-records.ts'

interface Append {
  name: string
  count: number
  /** Of its last record; null while nothing was promised. */
  end: Position | null
  refused: boolean
}

export class Witness {
  readonly appends: Append[] = []
  links = new Set<string>()
  refusedLinks = new Set<string>()
  people = new Set<string>()
  files = new Map<string, number>()
  filesAsked = new Map<string, number>()
  registered = false
  snapshot: Position = 0
  fatal = false
  unavailable = 0

  /** Rejections that the contract knows are noted; anything else fails the test. */
  async #promised(work: Promise<unknown>): Promise<boolean> {
    try {
      await work
      return true
    } catch (error) {
      if (error instanceof StorageFatal) this.fatal = true
      else if (error instanceof StorageUnavailable) this.unavailable += 1
      else throw error
      return false
    }
  }

  async start(stores: Stores): Promise<BoardStore | null> {
    let store: BoardStore | null = null
    const made = await this.#promised(
      stores.createBoard(BOARD).then((it) => {
        store = it
      }),
    )
    if (!made) return null
    const kept = await this.#promised(
      stores.registry.putBoard({ id: BOARD, title: 'Francis', createdAt: AT }),
    )
    if (kept) this.registered = true
    return store
  }

  async append(store: BoardStore, name: string, count = 1): Promise<void> {
    const append: Append = { name, count, end: null, refused: false }
    this.appends.push(append)
    const kept = await this.#promised(
      store.journal.append(recordsOf(name, count)).then((end) => {
        append.end = end
      }),
    )
    append.refused = !kept
  }

  async putLink(stores: Stores, id: string): Promise<void> {
    const kept = await this.#promised(
      stores.registry.putLinks([{ id, board: BOARD, role: 'participant', generation: 0, createdAt: AT }]),
    )
    if (kept) this.links.add(id)
    else this.refusedLinks.add(id)
  }

  async join(store: BoardStore, id: string): Promise<void> {
    const kept = await this.#promised(
      store.people.update((people) => ({
        ...people,
        participants: {
          ...people.participants,
          [id]: { id, name: `Person ${id}`, role: 'participant', joinedAt: AT },
        },
      })),
    )
    if (kept) this.people.add(id)
  }

  async putFile(store: BoardStore, name: string, content: number): Promise<void> {
    this.filesAsked.set(name, content)
    const kept = await this.#promised(store.files.write(name, new Uint8Array(300).fill(content)))
    if (kept) this.files.set(name, content)
  }

  async saveSnapshot(store: BoardStore): Promise<void> {
    const position = store.journal.end
    const kept = await this.#promised(store.journal.saveSnapshot(position, stateAt(position)))
    if (kept) this.snapshot = position
  }

  /** Looks for every promise in what is there now. */
  async verify(stores: Stores, log?: object[]): Promise<void> {
    for (const id of this.links) expect(stores.registry.link(id)?.board).toBe(BOARD)
    if (!this.fatal) for (const id of this.refusedLinks) expect(stores.registry.link(id)).toBeUndefined()
    if (this.registered) expect(stores.registry.board(BOARD)?.title).toBe('Francis')
    if (!stores.registry.board(BOARD)) return

    const { journal, people, files, close } = await stores.openBoard(BOARD)
    const names = Object.keys(people.read().participants)
    for (const id of this.people) expect(names).toContain(id)
    for (const [name, content] of this.files) {
      const bytes = await files.read(name)
      expect(bytes?.[0]).toBeGreaterThanOrEqual(content)
      expect(bytes?.[0]).toBeLessThanOrEqual(this.filesAsked.get(name) ?? 0)
      expect(new Set(bytes).size).toBe(1)
      expect(bytes).toHaveLength(300)
    }

    const { snapshot, tail, damage } = await journal.load()
    expect(damage.filter((it) => it.what !== 'torn-tail')).toEqual([])
    expect(snapshot?.position ?? 0).toBeGreaterThanOrEqual(this.snapshot)
    if (snapshot) expect(snapshot.state).toEqual(stateAt(snapshot.position))
    const all = await collect(journal.read(0))
    expect(tail).toEqual(all.filter((it) => it.position > (snapshot?.position ?? 0)))
    expect(all.map((it) => it.position)).toEqual(all.map((_, index) => index + 1))
    expect(journal.end).toBe(all.length)
    this.#verifyAppends(all)

    const end = await journal.append([{ type: 'claim', at: AT, by: 'later', client: 1 }])
    expect(end).toBe(all.length + 1)
    await close()
    const again = await stores.openBoard(BOARD)
    expect(await collect(again.journal.read(0))).toHaveLength(end)
    expect((await again.journal.load()).damage, JSON.stringify(log)).toEqual([])
  }

  #verifyAppends(all: readonly Positioned[]): void {
    for (const { name, count, end, refused } of this.appends) {
      const found = all.filter(({ record }) => record.by === name)
      // All of an append or nothing, and all of it where it was promised.
      if (end === null) expect([0, count]).toContain(found.length)
      else expect(found.map((it) => it.position)).toEqual(positionsTo(end, count))
      if (refused && !this.fatal) expect(found, `${name} was refused`).toEqual([])
      if (found.length > 0) expect(found.map((it) => it.record)).toEqual(recordsOf(name, count))
    }
  }
}

const positionsTo = (end: Position, count: number): Position[] =>
  Array.from({ length: count }, (_, index) => end - count + index + 1)

const stateAt = (position: Position): Uint8Array => new Uint8Array(500).fill(position)

export async function collect(from: AsyncIterable<Positioned>): Promise<Positioned[]> {
  const all: Positioned[] = []
  for await (const it of from) all.push(it)
  return all
}
