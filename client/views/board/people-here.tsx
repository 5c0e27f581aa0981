/**
 * Who has this board open now: faces in the bar, names on a tap.
 */
import { useMemo, useRef } from 'react'
import { useSession } from '../../session/session-provider.tsx'
import { usePeople } from '../../session/use-people.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { useChanging } from '../../ui/changing.ts'
import { hereWords } from './board-words.ts'
import { useTable } from './table.tsx'
import styles from './top-bar.module.css'

const FACES = 5

export function PeopleHere({ onLeave }: { onLeave(): void }) {
  const popover = useRef<HTMLDivElement>(null)
  const { me } = useSession()
  const people = usePeople()
  const present = useChanging(useTable().holders.here)
  const here = useMemo(() => {
    const others = present.filter((id) => id !== me.id)
    const named = others.map((id) => ({ id, name: people.get(id)?.name ?? 'Somebody' }))
    named.sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
    return [{ id: me.id, name: me.name }, ...named]
  }, [present, people, me])
  const words = hereWords(me.role, here.length - 1)
  return (
    <>
      <button type="button" className={styles.people} popoverTarget="people-here" aria-label={words}>
        {here.slice(0, FACES).map(({ id, name }) => (
          <span key={id} className={styles.face} aria-hidden>
            <Avatar id={id} name={name} />
          </span>
        ))}
        {here.length > FACES && <span className={styles.others}>+{here.length - FACES}</span>}
      </button>
      <div ref={popover} id="people-here" popover="auto" className={styles.popover}>
        <h2>{words}</h2>
        <ul>
          {here.map(({ id, name }) => (
            <li key={id}>
              <Avatar id={id} name={name} size={30} />
              {name}
              {id === me.id && <span className={styles.you}>you</span>}
            </li>
          ))}
        </ul>
        <Button
          slim
          look="quiet"
          className={styles.leave}
          onClick={() => {
            popover.current?.hidePopover()
            onLeave()
          }}
        >
          Leave this board on this device
        </Button>
      </div>
    </>
  )
}
