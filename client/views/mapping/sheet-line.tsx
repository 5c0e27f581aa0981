/**
 * One statement of the sheet, a cell a column.
 */
// biome-ignore-all lint/a11y/useSemanticElements: a grid of rows that stand where they are scrolled to is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has focus and names the cell one is in
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys
import { type CSSProperties, memo, useCallback, useSyncExternalStore } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import type { ColumnId } from '../../../shared/columns.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { useSession } from '../../session/session-provider.tsx'
import { ColumnIcon, columnColour } from '../../ui/column-icon.tsx'
import { CellEditor } from './cell-editor.tsx'
import { type Column, type Line, lineOf } from './columns.ts'
import type { Onward } from './editor-frame.tsx'
import styles from './mapping.module.css'
import type { Edit } from './sheet.tsx'

interface Props {
  id: StatementId
  board: BoardSnapshot
  columns: readonly Column[]
  index: number
  style: CSSProperties
  /** The column of the cell keys lead from, where it is in this row. */
  at: string | null
  edit: Edit | null
  isChosen: boolean
  /** `reach` chooses everything from the one chosen last to this. */
  onChoose(reach: boolean): void
  onPress(column: string, twice: boolean): void
  onDone(onward: Onward): void
}

export const SheetLine = memo(
  function SheetLine(props: Props) {
    const { id, board, columns, index, style, at, edit, isChosen, onChoose, onPress, onDone } = props
    const line = lineOf(board, id)
    return (
      <div
        role="row"
        aria-rowindex={index + 2}
        aria-selected={isChosen}
        className={isChosen ? `${styles.line} ${styles.chosen}` : styles.line}
        style={style}
      >
        {columns.map((column, place) => {
          const isAt = at === column.id
          return (
            <div
              key={column.id}
              id={`cell-${id}-${column.id}`}
              role="gridcell"
              aria-colindex={place + 1}
              aria-readonly={!column.target}
              className={[
                styles.cell,
                place === 0 && styles.pinned,
                place > 1 && place >= columns.length - 2 && styles.last,
                isAt && styles.at,
              ]
                .filter(Boolean)
                .join(' ')}
              style={{ width: column.width }}
              onClick={(event) => {
                if (edit?.column !== column.id) onPress(column.id, event.detail > 1)
              }}
            >
              {line && place === 0 && (
                <input
                  type="checkbox"
                  tabIndex={-1}
                  aria-label={`Choose ${line.statement.ref}`}
                  className={styles.choose}
                  checked={isChosen}
                  onChange={() => {}}
                  onClick={(event) => {
                    event.stopPropagation()
                    onChoose(event.shiftKey)
                  }}
                />
              )}
              {line ? (
                <Content line={line} column={column} />
              ) : (
                place === 0 && <span className={styles.words}>No longer on this board</span>
              )}
              {line && edit?.column === column.id && (
                <CellEditor
                  line={line}
                  target={edit.target}
                  label={`${column.title} of ${line.statement.ref}`}
                  typed={edit.typed}
                  onDone={onDone}
                />
              )}
            </div>
          )
        })}
      </div>
    )
  },
  (was, is) =>
    was.at === is.at &&
    was.edit === is.edit &&
    was.isChosen === is.isChosen &&
    was.columns === is.columns &&
    was.index === is.index &&
    was.style.top === is.style.top &&
    sameLine(was.board, is.board, is.id),
)

/** Whether nothing this row shows has changed. */
function sameLine(was: BoardSnapshot, is: BoardSnapshot, id: StatementId): boolean {
  return (
    was === is ||
    (was.statements.get(id) === is.statements.get(id) &&
      was.placements.get(id)?.column === is.placements.get(id)?.column &&
      was.responses.get(id) === is.responses.get(id) &&
      was.lacks.get(id) === is.lacks.get(id) &&
      was.comments.get(id) === is.comments.get(id) &&
      was.plan === is.plan &&
      was.facts === is.facts)
  )
}

function Content({ line, column }: { line: Line; column: Column }) {
  if (column.id === 'why') return <Why id={line.id} />
  const words = column.text(line)
  if (column.id === 'category') return <Category id={line.column} words={words} />
  if (column.id === 'missing' && words) {
    const isReady = (line.board.lacks.get(line.id)?.length ?? 0) === 0
    return <span className={`${styles.words} ${isReady ? styles.ready : styles.lacks}`}>{words}</span>
  }
  const dress = column.id === 'ref' ? styles.ref : column.id === 'title' ? styles.strong : ''
  return <span className={`${styles.words} ${dress}`}>{words}</span>
}

const Category = ({ id, words }: { id: ColumnId; words: string }) => (
  <span className={styles.category} style={{ color: columnColour(id) }}>
    <ColumnIcon id={id} size={17} />
    {words}
  </span>
)

function Why({ id }: { id: StatementId }) {
  const text = useSession().text({ why: id })
  const subscribe = useCallback((changed: () => void) => text.subscribe(changed), [text])
  return <span className={styles.words}>{useSyncExternalStore(subscribe, text.get)}</span>
}
