/**
 * A button that opens a list of choices under it. The list is the browser's own popover: a click beside it or
 * Escape closes it, and focus goes back to the button.
 */
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useRef } from 'react'
import { placeUnder } from '../../ui/place-under.ts'
import styles from './filter-bar.module.css'

interface Props {
  title: string
  /** How many of its choices are on. */
  chosen: number
  children: ReactNode
}

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
          if (event.newState !== 'open' || !button.current || !list.current) return
          placeUnder(button.current, list.current)
        }}
      >
        <legend className="visually-hidden">{title}</legend>
        {children}
      </fieldset>
    </>
  )
}
