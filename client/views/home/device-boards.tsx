/**
 * Boards opened on this device, latest first; nothing is drawn where there are none.
 */
import { Suspense, useState, useSyncExternalStore } from 'react'
import { forgetName } from '../../panels/remembered-name.ts'
import { ROLE_WORDS } from '../../panels/words.ts'
import { type MyBoard, myBoards } from '../../session/my-boards.ts'
import { Button } from '../../ui/button.tsx'
import { dayWords } from '../../ui/dates.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import styles from './door.module.css'

const LeaveDialog = lazyPart(() => import('../../panels/leave-dialog.tsx').then((it) => it.LeaveDialog))

/** What wipes a board knows of documents, which this page does without. */
const leave = async (board: MyBoard, how: { onlyHere: boolean }) =>
  (await import('../../session/leave-board.ts')).leaveBoard(board, how)

export function DeviceBoards() {
  const boards = useSyncExternalStore(myBoards.subscribe, myBoards.get)
  const [leaving, setLeaving] = useState<MyBoard | null>(null)
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
            <Button
              slim
              look="quiet"
              onClick={() => setLeaving(it)}
              aria-label={`Leave ${it.title || 'this board'} on this device`}
            >
              Leave
            </Button>
          </li>
        ))}
      </ul>
      {leaving && (
        <Suspense fallback={null}>
          <LeaveDialog
            title={leaving.title}
            leave={(how) => leave(leaving, how)}
            onLeft={() => {
              if (myBoards.get().length === 0) forgetName()
              setLeaving(null)
            }}
            onClose={() => setLeaving(null)}
          />
        </Suspense>
      )}
    </section>
  )
}
