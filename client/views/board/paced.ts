/**
 * The board at the pace of the screen: what others do arrives once a frame, what I do at once.
 *
 * A room of fifty moves a second costs a slow machine one drawing a frame, however many moves are in it.
 */
import type { Watched } from '../../session/contract.ts'

/** A page that is not looked at gets no frames; it goes on at this pace. */
const UNSEEN_MS = 250

export interface Paced<Value> extends Watched<Value> {
  /** Shows what has arrived, without waiting for the next frame. */
  catchUp(): void
}

/** `atOnce` says whether a change that comes now must be shown now. */
export function paced<Value>(source: Watched<Value>, atOnce: () => boolean): Paced<Value> {
  const listeners = new Set<() => void>()
  let shown = source.get()
  let end: (() => void) | null = null
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const stop = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    frame = 0
  }
  const catchUp = () => {
    if (frame) stop()
    const now = source.get()
    if (Object.is(now, shown)) return
    shown = now
    for (const changed of Array.from(listeners)) changed()
  }
  const changed = () => {
    if (atOnce()) catchUp()
    else if (!frame) {
      frame = requestAnimationFrame(catchUp)
      timer = setTimeout(catchUp, UNSEEN_MS)
    }
  }

  return {
    catchUp,
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
        stop()
        end?.()
      }
    },
  }
}
