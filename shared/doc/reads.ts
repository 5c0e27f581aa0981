/**
 * The board as screens and exports read it: plain values out of the shared document.
 *
 * A snapshot is immutable and shares structure with the one before: what did not change is the same
 * object, so a component that selects it does not draw again. Values that break the schema are skipped.
 * How each part is read stands in a file of its own in `reads/`.
 */
import type * as Y from 'yjs'
import type { Comment, StatementId } from '../board.ts'
import { type ColumnId, forColumns } from '../columns.ts'
import { NO_RESPONSE, type Response } from '../plan.ts'
import { type Lack, lacksOf } from '../readiness.ts'
import { type MapRoot, rootsOf } from './board-doc.ts'
import { readComments } from './reads/comments.ts'
import { type BoardFacts, readFacts } from './reads/facts.ts'
import { type Facilitation, type Live, readFacilitation, readLive } from './reads/live.ts'
import { type Placed, readPlacements } from './reads/placements.ts'
import { itemsOf, type Plan, readPlan } from './reads/plan.ts'
import { readResponses } from './reads/responses.ts'
import { sameList } from './reads/same-list.ts'
import { type Published, readStatements } from './reads/statements.ts'

export interface BoardSnapshot extends Published, Placed {
  facts: BoardFacts
  responses: ReadonlyMap<StatementId, Response>
  plan: Plan
  /** By what they are on: a statement, or a place as `isCommentPlace` has it. */
  comments: ReadonlyMap<string, readonly Comment[]>
  /** What each statement lacks before it is ready for the Board; the empty list is ready. */
  lacks: ReadonlyMap<StatementId, readonly Lack[]>
  /** Statements in `column` that lack nothing. */
  readyIn: Readonly<Record<ColumnId, number>>
  facilitation: Facilitation
  live: Live
}

export interface BoardReads {
  /** The same object until something changes. */
  snapshot(): BoardSnapshot
  /** Calls back once after each transaction that changed the board; gives back its own end. */
  subscribe(changed: () => void): () => void
  close(): void
}

export function openReads(doc: Y.Doc): BoardReads {
  const roots = rootsOf(doc)
  const dirty = new Map<MapRoot, Set<string> | 'all'>()
  const listeners = new Set<() => void>()
  let current: BoardSnapshot | null = null

  const watch = (name: MapRoot) => {
    const observe = (event: Y.YMapEvent<unknown>) => {
      const keys = dirty.get(name)
      if (keys === 'all') return
      const all = keys ?? new Set<string>()
      for (const key of event.keysChanged) all.add(key as string)
      dirty.set(name, all)
    }
    roots[name].observe(observe)
    return () => roots[name].unobserve(observe)
  }
  const ends = (Object.keys(roots) as MapRoot[]).map((name) => {
    dirty.set(name, 'all')
    return watch(name)
  })
  const after = () => {
    if (dirty.size > 0) for (const changed of Array.from(listeners)) changed()
  }
  doc.on('afterTransaction', after)

  return {
    snapshot() {
      if (current === null || dirty.size > 0) {
        current = derive(roots, current, dirty)
        dirty.clear()
      }
      return current
    },
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    close() {
      for (const end of ends) end()
      doc.off('afterTransaction', after)
      listeners.clear()
    },
  }
}

type Dirty = ReadonlyMap<MapRoot, Set<string> | 'all'>

function derive(
  roots: Record<MapRoot, Y.Map<unknown>>,
  was: BoardSnapshot | null,
  dirty: Dirty,
): BoardSnapshot {
  /** The keys to read again, or null for all there are. */
  const changed = (root: MapRoot): ReadonlySet<string> | null => {
    const keys = dirty.get(root)
    if (was === null || keys === 'all') return null
    return keys ?? NONE
  }
  /** A part as it was where none of its root changed. */
  const part = <Name extends keyof BoardSnapshot>(
    root: MapRoot,
    name: Name,
    read: () => BoardSnapshot[Name],
  ): BoardSnapshot[Name] => (was === null || dirty.has(root) ? read() : was[name])

  const facts = part('board', 'facts', () => readFacts(roots.board))
  const published = readStatements(roots.statements, was, facts, changed('statements'))
  const placed = readPlacements(roots.placements, was, published.ids, changed('placements'))
  const { placements, inColumn } = placed
  const responses = part('responses', 'responses', () =>
    readResponses(roots.responses, was?.responses, changed('responses')),
  )
  const plan = part('plan', 'plan', () => readPlan(roots.plan, was?.plan, changed('plan')))
  const isAsReady = placements === was?.placements && responses === was.responses && plan === was.plan
  const lacks = isAsReady ? was.lacks : readLacks(placements, responses, plan, was?.lacks)
  const readyIn =
    lacks === was?.lacks && inColumn === was.inColumn
      ? was.readyIn
      : forColumns((column) => inColumn[column].filter((id) => lacks.get(id)?.length === 0).length)
  return {
    ...published,
    ...placed,
    facts,
    responses,
    plan,
    comments: part('comments', 'comments', () => readComments(roots.comments, was?.comments)),
    lacks,
    readyIn,
    facilitation: part('facilitation', 'facilitation', () => readFacilitation(roots.facilitation)),
    live: part('live', 'live', () => readLive(roots.live)),
  }
}

const NONE: ReadonlySet<string> = new Set()

function readLacks(
  placements: Placed['placements'],
  responses: ReadonlyMap<StatementId, Response>,
  plan: Plan,
  was: BoardSnapshot['lacks'] | undefined,
): BoardSnapshot['lacks'] {
  const items = itemsOf(plan)
  const next = new Map<StatementId, readonly Lack[]>()
  for (const [id, { column }] of placements) {
    const before = was?.get(id)
    const now = lacksOf(column, responses.get(id) ?? NO_RESPONSE, items)
    next.set(id, before && sameList(before, now) ? before : now)
  }
  return next
}
