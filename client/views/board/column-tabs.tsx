/**
 * The columns as tabs under the thumb, where a screen has room for one at a time.
 *
 * A card held over a tab lands in its column.
 */
import { type KeyboardEvent, useLayoutEffect } from 'react'
import { BOARD_COLUMN_IDS, type BoardColumnId } from '../../../shared/columns.ts'
import { useBoard } from '../../session/use-board.ts'
import { useChanging } from '../../ui/changing.ts'
import { ColumnIcon, columnColour } from '../../ui/column-icon.tsx'
import { useShown } from './column.tsx'
import styles from './column-tabs.module.css'
import { useTable } from './table.tsx'

interface Props {
  chosen: BoardColumnId
  onChoose(id: BoardColumnId): void
}

export function ColumnTabs({ chosen, onChoose }: Props) {
  useLayoutEffect(() => {
    // Notices rise above the tabs.
    document.documentElement.style.setProperty('--toasts-bottom', '88px')
    return () => {
      document.documentElement.style.removeProperty('--toasts-bottom')
    }
  }, [])
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    const next = by && BOARD_COLUMN_IDS[BOARD_COLUMN_IDS.indexOf(chosen) + by]
    if (!next) return
    event.preventDefault()
    onChoose(next)
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <div className={styles.tabs} role="tablist" aria-label="Columns" onKeyDown={walk}>
      {BOARD_COLUMN_IDS.map((id) => (
        <ColumnTab key={id} id={id} isChosen={id === chosen} onChoose={onChoose} />
      ))}
    </div>
  )
}

interface TabProps {
  id: BoardColumnId
  isChosen: boolean
  onChoose(id: BoardColumnId): void
}

function ColumnTab({ id, isChosen, onChoose }: TabProps) {
  const { title } = useBoard((board) => board.facts.columns[id])
  const count = useShown(id).length
  const isOver = useChanging(useTable().hand, (it) => it?.landing?.column === id)
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${id}`}
      className={[styles.tab, isOver && !isChosen ? styles.over : ''].filter(Boolean).join(' ')}
      style={{ color: columnColour(id) }}
      aria-selected={isChosen}
      aria-controls="board"
      tabIndex={isChosen ? 0 : -1}
      onClick={() => onChoose(id)}
    >
      <ColumnIcon id={id} size={22} />
      <span className={styles.title}>{title}</span>
      <span className={styles.count}>{count}</span>
    </button>
  )
}
