/**
 * Joining by a code: six letters from the wall, or eight of one's own to go on as oneself.
 */
import { ArrowRight } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import type { JoinReply } from '../../../shared/api.ts'
import { DOOR_CODE, parseCode } from '../../../shared/code.ts'
import { CodeField } from '../../panels/code-field.tsx'
import { sayProblem } from '../../panels/say-problem.ts'
import { api } from '../../session/api.ts'
import { Button } from '../../ui/button.tsx'
import styles from './door.module.css'

export type AskedByCode = { code: string; reply: Extract<JoinReply, { needs: 'name' }> }

/** A code in the address comes from a square that a phone was pointed at. */
function codeInAddress(): string | null {
  const code = parseCode(location.hash.slice(1))
  if (code) history.replaceState(history.state, '', location.pathname + location.search)
  return code
}

export function JoinByCode({ onAsked }: { onAsked(asked: AskedByCode): void }) {
  const [given] = useState(codeInAddress)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const use = async (code: string) => {
    setBusy(true)
    setProblem(null)
    try {
      const reply = await api.joinByCode({ code })
      if (reply.needs) onAsked({ code, reply })
      else location.assign(`/b/${reply.board}?as=${reply.as}`)
    } catch (error) {
      setProblem(sayProblem(error))
      setBusy(false)
    }
  }
  // The wall's is no more than looked at; a person's own is used up, so they press the button themselves.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as the page opens
  useEffect(() => {
    if (given?.length === DOOR_CODE) void use(given)
  }, [])

  const join = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const field = event.currentTarget.elements.namedItem('code') as HTMLInputElement
    const code = parseCode(field.value)
    if (code) void use(code)
    else {
      setProblem(
        field.value.trim()
          ? 'A code has six or eight letters and digits, and neither vowels nor 0, 1 and L.'
          : 'Type the code from the screen in the room, or the one your other device shows.',
      )
      field.focus()
    }
  }
  return (
    <form className={styles.form} onSubmit={join} noValidate>
      <div className={styles.pair}>
        <CodeField
          label="I have a code"
          hint="From the screen in the room, your other device, or a slip of paper."
          defaultValue={given ?? ''}
          error={problem}
          onChange={() => setProblem(null)}
        />
        <Button type="submit" look="primary" big disabled={busy} icon={<ArrowRight size={18} aria-hidden />}>
          {busy ? 'Asking…' : 'Go in'}
        </Button>
      </div>
    </form>
  )
}
