/**
 * Keys on the focused card, and how focus goes from card to card.
 */
import type { KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import type { StatementId } from '../../../shared/board.ts'
import { type BoardColumnId, type ColumnId, columnForKey } from '../../../shared/columns.ts'
import { toast } from '../../ui/toasts.tsx'
import { groupKey, type Row } from './column-rows.ts'
import { cardElement, faceElement, listElement } from './motion.ts'
import { slotAt } from './spot-for.ts'
import type { Table } from './table.tsx'

export function focusCard(id: StatementId | undefined): boolean {
  const face = id === undefined ? null : faceElement(id)
  if (!face || id === undefined) return false
  face.focus({ preventScroll: true })
  cardElement(id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  return true
}

/** As `focusCard`, also where the card is not drawn, far up or down a long column. Not while React draws. */
export function goToCard(table: Table, id: StatementId | undefined): boolean {
  if (id === undefined) return false
  if (faceElement(id)) return focusCard(id)
  flushSync(() => table.kept.set(id))
  if (!focusCard(id)) return false
  // What stands around it is drawn with other heights than were reckoned.
  flushSync(() => {
    for (const lane of Object.values(table.lanes)) lane.look()
  })
  return focusCard(id)
}

/** The heading of a column takes focus where the column has no card that could. */
export function focusColumn(column: ColumnId): void {
  document.querySelector<HTMLElement>(`[data-column="${column}"] h2`)?.focus({ preventScroll: true })
}

/** Focus goes with a card that was taken back, from the board only: never out of what somebody types in. */
export function followCard(table: Table, id: StatementId | undefined): void {
  const { activeElement } = document
  if (activeElement !== document.body && !activeElement?.closest('#board')) return
  requestAnimationFrame(() => goToCard(table, id))
}

/** Sends a card to a column and goes on with the next one where it was; false where it did not go. */
export function sendOn(table: Table, id: StatementId, column: ColumnId): boolean {
  const from = table.session.snapshot.get().placements.get(id)?.column ?? 'unsorted'
  const list = table.shown(from)
  const at = list.indexOf(id)
  const next = list[at + 1] ?? list[at - 1]
  if (!table.moves.send(id, column)) return false
  if (!goToCard(table, next)) focusColumn(from)
  return true
}

/** There is no Ctrl+Z under a thumb: each move brings its way back. */
export function sendByThumb(table: Table, id: StatementId, column: ColumnId): void {
  if (!sendOn(table, id, column)) return
  const board = table.session.snapshot.get()
  const words = `${board.statements.get(id)?.ref} moved to ${board.facts.columns[column].title}`
  toast(words, { label: 'Undo', run: () => followCard(table, table.moves.undo()) }, 'sent')
}

/** True where the key was one of a card's, or of a heading's. */
export function cardKey(table: Table, event: KeyboardEvent, columns: readonly BoardColumnId[]): boolean {
  const on = (event.target as HTMLElement).closest<HTMLElement>('[data-open], [data-fold]')
  if (!on || table.hand.get() || event.ctrlKey || event.metaKey || event.altKey) return false
  const { open: id, fold, of } = on.dataset
  if (id === undefined) return walk(table, event.key, of as ColumnId, isHeading(fold ?? ''), columns)

  const to = columnForKey(digitOf(event))
  if (to) {
    sendOn(table, id, to)
    return true
  }
  if (event.key === 'm' || event.key === 'M') {
    const anchor = cardElement(id)?.querySelector<HTMLElement>('[data-menu]')
    if (anchor) table.menu.set({ statement: id, anchor })
    return true
  }
  const column = table.session.snapshot.get().placements.get(id)?.column ?? 'unsorted'
  return walk(table, event.key, column, (row) => row.kind === 'card' && row.id === id, columns)
}

const isHeading = (title: string) => (row: Row) => row.kind === 'group' && row.title === title

/** Arrows go from row to row and to the column beside, Home and End to the first and last card. */
function walk(
  table: Table,
  key: string,
  column: ColumnId,
  isHere: (row: Row) => boolean,
  columns: readonly BoardColumnId[],
): boolean {
  const rows = table.rows(column)
  const at = rows.findIndex(isHere)
  switch (key) {
    case 'ArrowDown':
      goToRow(table, column, rows[at + 1])
      return true
    case 'ArrowUp':
      goToRow(table, column, rows[at - 1])
      return true
    case 'Home':
      goToRow(table, column, rows.find((it) => it.kind === 'card') ?? rows[0])
      return true
    case 'End':
      goToRow(table, column, rows.findLast((it) => it.kind === 'card') ?? rows.at(-1))
      return true
    case 'ArrowLeft':
    case 'ArrowRight':
      focusBeside(table, column, key === 'ArrowLeft' ? -1 : 1, columns)
      return true
    default:
      return false
  }
}

function goToRow(table: Table, column: ColumnId, row: Row | undefined): void {
  if (row?.kind === 'card') goToCard(table, row.id)
  else if (row?.kind === 'group') {
    const heading = () =>
      Array.from(document.querySelectorAll<HTMLElement>(`[data-fold][data-of="${column}"]`)).find(
        (it) => it.dataset.fold === row.title,
      )
    if (!heading()) flushSync(() => table.kept.set(groupKey(row.title)))
    heading()?.focus()
  }
}

/** The digit pressed, also on keyboards where the digits need Shift. */
export function digitOf({ key, code, shiftKey }: KeyboardEvent): string {
  if (/^[0-9]$/.test(key)) return key
  return (!shiftKey && /^Digit([0-9])$/.exec(code)?.[1]) || ''
}

/** The card at the same height in the next column that has any; a heading where all are folded away. */
function focusBeside(table: Table, from: ColumnId, way: -1 | 1, columns: readonly BoardColumnId[]): void {
  const rect = document.activeElement?.closest('li')?.getBoundingClientRect()
  const start = (columns as readonly ColumnId[]).indexOf(from)
  for (let at = start + way; rect && at >= 0 && at < columns.length; at += way) {
    const column = columns[at] ?? 'unsorted'
    const list = table.shown(column)
    const [heading] = table.rows(column)
    if (list.length > 0) {
      goToCard(table, nearest(table, column, list, rect.top + rect.height / 2))
      return
    }
    if (heading) {
      goToRow(table, column, heading)
      return
    }
  }
}

function nearest(
  { lanes }: Table,
  column: BoardColumnId,
  list: readonly StatementId[],
  y: number,
): StatementId | undefined {
  const middle = y - (listElement(column)?.getBoundingClientRect().top ?? 0)
  const middleOf = (index: number) => lanes[column].middleOf(list[index] ?? '')
  const slot = slotAt(list.length, middleOf, middle)
  const above = Math.max(0, slot - 1)
  const below = Math.min(list.length - 1, slot)
  return list[Math.abs(middleOf(above) - middle) < Math.abs(middleOf(below) - middle) ? above : below]
}
