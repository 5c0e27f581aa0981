/**
 * The end of a meeting: what was decided, what stays open and with whom, what comes next, and thanks.
 */
import { type CSSProperties, useMemo } from 'react'
import { CATEGORY_IDS } from '../../../shared/columns.ts'
import type { DecisionMark } from '../../../shared/consult/vote.ts'
import { keyStatements } from '../../../shared/doc/reads/placements.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { type Diagram, diagramOf } from '../../../shared/exports/new-actions.ts'
import type { VersionMark } from '../../../shared/version.ts'
import { typedOf } from '../../panels/code-url.ts'
import { usePacedBoard } from '../../session/paced-board.ts'
import { useBoard } from '../../session/use-board.ts'
import { useNow } from '../../ui/clock-words.ts'
import { ColumnIcon, columnColour } from '../../ui/column-icon.tsx'
import { isoDayWords, momentWords } from '../../ui/dates.ts'
import QrCode from '../../ui/qr-code.tsx'
import styles from './closing.module.css'
import { WallDiagram } from './wall-diagram.tsx'

const SHOWN = 3
const MINUTE = 60_000

export function Closing({ joinUrl }: { joinUrl: string | null }) {
  const words = useBoard((board) => board.facts.columns)
  const decisions = useBoard((board) => board.live.decisions)
  const total = useBoard(keyStatements)
  const version = useBoard((board) => board.live.version) as VersionMark | undefined
  const { inCategory, parked } = outcomeOf(decisions.values())
  const open = total - decisions.size
  const diagram = useDiagram()
  return (
    <div className={styles.closing} data-drawn={diagram !== null || undefined}>
      <section className={styles.thanks}>
        <h2>Thank you.</h2>
        <p className={styles.lead}>
          {decisions.size === 0
            ? 'Nothing has been decided yet.'
            : `${decisions.size} of ${total} statements are decided.`}
        </p>
        <ul className={styles.outcome}>
          {CATEGORY_IDS.map((id) => (
            <li key={id} style={{ '--c': columnColour(id) } as CSSProperties}>
              <b>{inCategory[id]}</b>
              <span>
                <ColumnIcon id={id} size={34} />
                {words[id].title}
              </span>
            </li>
          ))}
        </ul>
        <p className={styles.rest}>
          {[parked > 0 && `${parked} parked`, open > 0 && `${open} still to decide`]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {version && (
          <p className={styles.sealed}>
            <b>{`Sealed ${momentWords(version.at)}`}</b> {version.label} · {version.sha256.slice(0, 8)}
          </p>
        )}
      </section>
      {diagram && <WallDiagram diagram={diagram} />}
      <Ahead />
      {joinUrl && (
        <aside className={styles.again}>
          <span className={styles.square}>
            <QrCode text={joinUrl} label="Code that opens the board on a phone" />
          </span>
          <p>
            <b>To come again</b>
            {typedOf(joinUrl).where}
            <em>{typedOf(joinUrl).code}</em>
          </p>
        </aside>
      )}
    </div>
  )
}

/** What will be new; null where nothing is. */
function useDiagram(): Diagram | null {
  const board = usePacedBoard((it) => it)
  const diagram = useMemo(() => diagramOf(board), [board])
  return diagram.streams.length > 0 ? diagram : null
}

function Ahead() {
  const now = useNow(10 * MINUTE)
  const milestones = useBoard((board) => board.facts.milestones)
  const decisions = useBoard((board) => board.live.decisions)
  const statements = useBoard((board) => board.statements)
  const lines = aheadOf({ facts: { milestones }, live: { decisions }, statements }, today(now))
  if (lines.length === 0) return null
  return (
    <section className={styles.ahead}>
      <h2>What comes next</h2>
      <ol>
        {lines.slice(0, SHOWN).map(({ key, day, words }) => (
          <li key={key}>
            <b>{day ? isoDayWords(day, { year: false }) : 'Open'}</b>
            <span>{words}</span>
          </li>
        ))}
      </ol>
      {lines.length > SHOWN && <p>and {lines.length - SHOWN} more</p>}
    </section>
  )
}

export function outcomeOf(decisions: Iterable<DecisionMark>) {
  const inCategory = { 'new-action': 0, 'due-regard': 0, 'watching-brief': 0 }
  let parked = 0
  for (const { column } of decisions) {
    if (column === null) parked += 1
    else inCategory[column] += 1
  }
  return { inCategory, parked }
}

interface AheadLine {
  key: string
  /** Null where nobody said by when. */
  day: string | null
  words: string
}

/** The parked ones with who decides them, and the milestones to come, by day; those without one last. */
export function aheadOf(
  board: {
    facts: Pick<BoardSnapshot['facts'], 'milestones'>
    live: Pick<BoardSnapshot['live'], 'decisions'>
    statements: BoardSnapshot['statements']
  },
  today: string,
): AheadLine[] {
  const parked = [...board.live.decisions].flatMap(([id, { column, parked }]): AheadLine[] => {
    const ref = board.statements.get(id)?.ref ?? id
    if (column !== null) return []
    return [
      {
        key: id,
        day: parked?.by ?? null,
        words: parked?.who ? `${ref}: ${parked.who} decides` : `${ref} is parked`,
      },
    ]
  })
  const coming = board.facts.milestones
    .filter((it) => it.date >= today)
    .map(({ id, date, title }): AheadLine => ({ key: `milestone ${id}`, day: date, words: title }))
  return [...parked, ...coming].sort((a, b) => ((a.day ?? '~') < (b.day ?? '~') ? -1 : 1))
}

/** The day where this screen stands. */
const today = (now: number): string => {
  const at = new Date(now)
  return new Date(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())).toISOString().slice(0, 10)
}
