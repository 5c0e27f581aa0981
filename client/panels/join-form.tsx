/**
 * Coming in by a link: whose board this is, a name, and in. Ten seconds, no account.
 *
 * The name is kept on this device for the next board. Who will see it is said before it is given.
 */
import { ArrowRight } from 'lucide-react'
import { type FormEvent, useEffect, useId, useState } from 'react'
import type { JoinReply } from '../../shared/api.ts'
import type { BoardId, Role } from '../../shared/board.ts'
import { LIMITS } from '../../shared/limits.ts'
import { api } from '../session/api.ts'
import { BrandMark } from '../ui/brand.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import styles from './join-form.module.css'
import { rememberedName, rememberName } from './remembered-name.ts'
import { sayProblem } from './say-problem.ts'

type NeedsName = Extract<JoinReply, { needs: 'name' }>
type Joined = Exclude<JoinReply, { needs: 'name' }>

interface Props {
  board: BoardId
  /** `<linkId>.<key>`, as it came in the address. */
  linkKey: string
  reply: NeedsName
  onJoined(joined: Joined): void
}

const WELCOME: Record<Role, string> = {
  facilitator: 'You are joining as a facilitator: you run this board.',
  participant: 'You are joining as a participant: you sort statements, comment, and say what we will do.',
  reviewer: 'You are joining as a reviewer: you read everything and comment.',
  observer: 'You are joining to look on: you see the statements and where they are.',
}

export function JoinForm({ board, linkKey, reply, onJoined }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ on: 'name' | 'all'; words: string } | null>(null)
  const [last] = useState(rememberedName)
  const headingId = useId()
  useEffect(() => {
    document.title = `Join ${reply.board.title} · Due Regard`
  }, [reply.board.title])

  const join = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = (name: string) => String(new FormData(form).get(name) ?? '').trim()
    const [name, group] = [given('name'), given('group')]
    if (!name) {
      setProblem({ on: 'name', words: 'Give a name, so that others know who you are.' })
      ;(form.elements.namedItem('name') as HTMLInputElement).focus()
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      const joined = await api.join(board, { key: linkKey, name, group: group || undefined })
      if (joined.needs) throw new Error('a name was given')
      rememberName({ name, group })
      onJoined(joined)
    } catch (error) {
      setProblem({ on: 'all', words: sayProblem(error) })
      setBusy(false)
    }
  }

  return (
    <main className={styles.page}>
      <p className={styles.brand}>
        <BrandMark />
        Due Regard
      </p>
      <form className={styles.card} onSubmit={join} aria-labelledby={headingId} noValidate>
        <header>
          <h1 id={headingId}>{reply.board.title}</h1>
          {reply.board.organisation && <p>{reply.board.organisation}</p>}
        </header>
        <TextField
          label="Your name"
          name="name"
          defaultValue={last.name}
          autoComplete="name"
          maxLength={LIMITS.name}
          required
          autoFocus
          hint="Everyone on this board sees it, beside what you move and write. It is not in the published papers."
          error={problem?.on === 'name' && problem.words}
          onChange={() => setProblem(null)}
        />
        <TextField
          label={
            <>
              Your group <span className={styles.optional}>(if you were given one)</span>
            </>
          }
          name="group"
          defaultValue={last.group}
          autoComplete="off"
          maxLength={LIMITS.name}
        />
        {problem?.on === 'all' && (
          <p className={styles.problem} role="alert">
            {problem.words}
          </p>
        )}
        <Button type="submit" look="primary" big disabled={busy} icon={<ArrowRight size={20} aria-hidden />}>
          {busy ? 'Joining…' : 'Join the board'}
        </Button>
        <p className={styles.role}>{WELCOME[reply.role]}</p>
      </form>
      <p className={styles.foot}>
        {reply.role === 'facilitator'
          ? 'Keep this link to yourself: whoever holds it runs the board.'
          : 'No account, no password. This device remembers you.'}
      </p>
    </main>
  )
}
