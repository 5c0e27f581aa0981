/**
 * What meetings made of a version: each entry stands, a later one comes after it.
 */
import { Gavel } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { OUTCOME_WORDS, OUTCOMES } from '../../../shared/outcomes.ts'
import type { Approval, VersionReply } from '../../../shared/version.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useCanDo } from '../../session/use-can.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { dayWords, isoDayWords } from '../../ui/dates.ts'
import { Select, TextArea, TextField } from '../../ui/field.tsx'
import styles from './versions.module.css'

interface Props {
  version: VersionReply
  onRecorded(): Promise<void>
}

export function Approvals({ version, onRecorded }: Props) {
  const records = useCanDo('seal')
  const [isOpen, setOpen] = useState(false)
  const { approvals } = version
  return (
    <section className={styles.part}>
      <h3>
        <Gavel size={18} aria-hidden /> Approvals
      </h3>
      {approvals.length === 0 && (
        <p className={styles.hint}>None recorded yet. They stand beside the file, never in it.</p>
      )}
      {approvals.length > 0 && (
        <ol className={styles.approvals}>
          {approvals.map((it) => (
            <li key={`${it.recordedAt} ${it.meeting}`}>
              <b>{it.meeting}</b>
              <em data-outcome={it.outcome}>{OUTCOME_WORDS[it.outcome]}</em>
              <span>{factsOf(it)}</span>
              {it.note && <p>{it.note}</p>}
              <small>{`Recorded ${dayWords(it.recordedAt)}`}</small>
            </li>
          ))}
        </ol>
      )}
      {records && !isOpen && <Button onClick={() => setOpen(true)}>Record what a meeting said…</Button>}
      {isOpen && (
        <ApprovalForm
          version={version.version}
          onClose={() => setOpen(false)}
          onRecorded={async () => {
            setOpen(false)
            await onRecorded()
          }}
        />
      )}
    </section>
  )
}

const factsOf = ({ presented, date, minute }: Approval) =>
  [
    presented && `presented ${isoDayWords(presented)}`,
    date && `decided ${isoDayWords(date)}`,
    minute && `minute ${minute}`,
  ]
    .filter(Boolean)
    .join(', ')

interface FormProps {
  version: number
  onClose(): void
  onRecorded(): Promise<void>
}

function ApprovalForm({ version, onClose, onRecorded }: FormProps) {
  const { board, as } = useSession()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ on: 'meeting' | 'all'; words: string } | null>(null)
  const record = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const text = (name: string) => String(fields.get(name) ?? '').trim()
    if (!text('meeting')) {
      setProblem({ on: 'meeting', words: 'Say which meeting it was.' })
      return
    }
    setBusy(true)
    setProblem(null)
    const given = ['presented', 'date', 'minute', 'note'].map((name) => [name, text(name)] as const)
    const body = {
      meeting: text('meeting'),
      outcome: text('outcome'),
      ...Object.fromEntries(given.filter(([, value]) => value)),
    }
    try {
      await api.at(board, as).call(`/versions/${version}/approvals`, { body })
      announce('Recorded.')
      await onRecorded()
    } catch (error) {
      setProblem({ on: 'all', words: sayProblem(error) })
      setBusy(false)
    }
  }
  return (
    <form className={styles.approve} onSubmit={record} noValidate>
      <TextField
        label="Meeting or body"
        name="meeting"
        hint="Board of Directors"
        maxLength={200}
        autoComplete="off"
        autoFocus
        required
        error={problem?.on === 'meeting' && problem.words}
        onChange={() => setProblem(null)}
      />
      <Select label="Outcome" name="outcome" defaultValue="approved">
        {OUTCOMES.map((it) => (
          <option key={it} value={it}>
            {OUTCOME_WORDS[it]}
          </option>
        ))}
      </Select>
      <TextField label="Presented on" name="presented" type="date" />
      <TextField label="Decided on" name="date" type="date" />
      <TextField label="Minute" name="minute" hint="12.4" maxLength={200} autoComplete="off" />
      <TextArea label="Reason, or what was asked for" name="note" maxLength={2000} rows={2} />
      {problem?.on === 'all' && (
        <p className={styles.said} role="alert">
          {problem.words}
        </p>
      )}
      <div className={styles.acts}>
        <Button type="submit" look="primary" disabled={busy}>
          Record it
        </Button>
        <Button onClick={onClose}>Not now</Button>
      </div>
    </form>
  )
}
