/**
 * The one button, and a link that looks like it.
 *
 * An icon never stands alone: a button without words names itself by `aria-label` and is for a card's own menu.
 */
import type { ComponentProps, ReactNode } from 'react'
import styles from './button.module.css'

type Look = 'plain' | 'primary' | 'quiet' | 'danger'
interface Dress {
  look?: Look
  slim?: boolean
  icon?: ReactNode
}

const classesOf = (look: Look, slim: boolean | undefined, className: string | undefined) =>
  [styles.button, look === 'plain' ? '' : styles[look], slim ? styles.slim : '', className]
    .filter(Boolean)
    .join(' ')

export function Button({
  look = 'plain',
  slim,
  icon,
  className,
  children,
  ...rest
}: ComponentProps<'button'> & Dress) {
  return (
    <button type="button" {...rest} className={classesOf(look, slim, className)}>
      {icon}
      {children}
    </button>
  )
}

export function ButtonLink({
  look = 'plain',
  slim,
  icon,
  className,
  children,
  ...rest
}: ComponentProps<'a'> & Dress) {
  return (
    <a {...rest} className={classesOf(look, slim, className)}>
      {icon}
      {children}
    </a>
  )
}
