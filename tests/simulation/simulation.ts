/**
 * One seed: a board, a server, some people with their devices, a few minutes of bad luck, and in the end a
 * look at whether everything is as it must be.
 *
 * Real are Yjs, the rooms with guard and door, the store, and the sessions with provider and rebase.
 * Time, chance, disk, network and browser storage are the simulation's. The same seed is the same run.
 */
import './time-and-chance.ts'
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { LiveRoom } from '../../server/sync/room.ts'
import type { Role } from '../../shared/board.ts'
import { FRAME, SYNC } from '../../shared/wire.ts'
import { Account } from './account.ts'
import { Chance } from './chance.ts'
import { checkEnd, checkRestarted } from './checks.ts'
import { isAnyPending, watchDocuments } from './documents.ts'
import { type LeadingWorld, lead } from './leading.ts'
import { Network, type ServerEnd } from './network.ts'
import { Device, type Page, type Person, type Surroundings } from './pages.ts'
import { drawPlan, type Plan, type Trouble } from './plan.ts'
import { Platter } from './platter.ts'
import { Owner, Scheduler } from './scheduler.ts'
import { Server } from './server.ts'
import { obey, type Rule } from './time-and-chance.ts'
import { Vandal } from './vandal.ts'
import { BIRTH, BOARD } from './words.ts'

export interface Outcome {
  seed: number
  /** Why the world was not as it must be, or null. */
  failure: string | null
  trace: string[]
  /** The same for two runs of one seed. */
  fingerprint: number
  facts: Record<string, number>
}

export interface SimulateOptions {
  trace?: boolean
  /** Only these troubles, of those that the seed has. */
  only?: readonly Trouble[]
}

const SETTLE_MS = 300_000
const LOOK_EVERY_MS = 1_000

export async function simulate(seed: number, options: SimulateOptions = {}): Promise<Outcome> {
  const world = new World(seed, options)
  const rejected = (error: unknown) => world.fail(`a promise nobody waited for: ${stackOf(error)}`)
  process.on('unhandledRejection', rejected)
  obey(world.rule)
  watchDocuments(world.documents)
  let failure: string | null = null
  try {
    await world.live()
  } catch (error) {
    failure = stackOf(error)
    world.trace(() => world.account.tellPlaceOf(stackOf(error)))
  }
  try {
    await world.end()
  } catch (error) {
    failure ??= stackOf(error)
  }
  watchDocuments(null)
  obey(null)
  process.off('unhandledRejection', rejected)
  return { seed, failure, trace: world.lines, fingerprint: world.scheduler.fingerprint, facts: world.facts() }
}

const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

class World implements Surroundings {
  readonly scheduler = new Scheduler()
  readonly chance: Chance
  readonly documents = new Set<Y.Doc>()
  readonly lines: string[] = []
  readonly account: Account
  readonly server: Server
  private readonly plan: Plan
  private readonly platter: Platter
  private readonly network: Network
  private readonly devices: Device[] = []
  private readonly director = new Owner('director')
  private readonly isTracing: boolean
  private numbers = 0
  /** At the watch that work is timed by. */
  private looks = 0
  private cutsAtFrame: number | null = null
  private vandal: Vandal | null = null
  private unkept: { room: LiveRoom; since: number } | null = null
  /** Frames whose content is known to be on disk. */
  private readonly durable = new WeakSet<Uint8Array>()

  constructor(
    readonly seed: number,
    options: SimulateOptions,
  ) {
    this.chance = new Chance(seed)
    this.plan = drawPlan(seed, this.chance, options.only)
    this.isTracing = options.trace === true
    const { scheduler, chance } = this
    const roles = new Map<string, Role>(this.people().map(({ id, role }) => [id, role]))
    roles.set('vandal', 'participant')
    this.platter = new Platter(BOARD, roles, scheduler)
    this.account = new Account(this.platter, () => scheduler.now)
    this.network = new Network(scheduler, chance, { leaves: (end, frame) => this.leaves(end, frame) })
    this.server = new Server({
      scheduler,
      chance,
      network: this.network,
      roles,
      synced: () => this.readPlatter(),
      trace: (line) => this.trace(line),
      fail: (because) => this.fail(because),
    })
  }

  readonly rule: Rule = {
    now: () => Math.floor(BIRTH + this.scheduler.now),
    worked: () => {
      if (this.plan.isSliced) this.looks += 1
      return 3 * this.looks
    },
    random: () => this.chance.random(),
    // Ids of an epoch are never used again: of few ones none would be left.
    clientId: () => this.chance.whole(0, this.plan.clientIds * (this.hasFewIds ? this.platter.epoch : 1)),
    after: (delay, run) => this.scheduler.after(delay, run),
    soon: (run) => this.scheduler.after(0, run),
  }

  // -- what everybody in the world may ask ------------------------------------------------------------------

  readonly next = (): number => {
    this.numbers += 1
    return this.numbers
  }

  get hasFewIds(): boolean {
    return this.plan.clientIds < 2 ** 32
  }

  epoch(): number {
    return this.platter.epoch
  }

  trace(line: () => string): void {
    if (this.isTracing) this.lines.push(`${(this.scheduler.now / 1000).toFixed(3).padStart(9)}  ${line()}`)
  }

  fail(because: string): void {
    this.trace(() => `FAILURE ${because}\n${this.account.tellPlaceOf(because)}`)
    this.scheduler.stop(new Error(because))
  }

  facts(): Record<string, number> {
    const { made } = this.account
    return {
      edits: made.length,
      saved: made.filter((it) => it.saidSaved !== null).length,
      forbidden: this.account.forbidden.size,
      ...this.server.counts,
      epochs: this.platter.epoch,
      records: this.platter.position,
      pages: this.devices.reduce((sum, it) => sum + it.pages.length, 0),
      refusals: this.pages().reduce((sum, it) => sum + it.refused.length, 0),
      tasks: this.scheduler.count,
      seconds: Math.round(this.scheduler.now / 1000),
    }
  }

  // -- the course of things ---------------------------------------------------------------------------------

  async live(): Promise<void> {
    const { scheduler, plan } = this
    this.trace(
      () =>
        `seed ${this.seed}: ${JSON.stringify({ ...plan, troubles: [...plan.troubles], laterChance: undefined })}`,
    )
    await this.waitFor('the board to be made', (done) =>
      this.server.found(plan.statements, this.people()).then(done),
    )
    this.server.start()
    await scheduler.run(() => this.server.isUp, scheduler.now + 10_000)
    this.gather()
    this.bringTrouble()
    await scheduler.run(() => false, scheduler.now + plan.length)
    this.heal()
    if (!(await scheduler.run(() => this.isCalm(), scheduler.now + SETTLE_MS)))
      throw new Error(`nothing comes to rest: ${this.restless()}`)
    await scheduler.run(() => false, scheduler.now + 2_000)
    if (!(await scheduler.run(() => this.isCalm(), scheduler.now + SETTLE_MS)))
      throw new Error(`nothing stays at rest: ${this.restless()}`)
    this.look()
    const room = this.server.room
    if (!room) throw new Error('there is no room')
    const pages = this.pages().filter((it) => it.isOpen)
    const exported = checkEnd({ room, pages, account: this.account, platter: this.platter })
    await this.startAgain(exported)
  }

  /** The power goes, and what the disk then has is opened anew. */
  private async startAgain(exported: string): Promise<void> {
    for (const { link } of this.devices) link.goDown()
    this.server.die('power', 'the end')
    const { scheduler } = this
    if (!(await scheduler.run(() => this.server.isUp, scheduler.now + 60_000)))
      throw new Error('the server does not start again')
    await this.waitFor('the board to be opened', (done) =>
      this.server.openRoom().then((room) => {
        checkRestarted(room, exported)
        done()
      }),
    )
  }

  private async waitFor(what: string, start: (done: () => void) => Promise<unknown>): Promise<void> {
    const { scheduler } = this
    let isDone = false
    scheduler.soon(this.director, () => {
      start(() => {
        isDone = true
      }).catch((error) => this.fail(stackOf(error)))
    })
    if (!(await scheduler.run(() => isDone, scheduler.now + 60_000))) throw new Error(`in vain: ${what}`)
  }

  async end(): Promise<void> {
    this.director.isAlive = false
    this.vandal?.stop()
    this.server.turnOff()
    // Sessions let go of what they hold of this process.
    for (const { session, owner } of this.pages()) {
      owner.isAlive = false
      session?.close()
    }
    const { scheduler } = this
    await scheduler.run(() => false, scheduler.now + 1_000)
  }

  private people(): Person[] {
    return this.plan.people.map((role, at) => ({ id: `${role.slice(0, 1)}${at}`, role }))
  }

  private pages(): Page[] {
    return this.devices.flatMap((it) => it.pages)
  }

  private gather(): void {
    const { chance, plan, network, scheduler } = this
    const people = this.people()
    people.forEach((person, at) => {
      // A projector often stands beside its facilitator: one browser, two people.
      const isBeside = person.role === 'observer' && chance.often(0.4)
      const together = isBeside ? [person, people[0] as Person] : [person]
      const link = network.openLink(plan.latency)
      const skew = chance.often(0.2) ? chance.between(-300_000, 300_000) : 0
      const name = String.fromCharCode(65 + at)
      const device = new Device(name, link, together, skew, !chance.often(plan.forgetful), this)
      this.devices.push(device)
      scheduler.after(chance.between(0, 5_000), () => this.openPage(device), this.director)
      if (chance.often(0.3))
        scheduler.after(chance.between(0, 20_000), () => this.openPage(device), this.director)
    })
    const { troubles } = plan
    if (troubles.has('hostile client'))
      this.vandal = new Vandal('vandal', network.openLink(plan.latency), this)
  }

  private openPage(device: Device, person = this.chance.pick(device.people)): void {
    const page = device.open(person)
    const { scheduler, chance, plan } = this
    const busy = chance.pick([0.5, 1, 2])
    const act = () => {
      if (!page.isOpen) return
      if (this.director.isAlive && !this.isHealed) page.act()
      scheduler.after(chance.interval(plan.pace * busy), act, page.owner)
    }
    scheduler.after(chance.interval(plan.pace), act, page.owner)
    if (page.person.role === 'facilitator') lead(page, this.leading)
  }

  private get leading(): LeadingWorld {
    return {
      chance: this.chance,
      laterChance: this.plan.laterChance,
      server: this.server,
      scheduler: this.scheduler,
      often: (trouble, run) => this.often(trouble, run),
      trace: (line) => this.trace(line),
      faulty: (error) => this.fail(stackOf(error)),
    }
  }

  private isHealed = false

  // -- trouble ----------------------------------------------------------------------------------------------

  private bringTrouble(): void {
    const { chance } = this
    const device = () => chance.pick(this.devices)
    const page = () => {
      const open = this.pages().filter((it) => it.isOpen)
      return open.length > 0 ? chance.pick(open) : null
    }
    const short = () => chance.pick([chance.between(500, 8_000), chance.between(8_000, 45_000)])
    const { weather } = this.server
    this.often('link down', () => this.away(device(), 'goDown', short()))
    this.often('link stalled', () => this.away(device(), 'stall', short()))
    this.often('everybody away', () => {
      const length = chance.between(5_000, 90_000)
      for (const it of this.devices) this.away(it, 'goDown', length + chance.between(0, 3_000))
    })
    this.often('server killed', () => this.server.die('kill', 'killed'))
    this.often('power lost', () => this.server.die('power', 'the power is lost'))
    this.often('power lost in a disk call', () => {
      weather.cutsAt = chance.whole(1, 12)
    })
    this.often('power lost as a frame leaves', () => {
      this.cutsAtFrame = chance.whole(1, 20)
    })
    this.often('server stopped', () => this.server.stop())
    this.often('disk full', () => {
      weather.isFull = true
      this.later(chance.between(500, 20_000), () => {
        weather.isFull = false
      })
    })
    this.often('disk slow', () => {
      weather.slowest = chance.pick([50, 500, 8_000])
      this.later(chance.between(1_000, 15_000), () => {
        weather.slowest = 6
      })
    })
    this.often('sync fails', () => {
      weather.breaksSync = true
    })
    this.often('short writes', () => {
      weather.writesShort = !weather.writesShort
    })
    this.often('page closed', () => this.leave(page(), (it) => it.close()))
    this.often('page crashed', () => this.leave(page(), (it) => it.crash(chance.often(0.5))))
    this.often('rebuild', () => {
      const { room } = this.server
      if (!room) return
      this.trace(() => 'the board is rebuilt')
      // In vain where the server dies over it.
      room.rebuild('compact').catch(() => {})
    })
    this.later(LOOK_EVERY_MS, () => this.lookOften())
  }

  private later(delay: number, run: () => void): void {
    this.scheduler.after(
      delay,
      () => {
        if (!this.isHealed) run()
      },
      this.director,
    )
  }

  private often(trouble: Trouble, run: () => void): void {
    const mean = this.plan.troubles.get(trouble)
    if (mean === undefined) return
    const again = () =>
      this.later(this.chance.interval(mean), () => {
        run()
        again()
      })
    again()
  }

  private away(device: Device, how: 'goDown' | 'stall', length: number): void {
    const { link } = device
    if (link.state !== 'up') return
    this.trace(
      () =>
        `${device.name}: the link ${how === 'stall' ? 'stalls' : 'goes down'} for ${Math.round(length)} ms`,
    )
    link[how]()
    this.later(length, () => this.back(device))
  }

  private back(device: Device): void {
    if (device.link.state === 'up') return
    this.trace(() => `${device.name}: the link is up`)
    device.link.goUp()
    if (this.chance.often(0.5)) for (const it of device.alive) it.comesOnline()
  }

  private leave(page: Page | null, how: (page: Page) => void): void {
    if (!page) return
    how(page)
    const { device, person } = page
    this.later(this.chance.pick([500, 5_000, 40_000]), () => this.openPage(device, person))
  }

  // -- looking ----------------------------------------------------------------------------------------------

  private readPlatter(): void {
    try {
      this.platter.read(this.server.disk)
    } catch (error) {
      this.fail(stackOf(error))
    }
  }

  /** [saved-1] Nothing leaves that is not on disk. */
  private leaves(end: ServerEnd, frame: Uint8Array): void {
    if (this.cutsAtFrame !== null) {
      this.cutsAtFrame -= 1
      if (this.cutsAtFrame <= 0) {
        this.cutsAtFrame = null
        this.server.die('power', 'as a frame leaves')
        return
      }
    }
    // It could save for a moment, between one look and the next.
    if (frame[0] === FRAME.keeping && frame[1] === 1) this.unkept = null
    const isSync = frame[0] === FRAME.sync && frame[1] !== SYNC.step1
    if (!isSync || this.durable.has(frame) || end.who.startsWith('o')) return
    const update = decoding.readVarUint8Array(decoding.createDecoder(frame.subarray(2)))
    for (const struct of Y.decodeUpdate(update).structs) {
      const { client, clock } = struct.id
      if (
        struct instanceof Y.Item &&
        !this.platter.has(this.platter.epoch, client, clock + struct.length - 1)
      ) {
        this.fail(`[saved-1] ${client}:${clock} leaves for ${end.who} and is not on disk`)
        return
      }
    }
    this.durable.add(frame)
  }

  private lookOften(): void {
    this.look()
    this.lookAtSaving()
    for (const page of this.pages()) {
      if (!page.isOpen || page.session?.connection.get().state !== 'closed') continue
      const { because } = page.session.connection.get()
      this.mayEnd(page, because)
      // Whoever is told that it is over loads the page again after a while.
      this.leave(page, (it) => it.close())
    }
    this.later(LOOK_EVERY_MS, () => this.lookOften())
  }

  private mayEnd(page: Page, because: string | undefined): void {
    if (because !== 'phase_forbids' || !this.plan.troubles.has('preparing'))
      this.fail(`${page.name} has ended: ${because}`)
  }

  private look(): void {
    if (isAnyPending(this.documents)) this.fail('[guard-4] a document waits for something')
    const text = this.server.room?.doc
    if (text && text.subdocs.size > 0) this.fail('a document in the document')
  }

  /** [saved-4] A while after the room could no longer save, every screen that can hear it says so. */
  private lookAtSaving(): void {
    const { room } = this.server
    const { now } = this.scheduler
    if (!room || room.keeping) this.unkept = null
    else if (this.unkept?.room !== room) this.unkept = { room, since: now }
    if (this.unkept === null || now - this.unkept.since < 3_000) return
    const { since } = this.unkept
    for (const page of this.pages()) {
      const said = page.session?.connection.get()
      const isHearing = page.isConnectedBetween(this.server.upAt, since)
      if (isHearing && said?.state === 'online' && said.serverKeeping)
        this.fail(`[saved-4] ${page.name} does not say that nothing can be saved`)
    }
  }

  // -- in the end -------------------------------------------------------------------------------------------

  private heal(): void {
    this.trace(() => 'everything heals')
    this.isHealed = true
    this.cutsAtFrame = null
    Object.assign(this.server.weather, {
      isFull: false,
      slowest: 6,
      breaksSync: false,
      writesShort: false,
      cutsAt: null,
    })
    this.vandal?.stop()
    for (const device of this.devices) this.back(device)
    this.reopen()
  }

  /** The board is opened for everybody, and everybody comes once more, so that nothing stays in a drawer. */
  private reopen(): void {
    const { scheduler, server } = this
    const tryOpening = () => {
      server
        .within(async (room) => {
          const { phase, locked } = room.state
          if (locked) await room.changeLock('server', true, false)
          if (phase !== 'open') await room.changePhase('server', phase, 'open')
        })
        .then(
          () => {
            if (this.isReopened) return
            this.isReopened = true
            for (const device of this.devices)
              for (const person of device.people) this.openPage(device, person)
          },
          () => scheduler.after(1_000, tryOpening, this.director),
        )
    }
    scheduler.soon(this.director, tryOpening)
    const tend = () => {
      // What a facilitator asked before may have been long on its way.
      const { phase, locked } = server.room?.state ?? { phase: 'open', locked: false }
      if (this.isReopened && (phase !== 'open' || locked)) scheduler.soon(this.director, tryOpening)
      for (const page of this.pages()) {
        if (!page.isOpen || page.session?.connection.get().state !== 'closed') continue
        this.mayEnd(page, page.session.connection.get().because)
        const { device, person } = page
        page.close()
        this.openPage(device, person)
      }
      scheduler.after(5_000, tend, this.director)
    }
    scheduler.after(5_000, tend, this.director)
  }

  private isReopened = false

  private isCalm(): boolean {
    return (
      this.isReopened &&
      this.server.room !== undefined &&
      this.server.room.state.phase === 'open' &&
      this.pages().every(
        (it) => !it.isOpen || (it.isSettled && it.showsOpen && it.isConnectedSince(this.server.upAt)),
      )
    )
  }

  private restless(): string {
    const { room, upAt, isUp } = this.server
    const whyOf = (it: Page) =>
      !it.isSettled ? 'is not settled' : !it.showsOpen ? 'is not shown that it is open' : 'has not come back'
    const pages = this.pages()
      .filter((it) => it.isOpen && !(it.isSettled && it.showsOpen && it.isConnectedSince(upAt)))
      .map((it) => `${it.name} ${whyOf(it)}: ${JSON.stringify(it.session?.connection.get())}`)
    return `up ${isUp}, opened again ${this.isReopened}, ${room?.state.phase ?? 'no room'}; ${pages.join(', ')}`
  }
}
