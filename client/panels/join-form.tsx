/**
 * Coming in by a link or a code: whose board this is, a name, and in. Ten seconds, no account.
 *
 * Where people were invited by a list one finds oneself in it; a name somebody has joined under already is
 * opened by that person's own code. What is typed is kept on this device for the next board, and who will
 * see it is said before it is given.
 */
import { ArrowRight } from 'lucide-react'
import { type FormEvent, useEffect, useId, useState } from 'react'
import type { JoinReply } from '../../shared/api.ts'
import type { Role } from '../../shared/board.ts'
import { LIMITS } from '../../shared/limits.ts'
import { api } from '../session/api.ts'
import { BrandMark } from '../ui/brand.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { CodeField } from './code-field.tsx'
import styles from './join-form.module.css'
import { type ListedName, NamePicker } from './name-picker.tsx'
import { rememberedName, rememberName } from './remembered-name.ts'
import { codeOf, sayProblem } from './say-problem.ts'

type NeedsName = Extract<JoinReply, { needs: 'name' }>
type Joined = Exclude<JoinReply, { needs: 'name' }>

interface Props {
  /** What brought somebody here: `<linkId>.<key>` as it came in the address, or the code on the wall. */
  by: { key: string } | { code: string }
  reply: NeedsName
  onJoined(joined: Joined): void
}

const WELCOME: Record<Role, string> = {
  facilitator: 'You are joining as a facilitator: you run this board.',
  participant: 'You are joining as a participant: you sort statements, comment, and say what we will do.',
  reviewer: 'You are joining as a reviewer: you read everything and comment.',
  observer: 'You are joining to look on: you see the statements and where they are.',
}

export function JoinForm({ by, reply, onJoined }: Props) {
  const { board } = reply
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ on: 'name' | 'code' | 'all'; words: string } | null>(null)
  const [listed, setListed] = useState(reply.invited === true)
  const [chosen, setChosen] = useState<ListedName | null>(null)
  const [last] = useState(rememberedName)
  const headingId = useId()
  const isTaken = listed && chosen?.taken === true
  useEffect(() => {
    document.title = `Join ${board.title} · Due Regard`
  }, [board.title])

  const join = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = (name: string) => String(new FormData(form).get(name) ?? '').trim()
    const [name, group] = [given('name'), given('group')]
    if (listed ? !chosen : !name) {
      const words = listed
        ? 'Choose your name from the list, or say that you are not on it.'
        : 'Give a name, so that others know who you are.'
      setProblem({ on: 'name', words })
      form.querySelector('input')?.focus()
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      const joiner = listed ? { invitee: chosen?.id } : { name, group: group || undefined }
      const joined = isTaken
        ? await api.joinByCode({ code: given('code') })
        : 'key' in by
          ? await api.join(board.id, { key: by.key, ...joiner })
          : await api.joinByCode({ code: by.code, ...joiner })
      if (joined.needs || joined.board !== board.id) throw new Error('another door than this')
      rememberName({ name: joined.participant.name, group: joined.participant.group ?? '' })
      onJoined(joined)
    } catch (error) {
      // Somebody was a moment faster: from here on it is known to be taken.
      if (chosen && codeOf(error) === 'name_taken') setChosen({ ...chosen, taken: true })
      else setProblem({ on: isTaken ? 'code' : 'all', words: sayProblem(error) })
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
          <h1 id={headingId}>{board.title}</h1>
          {board.organisation && <p>{board.organisation}</p>}
        </header>
        {listed ? (
          <>
            <NamePicker
              find={(begins) => api.findName(board.id, { ...by, begins })}
              chosen={chosen}
              onChoose={(name) => {
                setChosen(name)
                setProblem(null)
              }}
              error={problem?.on === 'name' ? problem.words : null}
            />
            {isTaken && (
              <div className={styles.taken}>
                <p>
                  <b>{chosen.name} has joined on another device.</b> If that was you, open the board there,
                  choose <b>Share</b>, then <b>Continue on another device</b>, and type the code it shows.
                </p>
                <CodeField
                  error={problem?.on === 'code' ? problem.words : null}
                  onChange={() => setProblem(null)}
                />
                <p className={styles.aside}>
                  That device is lost? A facilitator can set your name free under People.
                </p>
              </div>
            )}
            {!chosen && (
              <Button look="quiet" className={styles.other} onClick={() => setListed(false)}>
                I am not on the list
              </Button>
            )}
          </>
        ) : (
          <>
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
            {reply.invited && (
              <Button look="quiet" className={styles.other} onClick={() => setListed(true)}>
                Look for my name in the list
              </Button>
            )}
          </>
        )}
        {problem?.on === 'all' && (
          <p className={styles.problem} role="alert">
            {problem.words}
          </p>
        )}
        <Button type="submit" look="primary" big disabled={busy} icon={<ArrowRight size={20} aria-hidden />}>
          {busy ? 'Joining…' : isTaken ? 'Go on here' : 'Join the board'}
        </Button>
        <p className={styles.role}>{WELCOME[reply.role]}</p>
      </form>
      <p className={styles.foot}>
        {reply.role === 'facilitator'
          ? 'Keep this link to yourself: whoever holds it runs the board.'
          : listed
            ? 'No account, no password. Everyone on this board sees your name; it is not in the published papers.'
            : 'No account, no password. This device remembers you.'}
      </p>
    </main>
  )
}
