/**
 * A person as two letters on their colour; the name is read out and shown on hover.
 */
import type { CSSProperties } from 'react'
import { colourOf, initialsOf } from '../../shared/doc/presence.ts'
import styles from './avatar.module.css'

export function Avatar({ id, name, size }: { id: string; name: string; size?: number }) {
  const style = { '--person': colourOf(id), ...(size ? { '--avatar': `${size}px` } : {}) } as CSSProperties
  return (
    <span className={styles.avatar} style={style} role="img" aria-label={name} title={name}>
      <span aria-hidden>{initialsOf(name)}</span>
    </span>
  )
}
