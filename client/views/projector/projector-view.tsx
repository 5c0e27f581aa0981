/**
 * The board for a room: three to ten metres away, nothing to press, nothing private.
 *
 * One statement where the facilitator has put one, else the board at a glance. Everything is sized by the
 * screen, so that it reads the same on a wall and on a television.
 */

import { Timer } from 'lucide-react'
import { type CSSProperties, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { CATEGORY_IDS, type CategoryId } from '../../../shared/columns.ts'
import { isTimed, leftOf } from '../../../shared/consult/timer.ts'
import type { StatementView } from '../../../shared/doc/reads/statements.ts'
import { typedOf } from '../../panels/code-url.ts'
import { PHASE_WORDS } from '../../panels/words.ts'
import { useClockDifference } from '../../session/server-clock.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useConnection } from '../../session/use-connection.ts'
import { BrandMark } from '../../ui/brand.tsx'
import { timerWords, useNow } from '../../ui/clock-words.ts'
import { ColumnIcon, columnColour } from '../../ui/column-icon.tsx'
import { spanWords } from '../../ui/dates.ts'
import { Progress } from '../../ui/progress.tsx'
import QrCode from '../../ui/qr-code.tsx'
import { Closing } from './closing.tsx'
import { Focus } from './focus.tsx'
import { Foot } from './foot.tsx'
import { JoinScreen } from './join-screen.tsx'
import { type Arrival, arrivalsAfter, shownIn } from './latest.ts'
import styles from './projector.module.css'
import { screenNow } from './screen-now.ts'
import { isAsking, VoteWall } from './vote-wall.tsx'

export function ProjectorView({ joinUrl }: { joinUrl: string | null }) {
  const title = useBoard((board) => board.facts.title)
  const phase = useBoard((board) => board.live.phase)
  const locked = useBoard((board) => board.live.locked)
  const focus = useBoard((board) => board.statements.get(board.facilitation.focus ?? ''))
  const said = useBoard((board) => board.facilitation.screen)
  const asking = useBoard(isAsking)
  const screen = screenNow({ said, hasFocus: focus !== undefined, isAsking: asking })
  const arrivals = useArrivals()
  const inviting = phase === 'agreed' ? null : joinUrl
  useEffect(() => {
    document.title = title ? `${title} · on the projector` : 'Due Regard'
  }, [title])
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <BrandMark size={40} />
        <h1>{title || 'Due Regard'}</h1>
        <SyncAge />
        <span className={styles.pill}>
          {phase === 'open' && locked ? 'Locked for now' : PHASE_WORDS[phase].title}
        </span>
        <Countdown />
      </header>
      <main className={styles.main}>
        {phase === 'preparing' ? (
          <Preparing />
        ) : screen === 'join' ? (
          <JoinScreen joinUrl={inviting} />
        ) : screen === 'closing' ? (
          <Closing joinUrl={joinUrl} />
        ) : screen === 'statement' && focus ? (
          <Focus key={focus.id} statement={focus} />
        ) : screen === 'progress' ? (
          <VoteWall />
        ) : (
          <Glance arrivals={arrivals} joinUrl={inviting} />
        )}
      </main>
      <Foot
        joinUrl={phase === 'preparing' || screen === 'statement' || screen === 'progress' ? inviting : null}
        last={arrivals[0]}
        isTalking={screen === 'statement'}
      />
    </div>
  )
}

function useArrivals(): readonly Arrival[] {
  const { snapshot } = useSession()
  const board = useSyncExternalStore(snapshot.subscribe, snapshot.get)
  const seen = useRef<typeof board | null>(null)
  const [arrivals, setArrivals] = useState<readonly Arrival[]>([])
  useEffect(() => {
    const was = seen.current
    seen.current = board
    setArrivals((before) => arrivalsAfter(before, was, board))
  }, [board])
  return arrivals
}

function Preparing() {
  const words = useBoard((board) => board.facts.columns)
  return (
    <div className={styles.preparing}>
      <p>This board is being prepared.</p>
      <ol>
        {CATEGORY_IDS.map((id) => (
          <li key={id} className={styles.kind} style={{ '--c': columnColour(id) } as CSSProperties}>
            <b>
              <ColumnIcon id={id} size={44} />
              {words[id].title}
            </b>
            <span>{words[id].line}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}

const SHOWN = 3

function Glance({ arrivals, joinUrl }: { arrivals: readonly Arrival[]; joinUrl: string | null }) {
  const words = useBoard((board) => board.facts.columns)
  const toSort = useBoard((board) => board.inColumn.unsorted.length)
  return (
    <div className={styles.glance}>
      <section className={styles.tray} style={{ '--c': columnColour('unsorted') } as CSSProperties}>
        <h2>
          <ColumnIcon id="unsorted" size={40} />
          {words.unsorted.title}
        </h2>
        <p className={styles.count}>{toSort}</p>
        {joinUrl && (
          <div className={styles.bigJoin}>
            <QrCode text={joinUrl} label="Code that opens the board on a phone" />
            <p>
              <b>Join on your phone</b>
              {typedOf(joinUrl).where}
              <em>{typedOf(joinUrl).code}</em>
            </p>
          </div>
        )}
      </section>
      {CATEGORY_IDS.map((id) => (
        <Category key={id} id={id} arrivals={arrivals} />
      ))}
    </div>
  )
}

function Category({ id, arrivals }: { id: CategoryId; arrivals: readonly Arrival[] }) {
  const words = useBoard((board) => board.facts.columns[id])
  const count = useBoard((board) => board.inColumn[id].length)
  const ready = useBoard((board) => board.readyIn[id])
  const statements = useBoard((board) => board.statements)
  const { snapshot } = useSession()
  const shown = shownIn(snapshot.get(), id, arrivals, SHOWN)
  const fresh = new Set(arrivals.slice(0, 4).map((it) => it.id))
  return (
    <section className={styles.column} style={{ '--c': columnColour(id) } as CSSProperties}>
      <h2>
        <ColumnIcon id={id} size={44} />
        {words.title}
      </h2>
      <p className={styles.count}>{count}</p>
      <Progress done={ready} of={count} colour="var(--c)" />
      <p className={styles.ready}>{ready} ready for the Board</p>
      <ol>
        {shown.map((it) => (
          <Line key={it} statement={statements.get(it)} fresh={fresh.has(it)} />
        ))}
      </ol>
    </section>
  )
}

function Line({ statement, fresh }: { statement: StatementView | undefined; fresh: boolean }) {
  if (!statement) return null
  return (
    <li className={`${styles.came} ${fresh ? styles.fresh : ''}`}>
      <b>{statement.ref}</b>
      <span>{statement.title ?? statement.text}</span>
    </li>
  )
}

/** Only while it is behind: a screen that is up to date has nothing to say about it. */
function SyncAge() {
  const { state, heardAt, serverKeeping } = useConnection()
  const isBehind = state !== 'online'
  const now = useNow(isBehind ? 1_000 : null)
  if (!isBehind && serverKeeping) return null
  return (
    <p className={styles.behind} role="status">
      {!isBehind
        ? 'The server cannot save just now'
        : heardAt === null
          ? 'Not connected yet'
          : `Not up to date: last heard ${spanWords(Math.max(0, now - heardAt))} ago`}
    </p>
  )
}

/** By the server's clock, so that it is the same on every screen. */
function Countdown() {
  const timer = useBoard((board) => board.facilitation.timer)
  const isOn = isTimed(timer)
  const ahead = useClockDifference(isOn)
  const left = leftOf(timer, useNow(isOn ? 250 : null) + ahead)
  if (!isOn) return null
  return (
    <p className={styles.timer} role="timer" data-up={left === 0 || undefined}>
      <Timer size={44} aria-hidden />
      {timerWords(left)}
    </p>
  )
}
