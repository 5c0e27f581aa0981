/**
 * *What people can do now*: shown to everyone, set by facilitators.
 *
 * The change names the state it starts from. Where somebody else was quicker nothing is changed over them:
 * the dialog stays open and shows what is so now.
 */
import { ArrowRight, Eye, Lock, LockOpen, type LucideIcon, Pencil, Stamp, Users } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { createPortal } from 'react-dom'
import { PHASES, type Phase } from '../../shared/board.ts'
import { LIMITS } from '../../shared/limits.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useCanDo } from '../session/use-can.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { toast } from '../ui/toasts.tsx'
import styles from './phase-bar.module.css'
import { codeOf, sayProblem } from './say-problem.ts'
import { PHASE_WORDS } from './words.ts'

const ICONS: Record<Phase, LucideIcon> = { preparing: Pencil, open: Users, review: Eye, agreed: Stamp }

export function PhaseControl() {
  const phase = useBoard((board) => board.live.phase)
  const locked = useBoard((board) => board.live.locked)
  const maySet = useCanDo('changePhase')
  const [open, setOpen] = useState(false)
  const Icon = locked && phase === 'open' ? Lock : ICONS[phase]
  const words = locked && phase === 'open' ? 'Locked for now' : PHASE_WORDS[phase].title
  const inside = (
    <>
      <Icon size={16} aria-hidden />
      <span className="visually-hidden">What people can do now: </span>
      {words}
    </>
  )
  if (!maySet) {
    return (
      <span className={styles.pill} title={PHASE_WORDS[phase].line}>
        {inside}
      </span>
    )
  }
  return (
    <>
      <button type="button" className={styles.pill} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {inside}
      </button>
      {/* Outside whatever holds the button: a menu that closes must not take the dialog with it. */}
      {open && createPortal(<PhaseDialog onClose={() => setOpen(false)} />, document.body)}
    </>
  )
}

interface DialogProps {
  /** What is chosen when it opens, for whoever comes from a step; else what is so now. */
  suggested?: Phase
  onClose(): void
}

export function PhaseDialog({ suggested, onClose }: DialogProps) {
  const { board, as } = useSession()
  const phase = useBoard((it) => it.live.phase)
  const [from, setFrom] = useState(phase)
  const [to, setTo] = useState<Phase>(suggested ?? phase)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ on: 'reason' | 'all'; words: string } | null>(null)
  const goesBack = PHASES.indexOf(to) < PHASES.indexOf(from)
  // Somebody else set it while this dialog was open: said at once, before anything is pressed.
  const overtaken = phase !== from

  const set = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim()
    if (goesBack && !reason) {
      setProblem({ on: 'reason', words: 'Say why, so that people understand what happened.' })
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      await api.at(board, as).patch({ phase: to, from, ...(reason && { reason }) })
      toast(`${PHASE_WORDS[to].title}: participants ${PHASE_WORDS[to].participants}.`)
      onClose()
    } catch (error) {
      const stale = codeOf(error) === 'state_stale'
      setProblem({
        on: 'all',
        words: stale
          ? 'Somebody else has just changed this. Nothing was set over them: look at what is so now, and choose again.'
          : sayProblem(error),
      })
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      title="What people can do now"
      width="720px"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep it as it is</Button>
          <Button
            type="submit"
            form="phase-form"
            look="primary"
            disabled={busy || to === phase}
            icon={<ArrowRight size={18} aria-hidden />}
          >
            {to === phase ? 'Choose one' : `Change to “${PHASE_WORDS[to].title}”`}
          </Button>
        </>
      }
    >
      <form id="phase-form" className={styles.form} onSubmit={set} noValidate>
        {overtaken && (
          <p className={styles.said} role="alert">
            Somebody else has just set this to <b>{PHASE_WORDS[phase].title}</b>.{' '}
            <Button
              slim
              onClick={() => {
                setFrom(phase)
                setTo(phase)
              }}
            >
              Go on from there
            </Button>
          </p>
        )}
        <fieldset className={styles.phases}>
          <legend className="visually-hidden">What people can do now</legend>
          {PHASES.map((it) => (
            <PhaseChoice
              key={it}
              phase={it}
              isNow={it === phase}
              checked={it === to}
              onChoose={() => {
                setTo(it)
                setProblem(null)
              }}
            />
          ))}
        </fieldset>
        {goesBack && (
          <TextField
            label={`Why back to “${PHASE_WORDS[to].title}”?`}
            name="reason"
            hint="Going back loses nothing. The reason stands in the history."
            maxLength={LIMITS.line}
            autoComplete="off"
            required
            error={problem?.on === 'reason' && problem.words}
            onChange={() => setProblem(null)}
          />
        )}
        {problem?.on === 'all' && !overtaken && (
          <p className={styles.said} role="alert">
            {problem.words}
          </p>
        )}
      </form>
      {phase === 'open' && <LockLine />}
    </Dialog>
  )
}

function PhaseChoice({
  phase,
  isNow,
  checked,
  onChoose,
}: {
  phase: Phase
  isNow: boolean
  checked: boolean
  onChoose(): void
}) {
  const Icon = ICONS[phase]
  const { title, line, participants, reviewers, facilitators } = PHASE_WORDS[phase]
  const alike = participants === reviewers
  return (
    <label className={styles.phase}>
      <input type="radio" name="phase" value={phase} checked={checked} onChange={onChoose} />
      <span className={styles.title}>
        <Icon size={18} aria-hidden />
        <b>{title}</b>
        {isNow && <em>now</em>}
      </span>
      <span>{line}</span>
      <span className={styles.who}>
        {alike ? (
          <>
            <b>Participants and reviewers</b> {participants}.{' '}
          </>
        ) : (
          <>
            <b>Participants</b> {participants}. <b>Reviewers</b> {reviewers}.{' '}
          </>
        )}
        <b>Facilitators</b> {facilitators}.
      </span>
    </label>
  )
}

function LockLine() {
  const { board, as } = useSession()
  const locked = useBoard((it) => it.live.locked)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const turn = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await api.at(board, as).patch({ lock: !locked, from: locked })
    } catch (error) {
      setProblem(
        codeOf(error) === 'state_stale' ? 'Somebody else has just turned it. Look again.' : sayProblem(error),
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className={styles.lock} aria-labelledby="lock-heading">
      {locked ? <Lock size={20} aria-hidden /> : <LockOpen size={20} aria-hidden />}
      <div>
        <h3 id="lock-heading">{locked ? 'The board is locked' : 'The board is not locked'}</h3>
        <p>
          {locked
            ? 'Only facilitators move statements. Participants still comment and fill in what we will do.'
            : 'Lock it for a moment when everyone should look up: participants cannot move statements until you unlock it.'}
        </p>
        {problem && (
          <p className={styles.said} role="alert">
            {problem}
          </p>
        )}
      </div>
      <Button aria-disabled={busy} onClick={() => !busy && turn()}>
        {locked ? 'Unlock' : 'Lock'}
      </Button>
    </section>
  )
}
