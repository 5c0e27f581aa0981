/**
 * Joining by a code, or by the link somebody was sent: paste it, and go.
 */
import { ArrowRight } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { parseBoardLink } from '../../panels/board-link.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import styles from './door.module.css'
import { type AskedByCode, JoinByCode } from './join-by-code.tsx'

export function JoinByLink({ onAsked }: { onAsked(asked: AskedByCode): void }) {
  const [problem, setProblem] = useState<string | null>(null)
  const join = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const field = event.currentTarget.elements.namedItem('link') as HTMLInputElement
    const link = parseBoardLink(field.value, location.href)
    if (!link) {
      setProblem(
        field.value.trim()
          ? 'That is not a whole link. Copy it again from the invitation, with everything after the # in it.'
          : 'Paste the link from your invitation here.',
      )
      field.focus()
      return
    }
    location.assign(link.elsewhere ?? `/b/${link.board}#${link.key}`)
  }
  return (
    <section className={styles.door} id="join" aria-labelledby="join-heading">
      <h2 id="join-heading" className={styles.heading}>
        Join a board
      </h2>
      <p className={styles.lead}>You read a code in the room, or were sent a link.</p>
      <JoinByCode onAsked={onAsked} />
      <form className={styles.form} onSubmit={join} noValidate>
        <div className={styles.pair}>
          <TextField
            label="Your link"
            name="link"
            type="url"
            autoComplete="off"
            spellCheck={false}
            error={problem}
            onChange={() => setProblem(null)}
          />
          <Button type="submit" icon={<ArrowRight size={18} aria-hidden />}>
            Join
          </Button>
        </div>
      </form>
      <p className={styles.aside}>
        Not sure about your network? <a href="/check">See whether a board will work here</a>, before the day.
      </p>
    </section>
  )
}
