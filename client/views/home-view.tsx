/**
 * The first page: what this is in one glance, a board to try, and the ways into a board of one's own.
 *
 * `/join` is the same page with its second half first: somebody holding a link needs no explanation.
 */
import { ArrowRight } from 'lucide-react'
import { type CSSProperties, Suspense, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { HomeReply } from '../../shared/api.ts'
import { CATEGORY_IDS, type CategoryId, COLUMNS } from '../../shared/columns.ts'
import { projectorPath } from '../panels/board-link.ts'
import { api } from '../session/api.ts'
import { ButtonLink } from '../ui/button.tsx'
import { ColumnIcon, columnColour } from '../ui/column-icon.tsx'
import { lazyPart } from '../ui/lazy-part.ts'
import { DeviceBoards } from './home/device-boards.tsx'
import type { AskedByCode } from './home/join-by-code.tsx'
import { JoinByLink } from './home/join-by-link.tsx'
import { MiniBoard } from './home/mini-board.tsx'
import { StartBoard } from './home/start-board.tsx'
import styles from './home-view.module.css'
import { SitePage } from './site-page.tsx'

const JoinForm = lazyPart(() => import('../panels/join-form.tsx').then((it) => it.JoinForm))

/** What each answer commits us to, and one that was given in the example. */
const ANSWERS: Record<CategoryId, { means: string; needs: string; ref: string; example: string }> = {
  'new-action': {
    means: 'Nothing we do today answers this, so somebody has to begin.',
    needs: 'A work stream, a lead and a due date.',
    ref: 'F12',
    example: 'One named nurse for every handover',
  },
  'due-regard': {
    means: 'Work already under way covers it. The person leading that work is told, and shows what was done.',
    needs: 'The work stream, its project lead, and evidence so far.',
    ref: 'F9',
    example: 'Complaints answered by someone independent',
  },
  'watching-brief': {
    means: 'It waits on somebody else: a regulator, a new law, a national body. We say who keeps watch.',
    needs: 'The source we watch, an executive lead, and when we look next.',
    ref: 'F3',
    example: 'Standards care must never fall below',
  },
}

export function HomeView() {
  const [path] = useLocation()
  const home = useHome()
  const joining = path === '/join'
  const [asked, setAsked] = useState<AskedByCode | null>(null)
  useEffect(() => {
    document.title = joining ? 'Join a board · Due Regard' : 'Due Regard'
  }, [joining])
  if (asked)
    return (
      <Suspense fallback={null}>
        <JoinForm
          by={{ code: asked.code }}
          reply={asked.reply}
          onJoined={(joined) => location.assign(`/b/${joined.board}?as=${joined.as}`)}
        />
      </Suspense>
    )
  return (
    <SitePage
      ways={
        <>
          <a href="/help">Help</a>
          <a href="#join">Join</a>
          <a href="#start">Start a board</a>
        </>
      }
    >
      <main className={styles.main}>
        {joining ? (
          <h1 className="visually-hidden">Join a board</h1>
        ) : (
          <>
            <Hero home={home} />
            <Answers />
          </>
        )}
        <section className={styles.doors} aria-label="Ways in">
          <div className={styles.side}>
            <JoinByLink onAsked={setAsked} />
            <DeviceBoards />
          </div>
          <StartBoard createKeyNeeded={home?.createKeyNeeded ?? false} />
        </section>
      </main>
      <footer className={styles.foot}>
        {home && <p>{home.promise}</p>}
        <p>
          Made for keyboard, touch and screen readers: <a href="/accessibility">accessibility</a>. No account,
          no tracking.
        </p>
      </footer>
    </SitePage>
  )
}

/** Null until the server has answered; the page is whole without it. */
function useHome(): HomeReply | null {
  const [home, setHome] = useState<HomeReply | null>(null)
  useEffect(() => {
    let wanted = true
    api.home().then(
      (reply) => wanted && setHome(reply),
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [])
  return home
}

function Hero({ home }: { home: HomeReply | null }) {
  const links = home?.example?.links
  return (
    <section className={styles.hero}>
      <div className={styles.words}>
        <h1>Sort a report’s statements together, and answer them.</h1>
        <p className={styles.lede}>
          An inquiry, an inspection or a review has reported. Everyone who has to answer it works on one
          board: each statement is read, talked about and given one of three answers, and the papers for the
          Board come out of it.
        </p>
        {links && (
          <>
            <ButtonLink
              look="primary"
              big
              href={links.facilitator}
              icon={<ArrowRight size={20} aria-hidden />}
            >
              Open the example board
            </ButtonLink>
            <p className={styles.as}>
              It opens as a facilitator. See it <a href={links.participant}>as a participant</a> or{' '}
              <a href={projectorPath(links.observer)}>on the projector</a>.
            </p>
          </>
        )}
      </div>
      <MiniBoard />
    </section>
  )
}

function Answers() {
  return (
    <section className={styles.answers} aria-labelledby="answers">
      <h2 id="answers">Every statement gets one of three answers</h2>
      <ol>
        {CATEGORY_IDS.map((id) => (
          <li key={id} style={{ '--c': columnColour(id) } as CSSProperties}>
            <h3>
              <ColumnIcon id={id} size={24} />
              {COLUMNS[id].title}
            </h3>
            <p className={styles.line}>{COLUMNS[id].line}</p>
            <p>{ANSWERS[id].means}</p>
            <p className={styles.needs}>
              <b>Ready for the Board with</b> {lowered(ANSWERS[id].needs)}
            </p>
            <p className={styles.card}>
              <b>{ANSWERS[id].ref}</b> {ANSWERS[id].example}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

const lowered = (words: string) => words.charAt(0).toLowerCase() + words.slice(1)
