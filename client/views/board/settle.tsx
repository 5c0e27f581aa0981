/**
 * What is done each time the board has been drawn anew: cards fly to their places, and focus stays with the
 * card it was on, wherever somebody has moved it.
 */
import { type FocusEvent, useLayoutEffect, useRef } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import type { ColumnId } from '../../../shared/columns.ts'
import { useBoard } from '../../session/use-board.ts'
import { useChanging } from '../../ui/changing.ts'
import { focusCard, focusColumn } from './card-keys.ts'
import { cardElement } from './motion.ts'
import type { Table } from './table.tsx'

export interface Focused {
  statement: StatementId
  onMenu: boolean
  column: ColumnId
}

/** Keeps note of the card that has focus; a card taken out of the page takes no leave. */
export function useFocused(table: Table) {
  const focused = useRef<Focused | null>(null)
  return {
    focused,
    onFocus({ target }: FocusEvent<HTMLElement>) {
      const statement = target.closest<HTMLElement>('[data-card]')?.dataset.card
      const column = target.closest<HTMLElement>('[data-column]')?.dataset.column as ColumnId | undefined
      if (!statement || !column) {
        focused.current = null
        return
      }
      table.kept.set(statement)
      focused.current = { statement, column, onMenu: target.matches('[data-menu]') }
      if (table.stops.get()[column] !== statement) {
        table.stops.set({ ...table.stops.get(), [column]: statement })
      }
    },
    onBlur({ target, relatedTarget }: FocusEvent<HTMLElement>) {
      // Another window came to the front: focus is still ours when this one comes back.
      if (relatedTarget === null && document.activeElement === target) return
      focused.current = null
    },
  }
}

export function Settle({ table, focused }: { table: Table; focused: { current: Focused | null } }) {
  useBoard((board) => board.placements)
  useChanging(table.hand)
  useChanging(table.holders.slots)
  useLayoutEffect(() => {
    const { placements } = table.session.snapshot.get()
    table.motion.after((id) => placements.get(id)?.column)
    const last = focused.current
    if (!last || document.activeElement !== document.body) return
    // What stands around it, in a long column, is drawn a little later, and other than was reckoned.
    requestAnimationFrame(() => {
      const card = cardElement(last.statement)
      if (card?.contains(document.activeElement)) card.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
    if (last.onMenu) cardElement(last.statement)?.querySelector<HTMLElement>('[data-menu]')?.focus()
    else if (!focusCard(last.statement) && !focusCard(table.stops.get()[last.column]))
      focusColumn(last.column)
  })
  return null
}
