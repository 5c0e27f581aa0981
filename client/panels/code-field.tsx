/**
 * Where a code is typed: large and spaced, in capitals whatever is typed.
 */
import { TextField } from '../ui/field.tsx'
import styles from './code-field.module.css'

interface Props {
  label?: string
  hint?: string
  error?: string | null
  defaultValue?: string
  onChange?(): void
}

export function CodeField({ label = 'Your code', hint, error, defaultValue, onChange }: Props) {
  return (
    <TextField
      label={label}
      hint={hint}
      name="code"
      className={styles.code}
      defaultValue={defaultValue}
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={12}
      error={error}
      onChange={onChange}
    />
  )
}
