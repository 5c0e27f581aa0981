/**
 * Participants who joined without being on the list, and saying who of the list they are.
 */
import { useState } from 'react'
import type { InvitedReply } from '../../../shared/invited.ts'
import type { PersonCard } from '../../../shared/wire.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import type { BoardApi } from '../../session/api.ts'
import { announce } from '../../ui/announcer.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Select } from '../../ui/field.tsx'
import styles from './people.module.css'

interface Props {
  at: BoardApi
  list: InvitedReply
  people: readonly PersonCard[]
  onChanged(): Promise<void>
}

export function NotOnList({ at, list, people, onChanged }: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const known = new Set(list.invited.map((it) => it.joined))
  const others = people.filter((it) => it.role === 'participant' && !known.has(it.id))
  const free = list.invited.filter((it) => it.joined === null)
  if (others.length === 0) return null
  const match = async (person: PersonCard, invitee: string) => {
    setProblem(null)
    try {
      await at.call(`/people/${person.id}`, { method: 'PATCH', body: { invitee } })
      announce(`${person.name} is on the list now`)
      await onChanged()
    } catch (error) {
      setProblem(sayProblem(error))
    }
  }
  return (
    <section className={styles.others} aria-labelledby="others-heading">
      <h2 id="others-heading">
        Joined, and not on the list <span className={styles.many}>{others.length}</span>
      </h2>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <ul>
        {others.map((it) => (
          <li key={it.id}>
            <Avatar id={it.id} name={it.name} size={30} />
            <p>
              <b className={styles.who}>{it.name}</b>
              {it.group && <span className={styles.about}>{it.group}</span>}
            </p>
            {free.length > 0 && (
              <Select
                label={<span className="visually-hidden">{`Who ${it.name} is on the list`}</span>}
                value=""
                onChange={(event) => void match(it, event.target.value)}
              >
                <option value="">On the list as…</option>
                {free.map((invitee) => (
                  <option key={invitee.id} value={invitee.id}>
                    {invitee.post ? `${invitee.name}, ${invitee.post}` : invitee.name}
                  </option>
                ))}
              </Select>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
