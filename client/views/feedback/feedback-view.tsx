/**
 * What a committee says of the plan, and what is made of it: all of it on one page, the unanswered first to find.
 *
 * A comment on an action or a work stream is written where it stands in the plan; here everything comes together.
 */
import { FileDown } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { WHOLE_PLAN } from '../../../shared/board.ts'
import { countFeedback, type Feedback, type FeedbackPlace, feedbackOf } from '../../../shared/feedback.ts'
import { CommentThread } from '../../panels/comment-thread.tsx'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { type Filter, useSteady } from '../../ui/use-steady.ts'
import styles from './feedback.module.css'

const KIND_WORDS: Readonly<Record<FeedbackPlace['kind'], string>> = {
  whole: '',
  action: 'New action',
  stream: 'Work stream',
  watch: 'Watched source',
  statement: 'Statement',
}

const ALL: Filter<Feedback> = { name: 'all', fits: () => true }
const AWAITED: Filter<Feedback> = {
  name: 'awaited',
  fits: (it) => it.comments.some(({ answer }) => !answer),
}
const placeOf = (it: Feedback) => it.on

export function FeedbackView() {
  const session = useSession()
  const feedback = useFeedback()
  const counts = countFeedback(feedback)
  const [onlyAwaited, setOnlyAwaited] = useState(false)
  const places = feedback.filter((it) => it.kind !== 'whole')
  const shown = useSteady(places, placeOf, onlyAwaited ? AWAITED : ALL)
  if (!session.mayDo('readFull'))
    return <p className={styles.none}>What people say of the plan is for those who work on it.</p>
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <p>
          {counts.all === 0 ? (
            'Nobody has commented on the plan yet.'
          ) : (
            <>
              <b>{counts.all}</b> {counts.all === 1 ? 'comment' : 'comments'}: <b>{counts.accepted}</b>{' '}
              accepted, <b>{counts.partly}</b> partly, <b>{counts.not}</b> not, <b>{counts.awaited}</b> not
              answered yet.
            </>
          )}
        </p>
        {session.mayDo('exportFull') && (
          <ButtonLink
            slim
            download
            href={api.at(session.board, session.as).exportUrl('feedback.docx')}
            icon={<FileDown size={16} aria-hidden />}
          >
            feedback.docx
          </ButtonLink>
        )}
      </header>
      <section className={styles.place} aria-labelledby="whole-plan">
        <h2 id="whole-plan">The plan as a whole</h2>
        <CommentThread on={WHOLE_PLAN} isFeedback isBare />
      </section>
      <div className={styles.between}>
        <h2>On its parts</h2>
        {places.length > 0 && (
          <label>
            <input
              type="checkbox"
              checked={onlyAwaited}
              onChange={({ target }) => setOnlyAwaited(target.checked)}
            />
            Only what is not answered yet
          </label>
        )}
      </div>
      {shown.length === 0 ? (
        <p className={styles.none}>
          {places.length > 0 ? (
            'All of it is answered.'
          ) : (
            <>
              Open an action, a work stream or a watched source in the{' '}
              <Link href={`/b/${session.board}/plan?as=${session.as}`}>plan</Link> to comment on it.
            </>
          )}
        </p>
      ) : (
        shown.map((it) => <Place key={it.on} place={it} />)
      )}
    </div>
  )
}

function useFeedback(): Feedback[] {
  const ids = useBoard((board) => board.ids)
  const statements = useBoard((board) => board.statements)
  const plan = useBoard((board) => board.plan)
  const comments = useBoard((board) => board.comments)
  return useMemo(() => feedbackOf({ ids, statements, plan, comments }), [ids, statements, plan, comments])
}

function Place({ place }: { place: Feedback }) {
  const { board, as } = useSession()
  const { on, kind, ref, title } = place
  const headingId = `place-${on.replace('/', '-')}`
  const there = kind === 'statement' ? `/b/${board}/s/${on}?as=${as}` : `/b/${board}/plan?as=${as}`
  return (
    <section className={styles.place} aria-labelledby={headingId}>
      <h3 id={headingId}>
        <small>{KIND_WORDS[kind]}</small>
        <Link href={there}>
          {ref && <b>{ref}</b>} {title}
        </Link>
      </h3>
      <CommentThread on={on} isFeedback isBare />
    </section>
  )
}
