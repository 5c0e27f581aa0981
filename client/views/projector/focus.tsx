/**
 * One statement, large: its number, what it says, where it is now, and what we will do about it.
 */
import type { CSSProperties } from 'react'
import { CATEGORY_IDS, COLUMNS, isCategoryId } from '../../../shared/columns.ts'
import type { StatementView } from '../../../shared/doc/reads/statements.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { lackSentence } from '../../../shared/readiness.ts'
import { useBoard } from '../../session/use-board.ts'
import { ColumnIcon, columnColour } from '../../ui/column-icon.tsx'
import { isoDayWords } from '../../ui/dates.ts'
import styles from './projector.module.css'
import { Choosing, Outcome } from './vote-wall.tsx'

export function Focus({ statement }: { statement: StatementView }) {
  const { id, ref, title, text, chapter, theme, official } = statement
  const column = useBoard((board) => board.placements.get(id)?.column) ?? 'unsorted'
  const mark = useBoard((board) => board.live.votes.get(id))
  const decision = useBoard((board) => board.live.decisions.get(id))
  const about = [chapter, theme, official?.status && `Official response: ${official.status.toLowerCase()}`]
  return (
    <div className={styles.focus} style={{ '--c': columnColour(column) } as CSSProperties}>
      <section className={styles.statement}>
        <h2>{ref}</h2>
        {title && <p className={styles.title}>{title}</p>}
        <p className={title ? styles.textUnder : styles.text} data-length={lengthOf(text)}>
          {text}
        </p>
        <small>{about.filter(Boolean).join(' · ')}</small>
      </section>
      {mark?.open ? (
        <Choosing mark={mark} />
      ) : mark?.result && !decision ? (
        <Outcome mark={mark} result={mark.result} />
      ) : isCategoryId(column) ? (
        <Answer statement={statement} />
      ) : (
        <Question isAside={column === 'set-aside'} />
      )}
    </div>
  )
}

/** Long texts are set smaller, so that all of a statement is on the wall. */
const lengthOf = (text: string) => (text.length > 520 ? 'long' : text.length > 260 ? 'middle' : 'short')

function Question({ isAside }: { isAside: boolean }) {
  const words = useBoard((board) => board.facts.columns)
  return (
    <section className={styles.question}>
      <h2>{isAside ? 'Set aside: not a key statement' : 'Where does it belong?'}</h2>
      <ol>
        {CATEGORY_IDS.map((id) => (
          <li key={id} className={styles.choice} style={{ '--c': columnColour(id) } as CSSProperties}>
            <kbd>{COLUMNS[id].key}</kbd>
            <b>
              <ColumnIcon id={id} size={40} />
              {words[id].title}
            </b>
            <span>{words[id].line}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Answer({ statement: { id } }: { statement: StatementView }) {
  const words = useBoard((board) => board.facts.columns)
  const column = useBoard((board) => board.placements.get(id)?.column) ?? 'unsorted'
  const response = useBoard((board) => board.responses.get(id))
  const plan = useBoard((board) => board.plan)
  const lacks = useBoard((board) => board.lacks.get(id)) ?? []
  const lines = linesOf(column, response, plan)
  return (
    <section className={styles.answer}>
      <h2>
        <ColumnIcon id={column} size={64} />
        {words[column].title}
      </h2>
      <p className={styles.line}>{words[column].line}</p>
      {lines.length > 0 && (
        <ol>
          {lines.map((it) => (
            <li key={it.key} className={styles.doing}>
              <b>{it.title}</b>
              {it.about && <span>{it.about}</span>}
            </li>
          ))}
        </ol>
      )}
      {lacks.length > 0 && <p className={styles.lacks}>{lackSentence(lacks)}</p>}
    </section>
  )
}

interface Line {
  key: string
  title: string
  about: string
}

const MOST = 3

function linesOf(
  column: string,
  response: BoardSnapshot['responses'] extends ReadonlyMap<string, infer One> ? One | undefined : never,
  plan: BoardSnapshot['plan'],
): Line[] {
  if (!response) return []
  const joined = (...parts: (string | false | undefined)[]) => parts.filter(Boolean).join(' · ')
  if (column === 'new-action') {
    const actions = response.actions.flatMap((it) => plan.action.get(it) ?? [])
    const lines = actions.slice(0, MOST).map(({ id, fields }) => ({
      key: id,
      title: fields.title ?? '',
      about: joined(fields.lead, fields.due && `due ${isoDayWords(fields.due)}`),
    }))
    const more = actions.length - lines.length
    return more > 0 ? [...lines, { key: 'more', title: `and ${more} more`, about: '' }] : lines
  }
  if (column === 'due-regard') {
    const fields = plan.stream.get(response.stream ?? '')?.fields
    return fields ? [{ key: 'stream', title: fields.title ?? '', about: joined(fields.projectLead) }] : []
  }
  const fields = plan.watch.get(response.watch ?? '')?.fields
  return fields
    ? [
        {
          key: 'watch',
          title: fields.title ?? '',
          about: joined(
            fields.executiveLead,
            fields.nextReview && `next review ${isoDayWords(fields.nextReview)}`,
          ),
        },
      ]
    : []
}
