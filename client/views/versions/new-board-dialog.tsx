/**
 * A new board that starts from a sealed version; then the way to it.
 */
import { ArrowRight } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import type { NewBoardReply } from '../../../shared/api.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { comeIn } from '../../panels/come-in.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { announce } from '../../ui/announcer.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import styles from './versions.module.css'

export function NewBoardDialog({ version, onClose }: { version: VersionReply; onClose(): void }) {
  const { board, as, me } = useSession()
  const [made, setMade] = useState<{ reply: NewBoardReply; address: string } | null>(null)
  const [needsKey, setNeedsKey] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ on: 'title' | 'all'; words: string } | null>(null)
  useEffect(() => {
    // Where it cannot be asked, the call itself says that a key is needed.
    api.home().then(
      (home) => setNeedsKey(home.createKeyNeeded),
      () => {},
    )
  }, [])
  const start = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const title = String(fields.get('title') ?? '').trim()
    if (!title) {
      setProblem({ on: 'title', words: 'Give the board a title.' })
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      const from = { board, version: version.version, statements: fields.has('statements') }
      const key = String(fields.get('key') ?? '').trim() || undefined
      const reply = await api.createBoard({ title, from }, key, as)
      setMade({ reply, address: await comeIn(reply, me.name) })
      announce(`${title} is ready.`)
    } catch (error) {
      setProblem({ on: 'all', words: sayProblem(error) })
    } finally {
      setBusy(false)
    }
  }
  if (made) return <Ready {...made} onClose={onClose} />
  return (
    <Dialog
      title={`A new board from version ${version.version}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" form="new-board-form" look="primary" disabled={busy}>
            {busy ? 'Starting…' : 'Start the board'}
          </Button>
        </>
      }
    >
      <form id="new-board-form" className={styles.restore} onSubmit={start} noValidate>
        <p>
          It takes over who was invited or took part, the work streams and watched sources, the rule for
          agreement, and the lists. Choices, comments, decisions and actions stay here.
        </p>
        <TextField
          label="Title"
          name="title"
          hint="Hard Truths: the second year"
          maxLength={120}
          autoComplete="off"
          data-first
          required
          error={problem?.on === 'title' && problem.words}
          onChange={() => setProblem(null)}
        />
        <label className={styles.tick}>
          <input type="checkbox" name="statements" defaultChecked />
          <b>Bring its statements</b>
          <span>Each begins in To sort and says where it stood, and whether that was decided.</span>
        </label>
        {needsKey && (
          <TextField
            label="Creation key"
            name="key"
            hint="Whoever runs this server has it."
            autoComplete="off"
            spellCheck={false}
            required
          />
        )}
        {problem?.on === 'all' && (
          <p className={styles.said} role="alert">
            {problem.words}
          </p>
        )}
      </form>
    </Dialog>
  )
}

function Ready({ reply, address, onClose }: { reply: NewBoardReply; address: string; onClose(): void }) {
  const { path } = reply.links.facilitator
  return (
    <Dialog
      title={`${reply.board.title} is ready`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Stay here</Button>
          <ButtonLink look="primary" href={address} icon={<ArrowRight size={18} aria-hidden />}>
            Go to the new board
          </ButtonLink>
        </>
      }
    >
      <div className={styles.restore}>
        <p>You come in as its facilitator. It is being prepared: nobody else sees it until you open it.</p>
        <p>
          <CopyButton text={new URL(path, location.href).href} what="facilitator link">
            Copy the facilitator link
          </CopyButton>
        </p>
      </div>
    </Dialog>
  )
}
