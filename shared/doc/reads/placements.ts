/** Where statements are: each in one column, each column in an order. */
import type * as Y from 'yjs'
import type { Placement, StatementId } from '../../board.ts'
import { type ColumnId, forColumns } from '../../columns.ts'
import type { Spot } from '../edits.ts'
import { boundsAt, implicitOrder, type OrderKey } from '../order-keys.ts'
import { sameList } from './same-list.ts'
import { sound } from './sound.ts'

export interface Placed {
  /** Where each statement is now; one that nobody placed is in `unsorted` at its place in the publication. */
  placements: ReadonlyMap<StatementId, Placement>
  inColumn: Readonly<Record<ColumnId, readonly StatementId[]>>
}

/** `moved` are the statements placed anew, or null for all; all are read too where the publication changed. */
export function readPlacements(
  map: Y.Map<unknown>,
  was: (Placed & { ids: readonly StatementId[] }) | null,
  ids: readonly StatementId[],
  moved: ReadonlySet<StatementId> | null,
): Placed {
  if (was === null || moved === null || ids !== was.ids) {
    const placements = new Map(
      ids.map((id, at) => [id, placementOf(map, id, () => at, was?.placements.get(id))] as const),
    )
    return { placements, inColumn: columnsOf(placements, was) }
  }
  if (moved.size === 0) return { placements: was.placements, inColumn: was.inColumn }
  const placements = new Map(was.placements)
  let places: ReadonlyMap<StatementId, number> | null = null
  const placeOf = (id: StatementId) => {
    places ??= new Map(ids.map((it, at) => [it, at]))
    return places.get(id) ?? -1
  }
  for (const id of moved) {
    if (placements.has(id))
      placements.set(
        id,
        placementOf(map, id, () => placeOf(id), undefined),
      )
  }
  const inColumn = moved.size > MANY_MOVED ? columnsOf(placements, was) : columnsAfter(moved, placements, was)
  return { placements, inColumn }
}

/** From so many on, columns are sorted anew sooner than they are mended one by one. */
const MANY_MOVED = 64

function placementOf(
  map: Y.Map<unknown>,
  id: StatementId,
  published: () => number,
  before: Placement | undefined,
): Placement {
  const value = sound<Placement>(map, 'placements', id)
  const order = value?.order ?? implicitOrder(published())
  const column = value?.column ?? 'unsorted'
  return before?.column === column && before.order === order ? before : { column, order }
}

const inOrder = (placements: Placed['placements']) => (a: StatementId, b: StatementId) => {
  const x = (placements.get(a) as Placement).order
  const y = (placements.get(b) as Placement).order
  return x < y || (x === y && a < b) ? -1 : 1
}

function columnsOf(placements: Placed['placements'], was: Placed | null): Placed['inColumn'] {
  const lists = forColumns((): StatementId[] => [])
  for (const [id, { column }] of placements) lists[column].push(id)
  return unlessSame(
    was,
    forColumns((column) => lists[column].sort(inOrder(placements))),
  )
}

/** Takes out what moved and puts it in at its place, so that one move does not sort a whole board. */
function columnsAfter(
  moved: ReadonlySet<StatementId>,
  placements: Placed['placements'],
  was: Placed,
): Placed['inColumn'] {
  const compare = inOrder(placements)
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
        if (compare(list[middle] as StatementId, id) < 0) low = middle + 1
        else high = middle
      }
      list.splice(low, 0, id)
    }
    lists[column] = list
  }
  return unlessSame(was, lists)
}

/** A column that holds the same in the same order stays the same object. */
const unlessSame = (was: Placed | null, lists: Placed['inColumn']): Placed['inColumn'] =>
  forColumns((column) => {
    const before = was?.inColumn[column]
    return before && sameList(before, lists[column]) ? before : lists[column]
  })

type Counted = Pick<Placed, 'inColumn'> & { ids: readonly StatementId[] }

/** Key statements: all but those set aside. */
export const keyStatements = (board: Counted): number => board.ids.length - board.inColumn['set-aside'].length

/** How many of the key statements have a category. */
export const sortedStatements = (board: Counted): number =>
  keyStatements(board) - board.inColumn.unsorted.length

/**
 * The gap at a slot of a column as the board stands, leaving out the cards that are moving.
 * `index` counts the column's other cards from the top, 0 before the first.
 */
export function spotAt(
  board: Placed,
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
