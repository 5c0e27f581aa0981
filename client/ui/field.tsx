/**
 * A labelled input, text area or choice, with its hint and what is wrong with it tied to it by id.
 */
import { type ComponentProps, type ReactNode, useId } from 'react'
import styles from './field.module.css'

interface Words {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong, as a sentence; the input is marked invalid while there is one. */
  error?: ReactNode
}

function useWords({ label, hint, error }: Words, id: string | undefined) {
  const made = useId()
  const own = id ?? made
  const described =
    [hint ? `${own}-hint` : '', error ? `${own}-error` : ''].filter(Boolean).join(' ') || undefined
  const wrap = (input: ReactNode) => (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={own}>
        {label}
      </label>
      {hint && (
        <span className={styles.hint} id={`${own}-hint`}>
          {hint}
        </span>
      )}
      {input}
      {error && (
        <span className={styles.error} id={`${own}-error`}>
          {error}
        </span>
      )}
    </div>
  )
  return { wrap, props: { id: own, 'aria-describedby': described, 'aria-invalid': error ? true : undefined } }
}

export function TextField({ label, hint, error, id, className, ...rest }: ComponentProps<'input'> & Words) {
  const { wrap, props } = useWords({ label, hint, error }, id)
  return wrap(<input {...rest} {...props} className={[styles.input, className].filter(Boolean).join(' ')} />)
}

export function TextArea({ label, hint, error, id, className, ...rest }: ComponentProps<'textarea'> & Words) {
  const { wrap, props } = useWords({ label, hint, error }, id)
  return wrap(
    <textarea
      {...rest}
      {...props}
      className={[styles.input, styles.area, className].filter(Boolean).join(' ')}
    />,
  )
}

export function Select({
  label,
  hint,
  error,
  id,
  className,
  children,
  ...rest
}: ComponentProps<'select'> & Words) {
  const { wrap, props } = useWords({ label, hint, error }, id)
  return wrap(
    <select {...rest} {...props} className={[styles.input, className].filter(Boolean).join(' ')}>
      {children}
    </select>,
  )
}
