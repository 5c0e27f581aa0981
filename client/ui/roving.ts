/**
 * A long list as one stop for the Tab key: arrows go through it, Home and End to its ends, letters to what
 * begins with them.
 *
 * Its parts are headings that fold (`summary`) and buttons; a button says by `data-begins` what it is found by.
 * Which of them is the stop is a matter of the page as it stands, so it is kept there and not in React.
 */
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'

/** Letters that follow each other within this belong together. */
const TOGETHER_MS = 1_000

export interface Typed {
  letters: string
  /** By the clock of the keys themselves. */
  at: number
}

/** What is looked for after one more key; null where this key begins no search. */
export function typedAfter(
  was: Typed | null,
  key: string,
  at: number,
  mayBegin: (key: string) => boolean,
): Typed | null {
  if (key.length !== 1 || key === ' ') return null
  const goesOn = was !== null && at - was.at <= TOGETHER_MS
  if (!goesOn && !mayBegin(key)) return null
  return { letters: (goesOn ? was.letters : '') + key.toLowerCase(), at }
}

/** The one that begins with these letters, from here on and round; a single letter goes on to the next. */
export function foundBy(letters: string, names: readonly string[], here: number): number {
  const from = letters.length === 1 ? here + 1 : Math.max(0, here)
  for (let step = 0; step < names.length; step += 1) {
    const at = (from + step) % names.length
    if (names[at]?.toLowerCase().startsWith(letters)) return at
  }
  return -1
}

interface Roving {
  ref: React.RefObject<HTMLElement | null>
  onKeyDown(event: KeyboardEvent): void
  onFocus(event: React.FocusEvent): void
}

/** @param mayBegin whether a letter is free to look for a name, where the page has keys of its own */
export function useRoving(mayBegin: (key: string) => boolean): Roving {
  const ref = useRef<HTMLElement>(null)
  const last = useRef<HTMLElement | null>(null)
  const typed = useRef<Typed | null>(null)

  const settle = () => {
    const parts = partsOf(ref.current)
    const shown = parts.filter(isUnfolded)
    const current = shown.find((it) => it.hasAttribute('aria-current'))
    const stop = shown.find((it) => it === last.current) ?? current ?? shown[0]
    for (const it of parts) it.tabIndex = it === stop ? 0 : -1
  }
  useLayoutEffect(settle)

  return {
    ref,
    onFocus({ target }) {
      const part = partOf(target)
      if (!part) return
      last.current = part
      settle()
    },
    onKeyDown(event) {
      const { key, timeStamp, altKey, ctrlKey, metaKey } = event
      const part = partOf(event.target)
      if (event.defaultPrevented || altKey || ctrlKey || metaKey || !part) return
      const next = byArrow(key, part, partsOf(ref.current).filter(isUnfolded))
      if (next) {
        event.preventDefault()
        next.focus()
        return
      }
      typed.current = typedAfter(typed.current, key, timeStamp, mayBegin)
      if (!typed.current) return
      event.preventDefault()
      const named = partsOf(ref.current).filter((it) => it.dataset.begins !== undefined)
      const names = named.map((it) => it.dataset.begins ?? '')
      const found = named[foundBy(typed.current.letters, names, named.indexOf(part))]
      if (!found) return
      const fold = found.closest('details')
      if (fold) fold.open = true
      found.focus()
    },
  }
}

/** Where an arrow leads; folding and unfolding stays with the heading itself. */
function byArrow(key: string, here: HTMLElement, shown: readonly HTMLElement[]): HTMLElement | undefined {
  const at = shown.indexOf(here)
  const fold = here.closest('details')
  const isHeading = here.matches('summary')
  switch (key) {
    case 'ArrowDown':
      return shown[at + 1] ?? here
    case 'ArrowUp':
      return shown[at - 1] ?? here
    case 'Home':
      return shown[0]
    case 'End':
      return shown[shown.length - 1]
    case 'ArrowRight':
      if (!isHeading || !fold) return here
      if (fold.open) return shown[at + 1] ?? here
      fold.open = true
      return here
    case 'ArrowLeft':
      if (!isHeading) return fold?.querySelector('summary') ?? here
      if (fold) fold.open = false
      return here
    default:
      return undefined
  }
}

const PARTS = 'summary, button'

const partsOf = (list: HTMLElement | null): HTMLElement[] =>
  Array.from(list?.querySelectorAll<HTMLElement>(PARTS) ?? [])

const partOf = (target: EventTarget): HTMLElement | null =>
  target instanceof HTMLElement && target.matches(PARTS) ? target : null

/** A heading is in sight whether its own part is folded or not. */
const isUnfolded = (part: HTMLElement): boolean =>
  part.tagName === 'SUMMARY' || !part.closest('details:not([open])')
