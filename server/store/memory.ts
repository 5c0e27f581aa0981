/**
 * The stores in memory, for tests and simulations: the same port and the same rules, and no disk.
 *
 * Whatever goes in or comes out is a copy, so nothing is kept by accident. A test owns `faults.before`:
 * throw there to refuse a save, return a promise to stall it. Close and open again on the same `world`
 * to see what a restart would.
 */
import { type BoardId, isId, type LinkId } from '../../shared/board.ts'
import { Problem } from '../../shared/problem.ts'
import {
  type BoardEntry,
  type BoardFiles,
  type BoardStore,
  isFileName,
  type Journal,
  type JournalRecord,
  type LinkEntry,
  type Loaded,
  type People,
  type PeopleTable,
  type Position,
  type Positioned,
  type Registry,
  type Stores,
} from './contract.ts'
import { inTurn } from './in-turn.ts'
import { DROPPED, decodeRecord, encodeRecord, isDropped } from './records.ts'

/** What is about to be saved, as `faults.before` is told. */
export type Saving =
  | { what: 'append'; board: BoardId; records: readonly JournalRecord[] }
  | { what: 'snapshot' | 'rewrite' | 'people' | 'file' | 'board'; board: BoardId }
  | { what: 'registry' | 'probe' }

export interface MemoryStores extends Stores {
  readonly faults: { before: (saving: Saving) => void | Promise<void> }
}

interface MemoryBoard {
  /** Encoded records; position 1 stands at index 0. */
  records: Uint8Array[]
  snapshot: { position: Position; state: Uint8Array } | null
  people: People
  files: Map<string, Uint8Array>
}

/** What would lie on a disk. */
export interface MemoryWorld {
  secret: Uint8Array
  boards: Map<BoardId, MemoryBoard>
  boardEntries: Map<BoardId, BoardEntry>
  linkEntries: Map<LinkId, LinkEntry>
  settings: Map<string, string>
}

export const newMemoryWorld = (): MemoryWorld => ({
  secret: crypto.getRandomValues(new Uint8Array(32)),
  boards: new Map(),
  boardEntries: new Map(),
  linkEntries: new Map(),
  settings: new Map(),
})

export function openMemoryStores(world: MemoryWorld = newMemoryWorld()): MemoryStores {
  const faults: MemoryStores['faults'] = { before: () => {} }
  const saver = (): Save => {
    const turn = inTurn()
    return (saving, keep) =>
      turn(async () => {
        await faults.before(saving)
        keep()
      })
  }
  const save = saver()
  const open = new Set<BoardId>()

  const hand = (id: BoardId, board: MemoryBoard): BoardStore => {
    if (open.has(id)) throw new Error(`board ${id} is open already`)
    open.add(id)
    const saveBoard = saver()
    const journal = new MemoryJournal(id, board, saveBoard)
    return {
      journal,
      people: memoryPeople(id, board, saveBoard),
      files: memoryFiles(id, board, saveBoard),
      close: async () => {
        await journal.close()
        open.delete(id)
      },
    }
  }

  return {
    faults,
    registry: memoryRegistry(world, save),
    serverSecret: world.secret,
    promise: 'Saved means kept in memory: everything is gone when this process ends.',
    createBoard: async (id) => {
      if (!isId(id)) throw new Problem('board_unknown', 'not an id')
      const board: MemoryBoard = {
        records: [],
        snapshot: null,
        people: { participants: {}, invited: [] },
        files: new Map(),
      }
      await save({ what: 'board', board: id }, () => {
        if ((world.boards.get(id)?.records.length ?? 0) > 0) throw new Error(`board ${id} exists already`)
        world.boards.set(id, board)
      })
      return hand(id, board)
    },
    openBoard: async (id) => {
      const entry = world.boardEntries.get(id)
      if (entry?.erasedAt !== undefined) throw new Problem('board_erased', id)
      const board = world.boards.get(id)
      if (!entry || !board) throw new Problem('board_unknown', id)
      return hand(id, board)
    },
    removeBoard: async (id) => {
      if (world.boardEntries.get(id)?.erasedAt === undefined)
        throw new Error(`board ${id} is not marked erased`)
      if (open.has(id)) throw new Error(`board ${id} is still open`)
      await save({ what: 'board', board: id }, () => world.boards.delete(id))
    },
    setUp: (work) => work(),
    keepers: null,
    probe: () => save({ what: 'probe' }, () => {}),
    close: async () => {},
  }
}

type Save = (saving: Saving, keep: () => void) => Promise<void>

class MemoryJournal implements Journal {
  #closed = false
  #last: Promise<void> = Promise.resolve()

  constructor(
    private readonly id: BoardId,
    private readonly board: MemoryBoard,
    private readonly save: Save,
  ) {}

  get end(): Position {
    return this.board.records.length
  }

  async append(records: readonly JournalRecord[]): Promise<Position> {
    if (this.#closed) throw new Error(`the journal of board ${this.id} is closed`)
    const encoded = records.map(encodeRecord)
    let end = 0
    const saved = this.save({ what: 'append', board: this.id, records }, () => {
      for (const record of encoded) this.board.records.push(record)
      end = this.board.records.length
    })
    this.#last = saved.catch(() => {})
    await saved
    return end
  }

  async load(): Promise<Loaded> {
    const { snapshot } = this.board
    return {
      snapshot: snapshot && { position: snapshot.position, state: snapshot.state.slice() },
      tail: [...this.#after(snapshot?.position ?? 0, this.end)],
      damage: [],
    }
  }

  async *read(after: Position): AsyncIterable<Positioned> {
    yield* this.#after(after, this.end)
  }

  *#after(after: Position, end: Position): Iterable<Positioned> {
    for (let position = after + 1; position <= end; position++) {
      const encoded = this.board.records[position - 1]
      const record = encoded && decodeRecord(encoded)
      if (record) yield { position, record }
    }
  }

  async saveSnapshot(position: Position, state: Uint8Array): Promise<void> {
    if (position > this.end) throw new RangeError(`no record ${position} to stand for`)
    const copy = state.slice()
    await this.save({ what: 'snapshot', board: this.id }, () => {
      if (position >= (this.board.snapshot?.position ?? 0)) this.board.snapshot = { position, state: copy }
    })
  }

  async rewrite(keep: (it: Positioned) => JournalRecord | null): Promise<void> {
    await this.save({ what: 'rewrite', board: this.id }, () => {
      this.board.records = this.board.records.map((encoded, index) => {
        const record = isDropped(encoded) ? null : decodeRecord(encoded)
        if (!record) return encoded
        const kept = keep({ position: index + 1, record })
        return kept ? encodeRecord(kept) : DROPPED
      })
      this.board.snapshot = null
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#last
  }
}

function memoryPeople(board: BoardId, kept: MemoryBoard, save: Save): PeopleTable {
  return {
    read: () => structuredClone(kept.people),
    update: async (change) => {
      let after = kept.people
      await save({ what: 'people', board }, () => {
        after = structuredClone(change(structuredClone(kept.people)))
        kept.people = after
      })
      return structuredClone(after)
    },
  }
}

function memoryFiles(board: BoardId, { files }: MemoryBoard, save: Save): BoardFiles {
  return {
    list: async () => [...files.keys()].sort(),
    read: async (name) => files.get(name)?.slice() ?? null,
    write: async (name, bytes) => {
      if (!isFileName(name)) throw new RangeError(`not a file name: ${name}`)
      const copy = bytes.slice()
      await save({ what: 'file', board }, () => files.set(name, copy))
    },
    remove: (name) => save({ what: 'file', board }, () => files.delete(name)),
  }
}

function memoryRegistry(world: MemoryWorld, save: Save): Registry {
  const put = (keep: () => void) => save({ what: 'registry' }, keep)
  return {
    boards: () => [...world.boardEntries.values()],
    board: (id) => world.boardEntries.get(id),
    putBoard: (entry) => {
      const copy = Object.freeze(structuredClone(entry))
      return put(() => world.boardEntries.set(copy.id, copy))
    },
    links: (board) => [...world.linkEntries.values()].filter((it) => it.board === board),
    link: (id) => world.linkEntries.get(id),
    putLinks: (entries) => {
      const copies = entries.map((it) => Object.freeze(structuredClone(it)))
      return put(() => {
        for (const it of copies) world.linkEntries.set(it.id, it)
      })
    },
    setting: (name) => world.settings.get(name),
    putSetting: (name, value) => put(() => world.settings.set(name, value)),
  }
}
