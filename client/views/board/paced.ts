/**
 * The board at a pace the eye can follow: what others do is shown a few times a second, what I do at once.
 *
 * Fifty moves a second are drawn together, ten times a second at most, however slow the machine is; a single
 * move is shown with the next frame. While I carry a card the others wait a little longer: what costs the most is the
 * drawing, and a hand feels each one that comes between.
 */
import type { Watched } from '../../session/contract.ts'
import { relay } from '../../session/relay.ts'

/** A page that is not looked at gets no frames; it goes on at this pace. */
const UNSEEN_MS = 250

export interface Paced<Value> extends Watched<Value> {
  /** Shows what has arrived, without waiting any longer. */
  catchUp(): void
}

/**
 * @param atOnce whether a change that comes now must be shown now
 * @param gapMs how long after the others were shown they are shown again, in milliseconds
 */
export function paced<Value>(
  source: Watched<Value>,
  atOnce: () => boolean,
  gapMs: () => number,
): Paced<Value> {
  let frame = 0
  let unseen: ReturnType<typeof setTimeout> | undefined
  let gap: ReturnType<typeof setTimeout> | undefined
  let isWaiting = false

  const stop = () => {
    if (frame) cancelAnimationFrame(frame)
    clearTimeout(unseen)
    frame = 0
    isWaiting = false
  }
  const catchUp = () => {
    stop()
    shown.passOn()
  }
  const show = () => {
    clearTimeout(gap)
    gap = setTimeout(() => {
      gap = undefined
      if (isWaiting) nextFrame()
    }, gapMs())
    catchUp()
  }
  const nextFrame = () => {
    frame = requestAnimationFrame(show)
    unseen = setTimeout(show, UNSEEN_MS)
  }
  const changed = () => {
    if (atOnce()) catchUp()
    else if (!isWaiting) {
      isWaiting = true
      if (gap === undefined) nextFrame()
    }
  }
  const ended = () => {
    stop()
    clearTimeout(gap)
    gap = undefined
  }
  const shown = relay(source, { changed, ended })
  return { get: shown.get, subscribe: shown.subscribe, catchUp }
}
