/**
 * What every editor of a cell has: the frame over its cell, and the keys that lead out of it.
 */
import type { KeyboardEvent, ReactNode } from 'react'
import type { Line, Target } from './columns.ts'
import styles from './mapping.module.css'

/** Where one goes when a cell is done with: nowhere, to the cell below, or to the next. */
export type Onward = 'stay' | 'down' | 'next' | 'back'

export interface EditorProps {
  line: Line
  target: Target
  /** What the cell is called. */
  label: string
  /** Typed on the closed cell: it takes the place of what stood there. */
  typed: string | null
  onDone(onward: Onward): void
}

/** Keys that every editor has; a list that is open takes its own first. */
export function useDoneKeys(onDone: (onward: Onward) => void, keepsEnter = false) {
  return (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return
    const isButton = event.target instanceof HTMLButtonElement
    if (event.key === 'Escape') onDone('stay')
    else if (event.key === 'Tab' && !(isButton || event.currentTarget.querySelector('button')))
      onDone(event.shiftKey ? 'back' : 'next')
    else if (event.key === 'Enter' && !isButton && !keepsEnter && !event.shiftKey && !event.altKey)
      onDone('down')
    else return event.stopPropagation()
    event.preventDefault()
    event.stopPropagation()
  }
}

interface FrameProps {
  children: ReactNode
  onKeyDown(event: KeyboardEvent): void
  /** Focus has gone elsewhere on the page. */
  onLeave(): void
}

export function Frame({ children, onKeyDown, onLeave }: FrameProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is inside has the keys; this hears them for all
    <div
      className={styles.editor}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.stopPropagation()}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget))
          onLeave()
      }}
    >
      {children}
    </div>
  )
}
