/**
 * Choosing what the board shows: a strip under the tools where there is room, a dialog where there is not,
 * and a line that says how much is hidden for as long as anything is.
 */
import { X } from 'lucide-react'
import { type ReactNode, useDeferredValue, useId, useMemo } from 'react'
import { keyStatements } from '../../../shared/doc/reads/placements.ts'
import { useBoard } from '../../session/use-board.ts'
import { Button } from '../../ui/button.tsx'
import { useChanging } from '../../ui/changing.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { clearFilters, filterBy, groupBy } from './address.ts'
import { FacetMenu } from './facet-menu.tsx'
import { type Choice, choicesOf, FACET_WORDS, FLAG_WORDS, facetsOf, flagCounts, titleOf } from './facets.ts'
import styles from './filter-bar.module.css'
import { countOf, FACETS, type Facet, type Filters, FLAGS, toggled } from './filters.ts'
import { GROUPINGS } from './groups.ts'
import { useTable } from './table.tsx'
import { useFilters } from './use-filters.ts'

interface Props {
  open: boolean
  narrow: boolean
  onClose(): void
}

export function FilterBar({ open, narrow, onClose }: Props) {
  const filters = useFilters()
  const active = countOf(filters) > 0
  return (
    <div id="filters" className={styles.bar}>
      {open && !narrow && (
        <section className={styles.strip} aria-label="Filters">
          <Facets />
          <Flags />
        </section>
      )}
      {(active || (open && !narrow)) && <ShownLine>{open && !narrow && <GroupBy />}</ShownLine>}
      {open && narrow && (
        <Dialog
          title="Filter"
          onClose={onClose}
          footer={
            <>
              {active && <Button onClick={clearFilters}>Clear filters</Button>}
              <Button look="primary" onClick={onClose}>
                <ShowWords />
              </Button>
            </>
          }
        >
          <div className={styles.sheet}>
            <Flags />
            <GroupBy />
            <FacetFields />
          </div>
        </Dialog>
      )}
    </div>
  )
}

/** Everything that counting needs; a little behind where the board changes quickly. */
function useCounting() {
  const { looking, touched, session } = useTable()
  const board = useDeferredValue(useBoard((it) => it))
  const { query, filters } = useChanging(looking)
  const ids = useChanging(touched.ids)
  const mine = useMemo(() => ({ me: session.me.id, touched: ids }), [session, ids])
  return { board, query, filters, mine }
}

function useFacets(): { facet: Facet; choices: Choice[] }[] {
  const { board, query, filters, mine } = useCounting()
  return useMemo(
    () =>
      facetsOf(board, filters).map((facet) => ({
        facet,
        choices: choicesOf(board, facet, filters, query, mine),
      })),
    [board, query, filters, mine],
  )
}

function Facets() {
  const filters = useFilters()
  return useFacets().map(({ facet, choices }) => (
    <FacetMenu key={facet} title={FACET_WORDS[facet].title} chosen={filters[facet].length}>
      <Choices
        facet={facet}
        choices={choices}
        filters={filters}
        onToggle={(value) => filterBy(toggled(filters, facet, value))}
      />
    </FacetMenu>
  ))
}

function FacetFields() {
  const filters = useFilters()
  return useFacets().map(({ facet, choices }) => (
    <fieldset key={facet} className={styles.field}>
      <legend>{FACET_WORDS[facet].title}</legend>
      <Choices
        facet={facet}
        choices={choices}
        filters={filters}
        onToggle={(value) => filterBy(toggled(filters, facet, value))}
      />
    </fieldset>
  ))
}

interface ChoicesProps {
  facet: Facet
  choices: readonly Choice[]
  filters: Filters
  onToggle(value: string): void
}

function Choices({ facet, choices, filters, onToggle }: ChoicesProps) {
  return choices.map(({ value, title, count }) => (
    <label key={value} className={count === 0 ? `${styles.choice} ${styles.none}` : styles.choice}>
      <input type="checkbox" checked={filters[facet].includes(value)} onChange={() => onToggle(value)} />
      <span className={styles.words}>
        {facet === 'source' && value && <b>{value} </b>}
        {title}
      </span>
      <span className={styles.count}>
        {count}
        <span className="visually-hidden">{count === 1 ? ' statement' : ' statements'}</span>
      </span>
    </label>
  ))
}

function Flags() {
  const filters = useFilters()
  const { session } = useTable()
  const { board, query, mine } = useCounting()
  const counts = useMemo(() => flagCounts(board, filters, query, mine), [board, filters, query, mine])
  const any = useMemo(() => {
    const marked = {
      divided: Array.from(board.live.votes.values()).some((it) => it.result?.agreement === 'divided'),
      parked: Array.from(board.live.decisions.values()).some((it) => it.parked),
      mine: session.me.role !== 'observer',
    }
    return {
      ...marked,
      commented: Array.from(board.comments.keys()).some((it) => board.statements.has(it)),
      'not-ready': true,
    }
  }, [board.live, board.comments, board.statements, session])
  return (
    <fieldset className={styles.flags}>
      <legend className="visually-hidden">Only statements that are</legend>
      {FLAGS.filter((flag) => any[flag] || filters.only.includes(flag)).map((flag) => (
        <button
          key={flag}
          type="button"
          className={styles.flag}
          aria-pressed={filters.only.includes(flag)}
          title={FLAG_WORDS[flag].hint}
          onClick={() => filterBy(toggled(filters, 'only', flag))}
        >
          {FLAG_WORDS[flag].title}
          <span className={styles.count}>{counts[flag]}</span>
        </button>
      ))}
    </fieldset>
  )
}

const GROUPING_WORDS = { none: 'None', chapter: 'Chapter', theme: 'Theme' }

function GroupBy() {
  const { looking } = useTable()
  const by = useChanging(looking, (it) => it.group)
  const name = useId()
  return (
    <fieldset className={styles.grouping}>
      <legend>Group by</legend>
      {([null, ...GROUPINGS] as const).map((it) => (
        <label key={it}>
          <input type="radio" name={name} checked={by === it} onChange={() => groupBy(it)} />
          {GROUPING_WORDS[it ?? 'none']}
        </label>
      ))}
    </fieldset>
  )
}

/** How many statements the columns show; those set aside are in none of them. */
function useShownCount(): number {
  const all = useBoard(keyStatements)
  const aside = useBoard((board) => board.inColumn['set-aside'])
  const shown = useChanging(useTable().match)
  return shown === null ? all : shown.size - aside.filter((id) => shown.has(id)).length
}

function ShowWords() {
  const count = useShownCount()
  return `Show ${count} ${count === 1 ? 'statement' : 'statements'}`
}

/** "23 of 68 shown", by what, and the way back to all of them. */
function ShownLine({ children }: { children: ReactNode }) {
  const filters = useFilters()
  const all = useBoard(keyStatements)
  const count = useShownCount()
  const facts = useBoard((board) => board.facts)
  const active = [
    ...FACETS.flatMap((facet) =>
      filters[facet].map((value) => ({
        name: facet,
        value,
        words: `${FACET_WORDS[facet].title}: ${titleOf({ facts }, facet, value)}`,
      })),
    ),
    ...filters.only.map((flag) => ({ name: 'only' as const, value: flag, words: FLAG_WORDS[flag].title })),
  ]
  return (
    <div className={styles.line}>
      <p className={styles.shown} role="status">
        <b>{count}</b> of {all} shown
      </p>
      {active.length > 0 && (
        <ul className={styles.active} aria-label="Filters that are on">
          {active.map(({ name, value, words }) => (
            <li key={`${name} ${value}`}>
              <button
                type="button"
                className={styles.tag}
                aria-label={`Remove the filter ${words}`}
                onClick={() => filterBy(toggled(filters, name, value as never))}
              >
                <span className={styles.words}>{words}</span>
                <X size={15} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {active.length > 0 && (
        <Button slim look="quiet" onClick={clearFilters}>
          Clear
        </Button>
      )}
      {children}
    </div>
  )
}
