/**
 * A board's journal in Redis: a stream for what is recent, and chunks of compressed records for the rest.
 *
 * A record's position is its id in the stream, so positions are never given twice whatever Redis forgets. A
 * write whose answer is lost is asked for again: the end of the journal tells whether it was heard, for
 * nobody else can have written under this board's token. Where Redis comes back with less than it had
 * called saved, what is missing is written again from memory, and nobody is the wiser.
 */
import type { BoardId } from '../../../shared/board.ts'
import type { Clock } from '../../../shared/clock.ts'
import {
  type Damage,
  type Journal,
  type JournalRecord,
  type Loaded,
  type Position,
  type Positioned,
  StorageMoved,
  StorageUnavailable,
} from '../contract.ts'
import { inTurn } from '../in-turn.ts'
import { DROPPED, decodeRecord, encodeRecord, isDropped } from '../records.ts'
import type { StoreLog } from '../store-log.ts'
import { CHUNK_RECORDS, type ChunkName, chunkName, packChunk } from './archive.ts'
import { boardKeys } from './keys.ts'
import type { Lease } from './leases.ts'
import { RedisAway, type RedisLink, worded } from './link.ts'
import { openReading, type Reading } from './reading.ts'
import { WrittenLately } from './written-lately.ts'

const ASK_AGAIN_MS = 100
/** In the board's head: Redis lost records that nobody has any more, and no record since says so. */
const REWOUND = 'rewound'

export interface JournalNeeds {
  link: RedisLink
  lease: Lease
  clock: Clock
  log: StoreLog
  /** Told when Redis came back with less: what else was written lately may be gone too. */
  onRewound(): Promise<void>
  chunkRecords?: number | undefined
}

export class StreamJournal implements Journal {
  private readonly id: BoardId
  private readonly keys: ReturnType<typeof boardKeys>
  private readonly turn = inTurn()
  private readonly lately = new WrittenLately()
  private readonly reading: Reading
  private isClosed = false
  private endWait = () => {}

  /** Null where there is none. */
  static async open(needs: JournalNeeds): Promise<StreamJournal | null> {
    const { link, lease } = needs
    const { head } = boardKeys(lease.board)
    const [last, rewound] = (await link.call('HMGET', head, 'end', REWOUND)) as (Uint8Array | null)[]
    return last ? new StreamJournal(needs, Number(String(last)), Boolean(rewound)) : null
  }

  /** Of a board that has none yet. */
  static async create(needs: JournalNeeds): Promise<StreamJournal> {
    const journal = new StreamJournal(needs, 0, false)
    await journal.write([])
    return journal
  }

  private constructor(
    private readonly needs: JournalNeeds,
    public end: Position,
    private isRewound: boolean,
  ) {
    this.id = needs.lease.board
    this.keys = boardKeys(this.id)
    this.reading = openReading(needs.link, this.keys)
    needs.lease.onRenewed = (last) => {
      // A write on its way may be counted already, or not yet.
      if (last < this.end && !this.isClosed) void this.turn(() => this.compare()).catch(() => {})
    }
  }

  async append(records: readonly JournalRecord[]): Promise<Position> {
    if (this.isClosed) throw new Error(`the journal of board ${this.id} is closed`)
    const encoded = records.map(encodeRecord)
    return this.turn(async () => {
      if (encoded.length > 0) {
        await this.write(encoded)
        // What is saved is saved; where this is not heard, it is said with the next record.
        if (this.isRewound) await this.sayRewound(false).catch(() => {})
      }
      return this.end
    })
  }

  private async write(encoded: readonly Uint8Array[]): Promise<void> {
    const from = this.end
    for (;;) {
      this.mustBeOurs()
      try {
        if (await this.writeOnce(from, encoded)) break
      } catch (error) {
        if (!(error instanceof RedisAway)) throw error
        if (this.isClosed) throw new StorageUnavailable(`board ${this.id} closed while Redis was away`)
        await this.pause()
      }
    }
    this.end = from + encoded.length
    encoded.forEach((it, at) => {
      this.lately.add({ position: from + 1 + at, encoded: it })
    })
  }

  /** False where it has to be tried again. */
  private async writeOnce(from: Position, encoded: readonly Uint8Array[]): Promise<boolean> {
    const { link, lease } = this.needs
    const { head, log } = this.keys
    const [word, last] = worded(await link.run('append', [head, log], [lease.token, from, ...encoded]))
    if (word === 'ours') return true
    if (word === 'taken') {
      await this.reclaim()
      return false
    }
    const found = Number(last)
    // It was heard the time before, and the answer was lost.
    if (found === from + encoded.length) return true
    if (found > from) throw new StorageMoved(`board ${this.id} goes on elsewhere`)
    await this.bringBack(found)
    return false
  }

  /** Compares what Redis has with what it said it had. */
  private async compare(): Promise<void> {
    const found = Number((await this.needs.link.call('HGET', this.keys.head, 'end')) ?? 0)
    if (found < this.end && !this.isClosed) await this.bringBack(found)
  }

  /** Writes again what Redis has lost. */
  private async bringBack(found: Position): Promise<void> {
    const { link, lease, log } = this.needs
    const missing = this.lately.since(found)
    log.error({ board: this.id, had: this.end, has: found }, 'Redis came back with less than it had saved')
    if (missing[0]?.position !== found + 1) {
      // Before it is let go: whoever opens it next has to know, be it another node.
      await this.sayRewound(true)
      lease.lose()
      throw new StorageMoved(`board ${this.id} has to be read again: Redis lost records`)
    }
    const [word] = worded(
      await link.run(
        'append',
        [this.keys.head, this.keys.log],
        [lease.token, found, ...missing.map((it) => it.encoded)],
      ),
    )
    if (word === 'taken') await this.reclaim()
    if (word === 'ours') await this.needs.onRewound()
  }

  /** What is written first after the board was read again begins a new epoch; from there it is no more news. */
  private async sayRewound(is: boolean): Promise<void> {
    const { head } = this.keys
    const { link, lease } = this.needs
    const [word] = worded(
      await link.run('keep', [head, head], [lease.token, REWOUND, ...(is ? ['yes'] : [])]),
    )
    if (word === 'ours') this.isRewound = is
  }

  /** The token in Redis is another: it was taken over, or Redis went back to an earlier one. */
  private async reclaim(): Promise<void> {
    if (await this.needs.lease.confirm()) return
    this.mustBeOurs()
    await this.pause()
  }

  private mustBeOurs(): void {
    if (this.needs.lease.isLost) throw new StorageMoved(`board ${this.id} is kept by another node`)
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isClosed) return resolve()
      const cancel = this.needs.clock.after(ASK_AGAIN_MS, resolve)
      this.endWait = () => {
        cancel()
        resolve()
      }
    })
  }

  async load(): Promise<Loaded> {
    const damage: Damage[] = []
    if (this.isRewound) damage.push({ what: 'missing-segment', position: this.end, bytes: 0 })
    const [position, state] = (await this.needs.link.call(
      'HMGET',
      this.keys.snapshot,
      'position',
      'state',
    )) as (Uint8Array | null)[]
    const snapshot =
      position && state ? { position: Number(String(position)), state: new Uint8Array(state) } : null
    const tail: Positioned[] = []
    let last = snapshot?.position ?? 0
    for await (const it of this.reading.between(last, this.end)) {
      if (it.position !== last + 1) damage.push({ what: 'missing-segment', position: last, bytes: 0 })
      last = it.position
      const record = decodeRecord(it.encoded)
      if (record) tail.push({ position: it.position, record })
    }
    return { snapshot, tail, damage }
  }

  async *read(after: Position): AsyncIterable<Positioned> {
    for await (const { position, encoded } of this.reading.between(after, this.end)) {
      const record = decodeRecord(encoded)
      if (record) yield { position, record }
    }
  }

  async saveSnapshot(position: Position, state: Uint8Array): Promise<void> {
    if (position > this.end) throw new RangeError(`no record ${position} to stand for`)
    const copy = state.slice()
    await this.turn(async () => {
      await this.ours('snapshot', [this.keys.head, this.keys.snapshot], [position, copy])
      await this.trim(position)
    })
  }

  /** Whole chunks that a snapshot stands for leave the stream. */
  private async trim(until: Position): Promise<void> {
    const size = this.needs.chunkRecords ?? CHUNK_RECORDS
    for (;;) {
      const first = (await this.reading.recent(1, until, 1))[0]?.position
      if (first === undefined || until - first + 1 < size) return
      const chunk: ChunkName = { first, last: first + size - 1 }
      const records: Uint8Array[] = []
      while (records.length < size) {
        const some = await this.reading.recent(first + records.length, chunk.last)
        if (some.length === 0) return
        records.push(...some.map((it) => it.encoded))
      }
      const { head, log, archive } = this.keys
      const args = [chunkName(chunk), await packChunk(records), chunk.last]
      await this.ours('archive', [head, log, archive], args)
    }
  }

  rewrite(keep: (it: Positioned) => JournalRecord | null): Promise<void> {
    return this.turn(async () => {
      const { link } = this.needs
      const { head, log, archive, freshArchive, snapshot } = this.keys
      const size = this.needs.chunkRecords ?? CHUNK_RECORDS
      // Fenced to the last step: whoever keeps the board by then may be at a fresh archive of its own.
      await this.ours('clear', [head, freshArchive], [])
      let chunks = 0
      let waiting: Uint8Array[] = []
      let last: Position = 0
      const put = async () => {
        if (waiting.length === 0) return
        const name = chunkName({ first: last - waiting.length + 1, last })
        await this.ours('keep', [head, freshArchive], [name, await packChunk(waiting)])
        chunks += 1
        waiting = []
      }
      for await (const { position, encoded } of this.reading.between(0, this.end)) {
        // What is missing stays missing, as something dropped.
        while (last < position - 1) {
          waiting.push(DROPPED)
          last += 1
        }
        waiting.push(rewritten(position, encoded, keep))
        last = position
        if (waiting.length >= size) await put()
      }
      await put()
      await this.ours('replace', [head, log, archive, freshArchive, snapshot], [chunks])
      this.lately.forget()
      // What was dropped is still in the file that Redis appends to, until that is written anew.
      await link.call('BGREWRITEAOF').catch(() => {})
    })
  }

  /** Runs a script that only the board's keeper may run. */
  private async ours(
    script: 'snapshot' | 'archive' | 'clear' | 'keep' | 'replace',
    keys: readonly string[],
    args: readonly (string | number | Uint8Array)[],
  ): Promise<void> {
    const { link, lease } = this.needs
    this.mustBeOurs()
    const [word] = worded(await link.run(script, keys, [lease.token, ...args]))
    if (word === 'ours') return
    await lease.confirm()
    this.mustBeOurs()
    throw new StorageUnavailable(`board ${this.id}: Redis went back to an earlier state`)
  }

  async close(): Promise<void> {
    this.isClosed = true
    this.endWait()
    await this.turn(async () => {})
  }
}

function rewritten(
  position: Position,
  encoded: Uint8Array,
  keep: (it: Positioned) => JournalRecord | null,
): Uint8Array {
  const record = isDropped(encoded) ? null : decodeRecord(encoded)
  if (!record) return encoded
  const kept = keep({ position, record })
  return kept ? encodeRecord(kept) : DROPPED
}
