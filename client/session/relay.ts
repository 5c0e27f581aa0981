/**
 * A source whose changes are passed on at a pace of one's own: who listens reads what was passed on last.
 */
import type { Watched } from './contract.ts'

export interface Relay<Value> extends Watched<Value> {
  /** Passes on what the source holds now, if that is something else. */
  passOn(): void
}

/**
 * @param changed the source holds something else: to pass on, now or later
 * @param ended nobody listens any more, so nothing is to be passed on later
 */
export function relay<Value>(
  source: Watched<Value>,
  { changed, ended }: { changed(): void; ended(): void },
): Relay<Value> {
  const listeners = new Set<() => void>()
  let shown = source.get()
  let end: (() => void) | null = null
  return {
    passOn() {
      const now = source.get()
      if (Object.is(now, shown)) return
      shown = now
      for (const tell of Array.from(listeners)) tell()
    },
    get() {
      if (listeners.size === 0) shown = source.get()
      return shown
    },
    subscribe(listener) {
      const own = () => listener()
      if (listeners.size === 0) {
        shown = source.get()
        end = source.subscribe(changed)
      }
      listeners.add(own)
      return () => {
        listeners.delete(own)
        if (listeners.size > 0) return
        ended()
        end?.()
      }
    },
  }
}
