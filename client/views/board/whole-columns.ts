/**
 * Whether long columns are drawn whole: on paper, and where somebody asked for it.
 *
 * Who reads with a screen reader's own cursor, or looks for words with the browser's own find, meets only
 * what is drawn. It is kept on this device.
 */
import { useEffect } from 'react'
import { flushSync } from 'react-dom'
import { changing, useChanging } from '../../ui/changing.ts'

const KEPT_AS = 'due-regard/whole-columns'

const kept = () => {
  try {
    return localStorage.getItem(KEPT_AS) === 'on'
  } catch {
    return false
  }
}

export const wholeColumns = changing(kept())
wholeColumns.subscribe(() => {
  try {
    localStorage.setItem(KEPT_AS, wholeColumns.get() ? 'on' : 'off')
  } catch {
    // It holds for as long as this page is open.
  }
})

const printing = changing(false)

export function useWhole(): boolean {
  const asked = useChanging(wholeColumns)
  const prints = useChanging(printing)
  return asked || prints
}

/** Has everything drawn before the page is printed. */
export function usePrinting(): void {
  useEffect(() => {
    const paper = window.matchMedia('print')
    const set = (now: boolean) => flushSync(() => printing.set(now))
    const before = () => set(true)
    const after = () => set(false)
    const turned = () => set(paper.matches)
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    paper.addEventListener('change', turned)
    printing.set(paper.matches)
    return () => {
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
      paper.removeEventListener('change', turned)
    }
  }, [])
}
