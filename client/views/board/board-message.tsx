/**
 * A page that says one thing where a board would be: it is being opened, it is being prepared, it is gone.
 */
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { BrandMark } from '../../ui/brand.tsx'
import styles from './board-message.module.css'

interface Props {
  title: string
  icon?: LucideIcon
  /** Shown only where what comes after it takes its time. */
  isLate?: boolean
  children?: ReactNode
  /** What can be done about it. */
  actions?: ReactNode
}

export function BoardMessage({ title, icon: Icon, isLate, children, actions }: Props) {
  return (
    <main className={isLate ? `${styles.page} ${styles.late}` : styles.page}>
      <a className={styles.brand} href="/">
        <BrandMark />
        Due Regard
      </a>
      <div className={styles.card}>
        {Icon && (
          <span className={styles.disc}>
            <Icon size={26} aria-hidden />
          </span>
        )}
        <h1>{title}</h1>
        {children}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </main>
  )
}

/** The shape of a board, before there is one. */
export function BoardOpening() {
  return (
    <main className={styles.opening} aria-busy="true">
      <h1 className="visually-hidden" role="status">
        Opening the board…
      </h1>
      <div className={styles.bar} />
      <div className={styles.columns} aria-hidden>
        {[4, 3, 4, 2].map((cards, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: four shapes that never change
          <div key={at}>
            <i className={styles.head} />
            {Array.from({ length: cards }, (_, card) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: shapes that never change
              <i key={card} className={styles.shape} />
            ))}
          </div>
        ))}
      </div>
    </main>
  )
}
