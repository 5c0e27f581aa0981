/**
 * A real server, people who write on it, and a power switch.
 *
 * Twenty people edit one board, one of them through the session that browsers run; a facilitator makes links
 * and lets people in meanwhile. At a moment drawn by chance the process is killed, sometimes while it is
 * still starting. Before anybody may come back and put things right by sending them again, a stranger to
 * the board looks at what is there: everything that was called saved must be.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IDBFactory } from 'fake-indexeddb'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { openApi } from '../../client/session/api.ts'
import { openBoardSession } from '../../client/session/board-session.ts'
import type { BoardSession } from '../../client/session/contract.ts'
import type { Page } from '../../client/session/page.ts'
import type { BoardReply, LinkReply, NewBoardReply, PeopleReply } from '../../shared/api.ts'
import { type Clock, systemClock } from '../../shared/clock.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { addComment } from '../../shared/doc/edits.ts'
import { chanceFrom } from '../support/boards.ts'
import { ask, comeIn, type Guest, openBoardOn } from '../support/guests.ts'
import { contentOf } from '../support/rooms.ts'
import { type ServerProcess, startProcess } from '../support/server-process.ts'
import { copyFor, type Deed, Writer } from './writer.ts'

const PEOPLE = 19
const STATEMENTS = 12
/** Lives of one board, after which the next is begun on the same folder. */
const KILLS_EACH = 10
const LONGEST_LIFE_MS = 1_500

export interface CrashFigures {
  kills: number
  /** Of those, while the server was still starting. */
  early: number
  saved: number
  /** Changes that no server had called saved when it died. */
  unsaved: number
}

export interface CrashOptions {
  main: string
  seed: number
  kills: number
  told?: (figures: CrashFigures) => void
}

/** Throws at the first promise that was not kept, with its seed. */
export async function crashAndCompare({ main, seed, kills, told }: CrashOptions): Promise<CrashFigures> {
  const chance = chanceFrom(seed)
  const folder = mkdtempSync(join(tmpdir(), 'due-regard-crash-'))
  const figures: CrashFigures = { kills: 0, early: 0, saved: 0, unsaved: 0 }
  const power = new Power(main, folder)
  try {
    while (figures.kills < kills) {
      const life = await Life.begin(power, chance)
      const most = Math.min(KILLS_EACH, kills - figures.kills)
      for (let kill = 0; kill < most; kill += 1) {
        await life.liveAWhile(chance() ** 2 * LONGEST_LIFE_MS)
        if (await power.cut(chance, () => life.everybodyGoes())) figures.early += 1
        figures.kills += 1
        await life.audit('after a crash')
        figures.unsaved += life.unsaved
        told?.(figures)
      }
      await life.comeToRest()
      await life.audit('at the end')
      figures.saved += life.saved
      life.end()
    }
    return figures
  } catch (error) {
    throw new Error(
      `seed ${seed}, kill ${figures.kills}: ${error instanceof Error ? error.message : error}`,
      {
        cause: error,
      },
    )
  } finally {
    await power.off()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The server process, always on the same port, so that people find it again. */
class Power {
  server: ServerProcess | null = null
  private port = '0'

  constructor(
    private readonly main: string,
    private readonly folder: string,
  ) {}

  get base(): string {
    return this.server?.base ?? 'http://localhost:1'
  }

  async on(): Promise<void> {
    this.server = await this.start()
    this.port = new URL(this.server.base).port
  }

  /** Kills it, now and then the next one too while that is starting; whether it did. */
  async cut(chance: () => number, gone: () => void): Promise<boolean> {
    await this.off()
    gone()
    const isEarly = chance() < 0.2
    if (isEarly) {
      const starting = this.start()
      await pause(chance() * 600)
      const server = await Promise.race([starting, pause(0).then(() => null)])
      // What is not ready yet has no handle here: it is waited for, then killed in its first moments.
      const born = server ?? (await starting)
      born.kill('SIGKILL')
      await born.ended
    }
    await this.on()
    return isEarly
  }

  async off(): Promise<void> {
    this.server?.kill('SIGKILL')
    await this.server?.ended
    this.server = null
  }

  private start(): Promise<ServerProcess> {
    return startProcess(this.main, { DATA_DIR: this.folder, PORT: this.port })
  }
}

/** What was promised over HTTP: answered with success, so it must be there. */
interface Promised {
  links: string[]
  people: string[]
  /** The last lock that was answered, and one that may have been made without an answer. */
  lock: { is: boolean; maybe: boolean | null }
}

class Life {
  private readonly promised: Promised = { links: [], people: [], lock: { is: false, maybe: null } }
  private isWriting = false
  private readonly busy: Promise<void>[] = []

  private constructor(
    private readonly power: Power,
    private readonly board: NewBoardReply,
    private readonly grace: Guest,
    private readonly writers: readonly Writer[],
    private readonly browser: Browser,
    private readonly chance: () => number,
  ) {}

  static async begin(power: Power, chance: () => number): Promise<Life> {
    if (!power.server) await power.on()
    const { board, grace } = await openBoardOn(power.base, STATEMENTS)
    const guests: Guest[] = []
    for (let at = 0; at <= PEOPLE; at += 1) {
      guests.push(await comeIn(power.base, board, 'participant', `Person ${at}`))
    }
    const [first, ...others] = guests as [Guest, ...Guest[]]
    const writers = others.map((it) => new Writer(it, chance, STATEMENTS))
    return new Life(power, board, grace, writers, new Browser(power, first), chance)
  }

  get saved(): number {
    return this.writers.reduce((sum, it) => sum + it.deeds.filter((deed) => deed.saved).length, 0)
  }

  get unsaved(): number {
    return this.writers.reduce((sum, it) => sum + it.deeds.filter((deed) => !deed.saved).length, 0)
  }

  /** Everybody connects and writes. */
  async liveAWhile(ms: number): Promise<void> {
    this.isWriting = true
    this.browser.isDown = false
    const until = performance.now() + ms
    this.busy.push(this.keepOffice())
    while (performance.now() < until) {
      for (const writer of this.writers) {
        if (this.chance() < 0.3) writer.write()
        if (!writer.isOpen && this.chance() < 0.5) writer.connect(this.power.base)
      }
      if (this.chance() < 0.3) this.browser.write()
      await pause(20)
    }
    this.isWriting = false
  }

  /** Nobody is connected any more, and nobody comes back by themselves. */
  everybodyGoes(): void {
    for (const writer of this.writers) writer.disconnect()
    this.browser.cut()
  }

  private async keepOffice(): Promise<void> {
    for (let at = 0; this.isWriting; at += 1) {
      try {
        const { status, body } = await ask<LinkReply>(this.grace, 'POST', '/links', {
          role: 'participant',
          label: `Link ${at}`,
        })
        if (status === 201) this.promised.links.push(body.id)
        const guest = await comeIn(this.power.base, this.board, 'reviewer', `Reviewer ${at}`)
        this.promised.people.push(guest.me.id)
        const { lock } = this.promised
        lock.maybe = !lock.is
        const reply = await ask<BoardReply>(this.grace, 'PATCH', '', { lock: true, from: false })
        const undone = await ask<BoardReply>(this.grace, 'PATCH', '', { lock: false, from: true })
        if (reply.status === 200 && undone.status === 200) lock.maybe = null
      } catch {
        // The server is gone: nothing was promised.
        return
      }
      await pause(100)
    }
  }

  /** Nobody of those who write is connected: what is there, is there by itself. */
  async audit(when: string): Promise<void> {
    this.everybodyGoes()
    await Promise.allSettled(this.busy.splice(0))
    const doc = await copyFor(this.grace)
    const missing: string[] = []
    for (const { deeds, lies, refusals } of this.writers) {
      missing.push(...lies, ...refusals.map((it) => `refused with ${it}`))
      for (const deed of deeds) {
        const problem = problemWith(deed, deeds, doc)
        if (problem) missing.push(`${deed.does} ${deed.id} at ${deed.at} ${problem}`)
      }
    }
    missing.push(...this.browser.missingIn(doc))
    missing.push(...(await this.brokenPromises()))
    doc.destroy()
    if (missing.length > 0) throw new Error(`${when}: ${missing.slice(0, 5).join('; ')} (${missing.length})`)
  }

  /** Everybody comes back, and everything anybody ever made is there and the same for all. */
  async comeToRest(): Promise<void> {
    await Promise.allSettled(this.busy.splice(0))
    await this.unlock()
    this.browser.isDown = false
    const all = [...this.writers]
    await until(() => {
      for (const writer of all) if (!writer.isOpen) writer.connect(this.power.base)
      return all.every((it) => it.isSettled) && this.browser.isSettled
    }, 'everything is saved')
    const doc = await copyFor(this.grace)
    const content = JSON.stringify(contentOf(doc))
    await until(
      () => all.every((it) => JSON.stringify(contentOf(it.doc)) === content),
      'everybody has the same board',
    )
    doc.destroy()
  }

  end(): void {
    this.everybodyGoes()
    this.browser.end()
    for (const writer of this.writers) writer.doc.destroy()
  }

  private async unlock(): Promise<void> {
    const { body } = await ask<BoardReply>(this.grace, 'GET', '')
    if (body.locked) await ask(this.grace, 'PATCH', '', { lock: false, from: true })
  }

  private async brokenPromises(): Promise<string[]> {
    const { links, people, lock } = this.promised
    const listed = new Set((await ask<LinkReply[]>(this.grace, 'GET', '/links')).body.map((it) => it.id))
    const { body } = await ask<PeopleReply>(this.grace, 'GET', '/people')
    const joined = new Set(body.people.map((it) => it.id))
    const { locked } = (await ask<BoardReply>(this.grace, 'GET', '')).body
    lock.is = locked
    if (lock.maybe === null && locked) return ['a lock that was taken off']
    lock.maybe = null
    await this.unlock()
    lock.is = false
    return [
      ...links.filter((id) => !listed.has(id)).map((id) => `link ${id}`),
      ...people.filter((id) => !joined.has(id)).map((id) => `person ${id}`),
    ]
  }
}

/** Why a deed that was called saved does not show, or one that was half saved does; null where all is well. */
export function problemWith(deed: Deed, all: readonly Deed[], doc: Y.Doc): string | null {
  const { comments } = rootsOf(doc)
  // Taking away builds on nothing of its own that must be there.
  const builds = deed.does !== 'withdraw'
  if (builds && deed.saved && Y.getState(doc.store, deed.client) < deed.clock) return 'never was'
  switch (deed.does) {
    case 'pair': {
      const there = [comments.has(`${deed.at}a`), comments.has(`${deed.at}b`)]
      if (there[0] !== there[1]) return 'is there by half'
      return deed.saved && !there[0] ? 'is gone' : null
    }
    case 'comment': {
      const withdrawn = all.find((it) => it.does === 'withdraw' && it.at === deed.at)
      if (comments.has(deed.at)) return withdrawn?.saved ? 'is back although it was withdrawn' : null
      return deed.saved && !withdrawn ? 'is gone' : null
    }
    case 'move':
      // Somebody else's may have overtaken it.
      return null
    case 'type':
      return deed.saved && !doc.getText(`why/${deed.at}`).toString().includes(deed.what) ? 'is gone' : null
    case 'withdraw':
      return null
  }
}

/** A browser's own session, in this process. */
class Browser {
  isDown = true
  private readonly session: BoardSession
  private readonly made: string[] = []
  /** So many of them were made when the saved line last said that all were. */
  private calledSaved = 0
  private readonly open = new Set<WebSocket>()

  constructor(power: Power, guest: Guest) {
    const browser = this
    class CookieSocket extends WebSocket {
      constructor(url: string, protocols: string[]) {
        const to = browser.isDown
          ? 'ws://localhost:1/'
          : url.replace('ws://server', power.base.replace('http', 'ws'))
        super(to, protocols, { headers: { cookie: guest.cookie } })
        browser.open.add(this)
        this.on('close', () => browser.open.delete(this))
      }
    }
    const api = openApi((path, init) => {
      if (browser.isDown) return Promise.reject(new TypeError('down'))
      return fetch(power.base + path, { ...init, headers: { ...init?.headers, cookie: guest.cookie } })
    })
    this.session = openBoardSession({
      board: guest.board,
      as: guest.as,
      me: guest.me,
      epoch: 1,
      url: 'ws://server/sync',
      clock: hurried,
      WebSocket: CookieSocket as unknown as typeof globalThis.WebSocket,
      indexedDB: new IDBFactory(),
      tabs: { mine: 'tab', open: async () => new Set(['tab']), close: () => {} },
      page: noPage,
      api: api.at(guest.board, guest.as),
    })
    this.session.connection.subscribe(() => {
      if (this.session.connection.get().saved === 'saved') this.calledSaved = this.made.length
    })
  }

  get isSettled(): boolean {
    const { state, saved } = this.session.connection.get()
    return state === 'online' && saved === 'saved'
  }

  write(): void {
    const { id } = this.session.me
    const comment = `s${this.made.length}`
    const because = this.session.edit('Comment', (doc) =>
      addComment(doc, id, comment, { on: 'F1', text: `Session ${comment}` }),
    )
    if (because === null) this.made.push(`${id}/${comment}`)
  }

  cut(): void {
    this.isDown = true
    for (const socket of this.open) socket.terminate()
  }

  missingIn(doc: Y.Doc): string[] {
    const { comments } = rootsOf(doc)
    const gone = this.made.slice(0, this.calledSaved).filter((it) => !comments.has(it))
    const left = this.session.leftovers.get().map((it) => it.sentence)
    return [...gone.map((it) => `comment ${it} of the session is gone`), ...left]
  }

  end(): void {
    this.session.close()
  }
}

const noPage: Page = {
  isHidden: () => false,
  onVisibility: () => () => {},
  onOnline: () => () => {},
  onLeaving: () => () => {},
}

/** The session's waits, from seconds to moments. */
const hurried: Clock = { ...systemClock, after: (delay, run) => systemClock.after(delay / 20, run) }

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const by = Date.now() + 60_000; !isSo(); await pause(20)) {
    if (Date.now() > by) throw new Error(`waited in vain until ${what}`)
  }
}
