/**
 * Everybody who joined: name, role, group, and whether they are here now.
 */
import { UsersRound } from 'lucide-react'
import { type FormEvent, useMemo, useState } from 'react'
import { LIMITS } from '../../shared/limits.ts'
import type { PersonCard } from '../../shared/wire.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/session-provider.tsx'
import { useCanDo } from '../session/use-can.ts'
import { usePeople } from '../session/use-people.ts'
import { usePresence } from '../session/use-presence.ts'
import { announce } from '../ui/announcer.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { rememberName } from './remembered-name.ts'
import { sayProblem } from './say-problem.ts'
import styles from './share-dialog.module.css'
import { ROLE_WORDS } from './words.ts'

const byName = new Intl.Collator('en-GB', { sensitivity: 'base' })

export function PeopleList() {
  const { me, board, as } = useSession()
  const people = usePeople()
  const others = usePresence((all) => all)
  const mayManage = useCanDo('managePeople')
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
      <header>
        <h3 id="people-heading">
          People{' '}
          <span>
            {list.filter((it) => here.has(it.id)).length} here now, {list.length}{' '}
            {list.length === 1 ? 'has' : 'have'} joined
          </span>
        </h3>
        {mayManage && (
          <ButtonLink slim href={`/b/${board}/people?as=${as}`} icon={<UsersRound size={16} aria-hidden />}>
            Invited people
          </ButtonLink>
        )}
      </header>
      <ul>
        {list.map((it) => (
          <Person
            key={it.id}
            person={it}
            isMe={it.id === me.id}
            isHere={here.has(it.id)}
            mayChange={mayManage || it.id === me.id}
          />
        ))}
      </ul>
    </section>
  )
}

interface PersonProps {
  person: PersonCard
  isMe: boolean
  isHere: boolean
  mayChange: boolean
}

function Person({ person, isMe, isHere, mayChange }: PersonProps) {
  const [changing, setChanging] = useState(false)
  const end = () => setChanging(false)
  if (changing)
    return (
      <li className={styles.renaming}>
        <Rename person={person} isMe={isMe} onDone={end} />
      </li>
    )
  return (
    <li className={isHere ? undefined : styles.away}>
      <Avatar id={person.id} name={person.name} size={30} />
      <b>
        {person.name}
        {isMe && ' (you)'}
      </b>
      <span>{aboutOf(person)}</span>
      <em>{isHere ? 'here' : 'away'}</em>
      {mayChange && (
        <Button look="quiet" slim onClick={() => setChanging(true)}>
          Change<span className="visually-hidden"> the name of {person.name}</span>
        </Button>
      )}
    </li>
  )
}

/** A name misspelt at the door is put right here; everything done under it follows. */
function Rename({ person, isMe, onDone }: { person: PersonCard; isMe: boolean; onDone(): void }) {
  const { board, as } = useSession()
  const [problem, setProblem] = useState<string | null>(null)
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const name = String(form.get('name')).trim()
    const group = String(form.get('group')).trim()
    if (!name) {
      setProblem('Give a name.')
      return
    }
    try {
      await api.at(board, as).changePerson(person.id, { name, group })
      if (isMe) rememberName({ name, group })
      announce(`${name} is the name now`)
      onDone()
    } catch (error) {
      setProblem(sayProblem(error))
    }
  }
  return (
    <form onSubmit={save} noValidate>
      <TextField
        label="Name"
        name="name"
        defaultValue={person.name}
        maxLength={LIMITS.name}
        autoComplete="off"
        autoFocus
        error={problem}
      />
      <TextField
        label="Group"
        name="group"
        defaultValue={person.group ?? ''}
        maxLength={LIMITS.name}
        autoComplete="off"
      />
      <div>
        <Button type="submit" slim>
          Save
        </Button>
        <Button look="quiet" slim onClick={onDone}>
          Leave it
        </Button>
      </div>
    </form>
  )
}

function aboutOf(person: PersonCard): string {
  const role = ROLE_WORDS[person.role].title.toLowerCase()
  return person.group ? `${role}, ${person.group}` : role
}
