/**
 * The frame of the pages beside the boards: the product's name, the ways in, and what the page holds.
 */
import type { ReactNode } from 'react'
import { BrandMark } from '../ui/brand.tsx'
import styles from './site-page.module.css'

interface Props {
  /** Links to where people come in from here. */
  ways: ReactNode
  children: ReactNode
}

export function SitePage({ ways, children }: Props) {
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <a className={styles.brand} href="/">
          <BrandMark />
          Due Regard
        </a>
        <nav className={styles.ways} aria-label="Ways in">
          {ways}
        </nav>
      </header>
      {children}
    </div>
  )
}
