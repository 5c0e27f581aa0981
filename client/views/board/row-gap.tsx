/**
 * The place of rows that are not drawn just now, as high as they are.
 *
 * Scrolling and keys draw them as they are reached. Who reads with a cursor that does neither finds here how
 * many there are, and a button that draws them all.
 */
import { flushSync } from 'react-dom'
import { focusCard } from './card-keys.ts'
import styles from './column.module.css'
import type { Gap } from './spread.ts'
import { wholeColumns } from './whole-columns.ts'

interface Props extends Pick<Gap, 'from' | 'to' | 'height'> {
  /** The first of the rows that are left out. */
  first: string | undefined
}

export function RowGap({ from, to, height, first }: Props) {
  const count = to - from
  const drawAll = () => {
    flushSync(() => wholeColumns.set(true))
    focusCard(first)
  }
  return (
    <li className={styles.gap} data-gap={from} style={{ height }}>
      <button type="button" className="visually-hidden" tabIndex={-1} onClick={drawAll}>
        {count === 1 ? 'One more statement is' : `${count} more statements are`} here. Show all statements of
        long columns
      </button>
    </li>
  )
}
