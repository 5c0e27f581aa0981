/**
 * What the plan still lacks, each entry a way to where it is put right.
 */
import { CircleCheck } from 'lucide-react'
import { Link } from 'wouter'
import type { StatementId } from '../../../shared/board.ts'
import { CATEGORY_IDS, type CategoryId } from '../../../shared/columns.ts'
import type { Missing } from '../../../shared/plan/missing.ts'
import type { ActionPart, Part } from '../../../shared/plan/outline.ts'
import { lackSentence } from '../../../shared/readiness.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { isoDayWords } from '../../ui/dates.ts'
import styles from './aside.module.css'
import { keyOf } from './layout.ts'
import { goTo, useOpened } from './opened.ts'

const UNANSWERED: Readonly<Record<CategoryId, string>> = {
  'new-action': 'Statements without an action',
  'due-regard': 'Statements without a work stream',
  'watching-brief': 'Statements that nothing is watched for',
}

export function MissingList({ missing }: { missing: Missing }) {
  if (missing.count === 0)
    return (
      <p className={styles.allThere}>
        <CircleCheck size={20} aria-hidden />
        Nothing is missing.
      </p>
    )
  return (
    <section className={styles.missing} aria-labelledby="missing-heading">
      <h2 id="missing-heading">
        Still missing <span>{missing.count}</span>
      </h2>
      {missing.parts.length > 0 && (
        <ul className={styles.jumps}>
          {missing.parts.map((part) => (
            <li key={keyOf(part)}>
              <Jump part={part}>{lackSentence(part.lacks)}</Jump>
            </li>
          ))}
        </ul>
      )}
      {CATEGORY_IDS.map((id) => (
        <Statements key={id} title={UNANSWERED[id]} ids={missing.unanswered[id]} />
      ))}
      <Statements title="Statements without evidence so far" ids={missing.withoutEvidence} />
      {missing.awaited.length > 0 && (
        <>
          <h3>Leads awaited</h3>
          <ul className={styles.jumps}>
            {missing.awaited.map(({ action, by, isLate }) => (
              <li key={keyOf(action)}>
                <Jump part={action}>
                  {isLate ? 'lead was to be named by' : 'lead to be named by'} {isoDayWords(by)}
                </Jump>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Jump({ part, children }: { part: Part; children: React.ReactNode }) {
  const opened = useOpened()
  const ref = (part as Partial<ActionPart>).ref
  return (
    <button type="button" onClick={() => goTo(opened, keyOf(part))}>
      <b>
        {ref && `${ref} `}
        {part.title}
      </b>
      <em>{children}</em>
    </button>
  )
}

function Statements({ title, ids }: { title: string; ids: readonly StatementId[] }) {
  const { board, as } = useSession()
  const statements = useBoard((it) => it.statements)
  if (ids.length === 0) return null
  return (
    <details className={styles.without} open={ids.length <= 12}>
      <summary>
        {title} <span>{ids.length}</span>
      </summary>
      <ul>
        {ids.map((id) => (
          <li key={id}>
            <Link href={`/b/${board}/s/${id}?as=${as}`} title={statements.get(id)?.title}>
              {statements.get(id)?.ref ?? id}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  )
}
