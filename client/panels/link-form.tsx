/**
 * For whom a link is, and until when it works: of a new one, or of one that is given out already.
 */
import type { FormEvent } from 'react'
import type { LinkReply } from '../../shared/api.ts'
import type { Role } from '../../shared/board.ts'
import { LIMITS } from '../../shared/limits.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import styles from './share-dialog.module.css'

interface Props {
  role: Role
  link?: LinkReply
  onDone(label: string, expiresAt: number | undefined): void
  onCancel(): void
}

export function LinkForm({ role, link, onDone, onCancel }: Props) {
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    onDone(String(form.get('label') ?? '').trim(), endOfDay(String(form.get('until') ?? '')))
  }
  return (
    <form className={styles.make} onSubmit={save}>
      <TextField
        label="For whom"
        name="label"
        placeholder={role === 'observer' ? 'Commissioners' : 'Ward managers'}
        defaultValue={link?.label ?? ''}
        maxLength={LIMITS.name}
        autoComplete="off"
        autoFocus
      />
      <TextField
        label="Works until (if it should end)"
        name="until"
        type="date"
        defaultValue={link?.expiresAt === undefined ? '' : dayOf(link.expiresAt)}
      />
      <div>
        <Button type="submit">{link ? 'Save' : 'Make the link'}</Button>
        <Button look="quiet" onClick={onCancel}>
          Not now
        </Button>
      </div>
    </form>
  )
}

/** The end of that day where the facilitator sits; undefined where none was given. */
export function endOfDay(day: string): number | undefined {
  const at = new Date(`${day}T23:59:59`).getTime()
  return Number.isNaN(at) ? undefined : at
}

/** The day a moment falls on where the facilitator sits, as a date field has it. */
export function dayOf(at: number): string {
  const day = new Date(at)
  const two = (it: number) => String(it).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
