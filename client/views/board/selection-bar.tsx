/**
 * What can be done with the statements that are chosen: where they can go, one press each.
 */
import { CheckCheck, Link2, X } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { BOARD_COLUMN_IDS, type BoardColumnId, COLUMNS, type ColumnId } from '../../../shared/columns.ts'
import { useBoard } from '../../session/use-board.ts'
import { useCan } from '../../session/use-can.ts'
import { Button } from '../../ui/button.tsx'
import { useChanging } from '../../ui/changing.ts'
import { ColumnIcon, columnColour } from '../../ui/column-icon.tsx'
import { chooseAll, chooseNone, sendChosen } from './choosing.ts'
import styles from './selection-bar.module.css'
import { useTable } from './table.tsx'

interface Props {
  narrow: boolean
  /** The column on the screen, where there is one at a time. */
  column: BoardColumnId
}

export function SelectionBar({ narrow, column }: Props) {
  const table = useTable()
  const { selection, session } = table
  const count = useChanging(selection.ids, (it) => it.size)
  const facts = useBoard((board) => board.facts)
  const mayLink = useCan({ root: 'responses', key: 'x/stream', to: 'x' })
  const bar = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    // Notices rise above the bar, and the last card can be scrolled out from under it.
    const root = document.documentElement.style
    const measure = () => root.setProperty('--chosen-height', `${bar.current?.offsetHeight ?? 0}px`)
    const watch = new ResizeObserver(measure)
    if (bar.current) watch.observe(bar.current)
    measure()
    return () => {
      watch.disconnect()
      root.removeProperty('--chosen-height')
    }
  }, [])
  const targets: readonly ColumnId[] =
    session.me.role === 'facilitator' ? [...BOARD_COLUMN_IDS, 'set-aside'] : BOARD_COLUMN_IDS
  return (
    <section ref={bar} id="chosen" className={styles.bar} aria-label="Selected statements">
      <p className={styles.count}>
        {count > 0 ? (
          <>
            <b>{count}</b> selected
          </>
        ) : narrow ? (
          'Tap the statements to move'
        ) : (
          'Press the statements to move'
        )}
      </p>
      <fieldset className={styles.targets} disabled={count === 0}>
        <legend>Move to</legend>
        {targets.map((id) => (
          <button
            key={id}
            type="button"
            className={styles.target}
            style={{ color: count > 0 ? columnColour(id) : undefined }}
            onClick={() => sendChosen(table, id)}
          >
            <ColumnIcon id={id} size={19} />
            <span className={styles.title}>{facts.columns[id].title}</span>
            {COLUMNS[id].key && <kbd aria-hidden>{COLUMNS[id].key}</kbd>}
          </button>
        ))}
      </fieldset>
      <div className={styles.ends}>
        {mayLink && count > 0 && (
          <Button
            slim
            look="quiet"
            icon={<Link2 size={17} aria-hidden />}
            onClick={() => table.linking.set(Array.from(selection.ids.get()))}
          >
            Link…
          </Button>
        )}
        {narrow && (
          <Button
            slim
            look="quiet"
            icon={<CheckCheck size={17} aria-hidden />}
            onClick={() => chooseAll(table, column)}
          >
            All here
          </Button>
        )}
        <Button slim look="quiet" icon={<X size={17} aria-hidden />} onClick={() => chooseNone(table)}>
          {count > 0 ? 'Clear' : 'Done'}
        </Button>
      </div>
    </section>
  )
}
