/**
 * The pages that make a plan of what was sorted, beside the board under one head.
 *
 * A page is a line here; each is fetched when it is first asked for.
 */
import { type ComponentType, Suspense, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { announce } from '../ui/announcer.tsx'
import { lazyPart } from '../ui/lazy-part.ts'
import { toast } from '../ui/toasts.tsx'
import { BesideBoard } from './beside-board.tsx'
import { Notices } from './board/notices.tsx'
import { SavedLine } from './board/saved-line.tsx'
import styles from './plan-pages.module.css'

interface PlanPage {
  /** Behind the address of the board. */
  path: string
  title: string
  Page: ComponentType
}

export const PLAN_PAGES: readonly PlanPage[] = [
  {
    path: 'plan',
    title: 'Plan',
    Page: lazyPart(() => import('./plan/plan-view.tsx').then((it) => it.PlanView)),
  },
  {
    path: 'mapping',
    title: 'Mapping',
    Page: lazyPart(() => import('./mapping/mapping-view.tsx').then((it) => it.MappingView)),
  },
  {
    path: 'timetable',
    title: 'Timetable',
    Page: lazyPart(() => import('./timetable/timetable-view.tsx').then((it) => it.TimetableView)),
  },
  {
    path: 'diagram',
    title: 'Diagram',
    Page: lazyPart(() => import('./diagram/diagram-view.tsx').then((it) => it.DiagramView)),
  },
  {
    path: 'paper',
    title: 'Paper',
    Page: lazyPart(() => import('./paper/paper-view.tsx').then((it) => it.PaperView)),
  },
  {
    path: 'track',
    title: 'Track',
    Page: lazyPart(() => import('./track/track-view.tsx').then((it) => it.TrackView)),
  },
  {
    path: 'feedback',
    title: 'Feedback',
    Page: lazyPart(() => import('./feedback/feedback-view.tsx').then((it) => it.FeedbackView)),
  },
  {
    path: 'versions',
    title: 'Versions',
    Page: lazyPart(() => import('./versions/versions-view.tsx').then((it) => it.VersionsView)),
  },
  {
    path: 'history',
    title: 'History',
    Page: lazyPart(() => import('./history/history-view.tsx').then((it) => it.HistoryView)),
  },
]

export function PlanPages({ here }: { here: string }) {
  const { board, as } = useSession()
  const title = useBoard((it) => it.facts.title)
  const page = PLAN_PAGES.find((it) => it.path === here)
  const pages = useRef<HTMLElement>(null)
  useUndoKeys()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another place in the row
  useEffect(() => {
    const current = pages.current?.querySelector<HTMLElement>('[aria-current]')
    // On a narrow screen the row is longer than the screen.
    if (pages.current && current)
      pages.current.scrollLeft = current.offsetLeft - pages.current.offsetLeft - 60
  }, [here])
  useEffect(() => {
    document.title = `${page?.title ?? 'Plan'} · ${title} · Due Regard`
  }, [page, title])
  return (
    <div className={styles.page}>
      <BesideBoard
        heading={page?.title ?? 'No such page'}
        title={title}
        board={`/b/${board}?as=${as}`}
        saved={<SavedLine />}
        skip="Skip to the plan"
      />
      <nav ref={pages} className={styles.pages} aria-label="Pages of the plan">
        {PLAN_PAGES.map((it) => (
          <Link
            key={it.path}
            href={`/b/${board}/${it.path}?as=${as}`}
            aria-current={it.path === here ? 'page' : undefined}
          >
            {it.title}
          </Link>
        ))}
      </nav>
      <Notices />
      <main className={styles.main} id="statement" tabIndex={-1}>
        {page ? (
          <Suspense fallback={<p className={styles.wait}>One moment…</p>}>
            <page.Page />
          </Suspense>
        ) : (
          <p className={styles.wait}>There is no page of this name. Choose one above, or go to the board.</p>
        )}
      </main>
    </div>
  )
}

/** Ctrl+Z takes back one's own last change, as on the board; in a field it is the field's. */
function useUndoKeys() {
  const session = useSession()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isLetter = (event.ctrlKey || event.metaKey) && !event.altKey
      const key = event.key.toLowerCase()
      if (!isLetter || (key !== 'z' && key !== 'y') || event.defaultPrevented) return
      const { target } = event
      if (target instanceof HTMLElement && target.closest('input, textarea, select, dialog')) return
      event.preventDefault()
      const again = key === 'y' || event.shiftKey
      const outcome = again ? session.redo() : session.undo()
      const words =
        'done' in outcome
          ? outcome.done
          : 'overtaken' in outcome
            ? outcome.overtaken
            : again
              ? 'There is nothing to redo.'
              : 'There is nothing of yours to undo.'
      toast(words, undefined, 'undo')
      announce(words)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [session])
}
