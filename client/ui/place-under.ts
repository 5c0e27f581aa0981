const GAP = 6
const EDGE = 12

/** Puts what has just opened under what opened it, whole within the window. */
export function placeUnder(anchor: Element, menu: HTMLElement): void {
  const at = anchor.getBoundingClientRect()
  const left = Math.min(at.left, window.innerWidth - menu.offsetWidth - EDGE)
  menu.style.left = `${Math.max(EDGE, left)}px`
  menu.style.top = `${at.bottom + GAP}px`
}
