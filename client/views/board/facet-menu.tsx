/**
 * A button that opens a list of choices under it. The list is the browser's own popover: a click beside it or
 * Escape closes it, and focus goes back to the button.
 */
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useRef } from 'react'
import styles from './filter-bar.module.css'

interface Props {
  title: string
  /** How many of its choices are on. */
  chosen: number
  children: ReactNode
}

const GAP = 6
const EDGE = 12

export function FacetMenu({ title, chosen, children }: Props) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLFieldSetElement>(null)
  return (
    <>
      <button
        ref={button}
        type="button"
        className={chosen > 0 ? `${styles.opener} ${styles.on}` : styles.opener}
        popoverTarget={id}
      >
        {title}
        {chosen > 0 && (
          <span className={styles.chosen}>
            {chosen}
            <span className="visually-hidden"> chosen</span>
          </span>
        )}
        <ChevronDown size={16} aria-hidden />
      </button>
      <fieldset
        ref={list}
        id={id}
        popover="auto"
        className={styles.list}
        onToggle={(event) => {
          const at = button.current?.getBoundingClientRect()
          const menu = list.current
          if (event.newState !== 'open' || !at || !menu) return
          const left = Math.min(at.left, window.innerWidth - menu.offsetWidth - EDGE)
          menu.style.left = `${Math.max(EDGE, left)}px`
          menu.style.top = `${at.bottom + GAP}px`
        }}
      >
        <legend className="visually-hidden">{title}</legend>
        {children}
      </fieldset>
    </>
  )
}
