/**
 * How to join, over the whole wall: for the minutes in which people come in.
 */

import { typedOf } from '../../panels/code-url.ts'
import { useBoard } from '../../session/use-board.ts'
import QrCode from '../../ui/qr-code.tsx'
import styles from './closing.module.css'

export function JoinScreen({ joinUrl }: { joinUrl: string | null }) {
  const organisation = useBoard((board) => board.facts.organisation)
  const typed = joinUrl ? typedOf(joinUrl) : null
  return (
    <div className={styles.joining}>
      {joinUrl && (
        <span className={styles.bigCode}>
          <QrCode text={joinUrl} label="Code that opens the board on a phone" />
        </span>
      )}
      <section>
        <h2>Join on your phone</h2>
        <ol>
          <li>{typed ? 'Point its camera at the square' : 'Open the link of your invitation'}</li>
          <li>Say who you are</li>
          <li>Choose for yourself; nobody sees what</li>
        </ol>
        {typed ? (
          <p className={styles.typed}>
            <span>or open {typed.where} and type</span>
            <b>{typed.code}</b>
          </p>
        ) : (
          <p className={styles.host}>{organisation}</p>
        )}
      </section>
    </div>
  )
}
