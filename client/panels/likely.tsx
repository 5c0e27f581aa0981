/**
 * What probably answers a statement, one press each: what answers statements like it.
 */
import { Link2 } from 'lucide-react'
import { useMemo } from 'react'
import type { PlanId, StatementId } from '../../shared/board.ts'
import { suggestionsFor } from '../../shared/plan/suggestions.ts'
import type { PlanKind } from '../../shared/plan.ts'
import { useBoard } from '../session/use-board.ts'
import styles from './likely.module.css'

interface Props {
  statement: StatementId
  kind: PlanKind
  onPick(id: PlanId): void
}

export function Likely({ statement, kind, onPick }: Props) {
  const ids = useBoard((board) => board.ids)
  const statements = useBoard((board) => board.statements)
  const responses = useBoard((board) => board.responses)
  const plan = useBoard((board) => board.plan)
  const likely = useMemo(
    () => suggestionsFor({ ids, statements, responses, plan }, statement, kind),
    [ids, statements, responses, plan, statement, kind],
  )
  if (likely.length === 0) return null
  const refs = (because: readonly StatementId[]) => {
    const named = because.slice(0, 3).map((id) => statements.get(id)?.ref ?? id)
    return because.length > named.length ? `${named.join(', ')} and others` : named.join(', ')
  }
  return (
    <div className={styles.likely}>
      <p>Answers statements like this one:</p>
      <ul>
        {likely.map(({ id, because }) => (
          <li key={id}>
            <button type="button" onClick={() => onPick(id)}>
              <Link2 size={16} aria-hidden />
              <span>
                <span className="visually-hidden">Link </span>
                <b>{plan[kind].get(id)?.fields.title ?? id}</b>
                <small>answers {refs(because)}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
