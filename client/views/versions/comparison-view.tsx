/**
 * What changed between two states of a board: the counts side by side, then what is different, by kind.
 */
import type { PeopleCount } from '../../../shared/past/calls.ts'
import type { Comparison } from '../../../shared/past/comparison.ts'
import { comparisonGroups, countLines } from '../../../shared/past/comparison-words.ts'
import { useBoard } from '../../session/use-board.ts'
import { ColumnIcon } from '../../ui/column-icon.tsx'
import styles from './comparison.module.css'

interface Props {
  changes: Comparison
  people?: { before: PeopleCount | null; after: PeopleCount | null }
  /** What the two are called, over the counts. */
  names: { before: string; after: string }
  /** Where nothing is different. */
  nothing: string
}

const SHOWN_AT_ONCE = 12

export function ComparisonView({ changes, people, names, nothing }: Props) {
  const columns = useBoard((board) => board.facts.columns)
  const groups = comparisonGroups(changes, columns)
  const counts = countLines(changes, columns)
  const both = people?.before && people.after ? { before: people.before, after: people.after } : null
  return (
    <div className={styles.comparison}>
      {groups.length === 0 && <p className={styles.nothing}>{nothing}</p>}
      <table className={styles.counts}>
        <caption className="visually-hidden">Counts</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{names.before}</th>
            <th scope="col">{names.after}</th>
            <th scope="col">
              <span className="visually-hidden">Difference</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {counts.map(({ what, column, before, after }) => (
            <Row key={what} what={what} before={before} after={after}>
              {column && <ColumnIcon id={column} />}
            </Row>
          ))}
          {both && <Row what="People invited" before={both.before.invited} after={both.after.invited} />}
          {both && <Row what="People who came in" before={both.before.joined} after={both.after.joined} />}
        </tbody>
      </table>
      {groups.map(({ title, lines }) => (
        <section key={title} className={styles.group}>
          <h4>
            {title} <span>{lines.length}</span>
          </h4>
          <Lines lines={lines.slice(0, SHOWN_AT_ONCE)} />
          {lines.length > SHOWN_AT_ONCE && (
            <details>
              <summary>{`${lines.length - SHOWN_AT_ONCE} more`}</summary>
              <Lines lines={lines.slice(SHOWN_AT_ONCE)} />
            </details>
          )}
        </section>
      ))}
    </div>
  )
}

function Row({
  what,
  before,
  after,
  children,
}: {
  what: string
  before: number
  after: number
  children?: React.ReactNode
}) {
  const difference = after - before
  return (
    <tr className={difference === 0 ? styles.same : undefined}>
      <th scope="row">
        {children}
        {what}
      </th>
      <td>{before}</td>
      <td>{after}</td>
      <td className={styles.difference}>
        {difference === 0 ? '' : difference > 0 ? `+${difference}` : `−${-difference}`}
      </td>
    </tr>
  )
}

function Lines({ lines }: { lines: ReturnType<typeof comparisonGroups>[number]['lines'] }) {
  return (
    <ul>
      {lines.map(({ key, name, title, words }) => (
        <li key={key}>
          <b>{name}</b>
          <span>
            {title && <i>{title}</i>}
            {words}
          </span>
        </li>
      ))}
    </ul>
  )
}
