/**
 * A value that changes and says so: the small store that the session's parts are made of.
 */
import type { Watched } from './contract.ts'

export interface Cell<Value> extends Watched<Value> {
  /** Setting what is already there, by identity, tells nobody. */
  set(value: Value): void
}

export function cell<Value>(first: Value): Cell<Value> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const changed of Array.from(listeners)) changed()
    },
    subscribe(changed) {
      // A wrapper of its own, so that one function subscribed twice is heard twice and ends twice.
      const listener = () => changed()
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
