/**
 * What stands between me and sorting, said once above the board: no network, a lock, a phase, a role, and
 * what of mine the room overtook.
 */
import { CloudOff, Eye, Lock, LockKeyhole, TriangleAlert } from 'lucide-react'
import { Suspense, useState } from 'react'
import { PROBLEMS } from '../../../shared/problem.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useConnection } from '../../session/use-connection.ts'
import { useLeftovers } from '../../session/use-leftovers.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { standingStill } from './board-words.ts'
import styles from './notices.module.css'

export function Notices() {
  return (
    <div className={styles.notices}>
      <NetworkNotice />
      <StillNotice />
      <VoteNotice />
      <Call />
      <Overtaken />
    </div>
  )
}

/** Where those who take part make their private choices, while any are asked for. */
function VoteNotice() {
  const session = useSession()
  const votes = useBoard((board) => board.live.votes)
  const open = Array.from(votes.values()).filter((it) => it.open).length
  if (open === 0 || !session.mayDo('choose')) return null
  return (
    <p className={styles.notice}>
      <LockKeyhole size={19} aria-hidden />
      <span>
        <b>A private vote is open</b> on {open} {open === 1 ? 'statement' : 'statements'}.{' '}
        <a href={`/b/${session.board}/choices?as=${session.as}`}>Make my choices</a>
        {' · '}
        <a href={`/b/${session.board}/together?as=${session.as}`}>Together</a>
      </span>
    </p>
  )
}

const Called = lazyPart(() => import('./called.tsx').then((it) => it.Called))

/** What a facilitator has put on every screen while this page was open. */
function Call() {
  const { mayDo } = useSession()
  const focus = useBoard((board) => board.facilitation.focus)
  const [first] = useState(focus)
  const isCalled = focus !== null && focus !== first && !mayDo('decide')
  return <Suspense fallback={null}>{isCalled && <Called id={focus} />}</Suspense>
}

function NetworkNotice() {
  const { state, saved, serverKeeping, because, heardAt, unsaved } = useConnection()
  if (state === 'closed')
    return (
      <p className={`${styles.notice} ${styles.danger}`} role="alert">
        <TriangleAlert size={19} aria-hidden />
        <span>
          <b>This board has closed on this screen.</b> {because ? PROBLEMS[because].says : ''}{' '}
          {unsaved > 0 && 'What you did last was not saved.'}
        </span>
      </p>
    )
  if (saved === 'unkept')
    return (
      <p className={`${styles.notice} ${styles.danger}`}>
        <TriangleAlert size={19} aria-hidden />
        <span>
          <b>Do not close this tab.</b> {changes(unsaved)} not on the server, and this browser keeps no copy.
        </span>
      </p>
    )
  if (!serverKeeping && state !== 'connecting')
    return (
      <p className={`${styles.notice} ${styles.danger}`}>
        <TriangleAlert size={19} aria-hidden />
        <span>
          <b>The server cannot save just now.</b> You can go on; keep this tab open until the line above says
          Saved.
        </span>
      </p>
    )
  if (state === 'offline' && because === 'sockets_blocked')
    return (
      <p className={`${styles.notice} ${styles.danger}`}>
        <TriangleAlert size={19} aria-hidden />
        <span>
          <b>No live connection.</b> {PROBLEMS.sockets_blocked.says} <a href="/check">A note for them.</a> Go
          on sorting: it is kept on this device and sent once they are allowed.
        </span>
      </p>
    )
  if (state !== 'offline') return null
  return (
    <p className={`${styles.notice} ${styles.warn}`}>
      <CloudOff size={19} aria-hidden />
      <span>
        <b>No connection{heardAt ? ` since ${clock.format(heardAt)}` : ''}.</b> Go on sorting: it is kept on
        this device and sent later.{' '}
        <span className={styles.wide}>You do not see what others do meanwhile.</span>
      </span>
    </p>
  )
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const changes = (count: number) => (count === 1 ? 'One change is' : `${count} changes are`)

function StillNotice() {
  const { me } = useSession()
  const phase = useBoard((board) => board.live.phase)
  const locked = useBoard((board) => board.live.locked)
  const words = standingStill(phase, locked, me.role)
  if (!words) return null
  const Icon = locked && phase !== 'agreed' ? Lock : Eye
  return (
    <p className={styles.notice}>
      <Icon size={18} aria-hidden />
      <span>{words}</span>
    </p>
  )
}

const Leftovers = lazyPart(() => import('./leftovers.tsx').then((it) => it.Leftovers))

/** What of mine the room overtook. */
function Overtaken() {
  const some = useLeftovers().length > 0
  return <Suspense fallback={null}>{some && <Leftovers />}</Suspense>
}
