/**
 * Who has answered everything, by name, never what; and showing or closing a whole private vote.
 */
import { Check } from 'lucide-react'
import type { VoteReply } from '../../../shared/consult/calls.ts'
import type { PersonCard } from '../../../shared/wire.ts'
import { usePeople } from '../../session/use-people.ts'
import { usePresence } from '../../session/use-presence.ts'
import { Button } from '../../ui/button.tsx'
import type { Acts } from './acts.ts'
import styles from './together.module.css'

export function WhoIsDone({ votes, act }: { votes: readonly VoteReply[]; act: Acts }) {
  const people = usePeople()
  const others = usePresence((it) => it)
  const here = new Set(others.map((it) => it.who))
  const open = votes.filter(
    (it) => it.closedAt === null && Object.values(it.statements).some((mark) => mark.open),
  )
  return open.map(({ vote, done, statements }) => {
    const stillOpen = Object.values(statements).filter((it) => it.open).length
    const { isDone, isChoosing } = byProgress(people.values(), new Set(done ?? []))
    return (
      <section key={vote} className={styles.done} aria-label={`Private vote ${vote}`}>
        <h2>{`Private vote ${vote}`}</h2>
        <dl className={styles.whos}>
          <dt>
            <Check size={17} aria-hidden /> {isDone.length} have answered all that is open
          </dt>
          <dd>{namesOf(isDone) || 'Nobody yet'}</dd>
          <dt>{isChoosing.length} still choosing</dt>
          <dd>{namesOf(isChoosing.filter((it) => here.has(it.id))) || 'Nobody who is here now'}</dd>
          {isChoosing.some((it) => !here.has(it.id)) && (
            <dd className={styles.away}>
              Not here now: {namesOf(isChoosing.filter((it) => !here.has(it.id)))}
            </dd>
          )}
        </dl>
        <div>
          <Button onClick={() => void act.change(vote, { show: 'all' })}>
            {stillOpen === 1 ? 'Show its result' : `Show all ${stillOpen} results`}
          </Button>
          <Button onClick={() => void act.change(vote, { close: true })}>Close without showing</Button>
        </div>
      </section>
    )
  })
}

const namesOf = (people: readonly PersonCard[]) => people.map((it) => it.name).join(', ')

/** Those who are asked are participants; a facilitator who chose as well stands with those who are done. */
export function byProgress(people: Iterable<PersonCard>, done: ReadonlySet<string>) {
  const isDone: PersonCard[] = []
  const isChoosing: PersonCard[] = []
  for (const person of people) {
    if (done.has(person.id)) isDone.push(person)
    else if (person.role === 'participant') isChoosing.push(person)
  }
  const byName = (a: PersonCard, b: PersonCard) => a.name.localeCompare(b.name)
  return { isDone: isDone.sort(byName), isChoosing: isChoosing.sort(byName) }
}
