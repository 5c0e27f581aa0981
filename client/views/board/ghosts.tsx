/**
 * Cards in other people's hands, under their pointers, in their colours.
 *
 * A pointer is told a dozen times a second; what lies between is drawn by a transition. On a narrow screen
 * there is no board to point at, and the flag on the card says enough.
 */
import { type CSSProperties, memo } from 'react'
import { colourOf } from '../../../shared/doc/presence.ts'
import { useChanging, useKeyed } from '../../ui/changing.ts'
import styles from './card.module.css'
import ghostStyles from './ghosts.module.css'
import { type Guest, WITHOUT_POINTER } from './holders.ts'
import { CardFace } from './statement-card.tsx'
import { useTable } from './table.tsx'

/** More than these would hide the board. */
const MOST = 8

export function Ghosts() {
  const guests = useChanging(useTable().holders.guests)
  const pointing = guests.filter(({ hold }) => hold.x !== WITHOUT_POINTER).slice(0, MOST)
  return (
    <div className={ghostStyles.layer} aria-hidden>
      {pointing.map((guest) => (
        <Ghost key={guest.connection} guest={guest} />
      ))}
    </div>
  )
}

const Ghost = memo(function Ghost({ guest: { who, name, hold } }: { guest: Guest }) {
  const card = useKeyed(useTable().feed, hold.statement)
  if (!card) return null
  const style = {
    '--person': colourOf(who),
    '--x': hold.x,
    '--y': hold.y,
  } as CSSProperties
  return (
    <div className={ghostStyles.ghost} style={style}>
      <div className={[styles.card, styles[card.column], styles.carried].join(' ')}>
        <CardFace card={card} carried>
          <b className={styles.ref}>{card.statement.ref}</b>
        </CardFace>
        <span className={ghostStyles.name}>{name}</span>
      </div>
    </div>
  )
})
