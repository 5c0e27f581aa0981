/**
 * The statements one part of the plan answers, and the way to link many at once.
 */
import { Link2, Unlink } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { StatementId } from '../../../shared/board.ts'
import { unlinkStatements } from '../../../shared/doc/plan-edits.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import type { Part } from '../../../shared/plan/outline.ts'
import { useEdit } from '../../panels/use-edit.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCan } from '../../session/use-can.ts'
import { Button } from '../../ui/button.tsx'
import { useOpened } from './opened.ts'
import styles from './parts.module.css'

const TITLES = {
  action: 'It answers',
  stream: 'It takes into account',
  watch: 'Watched for',
} as const

export function Answers({ part, folded = false }: { part: Part; folded?: boolean }) {
  const { item, title, answers, resting } = part
  const opened = useOpened()
  const mayLink = useCan({ root: 'responses', key: `x/${item.kind}`, to: 'x' })
  const words = TITLES[item.kind]
  const count = answers.length + resting.length
  const list = (
    <ul className={styles.statements}>
      {answers.map((id) => (
        <Answered key={id} id={id} part={part} mayUnlink={mayLink} />
      ))}
      {resting.map((id) => (
        <Answered key={id} id={id} part={part} mayUnlink={mayLink} isResting />
      ))}
    </ul>
  )
  const link = mayLink && (
    <Button
      slim
      icon={<Link2 size={16} aria-hidden />}
      aria-label={`Link statements to “${title}”`}
      onClick={() => opened.link({ kind: item.kind, id: item.id })}
    >
      Link statements…
    </Button>
  )
  const line = `${words} ${answers.length} ${answers.length === 1 ? 'statement' : 'statements'}`
  return (
    <div className={styles.answers}>
      {!folded || count === 0 ? (
        <p className={styles.answersHead}>
          {count === 0 && item.kind === 'stream' ? 'It takes no statement into account yet' : line}
        </p>
      ) : (
        <details>
          <summary>
            {line}
            <Refs ids={answers} />
          </summary>
          {list}
        </details>
      )}
      {!folded && count > 0 && list}
      {link}
    </div>
  )
}

function Refs({ ids }: { ids: readonly StatementId[] }): ReactNode {
  const statements = useBoard((board) => board.statements)
  return ids.length > 0 && <span className={styles.refs}>{refsOf(statements, ids)}</span>
}

/** "F37, K3 and 12 more" */
export function refsOf(statements: BoardSnapshot['statements'], ids: readonly StatementId[], most = 8) {
  const named = ids.slice(0, most).map((id) => statements.get(id)?.ref ?? id)
  const more = ids.length - named.length
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ')
}

interface AnsweredProps {
  id: StatementId
  part: Part
  mayUnlink: boolean
  isResting?: boolean
}

function Answered({ id, part, mayUnlink, isResting }: AnsweredProps) {
  const { board, as } = useSession()
  const statement = useBoard((it) => it.statements.get(id))
  const column = useBoard((it) => it.placements.get(id)?.column) ?? 'unsorted'
  const words = useBoard((it) => it.facts.columns[column])
  const edit = useEdit()
  const ref = statement?.ref ?? id
  return (
    <li>
      <b>{ref}</b>
      <span>
        <Link href={`/b/${board}/s/${id}?as=${as}`}>{statement?.title || statement?.text || id}</Link>
        {isResting && <small>In {words.title} now: the link rests until it comes back</small>}
      </span>
      {mayUnlink && (
        <Button
          slim
          look="quiet"
          aria-label={`Unlink ${ref}`}
          icon={<Unlink size={15} aria-hidden />}
          onClick={() =>
            edit(`Unlink ${ref} from “${part.title}”`, (doc) =>
              unlinkStatements(doc, [id], part.item.kind, part.item.id),
            )
          }
        >
          Unlink
        </Button>
      )}
    </li>
  )
}
