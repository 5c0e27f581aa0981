/**
 * A board by its address: joins where the address brings a key, opens where this browser has joined before,
 * and says plainly where neither is possible.
 */
import { Suspense, useEffect, useState } from 'react'
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
import { Button, ButtonLink } from '../ui/button.tsx'
import { Fenced } from '../ui/fenced.tsx'
import { lazyPart } from '../ui/lazy-part.ts'
import { BoardMessage, BoardOpening } from './board/board-message.tsx'
import { BoardView } from './board/board-view.tsx'
import { JoinForm } from './board/panels.tsx'
import { useSaidChanges } from './board/say-changes.ts'

const TogetherView = lazyPart(() => import('./together/together-view.tsx').then((it) => it.TogetherView))

type NeedsName = Extract<JoinReply, { needs: 'name' }>

export function BoardPage({ board }: { board: BoardId }) {
  const key = useLinkKey(board)
  const search = useSearch()
  const as = new URLSearchParams(search).get('as') ?? myBoards.find(board)?.as
  if (key) return <Joining key={key} board={board} linkKey={key} />
  if (!isId(board) || !isId(as)) return <NotJoined />
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

  if (because) return <Refused because={because} onRetry={() => setTries(tries + 1)} />
  if (!asked) return <BoardOpening />
  return (
    <Suspense fallback={<BoardOpening />}>
      <JoinForm board={board} linkKey={linkKey} reply={asked} onJoined={joined} />
    </Suspense>
  )
}

function OpenBoard({ board, as }: { board: BoardId; as: LinkId }) {
  const opening = useOpenSession(board, as)
  if (opening.state === 'opening') return <BoardOpening />
  if (opening.state === 'refused')
    return <Refused because={opening.because} onRetry={() => location.reload()} />
  return (
    <SessionProvider session={opening.session}>
      <Fenced instead={<Broken />}>
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
  const [together] = useRoute('/b/:board/together')
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
    return <Refused because={because} onRetry={() => location.reload()} />
  if (isClosedYet) return <BeingPrepared title={title} />
  if (!shown)
    return heardAt === null && state === 'offline' ? (
      <Unreachable because={because ?? 'unreachable'} />
    ) : (
      <BoardOpening />
    )
  if (readRefusal(me.role, { phase })) return <BeingPrepared title={title} />
  return together ? (
    <Suspense fallback={<BoardOpening />}>
      <TogetherView />
    </Suspense>
  ) : (
    <BoardView />
  )
}

function Broken() {
  return (
    <BoardMessage
      title="This page cannot go on"
      actions={
        <Button look="primary" onClick={() => location.reload()}>
          Load it again
        </Button>
      }
    >
      <p>
        Something went wrong while it was drawn. Everything that was saved is safe, and what was not is kept
        on this device where this browser keeps anything.
      </p>
    </BoardMessage>
  )
}

function BeingPrepared({ title }: { title: string }) {
  return (
    <BoardMessage title={title || 'This board'}>
      <p>
        <b>This board is being prepared.</b> The facilitator is choosing the statements. It opens on this page
        by itself as soon as it is ready; you can leave the page open.
      </p>
    </BoardMessage>
  )
}

function Unreachable({ because }: { because: ProblemCode }) {
  return (
    <BoardMessage
      title="No connection to the board"
      actions={
        <>
          <Button onClick={() => location.reload()}>Try again</Button>
          <ButtonLink href="/check">See what this network lets through</ButtonLink>
        </>
      }
    >
      <p>{PROBLEMS[because].says} This page goes on trying by itself.</p>
    </BoardMessage>
  )
}

function NotJoined() {
  return (
    <BoardMessage
      title="This browser has not joined the board"
      actions={<ButtonLink href="/join">Join with a link</ButtonLink>}
    >
      <p>Open the link you were sent, the whole of it. It brings you straight here.</p>
    </BoardMessage>
  )
}

const TITLES: Partial<Record<ProblemCode, string>> = {
  board_erased: 'This board has been erased',
  link_withdrawn: 'Your link has been withdrawn',
  link_invalid: 'This link does not open a board',
  board_unknown: 'There is no such board here',
  no_session: 'This browser has not joined the board',
  board_full: 'The board is full',
}

function Refused({ because, onRetry }: { because: ProblemCode; onRetry(): void }) {
  const { says, retry } = PROBLEMS[because]
  const advice: Partial<Record<ProblemCode, string>> = {
    board_erased:
      'Everything on it is gone, also from this device. Ask whoever ran it if you need to know more.',
    link_withdrawn: 'Ask the facilitator for a new one.',
    link_invalid: 'It may be incomplete: copy the whole link, or ask for a new one.',
    board_unknown: 'Check the address, or open the link you were sent.',
    no_session: 'Open the link you were sent, the whole of it.',
  }
  return (
    <BoardMessage
      title={TITLES[because] ?? 'The board cannot be opened'}
      actions={
        <>
          {retry && (
            <Button look="primary" onClick={onRetry}>
              Try again
            </Button>
          )}
          <ButtonLink href="/">To the first page</ButtonLink>
        </>
      }
    >
      <p>
        {TITLES[because] ? '' : `${says} `}
        {advice[because] ?? ''}
      </p>
    </BoardMessage>
  )
}
