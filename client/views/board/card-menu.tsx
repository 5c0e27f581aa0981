/**
 * The menu of a card: where it can go, one click each, for everybody who does not drag.
 *
 * One menu serves the whole board. It is the browser's own popover, so a click beside it or Escape closes it.
 */
import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  ArrowUpToLine,
  BookOpen,
  Check,
  Equal,
  Link2,
  Scissors,
} from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { BOARD_COLUMN_IDS, COLUMNS, type ColumnId, isCategoryId } from '../../../shared/columns.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import { useBoard } from '../../session/use-board.ts'
import { useChanging } from '../../ui/changing.ts'
import { ColumnIcon } from '../../ui/column-icon.tsx'
import { focusCard, sendOn } from './card-keys.ts'
import styles from './card-menu.module.css'
import { isOneOfMany, sendChosen } from './choosing.ts'
import { whyNot } from './moves.ts'
import { type Table, useTable } from './table.tsx'

export function CardMenu({ onOpen }: { onOpen(id: StatementId): void }) {
  const table = useTable()
  const open = useChanging(table.menu)
  if (!open) return null
  return <OpenMenu key={open.statement} table={table} {...open} onOpen={onOpen} />
}

interface Props {
  table: Table
  statement: StatementId
  anchor: HTMLElement
  onOpen(id: StatementId): void
}

function OpenMenu({ table, statement, anchor, onOpen }: Props) {
  const ref = useRef<HTMLDivElement>(null)
  const facts = useBoard((board) => board.facts)
  const at = useBoard((board) => board.placements.get(statement)?.column)
  const reference = useBoard((board) => board.statements.get(statement)?.ref) ?? ''
  const because = whyNot(table.session, statement)
  const many = isOneOfMany(table, statement) ? table.selection.ids.get().size : 0
  const what = many > 0 ? `${many} statements` : reference
  const links =
    (many > 0 || isCategoryId(at)) &&
    table.session.may({ root: 'responses', key: `${statement}/stream`, to: 'x' })
  const isFacilitator = table.session.me.role === 'facilitator'
  const mayTie = table.session.may({ root: 'statements', key: statement, to: {} })

  useLayoutEffect(() => {
    const menu = ref.current
    if (!menu) return
    menu.showPopover?.()
    place(menu, anchor.getBoundingClientRect())
    anchor.setAttribute('aria-expanded', 'true')
    menu.querySelector<HTMLElement>('[role^="menuitem"]')?.focus({ preventScroll: true })
    return () => anchor.removeAttribute('aria-expanded')
  }, [anchor])

  const close = () => table.menu.set(null)
  const back = () => {
    close()
    focusCard(statement)
  }
  const go = (column: ColumnId) => {
    back()
    if (many > 0) sendChosen(table, column)
    else sendOn(table, statement, column)
  }
  const ask = (act: 'split' | 'same') => {
    back()
    table.linking.set({ id: statement, act })
  }
  const shift = (step: 'up' | 'down' | 'top' | 'bottom') => {
    back()
    table.moves.shift(statement, step)
  }

  return (
    <div
      ref={ref}
      className={styles.menu}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={`Move ${what}`}
      onToggle={(event) => {
        if (event.newState === 'closed') close()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Tab') {
          event.preventDefault()
          back()
        } else walk(event)
      }}
    >
      <p className={styles.heading} aria-hidden>
        Move {what} to
      </p>
      {BOARD_COLUMN_IDS.map((id) => (
        <Item
          key={id}
          checked={many === 0 && id === at}
          disabled={many === 0 && (because !== null || id === at)}
          onChoose={() => go(id)}
          icon={<ColumnIcon id={id} size={19} />}
          colour={`var(--${id})`}
          hint={COLUMNS[id].key ?? undefined}
        >
          {facts.columns[id].title}
        </Item>
      ))}
      {many > 0 ? (
        isFacilitator && (
          <>
            <hr />
            <SetAside onChoose={() => go('set-aside')} />
          </>
        )
      ) : because ? (
        <p className={styles.because}>{PROBLEMS[because].says}</p>
      ) : (
        <>
          <hr />
          <div className={styles.row}>
            <Item onChoose={() => shift('top')} icon={<ArrowUpToLine size={18} aria-hidden />}>
              Top
            </Item>
            <Item onChoose={() => shift('up')} icon={<ArrowUp size={18} aria-hidden />}>
              Up
            </Item>
            <Item onChoose={() => shift('down')} icon={<ArrowDown size={18} aria-hidden />}>
              Down
            </Item>
            <Item onChoose={() => shift('bottom')} icon={<ArrowDownToLine size={18} aria-hidden />}>
              End
            </Item>
          </div>
          {isFacilitator && (
            <>
              <hr />
              <SetAside onChoose={() => go('set-aside')} />
            </>
          )}
        </>
      )}
      <hr />
      {links && (
        <Item
          onChoose={() => {
            const ids = many > 0 ? Array.from(table.selection.ids.get()) : [statement]
            back()
            table.linking.set(ids)
          }}
          icon={<Link2 size={19} aria-hidden />}
        >
          Link to what answers {many > 0 ? 'them' : 'it'}…
        </Item>
      )}
      {isFacilitator && many === 0 && mayTie && (
        <>
          {because === null && (
            <Item onChoose={() => ask('split')} icon={<Scissors size={19} aria-hidden />}>
              Split into parts…
            </Item>
          )}
          <Item onChoose={() => ask('same')} icon={<Equal size={19} aria-hidden />}>
            Same as another…
          </Item>
        </>
      )}
      <Item
        onChoose={() => {
          back()
          onOpen(statement)
        }}
        icon={<BookOpen size={19} aria-hidden />}
        hint="Enter"
      >
        Open {reference}
      </Item>
    </div>
  )
}

const SetAside = ({ onChoose }: Pick<ItemProps, 'onChoose'>) => (
  <Item onChoose={onChoose} icon={<ColumnIcon id="set-aside" size={19} />}>
    Set aside: not a key statement
  </Item>
)

interface ItemProps {
  onChoose(): void
  icon: ReactNode
  children: ReactNode
  checked?: boolean
  disabled?: boolean
  colour?: string
  hint?: string
}

function Item({ onChoose, icon, children, checked, disabled, colour, hint }: ItemProps) {
  return (
    <button
      type="button"
      {...(checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': checked })}
      aria-disabled={disabled || undefined}
      tabIndex={-1}
      className={styles.item}
      style={colour && !disabled ? { color: colour } : undefined}
      onClick={() => {
        if (!disabled) onChoose()
      }}
    >
      {icon}
      <span className={styles.words}>{children}</span>
      {checked ? (
        <span className={styles.here}>
          <Check size={17} aria-hidden /> Here
        </span>
      ) : (
        hint && <kbd aria-hidden>{hint}</kbd>
      )}
    </button>
  )
}

/** Arrow keys go round; a first letter or a column's key goes straight there. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const items = Array.from(event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]'))
  const at = items.indexOf(document.activeElement as HTMLElement)
  const to = {
    ArrowDown: (at + 1) % items.length,
    ArrowRight: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    ArrowLeft: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key]
  if (to !== undefined) {
    event.preventDefault()
    items[to]?.focus()
  } else if (/^[0-3]$/.test(event.key)) {
    items.find((it) => it.querySelector('kbd')?.textContent === event.key)?.click()
  } else if (/^\p{L}$/u.test(event.key)) {
    const letter = event.key.toLocaleLowerCase('en-GB')
    const rest = [...items.slice(at + 1), ...items.slice(0, at + 1)]
    rest.find((it) => it.textContent?.trim().toLocaleLowerCase('en-GB').startsWith(letter))?.focus()
  }
}

const GAP = 6

/** Under the button and flush with its right edge; above it, or further left, where there is no room. */
function place(menu: HTMLElement, anchor: DOMRect) {
  const { width, height } = menu.getBoundingClientRect()
  const below = anchor.bottom + GAP
  const top = below + height <= window.innerHeight - 8 ? below : Math.max(8, anchor.top - GAP - height)
  const left = Math.min(Math.max(8, anchor.right - width), window.innerWidth - width - 8)
  menu.style.setProperty('--left', `${left}px`)
  menu.style.setProperty('--top', `${top}px`)
}
