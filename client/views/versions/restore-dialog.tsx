/**
 * Making the board again what it was: what that would change, then a reason, then one act that can be taken
 * back.
 */
import { Undo2 } from 'lucide-react'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import type { RestorePreview, RestoreReply, RestoreTo } from '../../../shared/past/calls.ts'
import { isUnchanged } from '../../../shared/past/comparison.ts'
import { codeOf, sayProblem } from '../../panels/say-problem.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { momentWords } from '../../ui/dates.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { toast } from '../../ui/toasts.tsx'
import { ComparisonView } from './comparison-view.tsx'
import { takeBack } from './take-back.ts'
import styles from './versions.module.css'

interface Props {
  to: RestoreTo
  /** "version 2, As presented", or what the line of the history says. */
  name: string
  onClose(): void
  onDone(): void
}

export function RestoreDialog({ to, name, onClose, onDone }: Props) {
  const { board, as } = useSession()
  const statements = useBoard((it) => it.statements)
  const [preview, setPreview] = useState<RestorePreview | null>(null)
  const [problem, setProblem] = useState<{ on: 'reason' | 'all'; words: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const look = useCallback(async () => {
    try {
      setPreview(await api.at(board, as).call<RestorePreview>('/restores/preview', { query: { ...to } }))
    } catch (error) {
      setProblem({
        on: 'all',
        words: codeOf(error) === 'item_unknown' ? 'What stood there then was erased.' : sayProblem(error),
      })
    }
  }, [board, as, to])
  useEffect(() => void look(), [look])
  const nothing = preview !== null && isUnchanged(preview.changes)

  const restore = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!preview) return
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim()
    if (!reason) {
      setProblem({ on: 'reason', words: 'Say why, so that people understand what happened.' })
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      const body = { to, reason, from: preview.from }
      const { restore: number } = await api.at(board, as).call<RestoreReply>('/restores', { body })
      const words = `The board is again what it was: ${name}.`
      announce(words)
      toast(
        words,
        { label: 'Undo', run: () => void takeBack({ board, as }, number, onDone) },
        undefined,
        true,
      )
      onDone()
      onClose()
    } catch (error) {
      const isStale = codeOf(error) === 'state_stale'
      setProblem({
        on: 'all',
        words: isStale
          ? 'Somebody else has just restored the board. Look again at what would change.'
          : sayProblem(error),
      })
      if (isStale) await look()
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={`Go back to ${name}`}
      width="760px"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep it as it is</Button>
          <Button
            type="submit"
            form="restore-form"
            look="primary"
            disabled={busy || !preview || nothing}
            icon={<Undo2 size={18} aria-hidden />}
          >
            {busy ? 'Going back…' : 'Go back to it'}
          </Button>
        </>
      }
    >
      <form id="restore-form" className={styles.restore} onSubmit={restore} noValidate>
        {!preview && !problem && <p className={styles.hint}>Looking at what would change…</p>}
        {preview && (
          <>
            <p>
              The board becomes what it was at <b>{momentWords(preview.asAt)}</b>: places, decisions, words,
              plan. Comments and private choices stay, and so does what has come since. It is a change like
              any other, in the history, and can be taken back.
            </p>
            {preview.underVote.length > 0 && (
              <p className={styles.said}>
                {`Under an open private vote, and staying where they are: ${preview.underVote
                  .map((id) => statements.get(id)?.ref ?? id)
                  .join(', ')}.`}
              </p>
            )}
            <TextField
              label="Why"
              name="reason"
              hint="It stands in the history."
              maxLength={200}
              autoComplete="off"
              required
              disabled={nothing}
              error={problem?.on === 'reason' && problem.words}
              onChange={() => setProblem(null)}
            />
          </>
        )}
        {problem?.on === 'all' && (
          <p className={styles.said} role="alert">
            {problem.words}
          </p>
        )}
        {preview && (
          <>
            <h3>What would change</h3>
            <ComparisonView
              changes={preview.changes}
              names={{ before: 'Now', after: 'Then' }}
              nothing="Nothing: the board is as it was then, but perhaps for the order of cards."
            />
          </>
        )}
      </form>
    </Dialog>
  )
}
