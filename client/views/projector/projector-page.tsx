/**
 * The projector's own way in: a view only grant of its own, beside whatever else this browser has open.
 *
 * It comes by a view only link, by an earlier visit, or by the facilitator's own browser, which can show
 * the view only link. Whatever goes wrong it says so in a line and tries again by itself: nobody stands
 * next to a projector with a mouse.
 */
import { Component, type ReactNode, useEffect, useState } from 'react'
import type { BoardId } from '../../../shared/board.ts'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'
import { codeOf } from '../../panels/say-problem.ts'
import { SessionProvider } from '../../session/session-provider.tsx'
import { useConnection } from '../../session/use-connection.ts'
import { useOpenSession } from '../../session/use-open-session.ts'
import { refresh, useNewerBuild } from '../../shell/newer-build.ts'
import styles from './projector.module.css'
import { type ProjectorDoor, projectorDoor } from './projector-door.ts'
import { ProjectorView } from './projector-view.tsx'
import { useWall } from './use-wall.ts'

const AGAIN_MS = 5_000

export function ProjectorPage({ board }: { board: string }) {
  const [attempt, setAttempt] = useState(0)
  const again = () => setAttempt((it) => it + 1)
  useWakeLock()
  return (
    <Healing key={`${board} ${attempt}`} onAgain={again}>
      <Door board={board} onAgain={again} />
    </Healing>
  )
}

function Door({ board, onAgain }: { board: BoardId; onAgain(): void }) {
  const [door, setDoor] = useState<ProjectorDoor | ProblemCode | null>(null)
  useEffect(() => {
    let wanted = true
    projectorDoor(board).then(
      (found) => wanted && setDoor(found),
      (error: unknown) => wanted && setDoor(codeOf(error)),
    )
    return () => {
      wanted = false
    }
  }, [board])
  if (door === null) return <Message title="Opening the board…" />
  if (typeof door === 'string') return <Refused because={door} onAgain={onAgain} />
  return <Open board={board} door={door} onAgain={onAgain} />
}

function Open({ board, door, onAgain }: { board: BoardId; door: ProjectorDoor; onAgain(): void }) {
  const wall = useWall(board, door.joinUrl)
  const opening = useOpenSession(board, door.as)
  if (opening.state === 'opening') return <Message title="Opening the board…" />
  if (opening.state === 'refused') return <Refused because={opening.because} onAgain={onAgain} />
  // Another role would be sent what is not for a room.
  if (opening.session.me.role !== 'observer') return <Refused because="link_invalid" onAgain={onAgain} />
  return (
    <SessionProvider session={opening.session}>
      <UnlessClosed onAgain={onAgain}>
        <ProjectorView joinUrl={wall} />
      </UnlessClosed>
    </SessionProvider>
  )
}

/** A connection that is closed for good ends the picture; one that may come back leaves it standing. */
function UnlessClosed({ onAgain, children }: { onAgain(): void; children: ReactNode }) {
  const { state, because = 'internal' } = useConnection()
  useNewerBuild(state === 'online', refresh)
  return state === 'closed' ? <Refused because={because} onAgain={onAgain} /> : children
}

const FOR_GOOD: readonly ProblemCode[] = ['board_erased', 'link_withdrawn', 'link_invalid', 'board_unknown']

function Refused({ because, onAgain }: { because: ProblemCode; onAgain(): void }) {
  const isFinal = FOR_GOOD.includes(because)
  useAgain(isFinal ? null : onAgain)
  return (
    <Message title={PROBLEMS[because].says}>
      {because === 'no_session' || because === 'link_invalid' ? (
        <p>
          Open the projector from <b>Share</b> on the facilitator’s board, or by a <b>view only</b> link.
        </p>
      ) : because === 'link_withdrawn' ? (
        <p>The facilitator can open the projector again from Share.</p>
      ) : isFinal ? null : (
        <p>This screen tries again by itself every few seconds.</p>
      )}
    </Message>
  )
}

function Message({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <main className={styles.message}>
      <h1>{title}</h1>
      {children}
    </main>
  )
}

function useAgain(onAgain: (() => void) | null) {
  useEffect(() => {
    if (!onAgain) return
    const timer = setTimeout(onAgain, AGAIN_MS)
    return () => clearTimeout(timer)
  }, [onAgain])
}

/** Something that throws while drawing is drawn afresh a moment later. */
class Healing extends Component<{ onAgain(): void; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError = () => ({ broken: true })
  override render() {
    return this.state.broken ? (
      <Refused because="internal" onAgain={this.props.onAgain} />
    ) : (
      this.props.children
    )
  }
}

/** Keeps the screen from going dark, where the browser can. */
function useWakeLock() {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined
    let ended = false
    const ask = async () => {
      if (document.visibilityState !== 'visible') return
      try {
        const granted = await navigator.wakeLock?.request('screen')
        if (ended) void granted?.release()
        else lock = granted
      } catch {
        // Refused, or on battery: the screen may go dark.
      }
    }
    void ask()
    document.addEventListener('visibilitychange', ask)
    return () => {
      ended = true
      document.removeEventListener('visibilitychange', ask)
      void lock?.release()
    }
  }, [])
}
