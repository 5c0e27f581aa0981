/**
 * One part of what there is to talk about: its statements, each with how far it is.
 */
import { memo } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { AGREEMENT_WORDS } from '../../../shared/consult/agreement.ts'
import type { BoardFacts } from '../../../shared/doc/reads/facts.ts'
import { useBoard } from '../../session/use-board.ts'
import type { AgendaItem } from './agenda.ts'
import { resultWords } from './result.tsx'
import styles from './together.module.css'

interface Props {
  title: string
  items: readonly AgendaItem[]
  chosen: StatementId | null
  onChoose(id: StatementId): void
  folded?: boolean
  /** Whether each theme begins with its name. */
  byTheme?: boolean
}

export const Section = memo(function Section({
  title,
  items,
  chosen,
  onChoose,
  folded = false,
  byTheme = false,
}: Props) {
  const statements = useBoard((board) => board.statements)
  const words = useBoard((board) => board.facts.columns)
  if (items.length === 0) return null
  const themeOf = (item: AgendaItem | undefined) => (item && statements.get(item.id)?.theme) ?? ''
  return (
    <details open={!folded || items.some((it) => it.id === chosen)} className={styles.section}>
      <summary>
        {title} <span>{items.length}</span>
      </summary>
      <ul>
        {items.map((item, at) => (
          <li key={item.id}>
            {byTheme && themeOf(item) !== (at > 0 ? themeOf(items[at - 1]) : null) && (
              <p className={styles.theme}>{themeOf(item) || 'Without a theme'}</p>
            )}
            <button
              type="button"
              className={styles.item}
              aria-current={item.id === chosen ? 'true' : undefined}
              onClick={() => onChoose(item.id)}
            >
              <b>{statements.get(item.id)?.ref}</b>
              <span className={styles.itemTitle}>
                {statements.get(item.id)?.title || statements.get(item.id)?.text}
              </span>
              <small>{stateWords(item, words)}</small>
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
})

function stateWords({ decision, mark, opinion }: AgendaItem, words: BoardFacts['columns']): string {
  if (decision?.column) return words[decision.column].title
  if (decision) return decision.parked?.who ? `${decision.parked.who} decides` : ''
  if (mark?.open) return `${mark.answered} of ${mark.expected}`
  if (!mark?.result) return ''
  return `${AGREEMENT_WORDS[mark.result.agreement]} · ${resultWords(mark.result, opinion, words)}`
}
