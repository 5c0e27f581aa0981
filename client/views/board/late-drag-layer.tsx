/**
 * Dragging, fetched once the board is drawn: it is read, and sorted by keys, without it.
 *
 * A hand that reaches for a card before dragging is there is not let down: its press is kept, and where it
 * still holds when dragging has come, the drag begins from there to where the pointer is by then.
 * (`lazy` in a `Suspense` would do for a dialog; React shows what was suspended up to 300 ms late.)
 */
import { type ComponentType, type RefObject, type SyntheticEvent, useEffect, useState } from 'react'
import { PART_MISSING, sayMissing } from '../../ui/lazy-part.ts'
import type { Grip } from './drag.ts'
import type { DragLayerProps } from './drag-layer.tsx'
import { holdKeys } from './held-keys.ts'

type Layer = ComponentType<DragLayerProps>
let fetched: Layer | null = null

async function fetchLayer(): Promise<Layer> {
  const { DragLayer } = await import('./drag-layer.tsx')
  fetched = DragLayer
  return DragLayer
}

/** A press that came before there was anything to take it. */
interface Press {
  event: SyntheticEvent
  listener: Parameters<Grip>[1]
  at: { clientX: number; clientY: number } | null
}

export function LateDragLayer(props: DragLayerProps) {
  const { grip } = props
  const [Layer, setLayer] = useState<Layer | null>(() => fetched)
  useEffect(() => (Layer ? undefined : awaitLayer(grip, setLayer)), [Layer, grip])
  return Layer && <Layer {...props} />
}

function awaitLayer(grip: RefObject<Grip | null>, found: (layer: () => Layer) => void): () => void {
  let press: Press | null = null
  let letKeysGo: (() => void) | null = null
  let isGone = false
  const ends = new AbortController()
  const { signal } = ends
  const follow = ({ clientX, clientY }: MouseEvent) => {
    if (press) press.at = { clientX, clientY }
  }
  // A key picks up and is let go of; only another one puts down.
  const letGo = () => {
    if (press?.listener !== 'onKeyDown') press = null
  }
  window.addEventListener('mousemove', follow, { signal })
  for (const type of ['mouseup', 'touchend', 'touchcancel'] as const) {
    window.addEventListener(type, letGo, { signal })
  }

  let isAsked = false
  const fetch = () => {
    if (isAsked) return
    isAsked = true
    fetchLayer().then(
      (layer) => {
        if (isGone) return
        found(() => layer)
        // Once it is drawn it has put its own grip where this one is.
        requestAnimationFrame(() => requestAnimationFrame(() => goOn()))
      },
      () => {
        letKeysGo?.()
        sayMissing(PART_MISSING)
      },
    )
  }
  const early: Grip = (event, listener) => {
    press = { event, listener, at: null }
    if (listener === 'onKeyDown') letKeysGo ??= holdKeys()
    fetch()
  }
  const goOn = () => {
    const held = press
    ends.abort()
    if (held && grip.current !== early) grip.current?.(held.event, held.listener)
    if (letKeysGo) setTimeout(letKeysGo)
    if (!held?.at) return
    // The first is far enough to make it a drag, the second is where the pointer is.
    for (let moves = 0; moves < 2; moves += 1) {
      document.dispatchEvent(new MouseEvent('mousemove', { ...held.at, bubbles: true, buttons: 1 }))
    }
  }

  grip.current = early
  const idle =
    'requestIdleCallback' in window ? requestIdleCallback(fetch, { timeout: 2_000 }) : setTimeout(fetch, 200)
  return () => {
    isGone = fetched === null
    if (isGone) letKeysGo?.()
    if ('requestIdleCallback' in window) cancelIdleCallback(idle as number)
    else clearTimeout(idle)
    if (isGone) ends.abort()
  }
}
