/**
 * How far along, as a thin bar; the words beside it say it too, so it is hidden from screen readers.
 */
import type { CSSProperties } from 'react'
import styles from './progress.module.css'

interface Props {
  done: number
  of: number
  /** A CSS colour, the deep blue unless told. */
  colour?: string
  /** Pixels high, 6 unless told. */
  height?: number
}

export function Progress({ done, of, colour, height }: Props) {
  const part = of > 0 ? Math.min(1, done / of) : 0
  const style = { ...(colour ? { '--colour': colour } : {}), ...(height ? { '--track': `${height}px` } : {}) }
  return (
    <span className={styles.track} style={style as CSSProperties} aria-hidden>
      <i style={{ width: `${part * 100}%` }} />
    </span>
  )
}
