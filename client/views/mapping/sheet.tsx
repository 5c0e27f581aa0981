/**
 * The sheet itself: a grid with one cell that keys lead from, and the rows that are to be seen.
 *
 * Focus stays on the grid and the cell is named to assistive technology; only a cell that is edited takes it.
 * The row one is in is always drawn, however far the sheet is scrolled.
 */
// biome-ignore-all lint/a11y/useSemanticElements: a grid of rows that stand where they are scrolled to is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has focus and names the cell one is in
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type CSSProperties, type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import { useSession } from '../../session/session-provider.tsx'
import { announce } from '../../ui/announcer.tsx'
import { toast } from '../../ui/toasts.tsx'
import { mayEmpty, placeOf, valueIn, wordsIn, write } from './cell-edits.ts'
import { type Column, lineOf, type Target } from './columns.ts'
import type { Onward } from './editor-frame.tsx'
import styles from './mapping.module.css'
import type { Row } from './rows.ts'
import { type Cell, cellFor, GROUP_HEIGHT, LINE_HEIGHT, seenIn, topsOf } from './sheet-geometry.ts'
import { SheetLine } from './sheet-line.tsx'
import { useScrolled, widened } from './sheet-port.ts'
import type { Choosing } from './use-choice.ts'
import type { MappingState } from './view-state.ts'

interface Props {
  board: BoardSnapshot
  rows: readonly Row[]
  columns: readonly Column[]
  sort: MappingState['sort']
  onSort(by: string): void
  onEditing(editing: boolean): void
  onOpen(id: StatementId): void
  chosen: ReadonlySet<StatementId>
  onChoose(what: Choosing): void
}

export interface Edit extends Cell {
  target: Target
  typed: string | null
}

export const HEAD_HEIGHT = 44

export function Sheet(props: Props) {
  const { board, rows, sort, onSort, onEditing, onOpen, chosen, onChoose } = props
  const session = useSession()
  const port = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<Cell | null>(null)
  const [edit, setEdit] = useState<Edit | null>(null)
  const tops = useMemo(() => topsOf(rows), [rows])
  const { top, height, across } = useScrolled(port)
  const columns = useMemo(() => widened(props.columns, across), [props.columns, across])
  const names = useMemo(() => columns.map((it) => it.id), [columns])
  const width = columns.reduce((sum, it) => sum + it.width, 0)
  const first = rows.find((it) => it.is === 'line')
  const cell = at ?? (first?.is === 'line' ? { id: first.id, column: names[0] ?? 'ref' } : null)
  const rowAt = useMemo(
    () => new Map(rows.map((it, index) => [it.is === 'line' ? it.id : '', index])),
    [rows],
  )

  const drawn = useMemo(() => {
    const [from, to] = seenIn(tops, top, height)
    const list = Array.from(
      { length: Math.max(0, Math.min(to + 1, rows.length) - from) },
      (_, index) => from + index,
    )
    for (const id of [cell?.id, edit?.id]) {
      const index = id === undefined ? undefined : rowAt.get(id)
      if (index !== undefined && !list.includes(index)) list.push(index)
    }
    return list.sort((a, b) => a - b)
  }, [tops, top, height, rows.length, rowAt, cell?.id, edit?.id])

  const show = useCallback(
    (to: Cell) => {
      const box = port.current
      const index = rowAt.get(to.id)
      if (!box || index === undefined) return
      const above = tops[index] ?? 0
      const view = box.clientHeight - HEAD_HEIGHT
      if (above < box.scrollTop) box.scrollTop = above
      else if (above + LINE_HEIGHT > box.scrollTop + view) box.scrollTop = above + LINE_HEIGHT - view
      const place = names.indexOf(to.column)
      if (place === 0) {
        box.scrollLeft = 0
        return
      }
      // The reference stays where it is; what slides does so beside it.
      const pinned = columns[0]?.width ?? 0
      const left = columns.slice(0, place).reduce((sum, it) => sum + it.width, 0)
      const right = left + (columns[place]?.width ?? 0)
      if (left - pinned < box.scrollLeft) box.scrollLeft = left - pinned
      else if (right > box.scrollLeft + box.clientWidth) box.scrollLeft = right - box.clientWidth
    },
    [rowAt, tops, names, columns],
  )
  const go = (to: Cell | null) => {
    if (!to) return
    setAt(to)
    show(to)
  }

  const begin = (from: Cell, typed: string | null): boolean => {
    const line = lineOf(board, from.id)
    const column = columns.find((it) => it.id === from.column)
    const target = line && column?.target?.(line)
    if (!line || !column || !target) {
      if (line && column?.target && line.parts.length > 1)
        announce(`${line.statement.ref} has several actions. Press O to open it.`)
      return false
    }
    if (!session.may(placeOf(line, target))) {
      announce(`${column.title} of ${line.statement.ref} cannot be changed now.`)
      return false
    }
    setAt(from)
    setEdit({ ...from, target, typed })
    onEditing(true)
    return true
  }
  const done = (onward: Onward) => {
    const from = edit
    setEdit(null)
    onEditing(false)
    if (!from) return
    const step = { down: 'ArrowDown', next: 'ArrowRight', back: 'ArrowLeft', stay: '' }[onward]
    // Focus has gone elsewhere by itself where a press led it there.
    const active = document.activeElement
    if (active === document.body || port.current?.contains(active))
      port.current?.focus({ preventScroll: true })
    go(cellFor({ key: step, ctrl: false }, from, rows, names, 1) ?? null)
  }
  const empty = (from: Cell) => {
    const line = lineOf(board, from.id)
    const column = columns.find((it) => it.id === from.column)
    const target = line && column?.target?.(line)
    if (!line || !column || !target || !mayEmpty(target) || !valueIn(line, target)) return
    const because = write(session, line, target, '')
    const said = because ? PROBLEMS[because].says : `${column.title} of ${line.statement.ref} emptied`
    toast(said, because ? undefined : { label: 'Undo', run: () => session.undo() }, 'emptied')
    announce(said)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || !cell || event.nativeEvent.isComposing) return
    const { key, altKey } = event
    const ctrl = event.ctrlKey || event.metaKey
    const to = altKey ? null : cellFor({ key, ctrl }, cell, rows, names, pageOf(height))
    if (to) go(to)
    else if (ctrl && key.toLowerCase() === 'a') onChoose({ all: true })
    else if (ctrl || altKey) return
    else if (key === ' ') onChoose({ id: cell.id, reach: event.shiftKey })
    else if (key === 'Enter' || key === 'F2') {
      if (!begin(cell, null)) onOpen(cell.id)
    } else if (key === 'Delete' || key === 'Backspace') empty(cell)
    else if (key === 'o' || key === 'O') onOpen(cell.id)
    else if (key.length === 1 && key !== ' ' && typesInto(cell)) begin(cell, key)
    else return
    event.preventDefault()
  }
  /** Only where words are typed: on a choice a letter would choose nothing. */
  const typesInto = (from: Cell) => {
    const line = lineOf(board, from.id)
    const target = line && columns.find((it) => it.id === from.column)?.target?.(line)
    const words = target ? wordsIn(target) : null
    return words !== null && words.type !== 'day'
  }

  const cellId = (it: Cell) => `cell-${it.id}-${it.column}`
  return (
    <div
      ref={port}
      className={styles.sheet}
      role="grid"
      aria-label="Mapping"
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={cell && !edit ? cellId(cell) : undefined}
      aria-describedby="mapping-keys"
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={styles.head} role="row" aria-rowindex={1} style={{ width }}>
        {columns.map((it, index) => (
          <div
            key={it.id}
            role="columnheader"
            aria-colindex={index + 1}
            aria-sort={sort?.by === it.id ? (sort.down ? 'descending' : 'ascending') : undefined}
            className={index === 0 ? styles.pinned : undefined}
            style={{ width: it.width }}
          >
            {it.id === 'why' ? (
              <span>{it.title}</span>
            ) : (
              <button type="button" tabIndex={-1} onClick={() => onSort(it.id)} title={`Sort by ${it.title}`}>
                {it.title}
                {sort?.by === it.id &&
                  (sort.down ? <ArrowDown size={15} aria-hidden /> : <ArrowUp size={15} aria-hidden />)}
              </button>
            )}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={styles.rows} style={{ width, height: tops.at(-1) }}>
        {drawn.map((index) => {
          const row = rows[index]
          if (!row) return null
          const style: CSSProperties = {
            top: tops[index],
            height: row.is === 'group' ? GROUP_HEIGHT : LINE_HEIGHT,
          }
          if (row.is === 'group')
            return (
              <div
                key={`group ${row.title}`}
                role="row"
                aria-rowindex={index + 2}
                className={styles.group}
                style={style}
              >
                <div role="gridcell" aria-colspan={columns.length}>
                  <b>{row.title}</b> <span>{row.count}</span>
                </div>
              </div>
            )
          return (
            <SheetLine
              key={row.id}
              id={row.id}
              board={board}
              columns={columns}
              index={index}
              style={style}
              at={cell?.id === row.id ? cell.column : null}
              edit={edit?.id === row.id ? edit : null}
              isChosen={chosen.has(row.id)}
              onChoose={(reach) => onChoose({ id: row.id, reach })}
              onPress={(column, twice) => {
                const to = { id: row.id, column }
                // A press on the cell one is in edits it, as a second press does.
                if (twice || (at?.id === row.id && at.column === column)) {
                  if (!begin(to, null) && column === 'ref') onOpen(row.id)
                } else {
                  setAt(to)
                  port.current?.focus({ preventScroll: true })
                }
              }}
              onDone={done}
            />
          )
        })}
      </div>
      {rows.length === 0 && (
        <p className={styles.nothing}>No statement is let through by what is looked for.</p>
      )}
      <p id="mapping-keys" className="visually-hidden">
        Arrow keys go from cell to cell. Enter edits, or opens the statement where there is nothing to edit. O
        opens the statement. Space chooses it, to link many at once.
      </p>
    </div>
  )
}

const pageOf = (height: number) => Math.max(1, Math.floor((height - HEAD_HEIGHT) / LINE_HEIGHT) - 1)
