/**
 * The diagram of the new actions for a whole room: aim, streams, actions, in letters that are read from the back.
 *
 * What does not fit in those letters is counted instead: a stream stands for its actions, and the paper has all.
 */
import type { Diagram, DiagramStream } from '../../../shared/exports/new-actions.ts'
import { count } from '../../../shared/exports/new-actions.ts'
import styles from './wall-diagram.module.css'

/** Lines of a wall, a stream counting for two. */
const LINES = 15
const STREAM_LINES = 2

export function WallDiagram({ diagram }: { diagram: Diagram }) {
  const { streams, more, isOverview } = fitted(diagram)
  return (
    <section className={styles.diagram} aria-label="Diagram of the new actions">
      <h2>{diagram.title}</h2>
      <p className={styles.aim}>{diagram.aim}</p>
      <ol>
        {streams.map(({ title, executiveLead, actions }) => (
          <li key={title}>
            <p className={styles.stream}>
              <b>{title}</b>
              <span>{isOverview ? count(actions.length, 'action') : executiveLead}</span>
            </p>
            {!isOverview && (
              <ul>
                {actions.map((it) => (
                  <li key={it.ref} data-missing={it.missing !== '' || undefined}>
                    <b>{it.ref}</b>
                    <span>{it.title}</span>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      {more > 0 && <p className={styles.more}>and {count(more, 'more stream')}</p>}
      {!isOverview && streams.some((it) => it.actions.some((action) => action.missing)) && (
        <p className={styles.more}>Dashed: a lead, a stream or a date is still to be named.</p>
      )}
    </section>
  )
}

/** What of it fits on a wall. */
export function fitted({ streams, isOverview }: Pick<Diagram, 'streams' | 'isOverview'>): {
  streams: readonly DiagramStream[]
  more: number
  isOverview: boolean
} {
  const lines = streams.reduce((sum, it) => sum + STREAM_LINES + it.actions.length, 0)
  if (!isOverview && lines <= LINES) return { streams, more: 0, isOverview: false }
  const most = Math.floor(LINES / STREAM_LINES)
  const shown = streams.length <= most ? streams : streams.slice(0, most - 1)
  return { streams: shown, more: streams.length - shown.length, isOverview: true }
}
