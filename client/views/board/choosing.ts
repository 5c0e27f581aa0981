/**
 * How statements are chosen by mouse, touch and keys, and what becomes of those chosen.
 */
import type { KeyboardEvent, MouseEvent } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { BOARD_COLUMN_IDS, type ColumnId, columnForKey } from '../../../shared/columns.ts'
import { announce } from '../../ui/announcer.tsx'
import { digitOf, focusColumn, goToCard } from './card-keys.ts'
import type { Table } from './table.tsx'

const columnOf = (table: Table, id: StatementId): ColumnId =>
  table.session.snapshot.get().placements.get(id)?.column ?? 'unsorted'

/** Everything chosen, in the order of the board. */
export function chosenOn(table: Table): StatementId[] {
  const chosen = table.selection.ids.get()
  return BOARD_COLUMN_IDS.flatMap((column) => table.shown(column).filter((id) => chosen.has(id)))
}

/** Several are moved together where the one that is moved is among those chosen. */
export const isOneOfMany = (table: Table, id: StatementId): boolean =>
  table.selection.ids.get().size > 1 && table.selection.ids.get().has(id)

function toggle(table: Table, id: StatementId): void {
  table.selection.toggle(id)
  const ref = table.session.snapshot.get().statements.get(id)?.ref ?? id
  const chosen = table.selection.ids.get()
  announce(`${ref} ${chosen.has(id) ? 'selected' : 'not selected'}, ${chosen.size} in all.`)
}

function reach(table: Table, id: StatementId): void {
  table.selection.reach(id, table.shown(columnOf(table, id)))
  announce(`${table.selection.ids.get().size} selected.`)
}

/** All that a column shows. */
export function chooseAll(table: Table, column: ColumnId): void {
  table.selection.add(table.shown(column))
  const { title } = table.session.snapshot.get().facts.columns[column]
  announce(`${table.shown(column).length} in ${title} selected, ${table.selection.ids.get().size} in all.`)
}

export function chooseNone(table: Table): void {
  const [first] = chosenOn(table)
  if (first !== undefined) announce('Nothing is selected any more.')
  table.selection.clear()
  // With the bar goes what has focus in it.
  if (document.activeElement?.closest('#chosen')) goToCard(table, first)
}

/** True where a press on a card chose it rather than opened it. */
export function chosenByPress(table: Table, id: StatementId, event: MouseEvent): boolean {
  if (event.shiftKey) reach(table, id)
  else if (event.ctrlKey || event.metaKey || table.selection.picking.get()) toggle(table, id)
  else return false
  return true
}

/** True where the key was one that chooses, or that moves what is chosen. */
export function chosenByKey(table: Table, event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement
  const id = target.closest<HTMLElement>('[data-open]')?.dataset.open
  const { key, shiftKey, altKey } = event
  if (altKey || table.hand.get()) return false
  if (event.ctrlKey || event.metaKey) {
    const column = target.closest<HTMLElement>('[data-column]')?.dataset.column
    if (key.toLowerCase() !== 'a' || !column) return false
    chooseAll(table, column as ColumnId)
    return true
  }
  const to = table.selection.ids.get().size > 0 ? columnForKey(digitOf(event)) : undefined
  if (to) {
    sendChosen(table, to)
    return true
  }
  if (id === undefined) return false
  if (key === 'x' || key === 'X') {
    toggle(table, id)
    return true
  }
  if (!shiftKey || (key !== 'ArrowDown' && key !== 'ArrowUp')) return false
  const list = table.shown(columnOf(table, id))
  const next = list[list.indexOf(id) + (key === 'ArrowDown' ? 1 : -1)]
  if (!table.selection.ids.get().has(id)) table.selection.toggle(id)
  if (next !== undefined) {
    reach(table, next)
    goToCard(table, next)
  }
  return true
}

/** Moves all that is chosen. Focus goes on with the next card where the first of them was. */
export function sendChosen(table: Table, column: ColumnId): void {
  const ids = chosenOn(table)
  const [first] = ids
  if (first === undefined) return
  const from = columnOf(table, first)
  const list = table.shown(from)
  const { moved, stayed } = table.bulk.sendAll(ids, column)
  // What could not move stays chosen, to be seen and tried again.
  table.selection.keep((id) => stayed.has(id))
  if (moved.length === 0) return
  const gone = new Set(moved)
  const at = list.indexOf(first)
  const next = list.slice(at).find((id) => !gone.has(id)) ?? list.slice(0, at).findLast((id) => !gone.has(id))
  if (!goToCard(table, next)) focusColumn(from)
}
