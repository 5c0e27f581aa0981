/**
 * Focus is not lost when what had it is taken off the page: it goes to what stands next to that place.
 *
 * A browser gives it to the page itself then, and whoever uses keys or a screen reader starts again from the
 * top. Here it goes to the nearest part that is left, to its heading or its first control; a text field is
 * left alone, so that no keyboard opens on a phone. Whoever moves focus on purpose comes first: this one
 * looks when the page has come to rest.
 */
const TARGETS = 'h2, h3, h4, a[href], button, summary, [tabindex="0"]'

/** Keeps focus on the page until the function it gives back is called. */
export function keepFocus(later: (run: () => void) => void = twoFrames): () => void {
  /** What had focus last and what it stands in, outwards; empty where a person has let go of it. */
  let path: readonly Element[] = []
  let isLooking = false

  const came = ({ target }: Event) => {
    path = target instanceof Element ? pathOf(target) : []
  }
  const left = ({ target, relatedTarget }: FocusEvent) => {
    // Taken off the page it may be told so as well; only what still stands there was left.
    queueMicrotask(() => {
      const isLeft = relatedTarget === null && document.activeElement !== target
      if (isLeft && path[0] === target && canHaveFocus(path[0])) path = []
    })
  }
  const look = () => {
    isLooking = false
    const [last, ...around] = path
    if (!last || document.activeElement !== document.body || canHaveFocus(last)) return
    for (const part of around) {
      const next = part.isConnected && nextIn(part)
      if (next) return giveFocus(next)
    }
  }
  const changed = () => {
    if (isLooking || path[0] === undefined || canHaveFocus(path[0])) return
    isLooking = true
    later(look)
  }

  const observer = new MutationObserver(changed)
  observer.observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['disabled', 'hidden', 'inert'],
  })
  document.addEventListener('focusin', came)
  document.addEventListener('focusout', left)
  return () => {
    observer.disconnect()
    document.removeEventListener('focusin', came)
    document.removeEventListener('focusout', left)
  }
}

/** Browsers take focus from what is hidden or disabled when they draw, not before. */
function twoFrames(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run))
}

function pathOf(element: Element): Element[] {
  const path: Element[] = []
  for (let at: Element | null = element; at; at = at.parentElement) path.push(at)
  return path
}

/** React puts what it waits to replace aside with a style of its own, and takes it off the page later. */
const PUT_ASIDE = '[inert], [hidden], [style*="display: none"]'

const canHaveFocus = (element: Element): boolean =>
  element.isConnected && !element.matches(':disabled') && element.closest(PUT_ASIDE) === null

/** Where a whole page has changed: where it says that one arrives, else its title, which says what it is now. */
const nextIn = (part: Element): HTMLElement | undefined =>
  [
    ...part.querySelectorAll<HTMLElement>('[data-arrival]'),
    ...part.querySelectorAll<HTMLElement>('h1'),
    ...part.querySelectorAll<HTMLElement>(TARGETS),
  ].find((it) => canHaveFocus(it) && isDrawn(it))

const isDrawn = (element: Element): boolean => !('checkVisibility' in element) || element.checkVisibility()

function giveFocus(element: HTMLElement): void {
  if (element.tabIndex < 0) element.tabIndex = -1
  // A page that has just come is shown from its top.
  element.focus({ preventScroll: element.matches('h1, [data-arrival]') })
}
