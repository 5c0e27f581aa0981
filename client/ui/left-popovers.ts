/**
 * A popover closes when focus goes on from it: what has focus is not left underneath. A click beside it and
 * Escape close it already; the browser lets the Tab key walk out of it.
 */

/** Closes what is left until the function it gives back is called. */
export function closeLeftPopovers(): () => void {
  const came = ({ target }: Event) => {
    if (!(target instanceof Element)) return
    for (const popover of document.querySelectorAll<HTMLElement>('[popover=auto]:popover-open'))
      if (!popover.contains(target) && target.getAttribute('popovertarget') !== popover.id)
        popover.hidePopover()
  }
  document.addEventListener('focusin', came)
  return () => document.removeEventListener('focusin', came)
}
