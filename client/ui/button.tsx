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
  /** For the one thing a page is there for. */
  big?: boolean
  icon?: ReactNode
}

const classesOf = ({ look = 'plain', slim, big }: Dress, className: string | undefined) =>
  [styles.button, look === 'plain' ? '' : styles[look], slim && styles.slim, big && styles.big, className]
    .filter(Boolean)
    .join(' ')

export function Button({
  look,
  slim,
  big,
  icon,
  className,
  children,
  ...rest
}: ComponentProps<'button'> & Dress) {
  return (
    <button type="button" {...rest} className={classesOf({ look, slim, big }, className)}>
      {icon}
      {children}
    </button>
  )
}

export function ButtonLink({
  look,
  slim,
  big,
  icon,
  className,
  children,
  ...rest
}: ComponentProps<'a'> & Dress) {
  return (
    <a {...rest} className={classesOf({ look, slim, big }, className)}>
      {icon}
      {children}
    </a>
  )
}
