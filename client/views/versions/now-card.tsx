/**
 * The board as it is now: which phase it is in, what is not finished, and sealing it.
 */
import { CircleAlert, CircleCheck, RotateCcw, Stamp } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { sealChecks } from '../../../shared/past/checks.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { PhaseDialog } from '../../panels/phase-bar.tsx'
import { sayProblem } from '../../panels/say-problem.ts'
import { PHASE_WORDS } from '../../panels/words.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCanDo } from '../../session/use-can.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { toast } from '../../ui/toasts.tsx'
import styles from './versions.module.css'

export function NowCard({ onSealed }: { onSealed(): Promise<void> }) {
  const phase = useBoard((board) => board.live.phase)
  const seals = useCanDo('seal')
  const setsPhase = useCanDo('changePhase')
  const [isSealing, setSealing] = useState(false)
  const [isReopening, setReopening] = useState(false)
  const isShut = phase === 'agreed' || phase === 'review'
  return (
    <section className={styles.now} aria-labelledby="now-heading">
      <div className={styles.nowHead}>
        <div>
          <h2 id="now-heading" className={styles.heading}>
            The board now
          </h2>
          <p>
            <b>{PHASE_WORDS[phase].title}.</b> {PHASE_WORDS[phase].line}
          </p>
        </div>
        <div className={styles.acts}>
          {setsPhase && isShut && (
            <Button icon={<RotateCcw size={17} aria-hidden />} onClick={() => setReopening(true)}>
              Reopen…
            </Button>
          )}
          {seals && !isSealing && (
            <Button look="primary" icon={<Stamp size={18} aria-hidden />} onClick={() => setSealing(true)}>
              Seal a version…
            </Button>
          )}
        </div>
      </div>
      <Checks />
      {isSealing && (
        <SealForm
          onClose={() => setSealing(false)}
          onSealed={async () => {
            setSealing(false)
            await onSealed()
          }}
        />
      )}
      {isReopening && <PhaseDialog onClose={() => setReopening(false)} />}
    </section>
  )
}

function Checks() {
  const board = useBoard((it) => it)
  const checks = sealChecks(board)
  if (checks.length === 0) {
    return board.ids.length === 0 ? null : (
      <p className={styles.fine}>
        <CircleCheck size={18} aria-hidden /> Everything is sorted, decided and ready for the Board.
      </p>
    )
  }
  return (
    <div className={styles.checks}>
      <h3>Not finished yet</h3>
      <ul>
        {checks.map(({ id, words }) => (
          <li key={id}>
            <CircleAlert size={17} aria-hidden />
            {words}
          </li>
        ))}
      </ul>
    </div>
  )
}

function SealForm({ onClose, onSealed }: { onClose(): void; onSealed(): Promise<void> }) {
  const { board, as } = useSession()
  const phase = useBoard((it) => it.live.phase)
  const voting = useBoard((it) => it.ids.some((id) => it.live.votes.get(id)?.open))
  const isAgreed = phase === 'agreed'
  const [agreed, setAgreed] = useState(isAgreed)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ on: 'label' | 'all'; words: string } | null>(null)
  const seal = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const label = String(new FormData(event.currentTarget).get('label') ?? '').trim()
    if (!label) {
      setProblem({ on: 'label', words: 'Give it a name by which people will know it.' })
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      const body = { label, ...(agreed && { agreed: true }) }
      const sealed = await api.at(board, as).call<VersionReply>('/versions', { body })
      const words = `Version ${sealed.version} is sealed.`
      toast(words)
      announce(words)
      await onSealed()
    } catch (error) {
      setProblem({ on: 'all', words: sayProblem(error) })
      setBusy(false)
    }
  }
  return (
    <form className={styles.seal} onSubmit={seal} noValidate>
      <TextField
        label="What this version is"
        name="label"
        hint="As presented to the Board, 14 January"
        maxLength={200}
        autoComplete="off"
        autoFocus
        required
        error={problem?.on === 'label' && problem.words}
        onChange={() => setProblem(null)}
      />
      <fieldset className={styles.how} disabled={isAgreed}>
        <legend>Sealed</legend>
        <label>
          <input type="radio" name="how" checked={!agreed} onChange={() => setAgreed(false)} />
          <b>As it is now</b>
          <span>Work goes on. Seal as many as you need: before a meeting, after it, for a partner.</span>
        </label>
        <label>
          <input type="radio" name="how" checked={agreed} onChange={() => setAgreed(true)} />
          <b>As agreed</b>
          <span>
            From here on only what happens to the plan is recorded. Whose each private choice was can never be
            found out again; counts stay. You can reopen the board, with a reason.
          </span>
        </label>
      </fieldset>
      {agreed && !isAgreed && voting && (
        <p className={styles.said}>
          A private vote is open: show or close it first, or its choices stay uncounted.
        </p>
      )}
      {problem?.on === 'all' && (
        <p className={styles.said} role="alert">
          {problem.words}
        </p>
      )}
      <div className={styles.acts}>
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? 'Sealing…' : agreed ? 'Seal as agreed' : 'Seal it'}
        </Button>
        <Button onClick={onClose}>Not now</Button>
      </div>
    </form>
  )
}
