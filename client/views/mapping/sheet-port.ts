/**
 * What of the sheet is seen: where it is scrolled to, and how wide its columns are there.
 */
import { type RefObject, useLayoutEffect, useState } from 'react'
import type { Column } from './columns.ts'

/** Columns of words share what room a wide screen has left. */
export function widened(columns: readonly Column[], across: number): readonly Column[] {
  const spare = across - columns.reduce((sum, it) => sum + it.width, 0)
  const wordy = columns.filter((it) => it.width >= 220).length
  if (spare <= 0 || wordy === 0) return columns
  return columns.map((it) => (it.width >= 220 ? { ...it, width: it.width + Math.floor(spare / wordy) } : it))
}

/** Where the sheet is scrolled to, and how much of it is seen. */
export function useScrolled(port: RefObject<HTMLDivElement | null>) {
  const [seen, setSeen] = useState({ top: 0, height: 900, across: 0 })
  useLayoutEffect(() => {
    const box = port.current
    if (!box) return
    let frame = 0
    const read = () => {
      frame = 0
      setSeen((was) =>
        was.top === box.scrollTop && was.height === box.clientHeight && was.across === box.clientWidth
          ? was
          : { top: box.scrollTop, height: box.clientHeight || 900, across: box.clientWidth },
      )
    }
    const later = () => {
      frame ||= requestAnimationFrame(read)
    }
    read()
    box.addEventListener('scroll', later, { passive: true })
    const resized = new ResizeObserver(later)
    resized.observe(box)
    return () => {
      cancelAnimationFrame(frame)
      box.removeEventListener('scroll', later)
      resized.disconnect()
    }
  }, [port])
  return seen
}
