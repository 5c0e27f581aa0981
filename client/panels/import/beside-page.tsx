/**
 * A page of a report beside the candidates that came from it.
 */
import { BookOpen } from 'lucide-react'
import { Fragment, useEffect, useRef } from 'react'
import type { ImportRow } from '../../../shared/imports/rows.ts'
import styles from './candidate-list.module.css'
import { isPartOf, paragraphsOf, type ReportPage } from './report-pages.ts'

/** The page as the report has it, the words of the candidate marked. */
export function BesidePage({ page, candidate }: { page: ReportPage; candidate: ImportRow | undefined }) {
  const box = useRef<HTMLDivElement>(null)
  const words = (candidate?.text ?? '').replace(/\s+/g, ' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another candidate is another place on the page
  useEffect(() => {
    const mark = box.current?.querySelector('mark')
    if (mark && box.current) box.current.scrollTop = mark.offsetTop - box.current.clientHeight / 3
  }, [page.label, words])
  return (
    <aside className={styles.page} aria-label={`Page ${page.label} of the report`}>
      <h3>
        <BookOpen size={17} aria-hidden /> Page {page.label}
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must be able to */}
      <div ref={box} tabIndex={0} className={styles.sheet}>
        {paragraphsOf(page.lines).map((lines, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a page never change
          <p key={at}>
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <Fragment key={index}>{isPartOf(words, line) ? <mark>{line} </mark> : `${line} `}</Fragment>
            ))}
          </p>
        ))}
      </div>
    </aside>
  )
}
