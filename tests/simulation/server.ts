/**
 * A server's machine: its disk, and one process after the other on it.
 *
 * The process is the real store, rooms and door. The machine can be slow, full or broken, can lose its
 * power in the middle of a write, and always starts again from what its disk then holds.
 */
import * as Y from 'yjs'
import {
  type JournalRecord,
  StorageFatal,
  StorageUnavailable,
  type Stores,
} from '../../server/store/contract.ts'
import type { Disk, DiskFile } from '../../server/store/embedded/disk.ts'
import { openEmbeddedStores } from '../../server/store/embedded/stores.ts'
import type { Rooms, Sender } from '../../server/sync/contract.ts'
import type { LiveRoom } from '../../server/sync/room.ts'
import { openRooms } from '../../server/sync/rooms.ts'
import { Seat } from '../../server/sync/upgrade.ts'
import type { HistoryReply } from '../../shared/api.ts'
import type { ParticipantId, Phase, Role } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { putStatement } from '../../shared/doc/edits.ts'
import { Problem } from '../../shared/problem.ts'
import { SUBPROTOCOL } from '../../shared/wire.ts'
import { type Call, FakeDisk, type Fate } from '../support/fake-disk.ts'
import { freshMachine } from '../support/fake-machine.ts'
import type { Chance } from './chance.ts'
import type { Listener, Network, ServerEnd } from './network.ts'
import { Owner, type Scheduler } from './scheduler.ts'
import { BIRTH, BOARD } from './words.ts'

export interface ServerDeps {
  scheduler: Scheduler
  chance: Chance
  network: Network
  roles: ReadonlyMap<ParticipantId, Role>
  /** Bytes were made durable. */
  synced(): void
  trace(line: () => string): void
  fail(because: string): void
}

/** How the disk does just now. */
export interface Weather {
  isFull: boolean
  /** A sync takes up to so long. */
  slowest: number
  /** The next syncs fail. */
  breaksSync: boolean
  /** Some writes take only a part. */
  writesShort: boolean
  /** The power goes at the so manieth call from now. */
  cutsAt: number | null
}

interface Process extends Listener {
  owner: Owner
  stores: Stores | null
  rooms: Rooms | null
}

export class Server {
  disk = new FakeDisk()
  readonly weather: Weather = {
    isFull: false,
    slowest: 6,
    breaksSync: false,
    writesShort: false,
    cutsAt: null,
  }
  readonly counts = { starts: 0, crashes: 0, powerLost: 0 }
  /** When the process that runs took its first connection. */
  upAt = 0
  private process: Process | null = null
  private isOff = false

  constructor(private readonly deps: ServerDeps) {
    this.tend(this.disk)
  }

  /** Makes the board on a healthy disk. */
  async found(statements: number, people: readonly { id: ParticipantId; role: Role }[]): Promise<void> {
    const { clock } = this.newOwner()
    const stores = await openEmbeddedStores({ ...this.needs(clock), dataDir: DATA })
    const store = await stores.createBoard(BOARD)
    await store.journal.append(firstRecords(statements))
    await store.people.update((all) => ({
      ...all,
      participants: Object.fromEntries(
        people.map(({ id, role }) => [id, { id, name: id, role, joinedAt: BIRTH }]),
      ),
    }))
    await store.close()
    await stores.registry.putBoard({ id: BOARD, title: 'A response', createdAt: BIRTH })
    await stores.close()
  }

  get isUp(): boolean {
    return this.deps.network.server !== null
  }

  /** The board's live room, where there is one. */
  get room(): LiveRoom | undefined {
    return this.process?.rooms?.peek(BOARD) as LiveRoom | undefined
  }

  async openRoom(): Promise<LiveRoom> {
    const { rooms } = this.process ?? {}
    if (!rooms) throw new Problem('unreachable', '')
    return (await rooms.open(BOARD)) as LiveRoom
  }

  /** Does something in the process, as somebody who asked it by HTTP would have it done, and be told. */
  within<Result>(run: (room: LiveRoom) => Promise<Result>): Promise<Result> {
    return this.openRoom()
      .then(run)
      .catch((error) => {
        if (error instanceof StorageUnavailable) throw new Problem('not_saving', '')
        throw error instanceof StorageFatal ? new Problem('internal', '') : error
      })
  }

  read(): Promise<{ epoch: number }> {
    return this.within(async (room) => ({ epoch: room.state.epoch }))
  }

  history(limit: number): Promise<HistoryReply> {
    return this.within(async (room) => {
      const entries = await room.history({ limit })
      return { entries: entries.map((it) => ({ ...it, name: it.by })), next: null }
    })
  }

  start(): void {
    if (this.process || this.isOff) return
    this.counts.starts += 1
    const { owner, clock } = this.newOwner()
    const process: Process = {
      owner,
      stores: null,
      rooms: null,
      accept: (end) => this.accept(end, process, clock),
    }
    this.process = process
    this.deps.trace(() => `server starts (${this.counts.starts})`)
    this.deps.scheduler.soon(owner, () => {
      this.boot(process, clock).catch((error) => {
        const isWeather =
          error instanceof StorageUnavailable || error instanceof StorageFatal || 'code' in error
        if (!isWeather) this.deps.fail(`the server cannot start: ${error}`)
        if (this.process === process) this.die('kill', 'it cannot start')
      })
    })
  }

  private async boot(process: Process, clock: Clock): Promise<void> {
    process.stores = await openEmbeddedStores({ ...this.needs(clock), dataDir: DATA })
    process.rooms = openRooms({
      stores: process.stores,
      clock,
      log: this.log,
      stopwatch: () => 0,
      fatal: () => {
        if (this.process === process) this.die('kill', 'a fatal error')
      },
    })
    this.deps.network.server = process
    this.upAt = this.deps.scheduler.now
    this.deps.synced()
    this.deps.trace(() => 'server is up')
  }

  /** Everything in memory is gone, and of the disk what the way of dying takes. */
  die(how: 'kill' | 'power', because: string): void {
    const { process } = this
    if (!process) return
    const { scheduler, chance, network, trace } = this.deps
    this.counts.crashes += 1
    if (how === 'power') this.counts.powerLost += 1
    this.process = null
    process.owner.isAlive = false
    trace(() => `server dies (${how}): ${because}`)
    this.disk = this.disk.afterCrash(
      how === 'kill' ? 'all' : chance.often(0.4) ? 'none' : 'some',
      chance.random,
    )
    this.tend(this.disk)
    this.weather.breaksSync = false
    this.weather.cutsAt = null
    network.serverGone(how === 'kill' || chance.often(0.3) ? 'reset' : 'silent')
    scheduler.after(chance.between(50, 4_000), () => this.start(), scheduler.nature)
  }

  /** As SIGTERM has it: nothing new, everything saved, everybody sent away, the end. */
  stop(): void {
    const { process } = this
    if (!process?.rooms || !this.isUp) return
    const { scheduler, chance, network, trace } = this.deps
    network.server = null
    trace(() => 'server stops')
    scheduler.soon(process.owner, () => {
      const ends = async () => {
        await process.rooms?.close()
        await process.stores?.close()
        if (this.process !== process) return
        this.process = null
        process.owner.isAlive = false
        network.serverGone('reset')
        trace(() => 'server has stopped')
        scheduler.after(chance.between(50, 3_000), () => this.start(), scheduler.nature)
      }
      ends().catch(() => {
        if (this.process === process) this.die('kill', 'it would not stop')
      })
    })
  }

  /** For good: nothing starts again. */
  turnOff(): void {
    this.isOff = true
    if (this.process) this.process.owner.isAlive = false
    this.process = null
  }

  private newOwner() {
    const { scheduler, chance } = this.deps
    const owner = new Owner('server')
    const clock: Clock = {
      now: () => Math.floor(BIRTH + scheduler.now),
      after: (delay, run) => scheduler.after(delay, run, owner),
      random: chance.random,
    }
    return { owner, clock }
  }

  private needs(clock: Clock) {
    const { log } = this
    return { log, clock, disk: this.moody(this.disk), machine: freshMachine, segmentBytes: 16 * 1024 }
  }

  private accept(end: ServerEnd, process: Process, clock: Clock): void {
    const { searchParams, pathname } = end.url
    const epoch = searchParams.get('epoch')
    const seat = new Seat(clock, {
      board: pathname.split('/').at(-1) ?? '',
      sender: this.senderOf(end.who),
      epoch: epoch === null ? null : Number(epoch),
    })
    end.onMessage = (data) => seat.receive(new Uint8Array(data))
    end.on('close', () => seat.closed())
    seat.take(end, end.protocols.includes(SUBPROTOCOL), process.rooms as Rooms)
  }

  private senderOf(participant: ParticipantId): Sender | Problem {
    const role = this.deps.roles.get(participant)
    return role ? { participant, role, link: `link-${role}` } : new Problem('no_session', '')
  }

  // -- the disk -------------------------------------------------------------------------------------------

  /** Rules over what befalls the calls of a disk. */
  private tend(disk: FakeDisk): void {
    disk.fate = (call) => (disk === this.disk ? this.fateOf(call) : 'goes well')
    void disk.crashed.then(() => {
      if (disk === this.disk) this.die('power', 'in the middle of a call of the disk')
    })
  }

  private fateOf({ what, path }: Call): Fate {
    const { weather } = this
    if (weather.cutsAt !== null && this.process) {
      weather.cutsAt -= 1
      if (weather.cutsAt <= 0) {
        weather.cutsAt = null
        this.deps.trace(() => `the power goes at ${what} ${path}`)
        return 'crash'
      }
    }
    const needsRoom =
      what === 'write' || what === 'makeFolder' || (what === 'open' && !path.endsWith('.segment'))
    if (weather.isFull && needsRoom) return { code: 'ENOSPC' }
    if (weather.breaksSync && what === 'sync' && path.endsWith('.segment')) return { code: 'EIO' }
    if (weather.writesShort && what === 'write' && this.deps.chance.often(0.1)) return 'short'
    return 'goes well'
  }

  /** A disk takes its time, and tells when something has become durable. */
  private moody(disk: FakeDisk): Disk {
    const { scheduler, chance, synced } = this.deps
    const { weather } = this
    const soon = () => scheduler.wait(chance.between(0.02, 0.3))
    const slowly = () => scheduler.wait(chance.between(0.2, weather.slowest))
    return {
      async open(path, how) {
        await soon()
        const file = await disk.open(path, how)
        const slow: DiskFile = {
          write: async (bytes, at) => {
            await soon()
            return file.write(bytes, at)
          },
          truncate: async (size) => {
            await soon()
            await file.truncate(size)
          },
          sync: async () => {
            await slowly()
            await file.sync()
            if (path.endsWith('.segment')) synced()
          },
          close: () => file.close(),
        }
        return slow
      },
      read: (path) => disk.read(path),
      list: (path) => disk.list(path),
      makeFolder: (path) => disk.makeFolder(path),
      rename: (from, to) => disk.rename(from, to),
      remove: (path) => disk.remove(path),
      async openFolder(path) {
        const folder = await disk.openFolder(path)
        return {
          close: () => folder.close(),
          sync: async () => {
            await slowly()
            await folder.sync()
            synced()
          },
        }
      },
    }
  }

  private readonly log = {
    info: () => {},
    warn: (facts: object, what: string) => this.deps.trace(() => `server warns: ${what} ${reasonOf(facts)}`),
    error: (facts: object, what: string) => {
      this.deps.trace(() => `server logs an error: ${what} ${reasonOf(facts)}`)
      const isTorn = 'damage' in facts && facts.damage === 'torn-tail'
      const isWeather = 'err' in facts && facts.err instanceof Error && facts.err.name.startsWith('Storage')
      if (!isTorn && !isWeather) this.deps.fail(`the server logs: ${what} ${reasonOf(facts)}`)
    },
  }
}

const DATA = '/data'

const reasonOf = (facts: object) =>
  'err' in facts && facts.err instanceof Error
    ? (facts.err.stack ?? facts.err.message)
    : JSON.stringify(facts)

function firstRecords(statements: number): JournalRecord[] {
  const doc = new Y.Doc()
  doc.transact(() => {
    const { board, live } = rootsOf(doc)
    board.set('title', 'A response')
    board.set('source/F', { title: 'The report' })
    live.set('phase', 'open')
    for (let number = 1; number <= statements; number += 1) {
      putStatement(doc, `F${number}`, { source: 'F', number: String(number), text: `Statement ${number}.` })
    }
  })
  const signed = { at: BIRTH, by: 'server' } as const
  const from: Phase = 'preparing'
  return [
    { ...signed, type: 'claim', client: doc.clientID },
    { ...signed, type: 'update', bytes: Y.encodeStateAsUpdate(doc) },
    { ...signed, type: 'phase', from, to: 'open' },
  ]
}
