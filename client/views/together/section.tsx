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
  const hasThemes = byTheme && items.some((it) => themeOf(it) !== '')
  return (
    <details open={!folded || items.some((it) => it.id === chosen)} className={styles.section}>
      <summary>
        {title} <span>{items.length}</span>
      </summary>
      {/* biome-ignore lint/a11y/noRedundantRoles: without its bullets Safari takes it for no list */}
      <ul role="list">
        {items.map((item, at) => {
          const statement = statements.get(item.id)
          return (
            <li key={item.id}>
              {hasThemes && themeOf(item) !== (at > 0 ? themeOf(items[at - 1]) : null) && (
                <p className={styles.theme}>{themeOf(item) || 'Without a theme'}</p>
              )}
              <Item
                id={item.id}
                name={statement?.ref ?? ''}
                words={statement?.title || statement?.text || ''}
                state={stateWords(item, words)}
                isChosen={item.id === chosen}
                onChoose={onChoose}
              />
            </li>
          )
        })}
      </ul>
    </details>
  )
})

interface ItemProps {
  id: StatementId
  name: string
  words: string
  state: string
  isChosen: boolean
  onChoose(id: StatementId): void
}

/** Of hundreds only those are drawn anew that something has happened to. */
const Item = memo(function Item({ id, name, words, state, isChosen, onChoose }: ItemProps) {
  return (
    <button
      type="button"
      className={styles.item}
      data-begins={name}
      aria-current={isChosen ? 'true' : undefined}
      onClick={() => onChoose(id)}
    >
      <b>{name}</b>
      <span className={styles.itemTitle}>{words}</span>
      <small>{state}</small>
    </button>
  )
})

function stateWords({ decision, mark, opinion }: AgendaItem, words: BoardFacts['columns']): string {
  if (decision?.column) return words[decision.column].title
  if (decision) return decision.parked?.who ? `${decision.parked.who} decides` : ''
  if (mark?.open) return `${mark.answered} of ${mark.expected}`
  if (!mark?.result) return ''
  return `${AGREEMENT_WORDS[mark.result.agreement]} · ${resultWords(mark.result, opinion, words)}`
}
