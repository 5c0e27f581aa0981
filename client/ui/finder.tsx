/**
 * Finds one of many by typing, or makes a new one of what was typed: a combobox with a list under it.
 *
 * Arrow keys go through the list, Enter takes, Escape closes the list and nothing else. What is typed stays
 * until it is taken or the field is left empty-handed; a list that changes meanwhile never takes focus.
 */
import { Plus } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import fieldStyles from './field.module.css'
import styles from './finder.module.css'

export interface Found {
  id: string
  title: string
  /** What tells it from its namesakes, in small type. */
  detail?: string
}

interface Props {
  label: ReactNode
  hint?: ReactNode
  options: readonly Found[]
  /** The title of what is chosen now; it stands in the field while nobody types. */
  chosen?: string
  placeholder?: string
  /** "Create the action": absent where nothing may be made here. */
  createLabel?: string
  disabled?: boolean
  /** Whether focus comes here when the field appears. */
  autoFocus?: boolean
  onPick(id: string): void
  onCreate?(title: string): void
}

const SHOWN_AT_MOST = 50

export function Finder(props: Props) {
  const { label, hint, options, chosen = '', placeholder, createLabel, disabled, onPick, onCreate } = props
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [words, setWords] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)

  const found = useMemo(() => matching(options, words ?? ''), [options, words])
  const title = (words ?? '').trim()
  const creates = Boolean(onCreate && title && !found.some((it) => isSame(it.title, title)))
  const rows = found.length + (creates ? 1 : 0)
  const at = Math.min(active, rows - 1)

  const end = () => {
    setWords(null)
    setOpen(false)
  }
  const take = (row: number) => {
    const option = found[row]
    end()
    if (option) onPick(option.id)
    else if (creates) onCreate?.(title)
  }
  const go = (to: number) => {
    setOpen(true)
    setActive(to)
    list.current?.children[to]?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') go(open ? (at + 1) % Math.max(1, rows) : 0)
    else if (event.key === 'ArrowUp') go(open ? (at - 1 + rows) % Math.max(1, rows) : rows - 1)
    else if (event.key === 'Enter' && open && rows > 0) take(at)
    else if (event.key === 'Escape' && open) end()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className={fieldStyles.field}>
      <label className={fieldStyles.label} htmlFor={id}>
        {label}
      </label>
      {hint && (
        <span className={fieldStyles.hint} id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <div className={styles.finder}>
        <input
          id={id}
          className={fieldStyles.input}
          role="combobox"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open && rows > 0 ? `${id}-${at}` : undefined}
          aria-describedby={hint ? `${id}-hint` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          // biome-ignore lint/a11y/noAutofocus: only where the person has just asked for this field
          autoFocus={props.autoFocus}
          value={words ?? chosen}
          readOnly={disabled}
          onChange={(event) => {
            setWords(event.target.value)
            setActive(0)
            setOpen(true)
          }}
          onClick={() => !disabled && setOpen(true)}
          onFocus={(event) => event.target.select()}
          onBlur={() => end()}
          onKeyDown={disabled ? undefined : onKeyDown}
        />
        <div
          ref={list}
          id={`${id}-list`}
          className={styles.list}
          role="listbox"
          tabIndex={-1}
          aria-label={typeof label === 'string' ? label : 'Found'}
          hidden={!open || (rows === 0 && !title)}
          // The field keeps focus: a press in the list must not end the typing it answers.
          onPointerDown={(event) => event.preventDefault()}
        >
          {found.map((it, row) => (
            <Row key={it.id} id={`${id}-${row}`} isActive={row === at} onTake={() => take(row)}>
              <b>{it.title}</b>
              {it.detail && <span>{it.detail}</span>}
            </Row>
          ))}
          {creates && (
            <Row
              id={`${id}-${found.length}`}
              isActive={at === found.length}
              onTake={() => take(found.length)}
            >
              <b className={styles.create}>
                <Plus size={16} aria-hidden />
                {createLabel} “{title}”
              </b>
            </Row>
          )}
          {rows === 0 && (
            <Row id={`${id}-none`} isActive={false}>
              <span>Nothing of that name.</span>
            </Row>
          )}
        </div>
        <span className="visually-hidden" aria-live="polite">
          {open && words !== null ? `${found.length} found${creates ? ', or create it' : ''}` : ''}
        </span>
      </div>
    </div>
  )
}

function Row(props: { id: string; isActive: boolean; onTake?(): void; children: ReactNode }) {
  const { id, isActive, onTake, children } = props
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above keeps focus and has the keys
    <div
      id={id}
      className={styles.row}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-disabled={onTake === undefined}
      onClick={onTake}
    >
      {children}
    </div>
  )
}

const plain = (words: string) => words.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('en-GB')
const isSame = (a: string, b: string) => plain(a.trim()) === plain(b.trim())

/** Options that hold every word typed, in any order; those that begin with the first word come first. */
export function matching(options: readonly Found[], typed: string): readonly Found[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  const [first] = words
  if (first === undefined) return options.slice(0, SHOWN_AT_MOST)
  const rank = (it: Found) => (plain(it.title).startsWith(first) ? 0 : 1)
  return options
    .filter((it) => {
      const text = plain(`${it.title} ${it.detail ?? ''}`)
      return words.every((word) => text.includes(word))
    })
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, SHOWN_AT_MOST)
}
