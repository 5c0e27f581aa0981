/**
 * One category of the board, in the order people have given its statements.
 */
import { Check, ListFilter } from 'lucide-react'
import { memo, useId, useMemo } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { type BoardColumnId, COLUMNS } from '../../../shared/columns.ts'
import { colourOf } from '../../../shared/doc/presence.ts'
import { useBoard } from '../../session/use-board.ts'
import { useCan } from '../../session/use-can.ts'
import { Button } from '../../ui/button.tsx'
import { useChanging } from '../../ui/changing.ts'
import { ColumnIcon, columnColour } from '../../ui/column-icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { clearFilters } from './address.ts'
import styles from './column.module.css'
import { cardsIn, type Row, rowKey, rowsOf, SLOT_KEY } from './column-rows.ts'
import { countOf } from './filters.ts'
import { GroupRow } from './group-row.tsx'
import { foldName } from './groups.ts'
import { RowGap } from './row-gap.tsx'
import { Slot } from './slot.tsx'
import type { Gap } from './spread.ts'
import { StatementCard } from './statement-card.tsx'
import { useTable } from './table.tsx'
import { useFilters } from './use-filters.ts'
import { useLane } from './use-lane.ts'

/** A move of no statement in particular: whether I sort at all. */
export const ANYWHERE = { root: 'placements', key: '', from: true, to: true } as const

interface Props {
  id: BoardColumnId
  /** One column at a time, with buttons to sort by thumb. */
  narrow?: boolean
}

export const Column = memo(function Column({ id, narrow }: Props) {
  const headingId = useId()
  const { title, line } = useBoard((board) => board.facts.columns[id])
  const shown = useShown(id)
  const all = useBoard((board) => board.inColumn[id].length)
  const ready = useBoard((board) => board.readyIn[id])
  const sorts = useCan(ANYWHERE)
  const picking = useChanging(useTable().selection.picking)
  return (
    <section className={styles.column} data-column={id} aria-labelledby={headingId}>
      <header className={styles.head} style={{ borderColor: columnColour(id) }}>
        <h2 id={headingId} className={styles.heading} tabIndex={-1} style={{ color: columnColour(id) }}>
          <ColumnIcon id={id} size={21} />
          {title}
        </h2>
        <span className={styles.count}>
          {shown.length === all ? all : `${shown.length} of ${all}`}
          <span className="visually-hidden"> {all === 1 ? 'statement' : 'statements'}</span>
        </span>
        <p className={styles.line}>{id === 'unsorted' ? trayLine(line, sorts && !picking, narrow) : line}</p>
        {id !== 'unsorted' && all > 0 && (
          <div className={styles.ready}>
            <Progress done={ready} of={all} colour={columnColour(id)} height={4} />
            <span>
              {ready} of {all} ready
            </span>
          </div>
        )}
      </header>
      <CardList id={id} shown={shown} narrow={narrow} labelledBy={headingId} />
    </section>
  )
})

/** The tray tells how to sort: by thumb there is nothing to press, and some only look on, or choose first. */
const trayLine = (line: string, sorts: boolean, narrow: boolean | undefined) =>
  line !== COLUMNS.unsorted.line ? line : !sorts ? '' : narrow ? 'Tap where each one belongs.' : line

/** The statements of a column that find and the filters let through. */
export function useShown(id: BoardColumnId): readonly StatementId[] {
  const { match } = useTable()
  const found = useChanging(match)
  const ids = useBoard((board) => board.inColumn[id])
  return useMemo(() => (found ? ids.filter((it) => found.has(it)) : ids), [ids, found])
}

interface ListProps extends Props {
  shown: readonly StatementId[]
  labelledBy: string
}

const CardList = memo(function CardList({ id, shown, narrow, labelledBy }: ListProps) {
  const { hand, stops, match, opened } = useTable()
  const held = useChanging(hand, (it) => it?.statement ?? null)
  const open = useChanging(opened)
  const wanted = useChanging(stops, (it) => it[id])
  const finding = useChanging(match, (it) => it !== null)
  const sorts = useCan(ANYWHERE)
  const { rows, landing } = useRows(id, shown, narrow)
  const cards = cardsIn(rows)
  const stop = wanted !== undefined && cards.includes(wanted) ? wanted : cards[0]
  const grouped = rows.some(({ kind }) => kind === 'group')
  const keys = useMemo(() => rows.map(rowKey), [rows])
  const { attach, parts } = useLane(id, keys, [stop ?? null, held, landing?.person ? null : SLOT_KEY])

  const draw = (row: Row | undefined, at: number) => {
    switch (row?.kind) {
      case 'group':
        // Where all are folded away Tab comes to the first heading.
        return <GroupRow key={rowKey(row)} column={id} {...row} isStop={!stop && at === 0} />
      case 'slot':
        return landing && <Slot key={SLOT_KEY} column={id} {...landing} />
      case 'card':
        return (
          <StatementCard
            key={row.id}
            id={row.id}
            isStop={row.id === stop}
            inMyHand={row.id === held}
            isOpen={row.id === open}
            inGroup={grouped}
            withButtons={narrow && sorts && id === 'unsorted'}
          />
        )
    }
  }
  return (
    <div className={parts ? `${styles.lane} ${styles.long}` : styles.lane}>
      <ol ref={attach} id={`list-${id}`} className={styles.list} aria-labelledby={labelledBy}>
        {parts
          ? parts.map((part) =>
              part.kind === 'row' ? (
                draw(rows[part.at], part.at)
              ) : (
                <RowGap key={gapKey(part, keys)} {...part} first={keys[part.from]} />
              ),
            )
          : rows.map(draw)}
      </ol>
      {rows.length === 0 && <Empty id={id} hides={finding} narrow={narrow} />}
    </div>
  )
})

/** A gap is known by the row under it, so that rows which stay are never taken out and put in again. */
const gapKey = ({ from, to }: Gap, keys: readonly string[]) =>
  from === 0 ? ' above' : to === keys.length ? ' below' : ` above ${keys[to]}`

/** What the column draws, and whose card would land where its slot is. */
function useRows(id: BoardColumnId, shown: readonly StatementId[], narrow: boolean | undefined) {
  const { hand, holders, match, groups, looking } = useTable()
  const held = useChanging(hand, (it) => it?.statement ?? null)
  const mine = useChanging(hand, (it) => (it?.landing?.column === id ? it.landing.slot : null))
  const guest = useChanging(holders.slots, (it) => it[id] ?? null)
  const headings = useChanging(groups)
  const folded = useChanging(looking, (it) => it.folded)
  const isWhole = useChanging(match, (it) => it === null) && headings === null && !narrow
  // Theirs is a slot of the whole column, and is shown where the whole column is.
  const theirs = isWhole && held === null ? guest : null
  return useMemo(() => {
    const isFolded = (title: string) => folded.has(foldName(id, title))
    if (held !== null && mine !== null) {
      const incoming = { statement: held, slot: mine }
      return { rows: rowsOf(shown, headings, isFolded, incoming), landing: { statement: held } }
    }
    const rows = rowsOf(shown, headings, isFolded, theirs)
    return { rows, landing: theirs && { statement: theirs.statement, person: colourOf(theirs.who) } }
  }, [id, shown, headings, folded, held, mine, theirs])
}

/** What find and the filters hide is said, so that a column never looks emptier than it is. */
function Hidden({ count, title }: { count: number; title: string }) {
  const filters = useFilters()
  if (countOf(filters) === 0) return <p className={styles.empty}>Nothing in {title} matches.</p>
  return (
    <div className={styles.empty}>
      <ListFilter size={22} aria-hidden />
      <p>
        {count === 1 ? 'The one statement here is hidden' : `All ${count} statements here are hidden`} by the
        filters.
      </p>
      <Button slim onClick={clearFilters}>
        Clear filters
      </Button>
    </div>
  )
}

function Empty({ id, hides, narrow }: { id: BoardColumnId; hides: boolean; narrow?: boolean }) {
  const any = useBoard((board) => board.ids.length > 0)
  const count = useBoard((board) => board.inColumn[id].length)
  const { title } = useBoard((board) => board.facts.columns[id])
  const sorts = useCan(ANYWHERE)
  if (hides && count > 0) return <Hidden count={count} title={title} />
  if (id !== 'unsorted') {
    if (!any) return null
    const how = narrow ? 'Sort from the tray.' : `Drag a statement here, or press ${COLUMNS[id].key} on one.`
    return (
      <p className={styles.empty}>
        <b>Nothing here yet.</b>
        {sorts && how}
      </p>
    )
  }
  return any ? (
    <p className={styles.empty}>
      <Check size={22} aria-hidden />
      <b>Everything is sorted.</b>
    </p>
  ) : (
    <p className={styles.empty}>No statements yet.</p>
  )
}
