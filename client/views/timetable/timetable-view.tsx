/**
 * The timetable: what has no date first, then quarter by quarter, a quarter with nothing in it named as such;
 * and the same as a picture.
 */
import { FileDown } from 'lucide-react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { drawTimetable } from '../../../shared/exports/picture/timetable-picture.ts'
import {
  askedFor,
  KIND_WORDS,
  STATUS_WORDS,
  type TimetableEntry,
  type TimetableQuarter,
  timetableOf,
  whenOf,
} from '../../../shared/exports/timetable.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { isoDayWords, today as todayHere } from '../../ui/dates.ts'
import { Picture } from '../../ui/picture.tsx'
import { Milestones } from './milestones.tsx'
import styles from './timetable.module.css'

const FILES = ['timetable.docx', 'timetable.xlsx', 'timetable.ics', 'timetable.svg'] as const

export function TimetableView() {
  const { board, as } = useSession()
  const here = api.at(board, as)
  const snapshot = useBoard((it) => it)
  const today = todayHere()
  const timetable = useMemo(() => timetableOf(snapshot, today), [snapshot, today])
  const picture = useMemo(
    () => drawTimetable(timetable, `${snapshot.facts.title}: timetable`),
    [timetable, snapshot.facts.title],
  )
  const entries = timetable.quarters.flatMap((it) => it.entries)
  const late = entries.filter((it) => it.isLate).length
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <p>
          <b>{entries.length}</b> with a date, <b>{timetable.undated.length}</b> without, <b>{late}</b>{' '}
          overdue.
        </p>
        <p className={styles.files}>
          {FILES.map((file) => (
            <ButtonLink
              key={file}
              slim
              href={here.exportUrl(file)}
              download
              icon={<FileDown size={16} aria-hidden />}
            >
              {file}
            </ButtonLink>
          ))}
        </p>
      </header>
      <div className={styles.lists}>
        {timetable.undated.length > 0 && <Undated entries={timetable.undated} />}
        {timetable.quarters.map((it) => (
          <Quarter key={it.quarter.order} {...it} />
        ))}
        {entries.length === 0 && (
          <p className={styles.none}>
            Nothing has a date yet. Dates of actions and reviews are given in the{' '}
            <Link href={`/b/${board}/plan?as=${as}`}>plan</Link>.
          </p>
        )}
        <Milestones />
      </div>
      {entries.length > 0 && (
        <figure className={styles.figure}>
          <figcaption>
            <h2>As a picture</h2>
          </figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
          <section className={styles.picture} tabIndex={0} aria-label="Timetable as a picture">
            <Picture picture={picture} className={styles.drawing} />
          </section>
        </figure>
      )}
    </div>
  )
}

function Undated({ entries }: { entries: readonly TimetableEntry[] }) {
  const { board, as } = useSession()
  return (
    <section className={`${styles.quarter} ${styles.undated}`} aria-labelledby="undated-heading">
      <h2 id="undated-heading">
        No date yet <span>{entries.length}</span>
      </h2>
      <ul>
        {entries.map((entry) => (
          <li key={`${entry.kind} ${entry.id}`}>
            <span className={styles.mark} data-kind={entry.kind} aria-hidden />
            <p>
              <Link href={`/b/${board}/plan?as=${as}`}>
                {entry.ref && <b>{entry.ref} </b>}
                {entry.title}
              </Link>
              <small>
                {entry.kind === 'review' ? 'No date of review' : 'No due date'}; asked: {askedFor(entry)}
              </small>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Quarter({ quarter, entries }: TimetableQuarter) {
  const id = `quarter-${quarter.order}`
  return (
    <section className={styles.quarter} aria-labelledby={id}>
      <h2 id={id}>
        {quarter.title} <small>{quarter.months}</small>
      </h2>
      {entries.length === 0 ? (
        <p className={styles.gap}>Nothing is due in this quarter.</p>
      ) : (
        <table>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">Date</th>
              <th scope="col">What</th>
              <th scope="col">Who</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Row key={`${entry.kind} ${entry.id}`} entry={entry} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Row({ entry }: { entry: TimetableEntry }) {
  const { kind, ref, title, day, expected, stream, lead, answers, status, missing, isLate } = entry
  const when = whenOf(entry) ?? ''
  return (
    <tr>
      <td className={styles.when}>
        <time dateTime={when} data-late={isLate || undefined}>
          {isoDayWords(when)}
        </time>
        {isLate && <em>{kind === 'milestone' ? 'over' : 'overdue'}</em>}
        {expected && <small>approved for {day ? isoDayWords(day) : 'no day'}</small>}
      </td>
      <td>
        <span className={styles.what}>
          <span className={styles.mark} data-kind={kind} aria-hidden />
          <span>
            <small>{KIND_WORDS[kind]}</small>
            <span className={styles.title}>
              {ref && <b>{ref} </b>}
              {title}
            </span>
            {answers.length > 0 && <small>answers {answers.join(', ')}</small>}
            {missing && <em>{missing}</em>}
          </span>
        </span>
      </td>
      <td className={styles.who}>
        {lead}
        {stream && <small>{stream}</small>}
        {status && <small>{STATUS_WORDS[status]}</small>}
      </td>
    </tr>
  )
}
