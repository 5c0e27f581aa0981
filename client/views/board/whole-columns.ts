/**
 * Whether long columns are drawn whole: on paper, while the browser's own find is used, and where somebody
 * asked for it.
 *
 * Who reads with a screen reader's own cursor meets only what is drawn: that choice is kept on this device.
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
const finding = changing(false)

export function useWhole(): boolean {
  const asked = useChanging(wholeColumns)
  const prints = useChanging(printing)
  const finds = useChanging(finding)
  return asked || prints || finds
}

/** The browser tells nobody that its find is opened, but by the keys that open it. */
const opensFind = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) =>
  key === 'F3' || (!altKey && (ctrlKey || metaKey) && ['f', 'g'].includes(key.toLowerCase()))

/** Has everything drawn before the browser looks for words in the page, until somebody is back at the board. */
export function useBrowserFind(): void {
  useEffect(() => {
    const set = (now: boolean) => {
      if (finding.get() !== now) flushSync(() => finding.set(now))
    }
    const press = (event: KeyboardEvent) => {
      if (!['Control', 'Meta', 'Shift'].includes(event.key)) set(opensFind(event))
    }
    const point = () => set(false)
    document.addEventListener('keydown', press, { capture: true })
    document.addEventListener('pointerdown', point, { capture: true })
    return () => {
      document.removeEventListener('keydown', press, { capture: true })
      document.removeEventListener('pointerdown', point, { capture: true })
      finding.set(false)
    }
  }, [])
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
