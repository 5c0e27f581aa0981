/**
 * One statement on the board.
 *
 * The whole card opens it: its button lies over the card, and the card itself is no control, so nothing
 * interactive is nested. Dragging and keys are heard by the board; a card carries no listener of its own
 * beyond its two buttons.
 */
import {
  Calendar,
  CalendarClock,
  Check,
  CircleCheck,
  Ellipsis,
  Hourglass,
  Lock,
  MessageSquare,
} from 'lucide-react'
import { type CSSProperties, memo, type ReactNode } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { CATEGORY_IDS, type ColumnId } from '../../../shared/columns.ts'
import { colourOf } from '../../../shared/doc/presence.ts'
import { useBoard } from '../../session/use-board.ts'
import { useChanging, useKeyed } from '../../ui/changing.ts'
import { ColumnIcon } from '../../ui/column-icon.tsx'
import { shortDayWords } from '../../ui/dates.ts'
import { Fenced } from '../../ui/fenced.tsx'
import styles from './card.module.css'
import type { CardView } from './card-feed.ts'
import type { CardMark } from './card-marks.ts'
import { useTable } from './table.tsx'

interface Props {
  id: StatementId
  /** Whether Tab comes to this card of its column. */
  isStop: boolean
  inMyHand: boolean
  /** Whether it is open beside the board. */
  isOpen: boolean
  /** Under a heading of its own chapter or theme. */
  inGroup?: boolean
  /** Three big buttons under the text, where one thumb sorts. */
  withButtons?: boolean
}

export const StatementCard = memo(function StatementCard(props: Props) {
  const card = useKeyed(useTable().feed, props.id)
  if (!card) return null
  return (
    <Fenced of={card} instead={<BrokenCard {...props} reference={card.statement.ref} />}>
      <Card {...props} card={card} />
    </Fenced>
  )
})

function Card({ id, isStop, inMyHand, isOpen, inGroup, withButtons, card }: Props & { card: CardView }) {
  const { holders, selection } = useTable()
  const holder = useKeyed(holders.of, id)
  const isChosen = useKeyed(selection.of, id) === true
  const picking = useChanging(selection.picking)
  const { statement } = card
  const held = inMyHand || holder !== undefined
  // Buttons that only say no would stand under every card of a private vote.
  const stays = card.underVote || card.decision !== null
  return (
    <li
      id={`card-${id}`}
      data-card={id}
      className={[
        styles.card,
        styles[card.column],
        held && styles.held,
        isOpen && styles.open,
        isChosen && styles.chosen,
      ]
        .filter(Boolean)
        .join(' ')}
      style={holder ? ({ '--person': colourOf(holder.who) } as CSSProperties) : undefined}
    >
      <CardFace card={card}>
        <h3 className={styles.ref} aria-level={inGroup ? 4 : undefined}>
          <button
            type="button"
            id={`face-${id}`}
            className={styles.face}
            tabIndex={isStop ? 0 : -1}
            aria-describedby={`text-${id} foot-${id}`}
            // While presses choose, the card is a button that is pressed or not.
            aria-pressed={picking ? isChosen : undefined}
            data-open={id}
          >
            {(isChosen || picking) && <Tick on={isChosen} />}
            {statement.ref}
            <span className="visually-hidden">
              {' '}
              {statement.title ?? ''}
              {isChosen && !picking && ', selected'}
            </span>
          </button>
        </h3>
      </CardFace>
      <button
        type="button"
        className={styles.more}
        tabIndex={isStop ? 0 : -1}
        aria-haspopup="menu"
        aria-label={`Move ${statement.ref}`}
        data-menu={id}
      >
        <Ellipsis size={18} aria-hidden />
      </button>
      {withButtons && !picking && !stays && <ThumbButtons id={id} reference={statement.ref} />}
      {holder && <span className={styles.flag}>{holder.name} is moving this</span>}
    </li>
  )
}

function Tick({ on }: { on: boolean }) {
  return (
    <span className={on ? `${styles.tick} ${styles.on}` : styles.tick} aria-hidden>
      {on && <Check size={15} strokeWidth={3} />}
    </span>
  )
}

/** It can still be opened and moved: only its face is missing. */
function BrokenCard({ id, isStop, reference }: Props & { reference: string }) {
  return (
    <li id={`card-${id}`} data-card={id} className={styles.card}>
      <h3 className={styles.ref}>
        <button
          type="button"
          id={`face-${id}`}
          className={styles.face}
          tabIndex={isStop ? 0 : -1}
          aria-describedby={`text-${id}`}
          data-open={id}
        >
          {reference}
        </button>
      </h3>
      <p id={`text-${id}`} className={styles.text}>
        This card cannot be shown here. The board is not affected.
      </p>
    </li>
  )
}

interface FaceProps {
  card: CardView
  /** The reference, as a button or, on a card in the hand, as words alone. */
  children: ReactNode
  carried?: boolean
}

/** What is written on a card, also while it is carried through the air. */
export function CardFace({ card, children, carried }: FaceProps) {
  const { statement, theme } = card
  const idOf = (part: string) => (carried ? undefined : `${part}-${statement.id}`)
  return (
    <>
      <div className={styles.top}>
        {children}
        {theme && <span className={styles.theme}>{theme}</span>}
      </div>
      {statement.title && (
        <p className={styles.title} aria-hidden>
          {statement.title}
        </p>
      )}
      <p id={idOf('text')} className={statement.title ? styles.textUnderTitle : styles.text}>
        {statement.text}
      </p>
      <CardFoot card={card} id={idOf('foot')} />
    </>
  )
}

/** Dates are found by their icon; who and what are words. */
const ICONS: Partial<Record<CardMark['kind'], typeof Calendar>> = { date: Calendar, review: CalendarClock }

function CardFoot({ card, id }: { card: CardView; id: string | undefined }) {
  const { marks, missing, kin, comments, decision, underVote } = card
  if (marks.length === 0 && !missing && !kin && comments === 0 && !decision && !underVote) return null
  return (
    <ul id={id} className={styles.foot}>
      {marks.map(({ kind, words }) => {
        const Icon = ICONS[kind]
        return (
          <li key={kind}>
            {Icon && <Icon size={15} aria-hidden />}
            {words}
          </li>
        )
      })}
      {kin && <li>{kin}</li>}
      {comments > 0 && (
        <li>
          <MessageSquare size={15} aria-hidden />
          {comments}
          <span className="visually-hidden">{comments === 1 ? ' comment' : ' comments'}</span>
        </li>
      )}
      {missing && <li className={styles.missing}>{missing}</li>}
      {decision && (
        <li className={styles.decided}>
          {decision.parked ? <Hourglass size={15} aria-hidden /> : <CircleCheck size={15} aria-hidden />}
          {decision.parked ? parkedWords(decision.parked) : 'Decided'}
        </li>
      )}
      {underVote && (
        <li className={styles.decided}>
          <Lock size={15} aria-hidden />
          Private vote open
        </li>
      )}
    </ul>
  )
}

const parkedWords = ({ who, by }: { who?: string; by?: string }) =>
  ['Parked', who && `${who} decides`, by && `by ${shortDayWords(by, new Date())}`].filter(Boolean).join(', ')

/** One tap sorts: where to, in the order of the keys 1 2 3. */
function ThumbButtons({ id, reference }: { id: StatementId; reference: string }) {
  const titles = useBoard((board) => board.facts.columns)
  return (
    <fieldset className={styles.thumbs} aria-label={`Move ${reference} to`}>
      {CATEGORY_IDS.map((column: ColumnId) => (
        <button
          key={column}
          type="button"
          className={[styles.thumb, styles[column]].join(' ')}
          data-send={column}
          data-statement={id}
        >
          <ColumnIcon id={column} size={22} />
          <span>{titles[column].title}</span>
        </button>
      ))}
    </fieldset>
  )
}
