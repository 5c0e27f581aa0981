/**
 * What in a part of the plan cannot be meant, beside its fields.
 */
import { TriangleAlert } from 'lucide-react'
import { warningsOf } from '../../shared/plan/warnings.ts'
import type { PlanItem } from '../../shared/plan.ts'
import { today } from '../ui/dates.ts'
import styles from './warnings.module.css'

export function Warnings({ item }: { item: PlanItem }) {
  const warnings = warningsOf(item, today())
  if (warnings.length === 0) return null
  return (
    <ul className={styles.warnings}>
      {warnings.map((it) => (
        <li key={it}>
          <TriangleAlert size={16} aria-hidden />
          {it}
        </li>
      ))}
    </ul>
  )
}
