/**
 * Everybody who joined: name, role, group, and whether they are here now.
 */
import { useMemo } from 'react'
import type { PersonCard } from '../../shared/wire.ts'
import { useSession } from '../session/session-provider.tsx'
import { usePeople } from '../session/use-people.ts'
import { usePresence } from '../session/use-presence.ts'
import { Avatar } from '../ui/avatar.tsx'
import styles from './share-dialog.module.css'
import { ROLE_WORDS } from './words.ts'

const byName = new Intl.Collator('en-GB', { sensitivity: 'base' })

export function PeopleList() {
  const { me } = useSession()
  const people = usePeople()
  const others = usePresence((all) => all)
  const here = useMemo(() => new Set([me.id, ...others.map((it) => it.who)]), [others, me.id])
  const list = useMemo(
    () =>
      Array.from(people.values())
        .filter((it) => it.role !== 'observer')
        .sort((a, b) => Number(here.has(b.id)) - Number(here.has(a.id)) || byName.compare(a.name, b.name)),
    [people, here],
  )
  return (
    <section className={styles.people} aria-labelledby="people-heading">
      <h3 id="people-heading">
        People{' '}
        <span>
          {list.filter((it) => here.has(it.id)).length} here now, {list.length} have joined
        </span>
      </h3>
      <ul>
        {list.map((it) => (
          <li key={it.id} className={here.has(it.id) ? undefined : styles.away}>
            <Avatar id={it.id} name={it.name} size={30} />
            <b>
              {it.name}
              {it.id === me.id && ' (you)'}
            </b>
            <span>{aboutOf(it)}</span>
            <em>{here.has(it.id) ? 'here' : 'away'}</em>
          </li>
        ))}
      </ul>
    </section>
  )
}

function aboutOf(person: PersonCard): string {
  const role = ROLE_WORDS[person.role as keyof typeof ROLE_WORDS]?.title.toLowerCase() ?? person.role
  return person.group ? `${role}, ${person.group}` : role
}
