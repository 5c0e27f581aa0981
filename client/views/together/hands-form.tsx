/**
 * A show of hands of people here without a device: how many there are, and how many for each answer.
 *
 * Asked while choices are still private, so that nobody raises a hand for what the others chose.
 */
import { Hand } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { CATEGORY_IDS, type CategoryId } from '../../../shared/columns.ts'
import type { VoteReply } from '../../../shared/consult/calls.ts'
import type { Hands } from '../../../shared/consult/vote.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { useBoard } from '../../session/use-board.ts'
import { Button } from '../../ui/button.tsx'
import { ColumnIcon } from '../../ui/column-icon.tsx'
import type { Acts } from './acts.ts'
import styles from './hands.module.css'

type Counts = Record<CategoryId, number>

const NONE: Hands = { 'new-action': 0, 'due-regard': 0, 'watching-brief': 0 }

export function HandsForm({ statement, vote, act }: { statement: StatementId; vote: VoteReply; act: Acts }) {
  const counted = vote.raised?.[statement] ?? null
  // Counted by the other facilitator meanwhile: their count is what stands.
  return (
    <section className={styles.hands} aria-label="Show of hands">
      <h3>
        <Hand size={20} aria-hidden /> Show of hands
      </h3>
      <Present vote={vote} act={act} />
      {vote.hands > 0 && (
        <Count
          key={JSON.stringify(counted)}
          counted={counted}
          most={vote.hands}
          onCount={(hands) => act.hands(vote.vote, statement, hands)}
        />
      )}
    </section>
  )
}

function Present({ vote: { vote, hands }, act }: { vote: VoteReply; act: Acts }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const many = Number(new FormData(event.currentTarget).get('present'))
    if (many !== hands) void act.change(vote, { hands: many })
  }
  return (
    <form className={styles.present} onSubmit={submit} key={hands}>
      <label>
        People here without a device
        <input name="present" type="number" min={0} max={LIMITS.participants} defaultValue={hands} required />
      </label>
      <Button slim type="submit">
        Set
      </Button>
    </form>
  )
}

interface CountProps {
  counted: Hands | null
  most: number
  onCount(hands: Hands): Promise<boolean>
}

function Count({ counted, most, onCount }: CountProps) {
  const words = useBoard((board) => board.facts.columns)
  const [hands, setHands] = useState<Counts>({ ...(counted ?? NONE) })
  const [isBusy, setBusy] = useState(false)
  const raised = sumOf(hands)
  const isSame = counted !== null && CATEGORY_IDS.every((id) => counted[id] === hands[id])
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setBusy(true)
    await onCount(hands)
    setBusy(false)
  }
  return (
    <form className={styles.count} onSubmit={(event) => void submit(event)}>
      {CATEGORY_IDS.map((id) => (
        <label key={id} style={{ color: `var(--${id})` }}>
          <span>
            <ColumnIcon id={id} size={18} /> {words[id].title}
          </span>
          <input
            type="number"
            min={0}
            max={most - raised + hands[id]}
            value={hands[id]}
            onChange={(event) => setHands({ ...hands, [id]: Math.max(0, event.target.valueAsNumber || 0) })}
          />
        </label>
      ))}
      <Button type="submit" disabled={isBusy || raised > most || isSame}>
        {counted ? 'Count again' : 'Count these hands'}
      </Button>
      <p data-over={raised > most || undefined} role="status">
        {raised > most
          ? `${raised} hands of ${most} people: somebody raised two.`
          : `${raised} of ${most} hands${isSame ? ', counted' : ''}. They stand apart from private choices.`}
      </p>
    </form>
  )
}

const sumOf = (hands: Hands) => CATEGORY_IDS.reduce((sum, id) => sum + hands[id], 0)
