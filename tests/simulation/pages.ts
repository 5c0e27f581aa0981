/**
 * Devices, the pages on them, and the people at the pages.
 *
 * A page is the real session over a simulated socket and the device's own storage. It can be closed, or be
 * gone at once; the device keeps what it has. People do what they may, look, take back, and deal with what
 * was left over; every change goes into the account.
 */
import { IDBFactory } from 'fake-indexeddb'
import * as decoding from 'lib0/decoding'
import type * as Y from 'yjs'
import { openBoardSession } from '../../client/session/board-session.ts'
import type { BoardSession, Leftover } from '../../client/session/contract.ts'
import { valueAt } from '../../client/session/draft.ts'
import type { Page as PageAround } from '../../client/session/page.ts'
import type { ParticipantId, Role } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { MAP_ROOTS } from '../../shared/doc/board-doc.ts'
import { PROBLEMS, Problem } from '../../shared/problem.ts'
import { FRAME, type RefusedFrame } from '../../shared/wire.ts'
import { type Account, type ConnectionFacts, tellFrame } from './account.ts'
import type { Chance } from './chance.ts'
import { drawDeed } from './deeds.ts'
import { type Caller, callServer, type Link, type SocketFacts, socketClass } from './network.ts'
import { Owner, type Scheduler } from './scheduler.ts'
import type { Server } from './server.ts'
import { BIRTH, BOARD, type Root, valueKey } from './words.ts'

export interface Person {
  id: ParticipantId
  role: Role
}

/** What pages need of the world around them. */
export interface Surroundings {
  scheduler: Scheduler
  chance: Chance
  account: Account
  server: Server
  next(): number
  trace(line: () => string): void
  fail(because: string): void
  /** The epoch that is on disk. */
  epoch(): number
  /** Client ids are drawn from so few that two copies often have the same. */
  readonly hasFewIds: boolean
}

export class Device {
  readonly pages: Page[] = []
  readonly openTabs = new Map<ParticipantId, Set<string>>()
  readonly indexedDB: IDBFactory | null
  /** The epoch that a page of this person saw last, for opening without the network. */
  readonly known = new Map<ParticipantId, number>()
  private count = 0

  constructor(
    readonly name: string,
    readonly link: Link,
    readonly people: readonly Person[],
    /** How far the device's clock is wrong. */
    readonly skew: number,
    keepsThings: boolean,
    private readonly world: Surroundings,
  ) {
    this.indexedDB = keepsThings ? new IDBFactory() : null
  }

  open(person: Person): Page {
    this.count += 1
    const page = new Page(`${this.name}${this.count}`, person, this, this.world)
    this.pages.push(page)
    return page
  }

  get alive(): Page[] {
    return this.pages.filter((it) => it.isOpen)
  }
}

export class Page implements Caller {
  readonly owner: Owner
  session: BoardSession | null = null
  isOpen = true
  /** Refusals this page was told. */
  readonly refused: string[] = []
  private readonly online = new Set<() => void>()
  private heardAt = Number.NEGATIVE_INFINITY
  private openedAt = Number.POSITIVE_INFINITY
  private held: (() => void)[] | null = null
  private readonly connections = new WeakMap<SocketFacts, ConnectionFacts>()
  private readonly clock: Clock

  constructor(
    readonly name: string,
    readonly person: Person,
    readonly device: Device,
    private readonly world: Surroundings,
  ) {
    const { scheduler, chance } = world
    this.owner = new Owner(name)
    this.clock = {
      now: () => Math.floor(BIRTH + scheduler.now + device.skew),
      after: (delay, run) => scheduler.after(delay, run, this.owner),
      random: chance.random,
    }
    scheduler.soon(this.owner, () => void this.begin())
  }

  /** As `openOnThisPage` does: asks the server, or opens from what is known. */
  private async begin(): Promise<void> {
    const { device, person, world } = this
    const read = () => callServer(device.link, this.owner, () => world.server.read())
    let epoch: number
    for (;;) {
      try {
        epoch = (await read()).epoch
        device.known.set(person.id, epoch)
        break
      } catch (error) {
        if (!(error instanceof Problem) || !PROBLEMS[error.code].retry) throw error
        const known = device.known.get(person.id)
        if (known !== undefined && this.isOpen) {
          epoch = known
          break
        }
        await world.scheduler.wait(2_000, this.owner)
      }
    }
    if (!this.isOpen) return
    const tabs = device.openTabs.get(person.id) ?? new Set<string>()
    device.openTabs.set(person.id, tabs.add(this.name))
    const around: PageAround = {
      isHidden: () => false,
      onVisibility: () => () => {},
      onLeaving: () => () => {},
      onOnline: (changed) => {
        this.online.add(changed)
        return () => this.online.delete(changed)
      },
    }
    this.session = openBoardSession({
      board: BOARD,
      as: `link-${person.role}`,
      me: { id: person.id, name: person.id, role: person.role },
      epoch,
      url: 'ws://here/sync',
      clock: this.clock,
      WebSocket: socketClass(device.link, this),
      indexedDB: device.indexedDB,
      tabs: {
        mine: this.name,
        open: async () => new Set(tabs),
        close: () => tabs.delete(this.name),
      },
      page: around,
      api: {
        read,
        history: ({ limit }) => callServer(device.link, this.owner, () => world.server.history(limit)),
      },
    })
    world.trace(() => `${this.name} opens for ${person.id} (${person.role}) at epoch ${epoch}`)
    this.session.connection.subscribe(() => this.checkSaved())
    const { leftovers } = this.session
    leftovers.subscribe(() =>
      world.trace(() => `${this.name} has left over: ${tellLeftovers(leftovers.get())}`),
    )
  }

  private checkSaved(): void {
    const { session, world } = this
    if (!session || !this.isOpen) return
    const said = session.connection.get()
    world.trace(() => `${this.name}: ${said.state} ${said.saved} ${said.unsaved} ${said.because ?? ''}`)
    this.guarded(() => world.account.hears(this.name, said, session.leftovers.get()))
  }

  private guarded(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.world.fail(error instanceof Error ? error.message : String(error))
    }
  }

  // -- the network --------------------------------------------------------------------------------------

  opened(socket: SocketFacts): void {
    const epoch = Number(socket.url.searchParams.get('epoch'))
    const { openedAt } = socket
    this.openedAt = openedAt
    this.connections.set(socket, { openedAt, epoch, apart: openedAt - this.heardAt })
    this.world.trace(() => `${this.name} is connected, ${Math.round(openedAt - this.heardAt)} ms apart`)
  }

  sends(socket: SocketFacts, frame: Uint8Array): void {
    const connection = this.connections.get(socket)
    if (!connection) return
    this.world.trace(() => `${this.name} sends ${tellFrame(frame)}`)
    if (this.held) this.held.push(() => this.world.account.sends(this.person.id, connection, frame))
    else this.world.account.sends(this.person.id, connection, frame)
  }

  /** What is sent while something is done is looked at once it stands in the account. */
  private doing(run: () => void): void {
    const held: (() => void)[] = []
    this.held = held
    run()
    this.held = null
    for (const it of held) it()
    // What the screen says at this very moment counts as well.
    this.checkSaved()
  }

  hears(socket: SocketFacts, frame: Uint8Array): void {
    this.heardAt = this.world.scheduler.now
    this.world.trace(() => `${this.name} hears ${tellFrame(frame)}`)
    if (frame[0] !== FRAME.refused) return
    const decoder = decoding.createDecoder(frame.subarray(1))
    const { code, detail } = JSON.parse(decoding.readVarString(decoder)) as RefusedFrame
    this.refused.push(code)
    this.world.trace(() => `${this.name} is refused: ${code} ${detail}`)
    const connection = this.connections.get(socket)
    const isStale =
      code === 'epoch_stale' && connection !== undefined && connection.epoch < this.world.epoch()
    const observes = this.person.role === 'observer'
    const isTwice = code === 'client_taken' || code === 'epoch_stale'
    // What an observer saw of an earlier opening, deleted under the id that this one drew too.
    const isDrawnTwice = this.world.hasFewIds && (isTwice || (observes && code === 'role_forbids'))
    const isObserver = code === 'epoch_stale' && observes
    if (!EXPECTED.has(code) && !isStale && !isDrawnTwice && !isObserver)
      this.world.fail(`${this.name} was refused: ${code} ${detail}`)
  }

  // -- what becomes of a page -----------------------------------------------------------------------------

  close(): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.world.trace(() => `${this.name} is closed`)
    this.world.account.pageGone(this.name, { loses: this.device.indexedDB ? 'nothing' : 'everything' })
    this.world.scheduler.soon(this.owner, () => this.session?.close())
    this.device.openTabs.get(this.person.id)?.delete(this.name)
  }

  /** Gone at once; what storage was asked to keep a moment ago is kept, or is not. */
  crash(aborts: boolean): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.world.trace(() => `${this.name} crashes${aborts ? ' and loses what was on its way to storage' : ''}`)
    const loses = !this.device.indexedDB ? 'everything' : aborts ? 'what was on its way' : 'nothing'
    this.world.account.pageGone(this.name, { loses })
    this.owner.isAlive = false
    this.device.link.hangUp(this.owner)
    this.device.openTabs.get(this.person.id)?.delete(this.name)
  }

  comesOnline(): void {
    this.world.scheduler.soon(this.owner, () => {
      for (const changed of [...this.online]) changed()
    })
  }

  // -- what the person does -------------------------------------------------------------------------------

  get who(): ParticipantId {
    return this.person.id
  }

  get isUsable(): boolean {
    return this.isOpen && this.session !== null && this.session.connection.get().state !== 'closed'
  }

  /** Whether its connection is one with the process that is up since a moment. */
  isConnectedSince(upAt: number): boolean {
    return this.openedAt >= upAt
  }

  /** Whether it has been connected, and could hear, since a moment. */
  isConnectedBetween(upAt: number, moment: number): boolean {
    const { openedAt } = this
    return this.isOpen && openedAt >= upAt && openedAt <= moment && this.device.link.upSince <= moment
  }

  get isSettled(): boolean {
    const said = this.session?.connection.get()
    return said?.state === 'online' && said.saved === 'saved' && said.unsaved === 0
  }

  get showsOpen(): boolean {
    return this.session?.snapshot.get().live.phase === 'open'
  }

  /** To be called in a task of the page. */
  act(): void {
    const { session, world } = this
    if (!session || !this.isUsable) return
    const deed = world.chance.weighed<() => void>([
      [12, () => this.change(session)],
      [1, () => this.takeBack(session)],
      [1.5, () => this.dealWithLeftover(session)],
      [1, () => this.hold(session)],
    ])
    this.doing(deed)
  }

  private change(session: BoardSession): void {
    const { world, person } = this
    const deed = drawDeed({
      board: session.snapshot.get(),
      me: person.id,
      role: person.role,
      chance: world.chance,
      next: world.next,
      textOf: (of) => session.text(of).get(),
    })
    if (!deed) return
    const done = this.observed(session, deed.places, deed.isUnique, () =>
      session.edit(deed.what, (doc) => deed.change(doc)),
    )
    world.trace(() => `${this.name}: ${deed.what} ${done ?? ''}`)
  }

  /** Puts what became of some places into the account. */
  private observed<Result>(
    session: BoardSession,
    places: readonly (readonly [Root, string])[],
    isUnique: boolean,
    run: () => Result,
    isPutBack = false,
  ): Result {
    const before = places.map(([root, key]) => read(session, root, key))
    const result = run()
    places.forEach(([root, key], at) => {
      const from = before[at]
      const to = read(session, root, key)
      if (valueKey(from) === valueKey(to)) return
      this.world.account.add({
        by: this.person.id,
        device: this.device.name,
        page: this.name,
        root,
        key,
        from,
        to,
        isUnique,
        isPutBack,
      })
    })
    return result
  }

  private takeBack(session: BoardSession): void {
    const before = contentOf(session)
    const outcome = this.world.chance.often(0.7) ? session.undo() : session.redo()
    if (!('done' in outcome)) return
    const after = contentOf(session)
    for (const place of new Set([...before.keys(), ...after.keys()])) {
      const [from, to] = [before.get(place), after.get(place)]
      if (valueKey(from) === valueKey(to)) continue
      const [root, ...key] = place.split('/')
      this.world.account.add({
        by: this.person.id,
        device: this.device.name,
        page: this.name,
        root: root as Root,
        key: key.join('/'),
        from,
        to,
        isUnique: false,
        isPutBack: true,
      })
    }
    this.world.trace(() => `${this.name}: ${outcome.done}`)
  }

  private dealWithLeftover(session: BoardSession): void {
    const { world, person } = this
    const leftovers = session.leftovers.get()
    if (leftovers.length === 0) return
    const leftover = world.chance.pick(leftovers)
    const { id, key } = leftover
    const root = leftover.root as Root
    if (leftover.canUse && world.chance.often(0.6)) {
      this.observed(session, [[root, key]], false, () => session.useMine(id), true)
      world.trace(() => `${this.name} uses: ${leftover.sentence}`)
      if (session.leftovers.get().some((it) => it.id === id)) return
    } else {
      session.dismiss(id)
      world.trace(() => `${this.name} dismisses: ${leftover.sentence}`)
    }
    for (const made of world.account.at(root, key)) if (made.by === person.id) made.isDismissed = true
  }

  private hold(session: BoardSession): void {
    const { chance } = this.world
    const { ids } = session.snapshot.get()
    if (ids.length === 0) return
    const statement = chance.pick(ids)
    session.hold({ statement, over: 'due-regard', slot: 0, x: 0.5, y: 0.5 })
    session.look(chance.often(0.5) ? statement : null)
    this.world.scheduler.after(chance.between(100, 2_000), () => session.hold(null), this.owner)
  }
}

const tellLeftovers = (leftovers: readonly Leftover[]) =>
  leftovers.map(({ root, key, mine }) => `${root}/${key} ${valueKey(mine)}`).join('; ')

/** What may befall somebody who does nothing wrong: things changed while theirs was on its way. */
const EXPECTED = new Set<string>([
  'phase_forbids',
  'board_locked',
  'statement_decided',
  'stopping',
  'not_saving',
  'too_many',
  'internal',
])

/** Looks at the copy on the desk by an edit that changes nothing. */
function look<Result>(session: BoardSession, see: (doc: Y.Doc) => Result): Result {
  const seen: Result[] = []
  session.edit('Look', (doc) => {
    seen.push(see(doc))
  })
  if (seen.length === 0) throw new Error('a session that cannot be looked into')
  return seen[0] as Result
}

const read = (session: BoardSession, root: Root, key: string): unknown =>
  look(session, (doc) => valueAt(doc, root, key))

/** Everything on the desk: place → value, texts where there are words. */
export function contentOf(session: BoardSession): Map<string, unknown> {
  const { ids } = session.snapshot.get()
  return look(session, (doc) => {
    const content = new Map<string, unknown>()
    for (const root of MAP_ROOTS)
      for (const [key, value] of doc.getMap(root).entries()) content.set(`${root}/${key}`, value)
    for (const name of [...ids.map((id) => `why/${id}`), 'paper/intro', 'paper/next']) {
      const text = doc.getText(name).toString()
      if (text !== '') content.set(name, text)
    }
    return content
  })
}
