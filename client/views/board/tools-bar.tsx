/**
 * The steps there are, find, and how far the room has come.
 */

import { Keyboard, ListChecks, ListFilter, Search, Upload, X } from 'lucide-react'
import { type RefObject, useId } from 'react'
import { keyStatements, sortedStatements } from '../../../shared/doc/reads/placements.ts'
import { useBoard } from '../../session/use-board.ts'
import { useCanDo } from '../../session/use-can.ts'
import { Button } from '../../ui/button.tsx'
import { useChanging } from '../../ui/changing.ts'
import { ColumnIcon } from '../../ui/column-icon.tsx'
import { HelpLink } from '../../ui/help-link.tsx'
import { Progress } from '../../ui/progress.tsx'
import { chooseNone } from './choosing.ts'
import { countOf } from './filters.ts'
import { StepBar } from './step-bar.tsx'
import { useTable } from './table.tsx'
import styles from './tools-bar.module.css'
import { useFilters } from './use-filters.ts'

interface Props {
  find: FindProps
  filtering: boolean
  onFilter(): void
  onImport(): void
  onSetAside(): void
  onKeys(): void
}

export function ToolsBar({ find, filtering, onFilter, onImport, onSetAside, onKeys }: Props) {
  const setAside = useBoard((board) => board.inColumn['set-aside'].length)
  const phase = useBoard((board) => board.live.phase)
  const imports = useCanDo('importStatements') && phase !== 'agreed'
  return (
    <div className={styles.bar}>
      <StepBar here="" />
      <span className={styles.grow} />
      <div className={styles.extras}>
        {setAside > 0 && (
          <Button look="quiet" slim onClick={onSetAside} icon={<ColumnIcon id="set-aside" size={17} />}>
            {setAside} set aside
          </Button>
        )}
        {imports && (
          <Button look="quiet" slim onClick={onImport} icon={<Upload size={17} aria-hidden />}>
            Import
          </Button>
        )}
        <Button look="quiet" slim onClick={onKeys} icon={<Keyboard size={18} aria-hidden />}>
          Keys
        </Button>
        <HelpLink />
      </div>
      <FindBox {...find} />
      <FilterButton open={filtering} onPress={onFilter} />
      <SelectButton />
      <SortedCount />
    </div>
  )
}

interface FindProps {
  query: string
  /** Statements that match, of all; null while nothing is looked for. */
  found: number | null
  inputRef: RefObject<HTMLInputElement | null>
  onQuery(query: string): void
  /** Enter: go to the statement a reference names, or to the first that matches. */
  onGo(): void
}

function FindBox({ query, found, inputRef, onQuery, onGo }: FindProps) {
  const id = useId()
  return (
    <search className={styles.find}>
      <Search size={17} aria-hidden />
      <label className="visually-hidden" htmlFor={id}>
        Find text or reference
      </label>
      <input
        ref={inputRef}
        id={id}
        type="text"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        placeholder="Find text or reference"
        value={query}
        onChange={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onGo()
          if (event.key === 'Escape') {
            if (query) onQuery('')
            else event.currentTarget.blur()
          }
        }}
      />
      {/* There from the start: what comes into a page with its words in it is not announced. */}
      <span className={styles.found} role="status">
        {found !== null && (
          <>
            {found === 0 ? 'None' : found}
            <span className="visually-hidden"> found</span>
          </>
        )}
      </span>
      {found !== null && (
        <button
          type="button"
          className={styles.clear}
          aria-label="Clear find"
          onClick={() => {
            onQuery('')
            inputRef.current?.focus()
          }}
        >
          <X size={16} aria-hidden />
        </button>
      )}
    </search>
  )
}

function FilterButton({ open, onPress }: { open: boolean; onPress(): void }) {
  const count = countOf(useFilters())
  return (
    <button
      type="button"
      className={count > 0 ? `${styles.filter} ${styles.on}` : styles.filter}
      aria-expanded={open}
      aria-controls={open ? 'filters' : undefined}
      onClick={onPress}
    >
      <ListFilter size={18} aria-hidden />
      Filter
      {count > 0 && (
        <span className={styles.number}>
          {count}
          <span className="visually-hidden"> on</span>
        </span>
      )}
    </button>
  )
}

/** Presses on cards choose them, until it is pressed again. */
function SelectButton() {
  const table = useTable()
  const on = useChanging(table.selection.picking)
  const { role } = table.session.me
  if (role !== 'facilitator' && role !== 'participant') return null
  return (
    <button
      type="button"
      className={on ? `${styles.filter} ${styles.on}` : styles.filter}
      aria-pressed={on}
      onClick={() => (on ? chooseNone(table) : table.selection.pick(true))}
    >
      <ListChecks size={18} aria-hidden />
      Select
    </button>
  )
}

function SortedCount() {
  const all = useBoard(keyStatements)
  const sorted = useBoard(sortedStatements)
  if (all === 0) return null
  return (
    <p className={styles.sorted}>
      <span>
        <b>{sorted}</b> of {all} sorted
      </span>
      <Progress done={sorted} of={all} />
    </p>
  )
}
