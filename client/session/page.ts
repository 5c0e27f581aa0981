/**
 * The page a session lives on, as far as it matters: whether it is looked at, and what happens to it.
 */
export interface Page {
  isHidden(): boolean
  /** Hidden or shown again. */
  onVisibility(changed: () => void): () => void
  /** The device has a network again. */
  onOnline(changed: () => void): () => void
  /** The page is about to go; a true answer asks the person first. */
  onLeaving(asks: () => boolean): () => void
}

export const browserPage: Page = {
  isHidden: () => document.visibilityState === 'hidden',
  onVisibility: (changed) => listen(document, 'visibilitychange', changed),
  onOnline: (changed) => listen(window, 'online', changed),
  onLeaving: (asks) =>
    listen(window, 'beforeunload', (event) => {
      if (asks()) event.preventDefault()
    }),
}

function listen(target: EventTarget, type: string, heard: (event: Event) => void): () => void {
  target.addEventListener(type, heard)
  return () => target.removeEventListener(type, heard)
}
