/**
 * A board in miniature: what the product does, seen before it is read.
 *
 * One card is carried from *To sort* to *Due regard* once, in under five seconds, and stays there; where
 * less motion is asked for it is already there. It is a picture: one description stands for all of it.
 */
import type { CSSProperties } from 'react'
import { BOARD_COLUMN_IDS, type BoardColumnId, COLUMNS } from '../../../shared/columns.ts'
import { BrandMark } from '../../ui/brand.tsx'
import { ColumnIcon, columnColour } from '../../ui/column-icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import styles from './mini-board.module.css'

interface MiniCard {
  ref: string
  theme: string
  title: string
  foot?: string
  lack?: string
}

const CARRIED: MiniCard = {
  ref: 'F9',
  theme: 'Openness',
  title: 'Complaints answered by someone independent',
}

const CARDS: Record<BoardColumnId, readonly MiniCard[]> = {
  unsorted: [
    { ref: 'F40', theme: 'Compassionate care', title: 'Bed moves only for clinical need' },
    { ref: 'F96', theme: 'Information', title: 'One record that follows the patient' },
    { ref: 'K3', theme: 'Leadership', title: 'Staffing shown at every shift' },
  ],
  'new-action': [
    {
      ref: 'F12',
      theme: 'Compassionate care',
      title: 'One named nurse for every handover',
      foot: 'Chief Nurse · due 30 June',
    },
    {
      ref: 'F37',
      theme: 'Openness',
      title: 'Telling people when care has harmed them',
      lack: 'Needs a lead and a date',
    },
  ],
  'due-regard': [
    {
      ref: 'F21',
      theme: 'Culture',
      title: 'A certificate before working alone',
      foot: 'Workforce programme',
    },
  ],
  'watching-brief': [
    {
      ref: 'F3',
      theme: 'Standards',
      title: 'Standards care must never fall below',
      foot: 'Review 1 October',
    },
    { ref: 'N1', theme: 'Information', title: 'One register of national data requests' },
  ],
}

const READY: Record<Exclude<BoardColumnId, 'unsorted'>, [ready: number, of: number]> = {
  'new-action': [23, 41],
  'due-regard': [52, 74],
  'watching-brief': [20, 27],
}

/** Counts before and after the card arrives, where it changes them. */
const COUNT: Record<BoardColumnId, [number, number]> = {
  unsorted: [149, 148],
  'new-action': [41, 41],
  'due-regard': [73, 74],
  'watching-brief': [27, 27],
}

export function MiniBoard() {
  return (
    <div
      className={styles.room}
      role="img"
      aria-label="A board: 148 statements wait at the left to be sorted; New action holds 41, Due regard 74 and Watching brief 27. Ben has just carried F9 to Due regard."
    >
      <div className={styles.frame} aria-hidden>
        <div className={styles.bar}>
          <BrandMark size={14} />
          <b>Hard Truths: our response</b>
          <span className={styles.phase}>Open for sorting</span>
          <span className={styles.people}>
            {(['#0b7285', '#9c36b5', '#c2410c', '#247a36'] as const).map((colour, at) => (
              <i key={colour} style={{ background: colour }}>
                {['AO', 'BK', 'FR', 'JM'][at]}
              </i>
            ))}
          </span>
        </div>
        <div className={styles.columns}>
          {BOARD_COLUMN_IDS.map((id) => (
            <div key={id} style={{ '--c': columnColour(id) } as CSSProperties}>
              <div className={styles.head}>
                <b>
                  <ColumnIcon id={id} size={13} />
                  {COLUMNS[id].title}
                </b>
                <Count of={id} />
                {id !== 'unsorted' && (
                  <>
                    <Progress done={READY[id][0]} of={READY[id][1]} colour={columnColour(id)} height={3} />
                    <small>
                      {READY[id][0]} of {READY[id][1]} ready
                    </small>
                  </>
                )}
              </div>
              <div className={styles.stack}>
                {id === 'unsorted' && (
                  <div className={styles.left}>
                    <Card card={CARRIED} />
                  </div>
                )}
                {id === 'due-regard' && (
                  <div className={styles.carried}>
                    <Card card={CARRIED} />
                    <span className={styles.pointer}>Ben</span>
                  </div>
                )}
                {CARDS[id].map((card) => (
                  <Card key={card.ref} card={card} />
                ))}
              </div>
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

function Count({ of }: { of: BoardColumnId }) {
  const [before, after] = COUNT[of]
  return (
    <span className={styles.count}>
      {before === after ? (
        after
      ) : (
        <>
          <span className={styles.before}>{before}</span>
          <span className={styles.after}>{after}</span>
        </>
      )}
    </span>
  )
}

function Card({ card: { ref, theme, title, foot, lack } }: { card: MiniCard }) {
  return (
    <div className={styles.card}>
      <span>
        <b>{ref}</b> {theme}
      </span>
      <p>{title}</p>
      {foot && <small>{foot}</small>}
      {lack && <small className={styles.lack}>{lack}</small>}
    </div>
  )
}
