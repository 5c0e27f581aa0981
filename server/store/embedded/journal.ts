/**
 * A board's journal on a disk: segments of framed records, and snapshots beside them.
 *
 * One flush at a time takes everything that is waiting: one write, one sync, and only then are its
 * appends promised; what arrives meanwhile is the next flush. A flush that the disk refuses is cut away
 * before anyone is told, so what was refused is not found after a restart either. Files are only ever
 * added to. A rewrite makes a whole new generation of them in a folder of its own, whose renaming is the
 * one moment at which it takes the place of the old.
 */
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { BoardId } from '../../../shared/board.ts'
import {
  type Damage,
  type Journal,
  type JournalRecord,
  type Loaded,
  type Position,
  type Positioned,
  StorageUnavailable,
} from '../contract.ts'
import { inTurn } from '../in-turn.ts'
import { DROPPED, decodeRecord, encodeRecord } from '../records.ts'
import type { StoreLog } from '../store-log.ts'
import { type Disk, type DiskFile, ifUnavailable, inFolder, replaceWhole, writeWhole } from './disk.ts'
import {
  dropUnfinished,
  FORMAT,
  type Frame,
  framesOf,
  type Hole,
  isTooLong,
  type Scan,
  scanSegment,
  segmentHeader,
  type Unframed,
} from './segment.ts'
import { loadSnapshot, positionName, saveSnapshot } from './snapshot.ts'

/** A segment that has grown to this is followed by a new one. */
const SEGMENT_BYTES = 4 * 1024 * 1024

/** Records handed on before the rest of the server gets its turn. */
const READ_AT_ONCE = 500

const GENERATION = /^journal-(\d+)$/
const UNFINISHED = /^journal-\d+\.new$/
const SEGMENT = /^(\d{12})\.segment$/

export interface JournalPlace {
  disk: Disk
  /** The board's own folder; the journal's generations lie in it. */
  folder: string
  board: BoardId
  log: StoreLog
  segmentBytes?: number
}

/** Makes the journal of a new board, or takes one that was made and never used. */
export async function createJournal(place: JournalPlace): Promise<Journal> {
  const { disk, folder, board } = place
  const journal = (await openJournal(place)) ?? new EmbeddedJournal(place, 1)
  if (journal.end > 0) throw new Error(`board ${board} exists already`)
  await inFolder(disk, dirname(folder), () => disk.makeFolder(folder))
  await inFolder(disk, folder, () => disk.makeFolder(join(folder, 'journal-1')))
  await journal.begin()
  return journal
}

/** Null where there is no journal. */
export async function openJournal(place: JournalPlace): Promise<EmbeddedJournal | null> {
  const { disk, folder } = place
  const generation = (await generationsIn(disk, folder)).at(-1)
  if (generation === undefined) return null
  const journal = new EmbeddedJournal(place, generation)
  await journal.open()
  return journal
}

async function generationsIn(disk: Disk, folder: string): Promise<number[]> {
  const names = await disk.list(folder)
  return names
    .flatMap((name) => GENERATION.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
}

interface Waiter {
  encoded: Uint8Array[]
  resolve: (end: Position) => void
  reject: (because: unknown) => void
}

class EmbeddedJournal implements Journal {
  #end: Position = 0
  /** First positions of the segments, oldest first. */
  #segments: Position[] = []
  /** Bytes of the newest segment that are durable; what lies beyond was never promised. */
  #size = 0
  #mustCut = false
  #file: DiskFile | null = null
  #waiting: Waiter[] = []
  #flushing: Promise<void> | null = null
  #closed = false
  #damage: Damage[] = []
  /** What opening found, until the first load or append. */
  #opened: Loaded | null = null
  /** A flush and a rewrite never run at once; nor do a snapshot, a load and a rewrite. */
  readonly #writing = inTurn()
  readonly #arranging = inTurn()

  constructor(
    private readonly place: JournalPlace,
    private generation: number,
  ) {}

  get end(): Position {
    return this.#end
  }

  append(records: readonly JournalRecord[]): Promise<Position> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new Error(`the journal of board ${this.place.board} is closed`)
      const encoded = records.map(encodeRecord)
      if (encoded.some(isTooLong)) throw new RangeError('a record too long for a journal')
      this.#opened = null
      this.#waiting.push({ encoded, resolve, reject })
      this.#flushing ??= this.#flushAll()
    })
  }

  async #flushAll(): Promise<void> {
    // Appends made in the same turn go together.
    await null
    while (this.#waiting.length > 0) {
      await this.#writing(async () => {
        const batch = this.#waiting
        this.#waiting = []
        try {
          const ends = await this.#flush(batch)
          batch.forEach(({ resolve }, index) => {
            resolve(ends[index] ?? this.#end)
          })
        } catch (error) {
          for (const { reject } of batch) reject(error)
        }
      })
    }
    // In the same turn as the last look at what is waiting, or an append could fall between.
    this.#flushing = null
  }

  /** All of it or nothing; answers where each append of the batch ended. */
  async #flush(batch: readonly Waiter[]): Promise<Position[]> {
    let position = this.#end
    const records: Unframed[] = []
    const ends = batch.map(({ encoded }) => {
      encoded.forEach((bytes, index) => {
        const begins = records.length === 0
        records.push({ position: ++position, begins, more: index < encoded.length - 1, encoded: bytes })
      })
      return position
    })
    if (records.length === 0) return ends

    const file = await this.#fileToAppendTo()
    const bytes = framesOf(records)
    this.#mustCut = true
    try {
      const taken = await file.write(bytes, this.#size)
      if (taken < bytes.length) throw new StorageUnavailable('the disk took only a part of a write')
    } catch (error) {
      // Cut now, so that what is refused here is gone; where that is refused too, before the next write.
      await this.#cut(file).catch(ifUnavailable)
      throw error
    }
    await file.sync()
    this.#mustCut = false
    this.#size += bytes.length
    this.#end = position
    return ends
  }

  async #fileToAppendTo(): Promise<DiskFile> {
    if (this.#mustCut) await this.#cut(await this.#newest())
    if (this.#size >= (this.place.segmentBytes ?? SEGMENT_BYTES)) await this.begin()
    return this.#newest()
  }

  async #newest(): Promise<DiskFile> {
    this.#file ??= await this.place.disk.open(this.#path(this.#segments.at(-1) ?? 1), 'edit')
    return this.#file
  }

  async #cut(file: DiskFile): Promise<void> {
    await file.truncate(this.#size)
    await file.sync()
    this.#mustCut = false
  }

  /** Begins a segment after the last record, where there is none yet or the newest is full. */
  async begin(): Promise<void> {
    const first = this.#end + 1
    const header = segmentHeader(this.place.board)
    await replaceWhole(this.place.disk, this.#path(first), header)
    await this.#closeFile()
    if (this.#segments.at(-1) !== first) this.#segments.push(first)
    this.#size = header.length
    this.#mustCut = false
  }

  async open(): Promise<void> {
    const { disk, log, board } = this.place
    await this.#removeOtherGenerations().catch(ifUnavailable)
    const names = await disk.list(this.#folder)
    this.#segments = names.flatMap((name) => SEGMENT.exec(name)?.[1] ?? []).map(Number)
    const { snapshot, damage } = await loadSnapshot(disk, this.#folder, names)
    this.#damage = damage
    this.#opened = { snapshot, tail: await this.#openTail(snapshot?.position ?? 0), damage: [...damage] }
    for (const { what, ...where } of damage) {
      const it = { damage: what, ...where }
      if (what === 'torn-tail') log.warn({ board, ...it }, 'what a crash left unfinished was cut away')
      else log.error({ board, ...it }, 'part of a journal could not be read')
    }
  }

  /** Reads every segment with records after `from`, says what is wrong there, and finds the end. */
  async #openTail(from: Position): Promise<Positioned[]> {
    const tail: Positioned[] = []
    const segments = this.#segments.slice(this.#indexOf(from + 1))
    /** Everything up to here was read, or said to be missing. */
    let accounted = from
    let last = 0
    for (const [index, first] of segments.entries()) {
      const next = segments[index + 1]
      const bytes = await this.#read(first)
      // What the snapshot stands for need not be read.
      const scan = this.#scan(first, bytes, from)
      if (first > accounted + 1) this.#damage.push({ what: 'missing-segment', position: accounted, bytes: 0 })
      if (next === undefined) await this.#settle(scan, first, bytes, from)
      for (const hole of scan.holes) {
        const until = hole.until ?? next ?? first
        const lastTouched = hole.start === 0 ? until : until - 1
        // What the snapshot stands for is not missed, and was said at an earlier opening.
        if (lastTouched > from) this.#damage.push(await this.#setAside('bad-record', hole, bytes))
      }
      last = scan.frames.at(-1)?.position ?? first - 1
      const openEnded = scan.holes.at(-1)?.until === null
      accounted = Math.max(from, openEnded && next !== undefined ? next - 1 : last)
      tail.push(...this.#decoded(scan.frames, from, (next ?? Infinity) - 1))
    }
    const isGone = segments.length === 0 || last < from
    if (isGone && !this.#damage.some((it) => it.what === 'torn-tail'))
      this.#damage.push({ what: 'missing-segment', position: last, bytes: 0 })
    // Never below the snapshot: those positions were given out.
    this.#end = Math.max(last, from)
    if (this.#segments.length === 0) this.#size = Infinity
    return tail
  }

  /** Cuts what a crash left in the newest segment after its last whole append. */
  async #settle(scan: Scan, first: Position, bytes: Uint8Array, durable: Position): Promise<void> {
    const good = dropUnfinished(scan, durable)
    // Nothing at all is good in it: the next append begins a segment anew.
    this.#size = good === 0 ? Infinity : good
    if (good === bytes.length) return
    const after = scan.frames.at(-1)?.position ?? first - 1
    const torn: Hole = { start: good, end: bytes.length, after, until: null }
    this.#damage.push(await this.#setAside('torn-tail', torn, bytes))
    if (good === 0) return
    this.#mustCut = true
    // Where the disk refuses, before the first append.
    await this.#newest()
      .then((file) => this.#cut(file))
      .catch(ifUnavailable)
  }

  async #setAside(what: Damage['what'], hole: Hole, bytes: Uint8Array): Promise<Damage> {
    const bad = bytes.subarray(hole.start, hole.end)
    const damage: Damage = { what, position: hole.after, bytes: bad.length }
    if (bad.length === 0) return damage
    const { disk } = this.place
    const path = join(this.#folder, `damaged-${positionName(hole.after)}-${crc32(bad).toString(16)}`)
    try {
      if ((await disk.read(path)) === null) await replaceWhole(disk, path, bad)
      return { ...damage, keptIn: path }
    } catch (error) {
      ifUnavailable(error)
      return damage
    }
  }

  load(): Promise<Loaded> {
    return this.#arranging(async () => {
      const opened = this.#opened
      this.#opened = null
      if (opened) return opened
      const { disk } = this.place
      const { snapshot, damage } = await loadSnapshot(disk, this.#folder, await disk.list(this.#folder))
      this.#damage.push(...damage)
      const tail: Positioned[] = []
      for await (const it of this.read(snapshot?.position ?? 0)) tail.push(it)
      return { snapshot, tail, damage: [...this.#damage] }
    })
  }

  async *read(after: Position): AsyncIterable<Positioned> {
    const end = this.#end
    let last = after
    while (last < end) {
      const { generation } = this
      const index = this.#indexOf(last + 1)
      const first = this.#segments[index]
      if (first === undefined) return
      const until = Math.min(end, (this.#segments[index + 1] ?? Infinity) - 1)
      const scan = this.#scan(first, await this.#read(first))
      // A rewrite took the files away meanwhile: the same positions stand in the new ones.
      if (generation !== this.generation) continue
      for (const it of this.#decoded(scan.frames, last, until)) {
        yield it
        // A long history leaves others their turn.
        if (it.position % READ_AT_ONCE === 0) await turnOfOthers()
      }
      last = until
    }
  }

  saveSnapshot(position: Position, state: Uint8Array): Promise<void> {
    return this.#arranging(async () => {
      if (position > this.#end) throw new RangeError(`no record ${position} to stand for`)
      this.#opened = null
      await saveSnapshot(this.place.disk, this.#folder, { position, state })
    })
  }

  rewrite(keep: (it: Positioned) => JournalRecord | null): Promise<void> {
    return this.#arranging(() =>
      this.#writing(async () => {
        const { disk, folder } = this.place
        const next = join(folder, `journal-${this.generation + 1}`)
        const fresh = `${next}.new`
        let size = 0
        await inFolder(disk, folder, async () => {
          try {
            await disk.remove(fresh)
            await disk.makeFolder(fresh)
            await inFolder(disk, fresh, async () => {
              for (const first of this.#segments) {
                const bytes = await this.#rewritten(first, keep)
                await writeWhole(disk, join(fresh, segmentName(first)), bytes)
                size = bytes.length
              }
            })
            await disk.rename(fresh, next)
          } catch (error) {
            await disk.remove(fresh).catch(() => {})
            throw error
          }
        })
        this.generation += 1
        await this.#closeFile()
        this.#size = size
        this.#mustCut = false
        this.#opened = null
        this.#damage = []
        await this.#removeOtherGenerations()
      }),
    )
  }

  async #rewritten(first: Position, keep: (it: Positioned) => JournalRecord | null): Promise<Uint8Array> {
    const { frames } = this.#scan(first, await this.#read(first))
    const records = frames
      .filter(({ position }) => position <= this.#end)
      .map(({ position, more, encoded }): Unframed => {
        const record = decodeRecord(encoded)
        // What this version cannot read is left as it is.
        const kept = record && keep({ position, record })
        const rewritten = kept ? encodeRecord(kept) : record ? DROPPED : encoded
        return { position, begins: true, more, encoded: rewritten }
      })
    if (first === this.#segments.at(-1)) {
      const last = records.at(-1)
      if (last) last.more = false
      // The last position stays taken though its record is gone, and its snapshot now too.
      if ((last?.position ?? first - 1) < this.#end)
        records.push({ position: this.#end, begins: true, more: false, encoded: DROPPED })
    }
    return Buffer.concat([segmentHeader(this.place.board), framesOf(records)])
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#flushing
    await this.#arranging(() => this.#closeFile())
  }

  async #closeFile(): Promise<void> {
    const file = this.#file
    this.#file = null
    await file?.close().catch(ifUnavailable)
  }

  /** Earlier generations, and one that a crash left unfinished. */
  async #removeOtherGenerations(): Promise<void> {
    const { disk, folder } = this.place
    const mine = `journal-${this.generation}`
    const others = (await disk.list(folder)).filter(
      (name) => (GENERATION.test(name) || UNFINISHED.test(name)) && name !== mine,
    )
    if (others.length === 0) return
    await inFolder(disk, folder, async () => {
      for (const name of others) await disk.remove(join(folder, name))
    })
  }

  get #folder(): string {
    return join(this.place.folder, `journal-${this.generation}`)
  }

  #path(first: Position): string {
    return join(this.#folder, segmentName(first))
  }

  async #read(first: Position): Promise<Uint8Array> {
    return (await this.place.disk.read(this.#path(first))) ?? new Uint8Array(0)
  }

  /** Of the segment in which a position stands; of the oldest where it would stand before them all. */
  #indexOf(position: Position): number {
    return Math.max(
      0,
      this.#segments.findLastIndex((first) => first <= position),
    )
  }

  #scan(first: Position, bytes: Uint8Array, spared?: Position): Scan {
    const { board } = this.place
    const scan = scanSegment(bytes, first - 1, spared)
    if (scan.header && scan.header.format !== FORMAT)
      throw new Error(`the journal of board ${board} was written by a later version of Due Regard`)
    if (scan.header && scan.header.board !== board)
      throw new Error(`the journal in the folder of board ${board} is that of ${scan.header.board}`)
    return scan
  }

  *#decoded(frames: readonly Frame[], after: Position, until: Position): Iterable<Positioned> {
    for (const { position, encoded } of frames) {
      if (position <= after || position > until) continue
      const record = decodeRecord(encoded)
      if (record) yield { position, record }
    }
  }
}

const segmentName = (first: Position): string => `${positionName(first)}.segment`

const turnOfOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
