/**
 * What a screen reader hears of things that happen: one polite region for the whole page, one that interrupts.
 */
import { useSyncExternalStore } from 'react'

let said = { polite: '', assertive: '' }
const listeners = new Set<() => void>()
const subscribe = (changed: () => void) => {
  listeners.add(changed)
  return () => {
    listeners.delete(changed)
  }
}

/** Says a sentence; the same sentence twice is said twice. */
export function announce(words: string, how: 'polite' | 'assertive' = 'polite'): void {
  const again = said[how] === words ? `${words} ` : words
  said = { ...said, [how]: again }
  for (const changed of listeners) changed()
}

export function Announcer() {
  const { polite, assertive } = useSyncExternalStore(subscribe, () => said)
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {polite}
      </div>
      <div className="visually-hidden" role="alert" aria-live="assertive">
        {assertive}
      </div>
    </>
  )
}
