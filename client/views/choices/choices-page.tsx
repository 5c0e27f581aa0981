/**
 * My choices: private, one statement at a time, over plain HTTP.
 */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useSearch } from 'wouter'
import type { BoardReply, StatementReply } from '../../../shared/api.ts'
import { type BoardId, isId, type LinkId, type Role } from '../../../shared/board.ts'
import type { ChoiceReply, VoteReply } from '../../../shared/consult/calls.ts'
import { mayDo } from '../../../shared/policy.ts'
import { PROBLEMS, Problem, type ProblemCode } from '../../../shared/problem.ts'
import { api } from '../../session/api.ts'
import { type Guest, guestSeat, tabStorageIfAny } from '../../session/guest.ts'
import { myBoards } from '../../session/my-boards.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { BoardMessage, BoardOpening } from '../board/board-message.tsx'
import { packsFor } from './asked.ts'
import { ChoicesView } from './choices-view.tsx'
import { type Slip, SlipPage } from './hand-back.tsx'
import { GuestAnswers, OwnerAnswers } from './who-answers.tsx'

export interface Loaded {
  reply: BoardReply
  votes: VoteReply[]
  statements: StatementReply[]
  mine: ChoiceReply[]
  /** How many choices of this page had been saved when it was asked for: what came after is newer than `mine`. */
  asOf: number
}

type Loading =
  | { state: 'loading' }
  | { state: 'there'; loaded: Loaded }
  | { state: 'refused'; because: ProblemCode }

export function ChoicesPage({ board }: { board: BoardId }) {
  const search = useSearch()
  const as = new URLSearchParams(search).get('as') ?? myBoards.find(board)?.as
  if (!isId(board) || !isId(as))
    return (
      <Said title="This browser has not joined the board">Open the link you were sent, the whole of it.</Said>
    )
  return <Answering key={`${board} ${as}`} board={board} as={as} />
}

/** The owner of the device, or whoever has it in their hands: each sees their own choices and no others'. */
function Answering({ board, as }: { board: BoardId; as: LinkId }) {
  const [seat] = useState(() => guestSeat(tabStorageIfAny(), board, as))
  const [guest, setGuest] = useState<Guest | null>(seat.get)
  const [slip, setSlip] = useState<Slip | null>(null)
  const turnTo = (next: Guest | null, slip: Slip | null = null) => {
    setSlip(slip)
    if (next) seat.take(next)
    else seat.leave()
    setGuest(next)
    announce(next ? `${next.name} answers now` : 'The device is handed back')
  }
  if (slip) return <SlipPage slip={slip} owner={ownerOf(board, as)} onDone={() => setSlip(null)} />
  return <Choices key={guest?.seat ?? ''} board={board} as={as} guest={guest} onTurn={turnTo} />
}

const ownerOf = (board: BoardId, as: LinkId) => myBoards.find(board, as)?.me.name ?? ''

interface ChoicesProps {
  board: BoardId
  as: LinkId
  guest: Guest | null
  onTurn(guest: Guest | null, slip?: Slip | null): void
}

function Choices({ board, as, guest, onTurn }: ChoicesProps) {
  const [loading, setLoading] = useState<Loading>({ state: 'loading' })
  const turns = useRef(0)
  const load = useCallback(() => {
    const asOf = turns.current
    return read(board, guest ?? { as }).then(
      (loaded) => setLoading({ state: 'there', loaded: { ...loaded, asOf } }),
      (error: unknown) => {
        const because = error instanceof Problem ? error.code : 'internal'
        // What is on the screen stays there: a network that is gone for a while takes nothing away.
        setLoading((was) => (was.state === 'there' ? was : { state: 'refused', because }))
      },
    )
  }, [board, as, guest])
  useEffect(() => {
    void load()
    window.addEventListener('online', load)
    window.addEventListener('focus', load)
    return () => {
      window.removeEventListener('online', load)
      window.removeEventListener('focus', load)
    }
  }, [load])
  const back = `/b/${board}?as=${as}`
  const title = loading.state === 'there' ? loading.loaded.reply.title : null
  useEffect(() => {
    if (title !== null) document.title = `My choices · ${title} · Due Regard`
  }, [title])

  if (loading.state === 'loading') return <BoardOpening />
  const owner = ownerOf(board, as)
  if (loading.state === 'refused')
    return (
      <Said
        title="My choices cannot be opened"
        actions={
          <>
            <Button onClick={() => void load()}>Try again</Button>
            {guest && !PROBLEMS[loading.because].retry && (
              <Button onClick={() => onTurn(null)}>{`Hand it back to ${owner || 'its owner'}`}</Button>
            )}
          </>
        }
      >
        {PROBLEMS[loading.because].says}
      </Said>
    )
  const { reply, votes, statements, mine, asOf } = loading.loaded
  const whoAnswers = (waiting: number) =>
    guest ? (
      <GuestAnswers
        board={board}
        guest={guest}
        owner={owner}
        waiting={waiting}
        onLeft={(slip) => onTurn(null, slip)}
      />
    ) : (
      <OwnerAnswers reply={reply} onGuest={onTurn} />
    )
  const toBoard = guest ? whoAnswers(0) : <ButtonLink href={back}>To the board</ButtonLink>
  if (!mayChoose(reply))
    return (
      <Said title={reply.title} actions={toBoard}>
        Private choices are for those who take part; your link is for reading.
      </Said>
    )
  const packs = packsFor(votes, statements, reply.me.id)
  if (packs.length === 0)
    return (
      <Said title={reply.title} actions={toBoard}>
        No private vote is open just now. When one is, this page is where you choose.
      </Said>
    )
  return (
    <ChoicesView
      board={board}
      as={guest?.as ?? as}
      seat={guest?.seat}
      who={whoAnswers}
      title={reply.title}
      packs={packs}
      columns={reply.columns}
      mine={mine}
      asOf={asOf}
      turns={turns}
      onMoved={() => void load()}
      back={guest ? null : back}
    />
  )
}

async function read(
  board: BoardId,
  { as, seat }: { as: LinkId; seat?: string },
): Promise<Omit<Loaded, 'asOf'>> {
  const at = api.at(board, as, seat)
  const reply = await at.read()
  if (!mayChoose(reply)) return { reply, votes: [], statements: [], mine: [] }
  const [votes, statements] = await Promise.all([at.call<VoteReply[]>('/votes'), at.statements()])
  const mine = await Promise.all(votes.map(({ vote }) => at.call<ChoiceReply[]>(`/votes/${vote}/choices`)))
  return { reply, votes, statements, mine: mine.flat() }
}

function Said({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <BoardMessage title={title} actions={actions ?? <ButtonLink href="/">To the first page</ButtonLink>}>
      <p>{children}</p>
    </BoardMessage>
  )
}

const mayChoose = ({ me }: BoardReply) => mayDo(me.role as Role, 'choose')
