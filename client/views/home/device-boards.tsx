/**
 * Boards opened on this device, latest first; nothing is drawn where there are none.
 */
import { useSyncExternalStore } from 'react'
import { ROLE_WORDS } from '../../panels/words.ts'
import { myBoards } from '../../session/my-boards.ts'
import { dayWords } from '../../ui/dates.ts'
import styles from './door.module.css'

export function DeviceBoards() {
  const boards = useSyncExternalStore(myBoards.subscribe, myBoards.get)
  if (boards.length === 0) return null
  return (
    <section className={styles.door} aria-labelledby="device-heading">
      <h2 id="device-heading" className={styles.heading}>
        Opened on this device
      </h2>
      <ul className={styles.boards}>
        {boards.map((it) => (
          <li key={`${it.id} ${it.as}`}>
            <a href={`/b/${it.id}${it.role === 'observer' ? '/present' : ''}?as=${it.as}`}>
              <b>{it.title || 'A board without a title'}</b>
              <span>
                {it.role === 'observer'
                  ? ROLE_WORDS.observer.title
                  : `${it.me.name}, ${ROLE_WORDS[it.role].title.toLowerCase()}`}{' '}
                · opened {dayWords(it.openedAt)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
