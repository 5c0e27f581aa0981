/**
 * Keys that work anywhere on the board: undo, find, help.
 */
import { useEffect } from 'react'
import { changing } from '../../ui/changing.ts'

const KEPT_AS = 'due-regard/single-keys'
const kept = () => {
  try {
    return localStorage.getItem(KEPT_AS) !== 'off'
  } catch {
    return true
  }
}

/** Keys of one character get in the way of those who speak to their computer: they can be turned off. */
export const singleKeys = changing(kept())
singleKeys.subscribe(() => {
  try {
    localStorage.setItem(KEPT_AS, singleKeys.get() ? 'on' : 'off')
  } catch {
    // It holds for as long as this page is open.
  }
})

interface Does {
  undo(): void
  redo(): void
  find(): void
  keys(): void
  /** Chooses nothing any more. */
  clear(): void
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null

/** Escape closes what it is pressed in; on the board itself there is nothing to close but what is chosen. */
const isOnBoard = (target: EventTarget | null) =>
  target === document.body || (target instanceof HTMLElement && target.closest('#board, #chosen') !== null)

export function usePageKeys(does: Does): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // In a field keys are letters and undo is the field's; in a dialog the board is behind.
      if (event.defaultPrevented || isField(event.target) || document.querySelector('dialog[open]')) return
      const name = nameOf(event)
      if (!name || (name === 'clear' && !isOnBoard(event.target))) return
      event.preventDefault()
      does[name]()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [does])
}

function nameOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): keyof Does | null {
  if (altKey) return null
  if (ctrlKey || metaKey) {
    const letter = key.toLowerCase()
    if (letter === 'z') return shiftKey ? 'redo' : 'undo'
    return letter === 'y' ? 'redo' : null
  }
  if (key === 'Escape') return 'clear'
  if (!singleKeys.get()) return null
  return key === '/' ? 'find' : key === '?' ? 'keys' : null
}
