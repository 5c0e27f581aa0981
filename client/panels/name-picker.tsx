/**
 * Finding oneself in the invited list: some letters, then one's own name, large enough for a thumb.
 */
import { Check, UserRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { NamesReply } from '../../shared/invited.ts'
import { LIMITS } from '../../shared/limits.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import styles from './name-picker.module.css'

export type ListedName = NamesReply['names'][number]

interface Props {
  find(begins: string): Promise<NamesReply>
  chosen: ListedName | null
  onChoose(name: ListedName | null): void
  /** What is wrong, as a sentence. */
  error?: string | null
  label?: string
}

/** Typing goes on meanwhile. */
const PAUSE_MS = 160

export function NamePicker({ find, chosen, onChoose, error, label = 'Your name' }: Props) {
  const [typed, setTyped] = useState('')
  const names = useNames(find, typed)
  if (chosen)
    return (
      <div className={styles.chosen}>
        <UserRound size={22} aria-hidden />
        <p>
          <b>{chosen.name}</b>
          {chosen.post && <span>{chosen.post}</span>}
        </p>
        <Button slim onClick={() => onChoose(null)}>
          Somebody else
        </Button>
      </div>
    )
  return (
    <div className={styles.picker}>
      <TextField
        label={label}
        hint="Type how it begins, then choose it."
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          const only = names?.length === 1 ? names[0] : undefined
          if (event.key !== 'Enter' || !only) return
          event.preventDefault()
          onChoose(only)
        }}
        autoComplete="off"
        spellCheck={false}
        maxLength={LIMITS.name}
        autoFocus
        error={error}
      />
      {names && names.length > 0 && (
        <ul className={styles.found} aria-label="Names found">
          {names.map((it) => (
            <li key={it.id}>
              <button type="button" onClick={() => onChoose(it)}>
                <span>
                  <b>{it.name}</b>
                  {it.post && <small>{it.post}</small>}
                </span>
                {it.taken && (
                  <em>
                    <Check size={15} aria-hidden /> joined already
                  </em>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className={names?.length === 0 ? styles.none : 'visually-hidden'}>
        {names === null
          ? ''
          : names.length === 0
            ? 'Nobody on the list begins like that.'
            : `${names.length} ${names.length === 1 ? 'name' : 'names'} found`}
      </p>
    </div>
  )
}

/** Null until two letters were typed and the server has answered. */
function useNames(find: Props['find'], typed: string): ListedName[] | null {
  const [names, setNames] = useState<ListedName[] | null>(null)
  const begins = typed.trim()
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for other letters alone
  useEffect(() => {
    if (begins.length < 2) {
      setNames(null)
      return
    }
    let wanted = true
    const timer = setTimeout(() => {
      find(begins).then(
        (reply) => wanted && setNames(reply.names),
        () => wanted && setNames(null),
      )
    }, PAUSE_MS)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [begins])
  return names
}
