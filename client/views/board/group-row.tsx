/**
 * The heading of a chapter or theme within a column; pressing it folds its statements away.
 */
import { ChevronDown } from 'lucide-react'
import type { BoardColumnId } from '../../../shared/columns.ts'
import { useChanging } from '../../ui/changing.ts'
import styles from './column.module.css'
import { groupKey } from './column-rows.ts'
import { useTable } from './table.tsx'

interface Props {
  column: BoardColumnId
  title: string
  count: number
  folded: boolean
  isStop: boolean
}

export function GroupRow({ column, title, count, folded, isStop }: Props) {
  const by = useChanging(useTable().groups, (it) => it?.by)
  return (
    <li className={styles.group} data-row={groupKey(title)}>
      <h3>
        <button
          type="button"
          aria-expanded={!folded}
          data-fold={title}
          data-of={column}
          tabIndex={isStop ? 0 : -1}
        >
          <ChevronDown size={17} aria-hidden />
          <span className={styles.groupTitle}>{title || `No ${by}`}</span>
          <span className={styles.groupCount}>
            {count}
            <span className="visually-hidden">{count === 1 ? ' statement' : ' statements'}</span>
          </span>
        </button>
      </h3>
    </li>
  )
}
