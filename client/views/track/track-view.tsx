/**
 * What becomes of an agreed plan: each action with what was approved beside what is expected, its progress by
 * date, what is overdue, and the reviews of what is watched. Everything is recorded where it stands.
 */
import { FileDown } from 'lucide-react'
import { useMemo, useState } from 'react'
import { countTrack, type TrackedAction, trackOf } from '../../../shared/plan/track.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { today as todayHere } from '../../ui/dates.ts'
import { useSteady } from '../../ui/use-steady.ts'
import { useOutline } from '../plan/plan-view.tsx'
import styles from './track.module.css'
import { TrackedActionRow } from './tracked-action.tsx'
import { TrackedReviewRow } from './tracked-review.tsx'

type Show = 'all' | 'late' | 'moved' | 'silent' | 'done'

const SHOWS: Readonly<Record<Show, (it: TrackedAction) => boolean>> = {
  all: () => true,
  late: (it) => it.isLate,
  moved: (it) => it.expected !== null,
  silent: (it) => it.isSilent,
  done: (it) => it.isDone,
}

const idOf = (it: TrackedAction) => it.part.item.id

export function TrackView() {
  const { board, as } = useSession()
  const here = api.at(board, as)
  const outline = useOutline()
  const today = todayHere()
  const isAgreed = useBoard((it) => it.live.phase === 'agreed')
  const track = useMemo(() => trackOf(outline, today), [outline, today])
  const counts = countTrack(track)
  const [show, setShow] = useState<Show>('all')
  const steady = useSteady(track.actions, idOf, { name: show, fits: SHOWS[show] })
  const filters: readonly [Show, string, number][] = [
    ['all', 'All actions', counts.all],
    ['late', 'Overdue', counts.late],
    ['moved', 'New date', counts.moved],
    ['silent', 'No news for three months', counts.silent],
    ['done', 'Done', counts.done],
  ]
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <p>
          <b>{counts.done}</b> of <b>{counts.all}</b> actions done,{' '}
          <b data-late={counts.late > 0 || undefined}>{counts.late}</b> overdue;{' '}
          <b data-late={counts.reviewsDue > 0 || undefined}>{counts.reviewsDue}</b>{' '}
          {counts.reviewsDue === 1 ? 'review' : 'reviews'} due within three months.
        </p>
        <p className={styles.files}>
          {(['board-paper.docx', 'board-paper.html'] as const).map((file) => (
            <ButtonLink
              key={file}
              slim
              download
              href={here.exportUrl(file, { kind: 'progress' })}
              icon={<FileDown size={16} aria-hidden />}
            >
              {file === 'board-paper.docx' ? 'Progress report (Word)' : 'Progress report (page)'}
            </ButtonLink>
          ))}
        </p>
      </header>
      {!isAgreed && (
        <p className={styles.early}>
          The plan is not agreed yet. What is recorded here already is kept; dates approved stay as they are
          once it is.
        </p>
      )}
      <section aria-labelledby="track-actions">
        <h2 id="track-actions">Actions</h2>
        <fieldset className={styles.filters}>
          <legend className="visually-hidden">Which actions</legend>
          {filters.map(([value, title, count]) => (
            <label key={value}>
              <input
                type="radio"
                name="track-show"
                checked={show === value}
                onChange={() => setShow(value)}
              />
              {title} <span>{count}</span>
            </label>
          ))}
        </fieldset>
        {steady.length === 0 ? (
          <p className={styles.none}>{counts.all === 0 ? 'The plan has no actions yet.' : 'None.'}</p>
        ) : (
          <ol className={styles.rows}>
            {steady.map((it) => (
              <TrackedActionRow key={it.part.item.id} action={it} today={today} />
            ))}
          </ol>
        )}
      </section>
      <section aria-labelledby="track-reviews">
        <h2 id="track-reviews">Reviews of what is watched</h2>
        {track.reviews.length === 0 ? (
          <p className={styles.none}>Nothing is watched.</p>
        ) : (
          <ol className={styles.rows}>
            {track.reviews.map((it) => (
              <TrackedReviewRow key={it.part.item.id} review={it} today={today} />
            ))}
          </ol>
        )}
      </section>
    </div>
  )
}
