/**
 * The foot of the wall: how to join, what is next or has just moved, and how far the room is.
 */
import { type CSSProperties, useMemo } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import type { ColumnId } from '../../../shared/columns.ts'
import { keyStatements, sortedStatements } from '../../../shared/doc/reads/placements.ts'
import { typedOf } from '../../panels/code-url.ts'
import { useBoard } from '../../session/use-board.ts'
import { ColumnIcon, columnColour } from '../../ui/column-icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import QrCode from '../../ui/qr-code.tsx'
import { agendaOf } from '../together/agenda.ts'
import type { Arrival } from './latest.ts'
import styles from './projector.module.css'

interface Props {
  /** Null where the page shows it larger, or the screen does not know it. */
  joinUrl: string | null
  last: Arrival | undefined
  /** Whether one statement is talked about, so that there is a next. */
  isTalking: boolean
}

export function Foot({ joinUrl, last, isTalking }: Props) {
  const next = useNext()
  return (
    <footer className={styles.foot}>
      {joinUrl && (
        <div className={styles.join}>
          <span className={styles.qr}>
            <QrCode text={joinUrl} label="Code that opens the board on a phone" />
          </span>
          <p>
            <b>Join on your phone</b>
            <span>{typedOf(joinUrl).where}</span>
            <em>{typedOf(joinUrl).code}</em>
          </p>
        </div>
      )}
      {isTalking && next ? <Next id={next} /> : last && <LastMove move={last} />}
      <HowFar />
    </footer>
  )
}

/** The first to talk about that is not on the wall already. */
function useNext(): StatementId | null {
  const board = useBoard((it) => it)
  const { focus } = board.facilitation
  return useMemo(() => {
    const { toTalk } = agendaOf(board)
    const at = toTalk.findIndex((it) => it.id === focus)
    return (toTalk[at + 1] ?? toTalk.find((it) => it.id !== focus))?.id ?? null
  }, [board, focus])
}

function Next({ id }: { id: StatementId }) {
  const statement = useBoard((board) => board.statements.get(id))
  return (
    <p className={styles.next}>
      <span className={styles.small}>Next</span>
      <span>
        <b>{statement?.ref}</b> {statement?.title || statement?.text}
      </span>
    </p>
  )
}

/** Decided of all once the room decides; sorted of all before. */
function HowFar() {
  const total = useBoard(keyStatements)
  const sorted = useBoard(sortedStatements)
  const decided = useBoard((board) => board.live.decisions.size)
  const done = decided > 0 ? decided : sorted
  return (
    <div className={styles.progress}>
      <span className={styles.small}>
        <b>{done}</b> of {total} {decided > 0 ? 'decided' : 'sorted'}
      </span>
      <Progress done={done} of={total} height={14} />
    </div>
  )
}

function LastMove({ move }: { move: Arrival }) {
  const statement = useBoard((board) => board.statements.get(move.id))
  const words = useBoard((board) => board.facts.columns)
  return (
    <p className={styles.last}>
      <span className={styles.small}>Just moved</span>
      <b>{statement?.ref}</b> to <Word id={move.column} title={words[move.column].title} />
    </p>
  )
}

function Word({ id, title }: { id: ColumnId; title: string }) {
  return (
    <span className={styles.word} style={{ '--c': columnColour(id) } as CSSProperties}>
      <ColumnIcon id={id} size={32} />
      {title}
    </span>
  )
}
