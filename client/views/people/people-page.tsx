/**
 * People: who was invited, who came, how many took part; for those who run the board, over plain HTTP.
 */
import { ClipboardPaste, Search } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useSearch } from 'wouter'
import type { BoardReply } from '../../../shared/api.ts'
import { type BoardId, isId, type LinkId } from '../../../shared/board.ts'
import type { InvitedReply } from '../../../shared/invited.ts'
import { mayDo } from '../../../shared/policy.ts'
import { PROBLEMS, Problem, type ProblemCode } from '../../../shared/problem.ts'
import { api } from '../../session/api.ts'
import { myBoards } from '../../session/my-boards.ts'
import { whileShown } from '../../session/while-shown.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { BesideBoard } from '../beside-board.tsx'
import { BoardMessage, BoardOpening } from '../board/board-message.tsx'
import { InvitedTable } from './invited-table.tsx'
import { NotOnList } from './not-on-list.tsx'
import { PasteList } from './paste-list.tsx'
import styles from './people.module.css'

interface Loaded {
  board: BoardReply
  list: InvitedReply
}
type Loading = Loaded | ProblemCode | null

/** People go on joining while the page is open. */
const LOOK_MS = 10_000

export function PeoplePage({ board }: { board: BoardId }) {
  const as = new URLSearchParams(useSearch()).get('as') ?? myBoards.find(board)?.as
  if (!isId(board) || !isId(as))
    return (
      <Said title="This browser has not joined the board">Open the link you were sent, the whole of it.</Said>
    )
  return <People key={`${board} ${as}`} id={board} as={as} />
}

function People({ id, as }: { id: BoardId; as: LinkId }) {
  const [loading, setLoading] = useState<Loading>(null)
  const load = useCallback(
    () =>
      read(id, as).then(setLoading, (error: unknown) => {
        const because = error instanceof Problem ? error.code : 'internal'
        // What is on the screen stays there: a network that is gone for a while takes nothing away.
        setLoading((was) => (was && typeof was === 'object' ? was : because))
      }),
    [id, as],
  )
  useEffect(() => {
    void load()
    return whileShown(LOOK_MS, () => void load())
  }, [load])
  const title = loading && typeof loading === 'object' ? loading.board.title : null
  useEffect(() => {
    if (title !== null) document.title = `People · ${title} · Due Regard`
  }, [title])

  if (loading === null) return <BoardOpening />
  if (typeof loading === 'string')
    return (
      <Said
        title={
          loading === 'role_forbids' ? 'The invited list is for facilitators' : 'The list cannot be opened'
        }
        actions={
          loading === 'role_forbids' ? (
            <ButtonLink href={`/b/${id}?as=${as}`}>To the board</ButtonLink>
          ) : (
            <Button onClick={() => void load()}>Try again</Button>
          )
        }
      >
        {loading === 'role_forbids' ? 'Who is on the board is shown under Share.' : PROBLEMS[loading].says}
      </Said>
    )
  return <Shown loaded={loading} as={as} onChanged={load} />
}

async function read(id: BoardId, as: LinkId): Promise<Loaded> {
  const at = api.at(id, as)
  const board = await at.read()
  if (!mayDo(board.me.role, 'managePeople')) throw new Problem('role_forbids', 'people')
  return { board, list: await at.call<InvitedReply>('/invited') }
}

interface ShownProps {
  loaded: Loaded
  as: LinkId
  onChanged(): Promise<void>
}

function Shown({ loaded: { board, list }, as, onChanged }: ShownProps) {
  const isEmpty = list.invited.length === 0
  const [pasting, setPasting] = useState(false)
  const [looked, setLooked] = useState('')
  const at = api.at(board.id, as)
  return (
    <div className={styles.page}>
      <BesideBoard
        heading="People"
        title={board.title}
        board={`/b/${board.id}?as=${as}`}
        saved={null}
        skip="Skip to the people"
      />
      <main className={styles.main} id="statement" tabIndex={-1}>
        {!isEmpty && <Figures list={list} />}
        {pasting || isEmpty ? (
          <PasteList
            at={at}
            already={list.invited}
            onDone={async () => {
              await onChanged()
              setPasting(false)
            }}
            onCancel={isEmpty ? undefined : () => setPasting(false)}
          />
        ) : (
          <div className={styles.tools}>
            <div className={styles.find}>
              <Search size={17} aria-hidden />
              <TextField
                label={<span className="visually-hidden">Find somebody</span>}
                placeholder="Find a name, post or group"
                value={looked}
                onChange={(event) => setLooked(event.target.value)}
                autoComplete="off"
              />
            </div>
            <Button
              look="primary"
              icon={<ClipboardPaste size={17} aria-hidden />}
              onClick={() => setPasting(true)}
            >
              Add people
            </Button>
          </div>
        )}
        {!isEmpty && (
          <InvitedTable
            at={at}
            invited={list.invited.filter((it) => fits(it, looked))}
            people={board.people}
            onChanged={onChanged}
          />
        )}
        {!isEmpty && <NotOnList at={at} list={list} people={board.people} onChanged={onChanged} />}
      </main>
    </div>
  )
}

const fits = (it: InvitedReply['invited'][number], looked: string) =>
  [it.name, it.post, it.group].join(' ').toLowerCase().includes(looked.trim().toLowerCase())

/** How many, of how many; and the groups in which results will be told. */
function Figures({ list: { invited, joined, tookPart, others, groups } }: { list: InvitedReply }) {
  const by = (way: 'room' | 'paper') => invited.filter((it) => it.way === way).length
  const ways = [by('room') && `${by('room')} in the room`, by('paper') && `${by('paper')} on paper`]
  const without = ways.filter(Boolean).join(', ')
  return (
    <section className={styles.figures} aria-label="How many">
      <Figure count={invited.length} words="invited" small={without && `of them ${without}`} />
      <Figure
        count={joined}
        of={invited.length}
        words="joined"
        small={others > 0 && `and ${others} not on the list`}
      />
      <Figure
        count={tookPart}
        of={invited.length}
        words="took part"
        small={
          tookPart === null
            ? 'Nobody can tell since the plan was agreed.'
            : 'made at least one private choice'
        }
      />
      {groups.length > 1 && (
        <div className={styles.groups}>
          <h2>Results are told by</h2>
          <ul>
            {groups.map(({ title, people }) => (
              <li key={title}>
                {title || 'Without a group'} <b>{people}</b>
              </li>
            ))}
          </ul>
          <p>Groups under five stand together, so that nobody is picked out.</p>
        </div>
      )}
    </section>
  )
}

function Figure(props: { count: number | null; of?: number; words: string; small?: ReactNode }) {
  const { count, of, words, small } = props
  return (
    <div className={styles.figure}>
      <p>
        <b className={styles.number}>{count ?? '–'}</b>
        {of !== undefined && <span className={styles.of}>{` of ${of}`}</span>}
      </p>
      <p className={styles.what}>{words}</p>
      {small && <p className={styles.small}>{small}</p>}
    </div>
  )
}

function Said({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <BoardMessage title={title} actions={actions ?? <ButtonLink href="/">To the first page</ButtonLink>}>
      <p>{children}</p>
    </BoardMessage>
  )
}
