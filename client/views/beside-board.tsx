/**
 * The head of a page beside the board: what it is, of which board, whether it is safe, and the way back.
 */
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { BrandMark } from '../ui/brand.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { HelpLink } from '../ui/help-link.tsx'
import styles from './beside-board.module.css'

interface Props {
  heading: string
  /** Of the board. */
  title: string
  /** The board's address, or null where there is no going there. */
  board: string | null
  /** The line that says whether all is saved. */
  saved: ReactNode
  skip?: string
}

/** The page's main part has the id `statement`. */
export function BesideBoard({ heading, title, board, saved, skip = 'Skip to the statement' }: Props) {
  return (
    <>
      <a className={styles.skip} href="#statement">
        {skip}
      </a>
      <header className={styles.bar}>
        <a className={styles.brand} href="/" aria-label="Due Regard, first page">
          <BrandMark />
        </a>
        <div className={styles.where}>
          <h1>{heading}</h1>
          <span>{title}</span>
        </div>
        {saved}
        <HelpLink />
        {board !== null && (
          <ButtonLink href={board} aria-label="To the board" icon={<ArrowLeft size={17} aria-hidden />}>
            <span className={styles.long}>To the board</span>
            <span className={styles.short}>Board</span>
          </ButtonLink>
        )}
      </header>
    </>
  )
}
