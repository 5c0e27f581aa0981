/**
 * One statement, large: what it says, what private choices came to, and what was or is to be decided.
 */
import { Check } from 'lucide-react'
import type { VoteReply } from '../../../shared/consult/calls.ts'
import { DECIDED_HOW_WORDS } from '../../../shared/consult/vote.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { Button } from '../../ui/button.tsx'
import { ColumnIcon } from '../../ui/column-icon.tsx'
import { isoDayWords } from '../../ui/dates.ts'
import type { Acts } from './acts.ts'
import type { AgendaItem } from './agenda.ts'
import { DecideForm } from './decide-form.tsx'
import { Result } from './result.tsx'
import styles from './together.module.css'

export function Detail({
  item,
  runs,
  votes,
  act,
}: {
  item: AgendaItem
  runs: boolean
  votes: readonly VoteReply[]
  act: Acts
}) {
  const { id, mark, decision, opinion } = item
  const statement = useBoard((board) => board.statements.get(id))
  const words = useBoard((board) => board.facts.columns)
  const session = useSession()
  const vote = votes.find((it) => it.vote === mark?.vote)
  if (!statement) return null
  const [suggested] = opinion?.mostChosen ?? []
  const isAgreed = mark?.result?.agreement === 'agreed' && !mark.pulled
  return (
    <article className={styles.card}>
      <h2>
        <b className={styles.ref}>{statement.ref}</b>
        {statement.title && <span>{statement.title}</span>}
      </h2>
      <p className={styles.text}>{statement.text}</p>
      {mark?.open && (
        <p className={styles.choosing}>
          <b>{`${mark.answered} of ${mark.expected}`}</b> have chosen.
          {runs && mark && (
            <Button look="primary" onClick={() => void act.change(mark.vote, { show: [id] })}>
              Show results
            </Button>
          )}
        </p>
      )}
      {mark?.result && <Result result={mark.result} opinion={opinion} />}
      {decision && (
        <p className={styles.decided}>
          <Check size={20} aria-hidden />
          <span className={styles.decidedWords}>
            <b>{decision.column ? `Decided: ${words[decision.column].title}` : 'Parked'}</b>
            {decision.parked?.who && `: ${decision.parked.who} decides`}
            {decision.parked?.by && ` by ${isoDayWords(decision.parked.by)}`}.{' '}
            {DECIDED_HOW_WORDS[decision.how]}.
          </span>
          {runs && (
            <Button slim onClick={() => void act.reopen(id)}>
              Open again
            </Button>
          )}
        </p>
      )}
      {!decision && isAgreed && !runs && session.mayDo('choose') && (
        <p className={styles.choosing}>
          It will be placed with all that is agreed.
          <Button slim onClick={() => void act.pull(id)}>
            Pull it out to talk about
          </Button>
        </p>
      )}
      {runs && !decision && mark?.result && (
        <p className={styles.again}>
          <Button
            slim
            disabled={vote?.closedAt !== null}
            onClick={() => void act.change(mark.vote, { again: [id] })}
          >
            Ask again in private
          </Button>
        </p>
      )}
      {runs && !decision && !mark?.open && (
        <DecideForm
          key={`${id} ${mark?.round ?? 0}`}
          statement={id}
          suggested={isAgreed ? (suggested ?? null) : null}
          isAgreed={isAgreed}
          onDecide={act.decide}
        />
      )}
      {suggested && isAgreed && !decision && (
        <p className={styles.suggests}>
          <ColumnIcon id={suggested} size={18} /> Figures suggest, people decide.
        </p>
      )}
    </article>
  )
}
