/**
 * Starting a board: a title, whose it is, what it starts from; then the four links to hand out.
 */
import { ArrowRight } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { NewBoardReply } from '../../../shared/api.ts'
import { ROLES } from '../../../shared/board.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { TEMPLATE_IDS, TEMPLATES } from '../../../shared/templates.ts'
import { comeIn } from '../../panels/come-in.ts'
import { rememberedName } from '../../panels/remembered-name.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import { ROLE_WORDS } from '../../panels/words.ts'
import { api } from '../../session/api.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { TextField } from '../../ui/field.tsx'
import styles from './door.module.css'

export function StartBoard({ createKeyNeeded }: { createKeyNeeded: boolean }) {
  const [made, setMade] = useState<Made | null>(null)
  return made ? <Ready made={made} /> : <Start createKeyNeeded={createKeyNeeded} onMade={setMade} />
}

interface Made extends NewBoardReply {
  /** Where whoever made it goes on: in by name already, or to the door that asks for one. */
  address: string
}

function Start({ createKeyNeeded, onMade }: { createKeyNeeded: boolean; onMade(made: Made): void }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ on: 'title' | 'all'; words: string } | null>(null)
  const start = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = (name: string) => String(new FormData(form).get(name) ?? '').trim()
    if (!given('title')) {
      setProblem({ on: 'title', words: 'Give the board a title.' })
      ;(form.elements.namedItem('title') as HTMLInputElement).focus()
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      const template = TEMPLATE_IDS.find((it) => it === given('template'))
      const organisation = given('organisation') || undefined
      const board = { title: given('title'), organisation, template }
      const made = await api.createBoard(board, given('key') || undefined)
      onMade({ ...made, address: await comeIn(made, given('name')) })
    } catch (error) {
      setProblem({ on: 'all', words: sayProblem(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className={styles.door} id="start" aria-labelledby="start-heading">
      <h2 id="start-heading" className={styles.heading}>
        Start a board
      </h2>
      <p className={styles.lead}>For one report, or several that are answered together.</p>
      <form className={styles.form} onSubmit={start} noValidate>
        <TextField
          label="Title"
          name="title"
          hint="What people will see at the top: “Hard Truths: our response”."
          maxLength={120}
          autoComplete="off"
          required
          error={problem?.on === 'title' && problem.words}
          onChange={() => setProblem(null)}
        />
        <TextField label="Organisation" name="organisation" maxLength={200} autoComplete="organization" />
        <TextField
          label="Your name"
          name="name"
          hint="You come in as its facilitator under this name."
          defaultValue={rememberedName().name}
          maxLength={LIMITS.name}
          autoComplete="name"
        />
        <fieldset className={styles.choices}>
          <legend>Start from</legend>
          {TEMPLATE_IDS.map((id, at) => (
            <label key={id} className={styles.choice}>
              <input type="radio" name="template" value={id} defaultChecked={at === 0} />
              <b>{TEMPLATES[id].title}</b>
              <span>{TEMPLATES[id].line}</span>
            </label>
          ))}
        </fieldset>
        {createKeyNeeded && (
          <TextField
            label="Creation key"
            name="key"
            hint="Whoever runs this server has it; it was printed when the server first started."
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
        <Button type="submit" look="primary" disabled={busy} icon={<ArrowRight size={18} aria-hidden />}>
          {busy ? 'Starting…' : 'Start the board'}
        </Button>
      </form>
    </section>
  )
}

/** The links, once: whoever holds one has its role. */
function Ready({ made }: { made: Made }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className={styles.door} id="start" aria-labelledby="ready-heading">
      <h2 id="ready-heading" className={styles.heading} ref={heading} tabIndex={-1}>
        {made.board.title} is ready
      </h2>
      <p className={styles.lead}>
        Four links, one for each role: whoever holds one has it. Keep the facilitator’s to yourself. You find
        them again under <b>Share</b>.
      </p>
      <ol className={styles.links}>
        {ROLES.map((role) => (
          <li key={role}>
            <b>{ROLE_WORDS[role].title}</b>
            <p>{ROLE_WORDS[role].may}</p>
            <CopyButton
              slim
              text={new URL(made.links[role].path, location.href).href}
              what={`${ROLE_WORDS[role].title.toLowerCase()} link`}
            >
              Copy link
            </CopyButton>
          </li>
        ))}
      </ol>
      <ButtonLink look="primary" big href={made.address} icon={<ArrowRight size={20} aria-hidden />}>
        Go to the board
      </ButtonLink>
    </section>
  )
}
