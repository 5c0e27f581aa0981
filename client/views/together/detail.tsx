/**
 * One statement, large: what it says, what private choices came to, and what was or is to be decided.
 */
import type { VoteReply } from '../../../shared/consult/calls.ts'
import type { Decision } from '../../../shared/consult/vote.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import type { Acts } from './acts.ts'
import type { AgendaItem } from './agenda.ts'
import { DecideForm } from './decide-form.tsx'
import { Decided } from './decided.tsx'
import type { Draft, Drafts } from './drafts.ts'
import { HandsForm } from './hands-form.tsx'
import { Result } from './result.tsx'
import styles from './together.module.css'

interface Props {
  item: AgendaItem
  runs: boolean
  votes: readonly VoteReply[]
  decision: Decision | null
  drafts: Drafts
  act: Acts
  onShow(): void
}

export function Detail({ item, runs, votes, decision, drafts, act, onShow }: Props) {
  const { id, mark, opinion } = item
  const statement = useBoard((board) => board.statements.get(id))
  const session = useSession()
  const vote = votes.find((it) => it.vote === mark?.vote)
  if (!statement) return null
  const [suggested] = opinion?.mostChosen ?? []
  const isAgreed = mark?.result?.agreement === 'agreed' && !mark.pulled
  const mayDecide = runs && !item.decision && !mark?.open
  const draft = drafts.of(id)
  const about = [
    statement.chapter,
    statement.theme,
    statement.official?.status && `Official response: ${statement.official.status.toLowerCase()}`,
  ].filter(Boolean)
  return (
    <article className={styles.card}>
      <h2>
        <b className={styles.ref}>{statement.ref}</b>
        {statement.title && <span>{statement.title}</span>}
      </h2>
      <p className={styles.text}>{statement.text}</p>
      {about.length > 0 && <p className={styles.about}>{about.join(' · ')}</p>}
      {mark?.open && (
        <p className={styles.choosing}>
          <span>
            <b>{`${mark.answered} of ${mark.expected}`}</b> have chosen.
          </span>
          {runs && (
            <Button look="primary" onClick={onShow}>
              Show results
            </Button>
          )}
          {!runs && session.mayDo('choose') && (
            <a href={`/b/${session.board}/choices?as=${session.as}`}>To my choices</a>
          )}
        </p>
      )}
      {mark?.open && runs && vote && <HandsForm statement={id} vote={vote} act={act} />}
      {mark?.result && <Result result={mark.result} opinion={opinion} />}
      {item.decision && (
        <Decided
          mark={item.decision}
          decision={decision?.seq === item.decision.seq ? decision : null}
          onReopen={runs ? (reason) => act.reopen(id, reason) : null}
        />
      )}
      {!item.decision && isAgreed && !runs && session.mayDo('choose') && (
        <p className={styles.choosing}>
          It will be placed with all that is agreed.
          <Button slim onClick={() => void act.pull(id)}>
            Pull it out to talk about
          </Button>
        </p>
      )}
      {runs && !item.decision && mark?.result && (
        <p className={styles.again}>
          <Button
            slim
            disabled={vote?.closedAt !== null}
            onClick={() => void act.change(mark.vote, { again: [id] })}
          >
            Ask again in private
          </Button>
          {isAgreed && (
            <Button slim onClick={() => void act.pull(id)}>
              Pull it out to talk about
            </Button>
          )}
          {isAgreed && <span className={styles.suggests}>Figures suggest, people decide.</span>}
        </p>
      )}
      {mayDecide && (
        <DecideForm
          key={`${id} ${mark?.round ?? 0}`}
          statement={id}
          suggested={isAgreed ? (suggested ?? null) : null}
          isAgreed={isAgreed}
          begun={draft}
          onDraft={(next) => drafts.keep(id, next)}
          onDecide={async (wanted) => {
            const isDone = await act.decide(wanted)
            if (isDone) drafts.keep(id, null)
            return isDone
          }}
        />
      )}
      {!mayDecide && draft && drafts.worded.has(id) && (
        <Overtaken draft={draft} onDrop={() => drafts.keep(id, null)} />
      )}
    </article>
  )
}

/** Words of mine for a decision that cannot be made any more: decided by another, or asked about again. */
function Overtaken({ draft, onDrop }: { draft: Draft; onDrop(): void }) {
  const words = [draft.reason, draft.otherView, draft.who].filter((it) => it.trim() !== '').join('\n\n')
  return (
    <section className={styles.overtaken} aria-label="My words, not saved">
      <p>
        <b>Somebody was quicker.</b> Your words were not saved. They are kept here, and come back if it is
        opened again.
      </p>
      <blockquote>{words}</blockquote>
      <p>
        <CopyButton slim text={words} what="words of the decision" />
        <Button slim onClick={onDrop}>
          Drop them
        </Button>
      </p>
    </section>
  )
}
