/**
 * Keys of a drag that are pressed before the drag hears them.
 *
 * Space picks a card up, and what moves it begins to listen a moment later. Who types Space and an arrow in one
 * go means the card: without this the arrow would take focus away from it.
 */

const OF_A_DRAG = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'Space',
  'Enter',
  'Escape',
])

/** Holds the keys of a drag back until the function that is returned is called; it presses them again, in order. */
export function holdKeys(): () => void {
  const held: KeyboardEvent[] = []
  const hold = (event: KeyboardEvent) => {
    if (!OF_A_DRAG.has(event.code) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopImmediatePropagation()
    // A key that is kept down is one press: how long it lay there says how slow we were.
    if (!event.repeat) held.push(event)
  }
  window.addEventListener('keydown', hold, { capture: true })
  return () => {
    window.removeEventListener('keydown', hold, { capture: true })
    for (const { key, code, shiftKey } of held.splice(0)) {
      const on = document.activeElement ?? document.body
      on.dispatchEvent(new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true }))
    }
  }
}
