/**
 * The list itself: a table on a wide screen, a card each on a narrow one; a line is corrected in its place.
 */
import { Check, Pencil } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { InvitedReply, InviteePatch, Way } from '../../../shared/invited.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { PersonCard } from '../../../shared/wire.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import type { BoardApi } from '../../session/api.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Select, TextField } from '../../ui/field.tsx'
import styles from './people.module.css'
import { WAY_WORDS } from './ways.ts'

type Line = InvitedReply['invited'][number]

interface Props {
  at: BoardApi
  invited: readonly Line[]
  people: readonly PersonCard[]
  onChanged(): Promise<void>
}

export function InvitedTable({ at, invited, people, onChanged }: Props) {
  const [changing, setChanging] = useState<string | null>(null)
  if (invited.length === 0) return <p className={styles.aside}>Nobody on the list is called that.</p>
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Post</th>
          <th scope="col">Group</th>
          <th scope="col">Takes part by</th>
          <th scope="col">Joined</th>
          <th scope="col">
            <span className="visually-hidden">Change</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {invited.map((it) =>
          changing === it.id ? (
            <tr key={it.id} className={styles.changing}>
              <td colSpan={6}>
                <Change
                  at={at}
                  line={it}
                  holder={people.find((person) => person.id === it.joined)}
                  onDone={async () => {
                    await onChanged()
                    setChanging(null)
                  }}
                  onCancel={() => setChanging(null)}
                />
              </td>
            </tr>
          ) : (
            <tr key={it.id}>
              <th scope="row">{it.name}</th>
              <td className={it.post && styles.part}>{it.post}</td>
              <td className={it.group && styles.part}>{it.group}</td>
              <td
                className={styles.part}
                data-muted={it.way === undefined || it.way === 'device' || undefined}
              >
                {WAY_WORDS[it.way ?? 'device']}
              </td>
              <td className={styles.joined}>
                {it.joined ? (
                  <>
                    <Check size={17} aria-hidden /> joined
                  </>
                ) : (
                  <span className={styles.yet}>not yet</span>
                )}
              </td>
              <td>
                <Button
                  look="quiet"
                  slim
                  className={styles.edit}
                  icon={<Pencil size={15} aria-hidden />}
                  onClick={() => setChanging(it.id)}
                >
                  Change<span className="visually-hidden"> {it.name}</span>
                </Button>
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}

interface ChangeProps {
  at: BoardApi
  line: Line
  holder: PersonCard | undefined
  onDone(): Promise<void>
  onCancel(): void
}

function Change({ at, line, holder, onDone, onCancel }: ChangeProps) {
  const [asking, setAsking] = useState<'remove' | 'free' | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const run = async (done: string, work: () => Promise<unknown>) => {
    setProblem(null)
    try {
      await work()
      announce(done)
      await onDone()
    } catch (error) {
      setProblem(sayProblem(error))
    }
  }
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = (name: string) => String(form.get(name) ?? '').trim()
    if (!given('name')) {
      setProblem('Give a name.')
      return
    }
    const body: InviteePatch = {
      name: given('name'),
      post: given('post'),
      group: given('group'),
      way: given('way') as Way,
    }
    void run(`${body.name} is corrected`, () => at.call(`/invited/${line.id}`, { method: 'PATCH', body }))
  }
  return (
    <form onSubmit={save} noValidate className={styles.change}>
      <TextField label="Name" name="name" defaultValue={line.name} maxLength={LIMITS.name} autoFocus />
      <TextField label="Post" name="post" defaultValue={line.post ?? ''} maxLength={LIMITS.line} />
      <TextField label="Group" name="group" defaultValue={line.group ?? ''} maxLength={LIMITS.name} />
      <Select label="Takes part by" name="way" defaultValue={line.way ?? 'device'}>
        {(Object.keys(WAY_WORDS) as Way[]).map((it) => (
          <option key={it} value={it}>
            {WAY_WORDS[it]}
          </option>
        ))}
      </Select>
      {problem && (
        <p className={`${styles.problem} ${styles.whole}`} role="alert">
          {problem}
        </p>
      )}
      {asking ? (
        <div className={`${styles.sure} ${styles.whole}`}>
          <p className={styles.question}>
            {asking === 'remove'
              ? `${line.name} goes off the list. ${holder ? 'They stay on the board, and what they did stays.' : ''}`
              : `For somebody who lost the device they joined on: they choose their name again, and answer again what is still open. What was counted already stays.`}
          </p>
          <Button
            look={asking === 'remove' ? 'danger' : 'plain'}
            slim
            autoFocus
            onClick={() =>
              asking === 'remove'
                ? run(`${line.name} is off the list`, () =>
                    at.call(`/invited/${line.id}`, { method: 'DELETE' }),
                  )
                : run(`The name ${line.name} is free`, () =>
                    at.call(`/people/${line.joined}`, { method: 'PATCH', body: { invitee: null } }),
                  )
            }
          >
            {asking === 'remove' ? 'Take off the list' : 'Set the name free'}
          </Button>
          <Button look="quiet" slim onClick={() => setAsking(null)}>
            Leave it
          </Button>
        </div>
      ) : (
        <div className={`${styles.acts} ${styles.whole}`}>
          <Button type="submit" look="primary">
            Save
          </Button>
          <Button look="quiet" onClick={onCancel}>
            Leave it
          </Button>
          <span className={styles.grow} />
          {line.joined && (
            <Button look="quiet" onClick={() => setAsking('free')}>
              Lost their device?
            </Button>
          )}
          <Button look="quiet" onClick={() => setAsking('remove')}>
            Take off the list
          </Button>
        </div>
      )}
    </form>
  )
}
