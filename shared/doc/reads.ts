/**
 * The board as screens and exports read it: plain values out of the shared document.
 *
 * A snapshot is immutable and shares structure with the one before: what did not change is the same
 * object, so a component that selects it does not draw again. Values that break the schema are skipped.
 */
import type * as Y from 'yjs'
import type {
  Comment,
  CommentValue,
  Milestone,
  Phase,
  Placement,
  PlanId,
  Source,
  Statement,
  StatementId,
  Titled,
} from '../board.ts'
import { PHASES } from '../board.ts'
import { COLUMN_IDS, COLUMNS, type ColumnId, type ColumnWords } from '../columns.ts'
import type { DecisionMark, VoteMark } from '../consult/vote.ts'
import {
  NO_RESPONSE,
  type PlanItem,
  type PlanKind,
  parsePlanKey,
  parseResponseKey,
  type Response,
} from '../plan.ts'
import { type Lack, lacksOf } from '../readiness.ts'
import { type MapRoot, rootsOf } from './board-doc.ts'
import type { Spot } from './edits.ts'
import { boundsAt, implicitOrder, type OrderKey } from './order-keys.ts'
import { parseCommentKey, valueProblem } from './values.ts'

export interface StatementView extends Statement {
  id: StatementId
  /** Source code and number as people say it: F37. */
  ref: string
}

export interface BoardFacts {
  title: string
  organisation: string
  strategy: string
  sources: ReadonlyMap<string, Source>
  themes: readonly (Titled & { id: string })[]
  chapters: readonly (Titled & { id: string })[]
  objectives: readonly (Titled & { id: string })[]
  milestones: readonly (Milestone & { id: string })[]
  columns: Readonly<Record<ColumnId, ColumnWords>>
}

export interface Facilitation {
  focus: StatementId | null
  timer: { endsAt: number | null; left: number } | null
  packs: readonly { title: string; statements: readonly StatementId[] }[]
}

export interface Live {
  phase: Phase
  locked: boolean
  decisions: ReadonlyMap<StatementId, DecisionMark>
  votes: ReadonlyMap<StatementId, VoteMark>
  version: unknown
}

export interface Plan {
  stream: ReadonlyMap<PlanId, PlanItem>
  action: ReadonlyMap<PlanId, PlanItem>
  watch: ReadonlyMap<PlanId, PlanItem>
}

export interface BoardSnapshot {
  facts: BoardFacts
  statements: ReadonlyMap<StatementId, StatementView>
  /** Every statement in the order of its publication: source, then number as people count. */
  ids: readonly StatementId[]
  /** Where each statement is now; one that nobody placed is in `unsorted` at its place in the publication. */
  placements: ReadonlyMap<StatementId, Placement>
  inColumn: Readonly<Record<ColumnId, readonly StatementId[]>>
  responses: ReadonlyMap<StatementId, Response>
  plan: Plan
  comments: ReadonlyMap<StatementId, readonly Comment[]>
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

/** `F`, `37` → F37; a code ending in a digit keeps apart from its number. */
export const refOf = (source: string, number: string) =>
  /\d$/.test(source) ? `${source}.${number}` : source + number

const naturally = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' })

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

/** A value of a root that fits its schema, or undefined. */
function sound<Value>(map: Y.Map<unknown>, root: MapRoot, key: string): Value | undefined {
  const value = map.get(key)
  return value !== undefined && valueProblem(root, key, value) === null ? (value as Value) : undefined
}

function derive(
  roots: Record<MapRoot, Y.Map<unknown>>,
  was: BoardSnapshot | null,
  dirty: Dirty,
): BoardSnapshot {
  const changed = (root: MapRoot): Iterable<string> => {
    const keys = dirty.get(root)
    return keys === undefined ? [] : keys === 'all' || was === null ? roots[root].keys() : keys
  }
  const touched = (root: MapRoot) => was === null || dirty.has(root)

  const facts = touched('board') ? readFacts(roots.board) : (was as BoardSnapshot).facts

  let statements = was?.statements ?? new Map<StatementId, StatementView>()
  let ids = was?.ids ?? []
  const sourcesMoved = was !== null && !sameList([...was.facts.sources.keys()], [...facts.sources.keys()])
  if (touched('statements') || sourcesMoved) {
    const next = new Map(statements)
    let reorder = was === null || sourcesMoved
    for (const id of changed('statements')) {
      const value = sound<Statement>(roots.statements, 'statements', id)
      const before = next.get(id)
      if (!value) {
        reorder = next.delete(id) || reorder
      } else {
        reorder ||= before?.source !== value.source || before.number !== value.number
        next.set(id, { ...value, id, ref: refOf(value.source, value.number) })
      }
    }
    statements = next
    if (reorder) ids = Array.from(next.keys()).sort((a, b) => inPublication(next, facts, a, b))
  }

  const statementsMoved = ids !== was?.ids
  let placements = was?.placements ?? new Map<StatementId, Placement>()
  if (touched('placements') || statementsMoved) {
    const next = new Map(placements)
    if (statementsMoved) {
      next.clear()
      ids.forEach((id, at) => {
        next.set(id, placementOf(roots.placements, id, at, was?.placements.get(id)))
      })
    } else {
      for (const id of changed('placements')) {
        if (statements.has(id))
          next.set(
            id,
            placementOf(roots.placements, id, () => ids.indexOf(id), undefined),
          )
      }
    }
    placements = next
  }
  const inColumn =
    placements === was?.placements
      ? was.inColumn
      : readColumns(placements, was, statementsMoved ? null : changed('placements'))

  let responses = was?.responses ?? new Map<StatementId, Response>()
  const answered = new Set<StatementId>()
  if (touched('responses')) {
    for (const key of changed('responses')) {
      const path = parseResponseKey(key)
      if (path) answered.add(path.statement)
    }
    responses = readResponses(
      roots.responses,
      responses,
      answered,
      was === null || dirty.get('responses') === 'all',
    )
  }

  const plan = touched('plan')
    ? readPlan(roots.plan, was?.plan, changed('plan'))
    : (was as BoardSnapshot).plan

  let comments = was?.comments ?? new Map<StatementId, readonly Comment[]>()
  if (touched('comments')) comments = readComments(roots.comments, comments)

  let lacks = was?.lacks ?? new Map<StatementId, readonly Lack[]>()
  if (placements !== was?.placements || responses !== was?.responses || plan !== was?.plan) {
    const items = itemsOf(plan)
    const next = new Map<StatementId, readonly Lack[]>()
    for (const [id, place] of placements) {
      const before = was?.lacks.get(id)
      const now = lacksOf(place.column, responses.get(id) ?? NO_RESPONSE, items)
      next.set(id, before && sameList(before, now) ? before : now)
    }
    lacks = next
  }
  const readyIn =
    lacks === was?.lacks && inColumn === was?.inColumn
      ? was.readyIn
      : forColumns((column) => inColumn[column].filter((id) => lacks.get(id)?.length === 0).length)

  return {
    facts,
    statements,
    ids,
    placements,
    inColumn,
    responses,
    plan,
    comments,
    lacks,
    readyIn,
    facilitation: touched('facilitation')
      ? readFacilitation(roots.facilitation)
      : (was as BoardSnapshot).facilitation,
    live: touched('live') ? readLive(roots.live) : (was as BoardSnapshot).live,
  }
}

export const itemsOf = (plan: Plan) => ({
  action: (id: PlanId) => plan.action.get(id),
  stream: (id: PlanId) => plan.stream.get(id),
  watch: (id: PlanId) => plan.watch.get(id),
})

const forColumns = <Value>(value: (column: ColumnId) => Value): Record<ColumnId, Value> =>
  Object.fromEntries(COLUMN_IDS.map((id) => [id, value(id)])) as Record<ColumnId, Value>

const sameList = (a: readonly unknown[], b: readonly unknown[]) =>
  a === b || (a.length === b.length && a.every((it, at) => it === b[at]))

/** The order the board gives its sources, those without one after, by code. */
const compareSources = (a: string, x: Source | undefined, b: string, y: Source | undefined) =>
  (x?.order ?? 1e9) - (y?.order ?? 1e9) || naturally.compare(a, b)

/** Sources in the order the board lists them, then numbers as people count: 9 before 10, 37 before 37a. */
function inPublication(
  statements: ReadonlyMap<StatementId, StatementView>,
  facts: BoardFacts,
  a: StatementId,
  b: StatementId,
): number {
  const x = statements.get(a) as StatementView
  const y = statements.get(b) as StatementView
  const bySource =
    x.source === y.source
      ? 0
      : compareSources(x.source, facts.sources.get(x.source), y.source, facts.sources.get(y.source))
  return bySource || naturally.compare(x.number, y.number) || (a < b ? -1 : 1)
}

function placementOf(
  placements: Y.Map<unknown>,
  id: StatementId,
  at: number | (() => number),
  before: Placement | undefined,
): Placement {
  const value = sound<Placement>(placements, 'placements', id)
  const order = value?.order ?? implicitOrder(typeof at === 'number' ? at : at())
  const column = value?.column ?? 'unsorted'
  return before?.column === column && before.order === order ? before : { column, order }
}

/** Columns whose cards or order changed are new arrays; the others stay the same objects. */
function readColumns(
  placements: ReadonlyMap<StatementId, Placement>,
  was: BoardSnapshot | null,
  moved: Iterable<StatementId> | null,
): Record<ColumnId, readonly StatementId[]> {
  const before = (a: StatementId, b: StatementId) => {
    const x = (placements.get(a) as Placement).order
    const y = (placements.get(b) as Placement).order
    return x < y || (x === y && a < b) ? -1 : 1
  }
  if (was === null || moved === null) {
    const lists = forColumns((): StatementId[] => [])
    for (const [id, place] of placements) lists[place.column].push(id)
    return forColumns((column) => {
      const list = lists[column].sort(before)
      const old = was?.inColumn[column]
      return old && sameList(old, list) ? old : list
    })
  }
  const lists: Record<ColumnId, readonly StatementId[]> = { ...was.inColumn }
  const gone = new Map<ColumnId, Set<StatementId>>()
  const come = new Map<ColumnId, StatementId[]>()
  for (const id of moved) {
    const to = placements.get(id)
    const from = was.placements.get(id)
    if (!to) continue
    if (from) gone.set(from.column, (gone.get(from.column) ?? new Set()).add(id))
    come.set(to.column, [...(come.get(to.column) ?? []), id])
  }
  for (const [column, ids] of gone) lists[column] = lists[column].filter((id) => !ids.has(id))
  for (const [column, ids] of come) {
    const list = [...lists[column]]
    for (const id of ids) {
      let low = 0
      let high = list.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (before(list[middle] as StatementId, id) < 0) low = middle + 1
        else high = middle
      }
      list.splice(low, 0, id)
    }
    lists[column] = list
  }
  return forColumns((column) =>
    sameList(was.inColumn[column], lists[column]) ? was.inColumn[column] : lists[column],
  )
}

function readFacts(board: Y.Map<unknown>): BoardFacts {
  const entries = (list: string) => {
    const found: [string, unknown][] = []
    for (const key of board.keys()) {
      if (!key.startsWith(`${list}/`)) continue
      const value = sound(board, 'board', key)
      if (value !== undefined) found.push([key.slice(list.length + 1), value])
    }
    return found
  }
  const titled = (list: string) =>
    entries(list)
      .map(([id, value]) => ({ ...(value as Titled), id }))
      .sort((a, b) => (a.order ?? 1e9) - (b.order ?? 1e9) || naturally.compare(a.title, b.title))
  const words = new Map(entries('column') as [string, ColumnWords][])
  return {
    title: sound<string>(board, 'board', 'title') ?? '',
    organisation: sound<string>(board, 'board', 'organisation') ?? '',
    strategy: sound<string>(board, 'board', 'strategy') ?? '',
    sources: new Map(
      (entries('source') as [string, Source][]).sort(([a, x], [b, y]) => compareSources(a, x, b, y)),
    ),
    themes: titled('theme'),
    chapters: titled('chapter'),
    objectives: titled('objective'),
    milestones: (entries('milestone') as [string, Milestone][])
      .map(([id, value]) => ({ ...value, id }))
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : naturally.compare(a.id, b.id))),
    columns: forColumns((id) => words.get(id) ?? COLUMNS[id]),
  }
}

function readResponses(
  map: Y.Map<unknown>,
  was: ReadonlyMap<StatementId, Response>,
  answered: ReadonlySet<StatementId>,
  whole: boolean,
): ReadonlyMap<StatementId, Response> {
  const drafts = new Map<StatementId, { -readonly [Key in keyof Response]: Response[Key] }>()
  for (const key of map.keys()) {
    const path = parseResponseKey(key)
    if (!path || !(whole || answered.has(path.statement))) continue
    const value = sound<string | true>(map, 'responses', key)
    if (value === undefined) continue
    const draft = drafts.get(path.statement) ?? { actions: [], objectives: [] }
    if (path.link === 'action') draft.actions = [...draft.actions, path.to].sort()
    else if (path.link === 'objective') draft.objectives = [...draft.objectives, path.to].sort()
    else if (typeof value === 'string' && value !== '') draft[path.link] = value
    drafts.set(path.statement, draft)
  }
  const next = whole ? new Map<StatementId, Response>() : new Map(was)
  for (const id of answered) next.delete(id)
  for (const [id, draft] of drafts) next.set(id, draft)
  return next
}

function readPlan(map: Y.Map<unknown>, was: Plan | undefined, changed: Iterable<string>): Plan {
  const touched = new Map<PlanKind, Set<PlanId>>()
  for (const key of changed) {
    const path = parsePlanKey(key)
    if (path) touched.set(path.kind, (touched.get(path.kind) ?? new Set()).add(path.id))
  }
  type Draft = {
    id: PlanId
    kind: PlanKind
    fields: Record<string, string>
    progress: { day: string; text: string }[]
  }
  const drafts = new Map<string, Draft>()
  for (const key of map.keys()) {
    const path = parsePlanKey(key)
    if (!path || !(was === undefined || touched.get(path.kind)?.has(path.id))) continue
    const value = sound<string>(map, 'plan', key)
    if (value === undefined || value === '') continue
    const name = `${path.kind}/${path.id}`
    const draft = drafts.get(name) ?? { id: path.id, kind: path.kind, fields: {}, progress: [] }
    if (path.progressDay !== undefined) draft.progress.push({ day: path.progressDay, text: value })
    else draft.fields[path.field.field] = value
    drafts.set(name, draft)
  }
  const kind = (name: PlanKind): ReadonlyMap<PlanId, PlanItem> => {
    if (was && !touched.has(name)) return was[name]
    const next = new Map(was?.[name])
    for (const id of touched.get(name) ?? []) next.delete(id)
    for (const draft of drafts.values()) {
      if (draft.kind !== name) continue
      draft.progress.sort((a, b) => (a.day < b.day ? -1 : 1))
      next.set(draft.id, draft)
    }
    return new Map(Array.from(next).sort(([a], [b]) => naturally.compare(a, b)))
  }
  return { stream: kind('stream'), action: kind('action'), watch: kind('watch') }
}

function readComments(
  map: Y.Map<unknown>,
  was: ReadonlyMap<StatementId, readonly Comment[]>,
): ReadonlyMap<StatementId, readonly Comment[]> {
  const next = new Map<StatementId, Comment[]>()
  for (const key of map.keys()) {
    const path = parseCommentKey(key)
    const value = sound<CommentValue>(map, 'comments', key)
    if (!path || !value) continue
    const list = next.get(value.on) ?? []
    list.push({ ...value, ...path })
    next.set(value.on, list)
  }
  const same = (a: Comment, b: Comment | undefined) =>
    b !== undefined && a.id === b.id && a.by === b.by && a.text === b.text && a.at === b.at
  return new Map(
    Array.from(next, ([id, list]) => {
      list.sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1))
      const old = was.get(id)
      return [id, old?.length === list.length && old.every((it, at) => same(it, list[at])) ? old : list]
    }),
  )
}

function readFacilitation(map: Y.Map<unknown>): Facilitation {
  return {
    focus: sound<{ statement: StatementId | null }>(map, 'facilitation', 'focus')?.statement ?? null,
    timer: sound<{ endsAt: number | null; left: number }>(map, 'facilitation', 'timer') ?? null,
    packs: sound<Facilitation['packs']>(map, 'facilitation', 'packs') ?? [],
  }
}

function readLive(map: Y.Map<unknown>): Live {
  const marks = <Mark>(prefix: string) => {
    const found = new Map<StatementId, Mark>()
    for (const [key, value] of map.entries()) {
      if (key.startsWith(prefix)) found.set(key.slice(prefix.length), value as Mark)
    }
    return found
  }
  const phase = map.get('phase')
  return {
    phase: PHASES.find((it) => it === phase) ?? 'preparing',
    locked: map.get('lock') === true,
    decisions: marks<DecisionMark>('decision/'),
    votes: marks<VoteMark>('vote/'),
    version: map.get('version'),
  }
}

/** Key statements: all but those set aside. */
export const keyStatements = (board: Pick<BoardSnapshot, 'ids' | 'inColumn'>): number =>
  board.ids.length - board.inColumn['set-aside'].length

/** How many of the key statements have a category. */
export const sortedStatements = (board: Pick<BoardSnapshot, 'ids' | 'inColumn'>): number =>
  keyStatements(board) - board.inColumn.unsorted.length

/**
 * The gap at a slot of a column as the board stands, leaving out the cards that are moving.
 * `index` counts the column's other cards from the top, 0 before the first.
 */
export function spotAt(
  board: Pick<BoardSnapshot, 'inColumn' | 'placements'>,
  column: ColumnId,
  index: number,
  moving: ReadonlySet<StatementId> = new Set(),
): Spot {
  const orders: OrderKey[] = []
  for (const id of board.inColumn[column]) {
    const place = board.placements.get(id)
    if (place && !moving.has(id)) orders.push(place.order)
  }
  return { column, ...boundsAt(orders, Math.max(0, Math.min(index, orders.length))) }
}
