/**
 * The dashed place where a card will land: mine in the colour of the column, somebody else's in theirs.
 */
import type { CSSProperties } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import type { BoardColumnId } from '../../../shared/columns.ts'
import { useBoard } from '../../session/use-board.ts'
import { columnColour } from '../../ui/column-icon.tsx'
import { isOneOfMany } from './choosing.ts'
import styles from './column.module.css'
import { SLOT_KEY } from './column-rows.ts'
import { useTable } from './table.tsx'

interface Props {
  column: BoardColumnId
  statement: StatementId
  person?: string
}

export function Slot({ column, statement, person }: Props) {
  const ref = useBoard((board) => board.statements.get(statement)?.ref ?? '')
  const table = useTable()
  const many = !person && isOneOfMany(table, statement)
  const style = { '--slot': person ?? columnColour(column) } as CSSProperties
  return (
    <li
      id={person ? undefined : 'slot'}
      data-row={SLOT_KEY}
      className={styles.slot}
      style={style}
      aria-hidden
    >
      {many ? `${table.selection.ids.get().size} statements land here` : `Statement ${ref} lands here`}
    </li>
  )
}
