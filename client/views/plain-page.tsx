/**
 * A page beside the boards: the product's name, a heading, and what there is to read.
 */
import { type ReactNode, useEffect } from 'react'
import { BrandMark } from '../ui/brand.tsx'
import styles from './plain-page.module.css'

interface Props {
  title: string
  lede: ReactNode
  children: ReactNode
}

export function PlainPage({ title, lede, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Due Regard`
  }, [title])
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <a className={styles.brand} href="/">
          <BrandMark />
          Due Regard
        </a>
        <nav className={styles.ways} aria-label="Ways in">
          <a href="/join">Join</a>
        </nav>
      </header>
      <main className={styles.main}>
        <h1>{title}</h1>
        <p className={styles.lede}>{lede}</p>
        {children}
      </main>
    </div>
  )
}
