/**
 * A private vote on the wall: how far it is while people choose, and what it came to once that is shown.
 */
import { type CSSProperties, memo } from 'react'
import { type Agreement, dissentAllowed, LARGE_ROOM, opinionOf } from '../../../shared/consult/agreement.ts'
import { BY_STRENGTH } from '../../../shared/consult/answers.ts'
import type { RoundResult, VoteMark } from '../../../shared/consult/vote.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { usePacedBoard } from '../../session/paced-board.ts'
import { useBoard } from '../../session/use-board.ts'
import { ColumnIcon, columnColour } from '../../ui/column-icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { lentWords } from '../together/result.tsx'
import styles from './vote-wall.module.css'

const STRONGEST_FIRST = [...BY_STRENGTH].reverse()

/** How many have chosen, never what. */
export function Choosing({ mark: { answered, expected } }: { mark: VoteMark }) {
  return (
    <section className={styles.choosing}>
      <h2>Choose for yourself</h2>
      <p className={styles.big}>
        <b>{answered}</b> of {expected}
      </p>
      <Progress done={answered} of={expected} height={20} />
      <p className={styles.rule}>have chosen. Nobody sees what before the results are shown.</p>
    </section>
  )
}

export function Outcome({ mark, result }: { mark: VoteMark; result: RoundResult }) {
  const words = useBoard((board) => board.facts.columns)
  const { counts, agreement, hands } = result
  if (!counts)
    return (
      <section className={styles.outcome}>
        <h2>Too few to tell</h2>
        <p className={styles.rule}>
          {result.answered} of {mark.expected} have answered. Counts are shown from five on.
        </p>
      </section>
    )
  const { answers, mostChosen } = opinionOf(counts, { quorum: 0 })
  const [most] = mostChosen
  return (
    <section className={styles.outcome}>
      <h2>{agreement === 'agreed' && most ? `Most of us say ${words[most].title}` : HEADINGS[agreement]}</h2>
      <ul>
        {STRONGEST_FIRST.map((id) => (
          <li
            key={id}
            style={{ '--c': columnColour(id), '--part': answers ? counts[id] / answers : 0 } as CSSProperties}
          >
            <b>
              <ColumnIcon id={id} size={36} />
              {words[id].title}
            </b>
            <span>{`${counts[id]} of ${answers}`}</span>
            <i aria-hidden />
          </li>
        ))}
      </ul>
      <p className={styles.rule}>
        {`${result.answered} of ${mark.expected} have answered. ${ruleWords(agreement, answers)}`}
        {result.onLent && ` ${lentWords(result.onLent)}`}
        {hands &&
          ` Hands, apart: ${STRONGEST_FIRST.map((id) => `${hands[id]} ${words[id].title}`).join(', ')}.`}
      </p>
    </section>
  )
}

const HEADINGS: Readonly<Record<Agreement, string>> = {
  agreed: 'Most of us agree',
  divided: 'We are divided',
  mixed: 'We are of several minds',
  'too-few': 'Too few to tell',
}

/** The rule that was fixed beforehand, as it is for so many answers. */
export function ruleWords(agreement: Agreement, answers: number): string {
  const allowed =
    answers < LARGE_ROOM
      ? `of ${answers} answers at most ${dissentAllowed(answers)} for anything but the most chosen`
      : 'seven in ten for one of them'
  switch (agreement) {
    case 'agreed':
      return `Agreed by the rule set before the vote: ${allowed}.`
    case 'too-few':
      return 'The rule set before the vote asks for more answers.'
    default:
      return `The rule set before the vote asks for more: ${allowed}, and few at the other end.`
  }
}

/** Numbered tiles that fill as people choose: progress alone, the same for every answer. */
export function VoteWall() {
  // All of it from one moment of the board: never the tiles of one and the marks of another.
  const board = usePacedBoard((it) => it)
  const asked = board.ids.flatMap((id) => {
    const mark = board.live.votes.get(id)
    return mark?.open ? [{ id, ref: board.statements.get(id)?.ref ?? '', mark }] : []
  })
  const expected = Math.max(0, ...asked.map((it) => it.mark.expected))
  const full = asked.filter(({ mark }) => mark.answered >= mark.expected).length
  return (
    <div className={styles.wall}>
      <header>
        <h2>Choose for yourself, on your own screen</h2>
        <p>
          <b>{full}</b> of {asked.length} statements answered by all {expected}
        </p>
      </header>
      <ul style={{ '--many': Math.ceil(Math.sqrt(asked.length * 2.4)) } as CSSProperties}>
        {asked.map(({ id, ref, mark }) => (
          <Tile key={id} name={ref} answered={mark.answered} of={mark.expected} />
        ))}
      </ul>
    </div>
  )
}

/** Only those that somebody has just chosen on are drawn anew. */
const Tile = memo(function Tile({ name, answered, of }: { name: string; answered: number; of: number }) {
  return (
    <li
      data-full={answered >= of || undefined}
      style={{ '--part': of > 0 ? Math.min(1, answered / of) : 0 } as CSSProperties}
    >
      <b>{name}</b>
      <span className="visually-hidden">{`${answered} of ${of} have chosen`}</span>
    </li>
  )
})

/** Whether anything is asked about at all. */
export const isAsking = ({ live }: Pick<BoardSnapshot, 'live'>): boolean => {
  for (const mark of live.votes.values()) if (mark.open) return true
  return false
}
