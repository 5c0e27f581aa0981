/**
 * Help: the guide that stands in `docs/`, page by page, in the product's own dress.
 */
import { createElement, type ReactNode, useEffect, useState } from 'react'
import { Link } from 'wouter'
import { PART_MISSING, sayMissing } from '../../ui/lazy-part.ts'
import { PlainPage } from '../plain-page.tsx'
import type { GuideNode } from './guide-node.ts'
import { GUIDES } from './guides.ts'
import styles from './help.module.css'

export function HelpPage({ slug = '' }: { slug?: string | undefined }) {
  const guide = GUIDES.find((it) => it.slug === slug)
  const [page, setPage] = useState<{ slug: string; nodes: readonly GuideNode[] } | null>(null)
  useEffect(() => {
    let wanted = true
    guide?.load().then(
      (it) => wanted && setPage({ slug, nodes: it.default }),
      () => wanted && sayMissing(PART_MISSING),
    )
    return () => {
      wanted = false
    }
  }, [guide, slug])
  const isHere = page?.slug === slug
  useEffect(() => {
    if (!isHere) return
    // What an address points at is there only now.
    const to = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (to) to.scrollIntoView()
    else window.scrollTo(0, 0)
  }, [isHere])

  return (
    <PlainPage
      title={guide ? guide.title : 'Help'}
      lede={guide ? ledeOf(isHere ? page.nodes : []) : <NoGuide />}
    >
      <div className={styles.guide}>
        <nav className={styles.pages} aria-label="Guides">
          <ul>
            {GUIDES.map((it) => (
              <li key={it.slug}>
                <Link
                  href={it.slug ? `/help/${it.slug}` : '/help'}
                  aria-current={it.slug === slug ? 'page' : undefined}
                >
                  {it.title}
                </Link>
              </li>
            ))}
            <li>
              <a href="/licences.txt">Licences</a>
            </li>
          </ul>
        </nav>
        {isHere && <article className={styles.words}>{restOf(page.nodes).map(drawn)}</article>}
      </div>
    </PlainPage>
  )
}

const NoGuide = () => (
  <>
    There is no such page of the guide. Go to <Link href="/help">its beginning</Link>, or choose one here.
  </>
)

const insideOf = (node: GuideNode | undefined): readonly GuideNode[] => {
  if (node === undefined || typeof node === 'string') return []
  const [, , ...inside] = node
  return inside
}
const wordsOf = (node: GuideNode): string =>
  typeof node === 'string' ? node : insideOf(node).map(wordsOf).filter(Boolean).join(' ')

/** A page begins with its heading, which the frame says, and a paragraph, which stands under it. */
const isLede = (node: GuideNode | undefined) => typeof node === 'object' && node[0] === 'p'
const ledeOf = ([, lede]: readonly GuideNode[]): ReactNode => isLede(lede) && insideOf(lede).map(drawn)
const restOf = (nodes: readonly GuideNode[]) => nodes.slice(isLede(nodes[1]) ? 2 : 1)

/** A guide never changes while it is looked at, so where a piece stands is what it is. */
function drawn(node: GuideNode, key: number): ReactNode {
  if (typeof node === 'string') return node
  const [tag, says, ...inside] = node
  const { href } = says
  if (tag === 'a' && href?.startsWith('/help'))
    return (
      <Link key={key} href={href}>
        {inside.map(drawn)}
      </Link>
    )
  // Enlarged, a table moves in a box of its own.
  if (tag === 'table')
    return (
      <section
        key={key}
        className={styles.table}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        tabIndex={0}
        aria-label={`Table: ${inside.slice(0, 1).map(wordsOf)}`}
      >
        <table>{inside.map(drawn)}</table>
      </section>
    )
  return createElement(tag, { key, ...says }, ...(inside.length > 0 ? [inside.map(drawn)] : []))
}
