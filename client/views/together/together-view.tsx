/**
 * Talking it through: the statements in the order in which they divide the room, one of them large with what
 * private choices came to, and the decision.
 */
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { isTimed } from '../../../shared/consult/timer.ts'
import { usePacedBoard } from '../../session/paced-board.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCanDo } from '../../session/use-can.ts'
import { Button } from '../../ui/button.tsx'
import { BesideBoard } from '../beside-board.tsx'
import { SavedLine } from '../board/saved-line.tsx'
import { useActs, useDecisions, useVotes } from './acts.ts'
import { agendaOf, listedIn, nextIn } from './agenda.ts'
import { AgendaList } from './agenda-list.tsx'
import { AgreedList, LastPlaced } from './agreed-list.tsx'
import { DECIDE_FORM } from './decide-form.tsx'
import { Detail } from './detail.tsx'
import { useDrafts } from './drafts.ts'
import { MeetingBar } from './meeting-bar.tsx'
import { OpenVoteForm } from './open-vote.tsx'
import styles from './together.module.css'
import { useTogetherKeys } from './together-keys.tsx'
import { useShown } from './use-shown.ts'
import { WhoIsDone } from './who-is-done.tsx'

const MINUTE = 60_000

export function TogetherView() {
  const session = useSession()
  const title = useBoard((board) => board.facts.title)
  const board = usePacedBoard((it) => it)
  const agenda = useMemo(() => agendaOf(board), [board])
  const runs = useCanDo('decide')
  const votes = useVotes(runs)
  const decisions = useDecisions(useCanDo('readFull'))
  const drafts = useDrafts()
  const act = useActs(votes.refresh)
  const [areKeysShown, showKeys] = useState(false)
  const { toTalk, choosing, agreed, notAsked } = agenda
  const all = useMemo(() => listedIn(agenda), [agenda])
  const first = (toTalk[0] ?? choosing[0])?.id ?? null
  const listed = useMemo(() => new Set(all.map((it) => it.id)), [all])
  const { id, waiting, isTogether, setTogether, choose, bring } = useShown(runs, first, listed, drafts.worded)
  const item = all.find((it) => it.id === id) ?? null
  const next = nextIn(all, id, 1)
  const previous = nextIn(all, id, -1)

  const showResults = () => {
    if (!item?.mark?.open) return
    bring()
    void act.change(item.mark.vote, { show: [item.id] })
  }

  useTogetherKeys(runs, {
    next: () => next && choose(next),
    previous: () => previous && choose(previous),
    show: showResults,
    decide: chooseInForm,
    time: () => void act.time(isTimed(board.facilitation.timer) ? { stop: true } : { start: 3 * MINUTE }),
    minute: () => void act.time({ add: MINUTE }),
    lock: () => board.live.phase === 'open' && void act.lock(!board.live.locked),
    keys: () => showKeys(true),
  })
  useEffect(() => {
    document.title = `Together · ${title} · Due Regard`
  }, [title])

  // The same function for good, so that a list is drawn anew only when something in it has changed.
  const latest = useRef(choose)
  latest.current = choose
  const onChoose = useCallback((next: StatementId) => latest.current(next), [])
  return (
    <div className={styles.page}>
      <BesideBoard
        heading="Together"
        title={title}
        board={`/b/${session.board}?as=${session.as}`}
        saved={<SavedLine />}
      />
      <MeetingBar
        runs={runs}
        left={toTalk.length}
        more={choosing.length + notAsked.length > 0}
        act={act}
        areKeysShown={areKeysShown}
        onKeys={showKeys}
      />
      <div className={styles.stage}>
        <AgendaList agenda={agenda} chosen={id} onChoose={onChoose} runs={runs}>
          <label className={styles.follow}>
            <input
              type="checkbox"
              checked={isTogether}
              onChange={(event) => setTogether(event.target.checked)}
            />
            {runs ? 'Show on every screen what I open' : 'Follow the facilitator'}
          </label>
        </AgendaList>
        <main className={styles.main} id="statement" tabIndex={-1}>
          <AgreedList items={agreed} runs={runs} act={act} onChoose={choose} />
          {runs && <LastPlaced act={act} />}
          {waiting && <Waiting id={waiting} onGo={() => choose(waiting)} />}
          {item && (
            <Steps
              at={toTalk.findIndex((it) => it.id === id)}
              of={toTalk.length}
              onPrevious={previous === null ? null : () => choose(previous)}
              onNext={next === null ? null : () => choose(next)}
            />
          )}
          {item && (
            <Detail
              item={item}
              runs={runs}
              votes={votes.list}
              decision={decisions.get(item.id) ?? null}
              drafts={drafts}
              act={act}
              onShow={showResults}
            />
          )}
          {runs && <WhoIsDone votes={votes.list} act={act} />}
          {runs && notAsked.length > 0 && (
            <OpenVoteForm
              ids={notAsked.map((it) => it.id)}
              quorum={votes.list[0]?.quorum ?? null}
              isFirst={votes.list.length === 0}
              onOpen={act.open}
            />
          )}
          {!item && !runs && (
            <p className={styles.nothing}>Nothing has been asked yet. When it is, it is talked about here.</p>
          )}
        </main>
      </div>
    </div>
  )
}

/** The others have gone on while words of mine are not saved yet: they wait until I say so. */
function Waiting({ id, onGo }: { id: StatementId; onGo(): void }) {
  const ref = useBoard((board) => board.statements.get(id)?.ref)
  return (
    <p className={styles.waiting} role="status">
      <span>
        <b>{ref}</b> is on every screen now. You are still writing here.
      </span>
      <Button slim onClick={onGo}>
        {`Go to ${ref}; my words are kept`}
      </Button>
    </p>
  )
}

interface StepsProps {
  /** Among those to talk about; below nought elsewhere. */
  at: number
  of: number
  onPrevious: (() => void) | null
  onNext: (() => void) | null
}

function Steps({ at, of, onPrevious, onNext }: StepsProps) {
  return (
    <p className={styles.steps}>
      <Button
        slim
        disabled={!onPrevious}
        onClick={() => onPrevious?.()}
        icon={<ChevronLeft size={16} aria-hidden />}
      >
        Previous
      </Button>
      <span className={styles.place}>
        {at >= 0 ? `${at + 1} of ${of} to talk about` : of > 0 ? `${of} to talk about` : ''}
      </span>
      <Button slim disabled={!onNext} onClick={() => onNext?.()}>
        Next
        <ChevronRight size={16} aria-hidden />
      </Button>
    </p>
  )
}

/** To the decision, choosing its first, second, third or fourth answer where told which. */
function chooseInForm(nth: number | null): void {
  const form = document.getElementById(DECIDE_FORM)
  const answers = form?.querySelectorAll<HTMLInputElement>('input[type="radio"]')
  const answer = nth === null ? form?.querySelector<HTMLInputElement>('input:checked') : answers?.[nth - 1]
  const target = answer ?? answers?.[0]
  if (nth !== null) target?.click()
  target?.focus()
}
