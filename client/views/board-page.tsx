/**
 * A board by its address: joins where the address brings a key, opens where this browser has joined before,
 * and says plainly where neither is possible.
 */
import { type ComponentProps, Suspense, useEffect, useState } from 'react'
import { useLocation, useRoute, useSearch } from 'wouter'
import type { JoinReply } from '../../shared/api.ts'
import { type BoardId, isId, type LinkId } from '../../shared/board.ts'
import { readRefusal } from '../../shared/policy.ts'
import { PROBLEMS, Problem, type ProblemCode } from '../../shared/problem.ts'
import { api } from '../session/api.ts'
import { dropLinkKey, linkKeyOf } from '../session/link-key.ts'
import { myBoards } from '../session/my-boards.ts'
import { SessionProvider, useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useConnection } from '../session/use-connection.ts'
import { useOpenSession } from '../session/use-open-session.ts'
import { useNewerBuild } from '../shell/newer-build.ts'
import { Fenced } from '../ui/fenced.tsx'
import { lazyPart } from '../ui/lazy-part.ts'
import { BoardMessage, BoardOpening } from './board/board-message.tsx'
import { BoardView } from './board/board-view.tsx'
import { JoinForm } from './board/panels.tsx'
import { useSaidChanges } from './board/say-changes.ts'

const NoBoard = lazyPart(() => import('./board/no-board.tsx').then((it) => it.NoBoard))
const PlanPages = lazyPart(() => import('./plan-pages.tsx').then((it) => it.PlanPages))
const TogetherView = lazyPart(() => import('./together/together-view.tsx').then((it) => it.TogetherView))

const reload = () => location.reload()

type NeedsName = Extract<JoinReply, { needs: 'name' }>

export function BoardPage({ board }: { board: BoardId }) {
  const key = useLinkKey(board)
  const search = useSearch()
  const as = new URLSearchParams(search).get('as') ?? myBoards.find(board)?.as
  if (key) return <Joining key={key} board={board} linkKey={key} />
  if (!isId(board) || !isId(as)) return <Instead why="not_joined" />
  return <OpenBoard key={`${board} ${as}`} board={board} as={as} />
}

/** Follows links that are pasted into the address of a board that is open already. */
function useLinkKey(board: BoardId): string | null {
  const [key, setKey] = useState(() => linkKeyOf(board))
  const search = useSearch()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address says when to look again
  useEffect(() => {
    const look = () => setKey(linkKeyOf(board))
    look()
    window.addEventListener('hashchange', look)
    return () => window.removeEventListener('hashchange', look)
  }, [board, search])
  return key
}

function Joining({ board, linkKey }: { board: BoardId; linkKey: string }) {
  const [, navigate] = useLocation()
  const [asked, setAsked] = useState<NeedsName | null>(null)
  const [because, setBecause] = useState<ProblemCode | null>(null)
  const [tries, setTries] = useState(0)

  const joined = ({ as }: { as: LinkId }) => {
    dropLinkKey(board)
    const search = new URLSearchParams(location.search)
    search.set('as', as)
    navigate(`${location.pathname}?${search}`, { replace: true })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, and again when somebody says so
  useEffect(() => {
    let gone = false
    setBecause(null)
    api.join(board, { key: linkKey }).then(
      (reply) => {
        if (gone) return
        if (reply.needs) setAsked(reply)
        else joined(reply)
      },
      (error: unknown) => {
        if (!gone) setBecause(error instanceof Problem ? error.code : 'internal')
      },
    )
    return () => {
      gone = true
    }
  }, [board, linkKey, tries])

  if (because) return <Instead why={because} onRetry={() => setTries(tries + 1)} />
  if (!asked) return <BoardOpening />
  return (
    <Suspense fallback={<BoardOpening />}>
      <JoinForm by={{ key: linkKey }} reply={asked} onJoined={joined} />
    </Suspense>
  )
}

function OpenBoard({ board, as }: { board: BoardId; as: LinkId }) {
  const opening = useOpenSession(board, as)
  if (opening.state === 'opening') return <BoardOpening />
  if (opening.state === 'refused') return <Instead why={opening.because} onRetry={reload} />
  return (
    <SessionProvider session={opening.session}>
      <Fenced instead={<Instead why="broken" onRetry={reload} />}>
        <Opened />
      </Fenced>
    </SessionProvider>
  )
}

/** The board as soon as there is something to show: what this device kept, or what the server has. */
function Opened() {
  const { me, board, as } = useSession()
  const { state, because, heardAt, unsaved } = useConnection()
  // Before the door opens the board has said nothing; the device was told its title when it joined.
  const title = useBoard((it) => it.facts.title) || myBoards.find(board, as)?.title || ''
  const phase = useBoard((it) => it.live.phase)
  const locked = useBoard((it) => it.live.locked)
  const [shown, setShown] = useState(false)
  const [, beside] = useRoute('/b/:board/:page')
  const has = useBoard((it) => it.ids.length > 0)
  // The room says so at its door, where nothing of the board has been told yet.
  const isClosedYet = because === 'phase_forbids'
  useSaidChanges(isClosedYet ? 'preparing' : shown ? phase : null, locked, me.role)
  useNewerBuild(state === 'online')
  useEffect(() => {
    if (state === 'online' || has) setShown(true)
  }, [state, has])
  useEffect(() => {
    if (title) document.title = `${title} · Due Regard`
  }, [title])

  // What could not be saved stays on the screen, to be copied.
  if (state === 'closed' && because && (unsaved === 0 || because === 'board_erased'))
    return <Instead why={because} onRetry={reload} />
  if (isClosedYet) return <Instead why="preparing" title={title} />
  if (!shown)
    return heardAt === null && state === 'offline' ? (
      <Instead why={because ?? 'unreachable'} tries onRetry={reload} />
    ) : (
      <BoardOpening />
    )
  if (readRefusal(me.role, { phase })) return <Instead why="preparing" title={title} />
  if (!beside) return <BoardView />
  return (
    <Suspense fallback={<BoardOpening />}>
      {beside.page === 'together' ? <TogetherView /> : <PlanPages here={beside.page} />}
    </Suspense>
  )
}

/** What stands here instead is fetched when it is needed; where nothing can be, its title is here already. */
function Instead(props: ComponentProps<typeof NoBoard>) {
  const { why, title } = props
  const says = why in PROBLEMS ? PROBLEMS[why as ProblemCode].says : 'There is no board here just now.'
  return (
    <Suspense fallback={<BoardMessage isLate title={title || says} />}>
      <NoBoard {...props} />
    </Suspense>
  )
}
