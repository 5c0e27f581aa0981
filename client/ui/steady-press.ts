/**
 * A press of the mouse is answered where it began, even if the page has moved under it.
 *
 * A browser makes a click only where the button goes down and up over the same thing. When others' changes put
 * a line above it in between, the button is a line further down as the finger comes up, and nothing happens.
 */

/** Further than this it was a drag, or somebody who thought better of it. */
const STILL_PX = 4

/** Answers such presses until the function it gives back is called. */
export function steadyPresses(): () => void {
  let press: { on: HTMLElement; x: number; y: number } | null = null

  const down = ({ target, button, pointerType, clientX: x, clientY: y }: PointerEvent) => {
    const on = target instanceof Element ? target.closest<HTMLElement>('button, summary') : null
    // A finger keeps what it went down on by itself.
    press = on && button === 0 && pointerType !== 'touch' ? { on, x, y } : null
  }
  const moved = ({ clientX, clientY }: PointerEvent) => {
    if (press && Math.hypot(clientX - press.x, clientY - press.y) > STILL_PX) press = null
  }
  const up = ({ target }: PointerEvent) => {
    const on = press?.on
    press = null
    if (!on?.isConnected || on.matches(':disabled') || on.closest('[inert]')) return
    // Over itself still, or over a part of it: the browser makes the click.
    if (target instanceof Node && on.contains(target)) return
    on.click()
  }
  const gone = () => {
    press = null
  }

  document.addEventListener('pointerdown', down, true)
  document.addEventListener('pointermove', moved, true)
  document.addEventListener('pointerup', up, true)
  document.addEventListener('pointercancel', gone, true)
  return () => {
    document.removeEventListener('pointerdown', down, true)
    document.removeEventListener('pointermove', moved, true)
    document.removeEventListener('pointerup', up, true)
    document.removeEventListener('pointercancel', gone, true)
  }
}
