/**
 * What is shown of the mapping: find, filters, headings, order, columns; and how many statements are left.
 */
import { ArrowDownUp, Columns3, ListFilter, Search, X } from 'lucide-react'
import { type ReactNode, useId, useRef } from 'react'
import { COLUMN_IDS } from '../../../shared/columns.ts'
import { useBoard } from '../../session/use-board.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { placeUnder } from '../../ui/place-under.ts'
import { choicesOf, FACET_WORDS, FLAG_WORDS, facetsOf } from '../board/facets.ts'
import { countOf, FLAGS, NO_FILTERS, toggled } from '../board/filters.ts'
import { MAPPING } from './columns.ts'
import styles from './mapping-tools.module.css'
import { GROUPS, type Group, type MappingState } from './view-state.ts'

interface Props {
  state: MappingState
  shown: number
  onChange(next: Partial<MappingState>, how?: 'step' | 'replace'): void
}

const GROUP_WORDS: Readonly<Record<Group, string>> = {
  category: 'Category',
  theme: 'Theme',
  chapter: 'Chapter or review',
  source: 'Publication',
  stream: 'Work stream',
  lead: 'Lead',
}

export function MappingTools({ state, shown, onChange }: Props) {
  const all = useBoard((board) => board.ids.length)
  const filtered = countOf(state.filters) + state.categories.length
  const findId = useId()
  return (
    <div className={styles.tools}>
      <div className={styles.find}>
        <Search size={18} aria-hidden />
        <label className="visually-hidden" htmlFor={findId}>
          Find in the mapping
        </label>
        <input
          id={findId}
          type="search"
          placeholder="Find"
          value={state.query}
          onChange={(event) => onChange({ query: event.target.value }, 'replace')}
        />
      </div>
      <Menu
        label={filtered > 0 ? `Filters, ${filtered} set` : 'Filters'}
        icon={<ListFilter size={17} aria-hidden />}
        isOn={filtered > 0}
      >
        <FilterList state={state} onChange={onChange} />
      </Menu>
      <Menu
        label="Order"
        icon={<ArrowDownUp size={17} aria-hidden />}
        isOn={Boolean(state.sort || state.group)}
      >
        <Select
          label="Sort by"
          value={state.sort?.by ?? ''}
          onChange={(event) =>
            onChange({
              sort: event.target.value ? { by: event.target.value, down: state.sort?.down ?? false } : null,
            })
          }
        >
          <option value="">As published</option>
          {MAPPING.filter((it) => it.id !== 'why').map((it) => (
            <option key={it.id} value={it.id}>
              {it.title}
            </option>
          ))}
        </Select>
        {state.sort && (
          <label className={styles.tick}>
            <input
              type="checkbox"
              checked={state.sort.down}
              onChange={(event) =>
                state.sort && onChange({ sort: { ...state.sort, down: event.target.checked } })
              }
            />
            Last first
          </label>
        )}
        <Select
          label="Under headings of"
          value={state.group ?? ''}
          onChange={(event) => onChange({ group: (event.target.value as Group) || null })}
        >
          <option value="">No headings</option>
          {GROUPS.map((it) => (
            <option key={it} value={it}>
              {GROUP_WORDS[it]}
            </option>
          ))}
        </Select>
      </Menu>
      <Menu label="Columns" icon={<Columns3 size={17} aria-hidden />}>
        <fieldset className={styles.ticks}>
          <legend>Columns shown</legend>
          {MAPPING.filter((it) => it.id !== 'ref').map(({ id, title }) => (
            <label key={id} className={styles.tick}>
              <input
                type="checkbox"
                checked={state.columns.includes(id)}
                onChange={(event) =>
                  onChange({
                    columns: MAPPING.map((it) => it.id).filter((it) =>
                      it === id ? event.target.checked : state.columns.includes(it),
                    ),
                  })
                }
              />
              {title}
            </label>
          ))}
        </fieldset>
      </Menu>
      <p className={styles.count}>
        {shown === all ? `${all} statements` : `${shown} of ${all} statements`}
        {(filtered > 0 || state.query) && (
          <Button
            slim
            look="quiet"
            icon={<X size={15} aria-hidden />}
            onClick={() => onChange({ filters: NO_FILTERS, categories: [], query: '' })}
          >
            Show all
          </Button>
        )}
      </p>
    </div>
  )
}

interface MenuProps {
  label: string
  icon: ReactNode
  isOn?: boolean
  children: ReactNode
}

function Menu({ label, icon, isOn = false, children }: MenuProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <Button
        ref={button}
        slim
        popoverTarget={id}
        icon={icon}
        className={isOn ? `${styles.opener} ${styles.on}` : styles.opener}
      >
        {label}
      </Button>
      <div
        id={id}
        popover="auto"
        className={styles.menu}
        onToggle={(event) => {
          if (event.newState === 'open' && button.current) placeUnder(button.current, event.currentTarget)
        }}
      >
        {children}
      </div>
    </>
  )
}

function FilterList({ state, onChange }: Pick<Props, 'state' | 'onChange'>) {
  const board = useBoard((it) => it)
  const words = board.facts.columns
  const { filters, categories } = state
  const mine = { me: '', touched: new Set<string>() }
  return (
    <div className={styles.filters}>
      <fieldset className={styles.ticks}>
        <legend>Category</legend>
        {COLUMN_IDS.map((id) => (
          <label key={id} className={styles.tick}>
            <input
              type="checkbox"
              checked={categories.includes(id)}
              onChange={(event) =>
                onChange({
                  categories: COLUMN_IDS.filter((it) =>
                    it === id ? event.target.checked : categories.includes(it),
                  ),
                })
              }
            />
            {words[id].title}
          </label>
        ))}
      </fieldset>
      <fieldset className={styles.ticks}>
        <legend>Only</legend>
        {FLAGS.filter((it) => it !== 'mine').map((flag) => (
          <label key={flag} className={styles.tick} title={FLAG_WORDS[flag].hint}>
            <input
              type="checkbox"
              checked={filters.only.includes(flag)}
              onChange={() => onChange({ filters: toggled(filters, 'only', flag) })}
            />
            {FLAG_WORDS[flag].title}
          </label>
        ))}
      </fieldset>
      {facetsOf(board, filters).map((facet) => (
        <fieldset key={facet} className={styles.ticks}>
          <legend>{FACET_WORDS[facet].title}</legend>
          {choicesOf(board, facet, filters, state.query, mine).map(({ value, title }) => (
            <label key={value} className={styles.tick}>
              <input
                type="checkbox"
                checked={filters[facet].includes(value)}
                onChange={() => onChange({ filters: toggled(filters, facet, value) })}
              />
              {title}
            </label>
          ))}
        </fieldset>
      ))}
    </div>
  )
}
