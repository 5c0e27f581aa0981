/**
 * A page beside the boards: the product's name, a heading, and what there is to read.
 */
import { type ReactNode, useEffect } from 'react'
import styles from './plain-page.module.css'
import { SitePage } from './site-page.tsx'

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
    <SitePage
      ways={
        <>
          <a href="/help">Help</a>
          <a href="/join">Join</a>
        </>
      }
    >
      <main className={styles.main}>
        <h1>{title}</h1>
        <p className={styles.lede}>{lede}</p>
        {children}
      </main>
    </SitePage>
  )
}
