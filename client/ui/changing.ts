/**
 * Values that change outside React and say so: one value, and many by key.
 *
 * A screen of two thousand cards listens by key, so that a change to one card is heard by that card alone.
 */
import { useCallback, useSyncExternalStore } from 'react'

interface Listenable<Value> {
  get(): Value
  subscribe(changed: () => void): () => void
}

export interface Changing<Value> extends Listenable<Value> {
  set(next: Value): void
}

export function changing<Value>(first: Value): Changing<Value> {
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
      listeners.add(changed)
      return () => {
        listeners.delete(changed)
      }
    },
  }
}

export interface Keyed<Value> {
  get(key: string): Value | undefined
  subscribe(key: string, changed: () => void): () => void
  /** Takes these entries over the ones there are; `undefined` removes one. Only changed keys are heard of. */
  update(entries: Iterable<readonly [string, Value | undefined]>): void
  keys(): Iterable<string>
}

export function keyed<Value>(): Keyed<Value> {
  const values = new Map<string, Value>()
  const listeners = new Map<string, Set<() => void>>()
  return {
    get: (key) => values.get(key),
    keys: () => values.keys(),
    subscribe(key, changed) {
      const own = listeners.get(key) ?? new Set()
      listeners.set(key, own.add(changed))
      return () => {
        own.delete(changed)
        if (own.size === 0 && listeners.get(key) === own) listeners.delete(key)
      }
    },
    update(entries) {
      const changed: string[] = []
      for (const [key, value] of entries) {
        if (Object.is(values.get(key), value)) continue
        if (value === undefined) values.delete(key)
        else values.set(key, value)
        changed.push(key)
      }
      for (const key of changed) for (const tell of Array.from(listeners.get(key) ?? [])) tell()
    },
  }
}

/** The value, or a part of it; select only what the value already holds. */
export function useChanging<Value>(source: Listenable<Value>): Value
export function useChanging<Value, Part>(source: Listenable<Value>, select: (value: Value) => Part): Part
export function useChanging<Value, Part>(source: Listenable<Value>, select?: (value: Value) => Part) {
  return useSyncExternalStore(source.subscribe, () => (select ? select(source.get()) : source.get()))
}

export function useKeyed<Value>(source: Pick<Keyed<Value>, 'get' | 'subscribe'>, key: string) {
  const subscribe = useCallback((changed: () => void) => source.subscribe(key, changed), [source, key])
  return useSyncExternalStore(subscribe, () => source.get(key))
}
