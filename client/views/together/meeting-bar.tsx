/**
 * What steers a meeting, in one line under the head: the timer, the time there is, the wall, the lock.
 */
import { DoorClosed, DoorOpen, Keyboard, Lock, LockOpen, Projector } from 'lucide-react'
import { Suspense, useEffect, useState } from 'react'
import type { DoorsReply } from '../../../shared/api.ts'
import { SCREENS, type Screen } from '../../../shared/board.ts'
import { setFacilitation } from '../../../shared/doc/edits.ts'
import { api } from '../../session/api.ts'
import type { BoardSession } from '../../session/contract.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import type { Acts } from './acts.ts'
import styles from './meeting.module.css'
import { TimeBudget } from './time-budget.tsx'
import { TimeLeft } from './time-left.tsx'
import { TogetherKeys } from './together-keys.tsx'

const DoorsDialog = lazyPart(() => import('../../panels/doors-dialog.tsx').then((it) => it.DoorsDialog))

const SCREEN_WORDS: Readonly<Record<Screen, string>> = {
  statement: 'The statement',
  progress: 'Who has chosen',
  board: 'The board',
  join: 'How to join',
  closing: 'Closing page',
}

interface Props {
  runs: boolean
  /** Statements that are left to talk about. */
  left: number
  /** Whether more of them may come of a private vote. */
  more: boolean
  act: Acts
  areKeysShown: boolean
  onKeys(shown: boolean): void
}

export function MeetingBar({ runs, left, more, act, areKeysShown, onKeys }: Props) {
  return (
    <section className={styles.bar} data-runs={runs || undefined} aria-label="The meeting">
      <TimeLeft runs={runs} act={act} />
      {runs && <TimeBudget statements={left} more={more} />}
      {runs && <Wall />}
      {runs && <LockButton act={act} />}
      <Button
        slim
        look="quiet"
        className={styles.keys}
        icon={<Keyboard size={17} aria-hidden />}
        onClick={() => onKeys(true)}
      >
        Keys
      </Button>
      {areKeysShown && <TogetherKeys runs={runs} onClose={() => onKeys(false)} />}
    </section>
  )
}

/** What the projector shows, said from a laptop or a phone. */
function Wall() {
  const session = useSession()
  const screen = useBoard((board) => board.facilitation.screen)
  const show = (next: Screen) =>
    session.edit('Show on the projector', (doc) => setFacilitation(doc, 'screen', { show: next }))
  return (
    <>
      <label className={styles.wall}>
        <Projector size={18} aria-hidden />
        <span className={styles.wallName}>On the projector</span>
        <select value={screen ?? 'statement'} onChange={(event) => show(event.target.value as Screen)}>
          {SCREENS.map((it) => (
            <option key={it} value={it}>
              {SCREEN_WORDS[it]}
            </option>
          ))}
        </select>
      </label>
      {screen === 'join' && <DoorsButton />}
    </>
  )
}

/** The way to the doors while the wall says how to join. Arrows pass that choice, so nothing opens by itself. */
function DoorsButton() {
  const { board, as } = useSession()
  const [isShown, show] = useState(false)
  const [areShut, setShut] = useState(false)
  useEffect(() => {
    if (isShown) return
    let isOver = false
    void areOpen({ board, as }).then((open) => {
      if (isOver) return
      setShut(!open)
      if (!open) announce('The doors are closed: nobody can join yet')
    })
    return () => {
      isOver = true
    }
  }, [board, as, isShown])
  return (
    <>
      <Button
        slim
        look={areShut ? 'primary' : 'plain'}
        icon={areShut ? <DoorClosed size={17} aria-hidden /> : <DoorOpen size={17} aria-hidden />}
        onClick={() => show(true)}
      >
        {areShut ? 'The doors are closed: open them…' : 'Doors'}
      </Button>
      {isShown && (
        <Suspense fallback={null}>
          <DoorsDialog onClose={() => show(false)} />
        </Suspense>
      )}
    </>
  )
}

/** A wall that says how to join while nobody can come in helps nobody; where that is not known, none is bothered. */
const areOpen = ({ board, as }: Pick<BoardSession, 'board' | 'as'>): Promise<boolean> =>
  api
    .at(board, as)
    .call<DoorsReply>('/doors')
    .then(
      (doors) => doors.open,
      () => true,
    )

function LockButton({ act }: { act: Acts }) {
  const locked = useBoard((board) => board.live.locked)
  const phase = useBoard((board) => board.live.phase)
  const [isBusy, setBusy] = useState(false)
  if (phase !== 'open') return null
  return (
    <Button
      slim
      disabled={isBusy}
      aria-pressed={locked}
      icon={locked ? <Lock size={16} aria-hidden /> : <LockOpen size={16} aria-hidden />}
      onClick={async () => {
        setBusy(true)
        await act.lock(!locked)
        setBusy(false)
      }}
    >
      {locked ? 'Locked: unlock' : 'Lock the board'}
    </Button>
  )
}
