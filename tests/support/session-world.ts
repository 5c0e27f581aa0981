/**
 * A room, browsers with sessions on it, a network and a clock between them, all moved by hand.
 */
import { IDBFactory } from 'fake-indexeddb'
import type * as Y from 'yjs'
import { openBoardSession, type SessionOptions } from '../../client/session/board-session.ts'
import type { BoardSession } from '../../client/session/contract.ts'
import type { Page } from '../../client/session/page.ts'
import type { Tabs } from '../../client/session/tabs.ts'
import type { HistoryLine } from '../../shared/api.ts'
import type { Role } from '../../shared/board.ts'
import type { ColumnId } from '../../shared/columns.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { editText, moveStatement, textChange } from '../../shared/doc/edits.ts'
import { spotAt } from '../../shared/doc/reads/placements.ts'
import { openReads } from '../../shared/doc/reads.ts'
import { Problem } from '../../shared/problem.ts'
import { boardWith } from './boards.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'
import { type FakeNetwork, fakeNetwork, type ServerEnd } from './fake-network.ts'
import { type FakeRoom, fakeRoom } from './fake-room.ts'

export interface Visit {
  session: BoardSession
  network: FakeNetwork
  page: { hidden: boolean; toggle(): void; online(): void; asksBeforeLeaving(): boolean }
  move(statement: string, column: ColumnId): void
  type(statement: string, text: string): void
  columnOf(statement: string): ColumnId | undefined
  why(statement: string): string
  /** The tab is gone at once: nothing is flushed, nothing said. */
  crash(): void
}

export interface VisitOptions extends Partial<SessionOptions> {
  name?: string
  role?: Role
}

/** Browsers and the clock, whatever the room at the other end. */
export interface Browsers {
  clock: FakeClock
  /** This device's storage; every visit that names no other shares it. */
  device: IDBFactory
  history: HistoryLine[]
  visit(options?: VisitOptions): Promise<Visit>
  /** Lets frames, storage and promises go as far as they go without time passing. */
  settle(): Promise<void>
  /** Lets time pass, settling before, in between and after. */
  pass(ms: number): Promise<void>
  end(): Promise<void>
}

/** The room as browsers meet it. */
export interface Host {
  clock: FakeClock
  epoch(): number
  accept(end: ServerEnd, who: { name: string; role: Role }): void
}

export interface SessionWorld extends Browsers {
  room: FakeRoom
  /** Where the room has a statement. */
  roomColumn(statement: string): ColumnId | undefined
}

/** A small room that takes everything it is not told to refuse, and browsers around it. */
export function sessionWorld({ statements = 8 }: { statements?: number } = {}): SessionWorld {
  const doc = boardWith(statements)
  rootsOf(doc).live.set('phase', 'open')
  const room = fakeRoom(doc)
  const browsers = browsersAround({
    clock: fakeClock(),
    epoch: () => room.epoch,
    accept: (end) => room.accept(end),
  })
  return Object.assign(browsers, {
    room,
    roomColumn: (statement: string) => columnIn(room.doc, statement),
  })
}

export function browsersAround({ clock, epoch, accept }: Host): Browsers {
  const visits = new Set<Visit>()
  const openTabs = new Set<string>()
  let tabs = 0

  const world: Browsers = {
    clock,
    device: new IDBFactory(),
    history: [],
    async visit(options = {}) {
      const { name = 'ama', role = 'participant', ...rest } = options
      const network = fakeNetwork()
      network.serve((end) => accept(end, { name, role }))
      tabs += 1
      const tab = `tab${tabs}`
      openTabs.add(tab)
      const ownTabs: Tabs = {
        mine: tab,
        open: async () => new Set(openTabs),
        close: () => openTabs.delete(tab),
      }
      const page = fakePage()
      const session = openBoardSession({
        board: 'board1',
        as: 'link1',
        me: { id: name, name, role },
        epoch: epoch(),
        url: 'ws://here/sync',
        clock,
        WebSocket: network.WebSocket,
        indexedDB: world.device,
        tabs: ownTabs,
        page: page.page,
        api: {
          read: async () => {
            if (network.down) throw new Problem('unreachable', 'down')
            return { epoch: epoch() }
          },
          history: async () => ({ entries: world.history, next: null }),
        },
        ...rest,
      })
      const edit = (what: string, change: (doc: Y.Doc) => void) => {
        const because = session.edit(what, change)
        if (because) throw new Error(because)
      }
      const visit: Visit = {
        session,
        network,
        page: page.hand,
        move: (statement, column) =>
          edit(`Move ${statement}`, (it) =>
            moveStatement(it, statement, spotAt(session.snapshot.get(), column, 0)),
          ),
        type: (statement, text) =>
          edit(`Write why ${statement}`, (it) =>
            editText(it, { why: statement }, textChange(visit.why(statement), text)),
          ),
        columnOf: (statement) => session.snapshot.get().placements.get(statement)?.column,
        why: (statement) => session.text({ why: statement }).get(),
        crash() {
          network.serve(null)
          network.cut()
          openTabs.delete(tab)
          visits.delete(visit)
          session.close()
        },
      }
      visits.add(visit)
      await world.settle()
      return visit
    },
    async settle() {
      for (let turn = 0; turn < 30; turn += 1) {
        for (const { network } of visits) network.pump()
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    async pass(ms) {
      await world.settle()
      for (let left = ms; left > 0; left -= 1_000) {
        clock.advance(Math.min(1_000, left))
        for (const { network } of visits) network.pump()
        await new Promise((resolve) => setImmediate(resolve))
      }
      await world.settle()
    },
    async end() {
      for (const { session } of visits) session.close()
      visits.clear()
      await world.settle()
    },
  }
  return world
}

/** Where a document has a statement. */
export function columnIn(doc: Y.Doc, statement: string): ColumnId | undefined {
  const reads = openReads(doc)
  const column = reads.snapshot().placements.get(statement)?.column
  reads.close()
  return column
}

function fakePage() {
  const seen = new Set<() => void>()
  const online = new Set<() => void>()
  const leaving = new Set<() => boolean>()
  const add = <It>(set: Set<It>, it: It) => {
    set.add(it)
    return () => {
      set.delete(it)
    }
  }
  const hand = {
    hidden: false,
    toggle() {
      hand.hidden = !hand.hidden
      for (const changed of seen) changed()
    },
    online() {
      for (const changed of online) changed()
    },
    asksBeforeLeaving: () => Array.from(leaving).some((asks) => asks()),
  }
  const page: Page = {
    isHidden: () => hand.hidden,
    onVisibility: (changed) => add(seen, changed),
    onOnline: (changed) => add(online, changed),
    onLeaving: (asks) => add(leaving, asks),
  }
  return { hand, page }
}
