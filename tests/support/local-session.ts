/**
 * A board session over a document in memory, without network: for component tests, and to look at screens.
 *
 * It is the real desk (drafts, policy, undo, texts), so an edit is refused here where it would be refused
 * there. What the network would bring is set by hand through `world`.
 */
import type * as Y from 'yjs'
import type { BoardSession, ConnectionView, Leftover } from '../../client/session/contract.ts'
import { openDesk } from '../../client/session/desk.ts'
import { cell } from '../../client/session/watched.ts'
import type { Phase, Role } from '../../shared/board.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import type { Hold, Presence } from '../../shared/doc/presence.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import type { PersonCard } from '../../shared/wire.ts'
import { boardWith } from './boards.ts'

export interface World {
  doc: Y.Doc
  /** Plain writes as the server or another person would make them. */
  change(change: (doc: Y.Doc) => void): void
  phase(phase: Phase): void
  connection(view: Partial<ConnectionView>): void
  presence(others: readonly Presence[]): void
  people(people: readonly PersonCard[]): void
  leftovers(leftovers: readonly Leftover[]): void
  /** What the screen said of itself last. */
  said: { hold: Hold | null; looking: string | null; left: boolean; closed: boolean }
  /** What every edit was called, in order. */
  edits: string[]
}

export interface LocalSession {
  session: BoardSession
  world: World
}

export interface LocalOptions {
  doc?: Y.Doc
  me?: PersonCard
  role?: Role
  phase?: Phase
  people?: readonly PersonCard[]
  now?: () => number
}

export function localSession(options: LocalOptions = {}): LocalSession {
  const { role = 'facilitator', phase = 'open', now = Date.now } = options
  const me = options.me ?? { id: 'me', name: 'Ama Mensah', role }
  const doc = options.doc ?? boardWith(12)
  const change = (run: (doc: Y.Doc) => void) => doc.transact(() => run(doc), 'world')
  const setPhase = (to: Phase) => change((it) => rootsOf(it).live.set('phase', to))
  setPhase(phase)

  const connection = cell<ConnectionView>({
    state: 'online',
    saved: 'saved',
    serverKeeping: true,
    heardAt: now(),
    unsaved: 0,
  })
  const presence = cell<readonly Presence[]>([])
  const people = cell<ReadonlyMap<string, PersonCard>>(
    new Map([me, ...(options.people ?? [])].map((it) => [it.id, it])),
  )
  const leftovers = cell<readonly Leftover[]>([])
  const desk = openDesk({ doc, me, now, closed: () => connection.get().because ?? null })

  const world: World = {
    doc,
    change,
    phase: setPhase,
    connection: (view) => connection.set({ ...connection.get(), ...view }),
    presence: (others) => presence.set(others),
    people: (everybody) => people.set(new Map(everybody.map((it) => [it.id, it]))),
    leftovers: (list) => leftovers.set(list),
    said: { hold: null, looking: null, left: false, closed: false },
    edits: [],
  }
  const dismiss = (id: string) => leftovers.set(leftovers.get().filter((it) => it.id !== id))
  const edit = (what: string, run: (doc: Y.Doc) => void): ProblemCode | null => {
    const because = desk.edit(what, run)
    if (because === null) world.edits.push(what)
    return because
  }

  const session: BoardSession = {
    board: 'board1',
    as: 'link1',
    me,
    snapshot: desk.snapshot,
    connection,
    presence,
    people,
    leftovers,
    undoable: desk.undoable,
    edit,
    may: desk.may,
    mayDo: desk.mayDo,
    text: desk.text,
    undo: desk.undo,
    redo: desk.redo,
    useMine(id) {
      const leftover = leftovers.get().find((it) => it.id === id)
      if (!leftover) return
      edit('Use mine', (it) => it.getMap(leftover.root).set(leftover.key, leftover.mine))
      dismiss(id)
    },
    dismiss,
    hold: (hold) => {
      world.said.hold = hold
    },
    look: (statement) => {
      world.said.looking = statement
    },
    leave: async () => {
      world.said.left = true
    },
    close: () => {
      world.said.closed = true
    },
  }
  return { session, world }
}
