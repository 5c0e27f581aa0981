/**
 * The board at the pace of the screen: what others do arrives once a frame, what I do at once.
 *
 * A room of fifty moves a second costs a slow machine one drawing a frame, however many moves are in it.
 */
import type { Watched } from '../../session/contract.ts'
import { relay } from '../../session/relay.ts'

/** A page that is not looked at gets no frames; it goes on at this pace. */
const UNSEEN_MS = 250

export interface Paced<Value> extends Watched<Value> {
  /** Shows what has arrived, without waiting for the next frame. */
  catchUp(): void
}

/** `atOnce` says whether a change that comes now must be shown now. */
export function paced<Value>(source: Watched<Value>, atOnce: () => boolean): Paced<Value> {
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const stop = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    frame = 0
  }
  const catchUp = () => {
    if (frame) stop()
    shown.passOn()
  }
  const changed = () => {
    if (atOnce()) catchUp()
    else if (!frame) {
      frame = requestAnimationFrame(catchUp)
      timer = setTimeout(catchUp, UNSEEN_MS)
    }
  }
  const shown = relay(source, { changed, ended: stop })
  return { get: shown.get, subscribe: shown.subscribe, catchUp }
}
