/**
 * Talking it through: the statements in the order in which they divide the room, one of them large with what
 * private choices came to, and the decision.
 */
import { useEffect, useMemo, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { AGREEMENT_WORDS } from '../../../shared/consult/agreement.ts'
import type { VoteReply } from '../../../shared/consult/calls.ts'
import { setFacilitation } from '../../../shared/doc/edits.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCanDo } from '../../session/use-can.ts'
import { usePeople } from '../../session/use-people.ts'
import { Button } from '../../ui/button.tsx'
import { BesideBoard } from '../beside-board.tsx'
import { SavedLine } from '../board/saved-line.tsx'
import { type Acts, useActs, useVotes } from './acts.ts'
import { type AgendaItem, agendaOf } from './agenda.ts'
import { Detail } from './detail.tsx'
import { OpenVoteForm } from './open-vote.tsx'
import { resultWords } from './result.tsx'
import styles from './together.module.css'

export function TogetherView() {
  const session = useSession()
  const title = useBoard((board) => board.facts.title)
  const board = useBoard((it) => it)
  const agenda = useMemo(() => agendaOf(board), [board])
  const runs = useCanDo('decide')
  const votes = useVotes(runs)
  const focus = useBoard((it) => it.facilitation.focus)
  const [follows, setFollows] = useState(!runs)
  const [own, setOwn] = useState<StatementId | null>(null)
  const all = [
    agenda.toTalk,
    agenda.choosing,
    agenda.agreed,
    agenda.parked,
    agenda.decided,
    agenda.notAsked,
  ].flat()
  const first = agenda.toTalk[0] ?? agenda.choosing[0] ?? null
  const id = (follows && focus) || own || focus || first?.id || null
  const item = all.find((it) => it.id === id) ?? null

  const choose = (next: StatementId) => {
    setOwn(next)
    if (!runs) setFollows(false)
    else session.edit('Show on every screen', (doc) => setFacilitation(doc, 'focus', { statement: next }))
  }
  const act = useActs(votes.refresh)
  useEffect(() => {
    document.title = `Together · ${title} · Due Regard`
  }, [title])

  return (
    <div className={styles.page}>
      <BesideBoard
        heading="Together"
        title={title}
        board={`/b/${session.board}?as=${session.as}`}
        saved={<SavedLine />}
      />
      <div className={styles.stage}>
        <nav className={styles.agenda} aria-label="Statements to talk about">
          {!runs && (
            <label className={styles.follow}>
              <input
                type="checkbox"
                checked={follows}
                onChange={(event) => setFollows(event.target.checked)}
              />
              Follow the facilitator
            </label>
          )}
          <Section title="To talk about" items={agenda.toTalk} chosen={id} onChoose={choose} />
          <Section title="People are choosing" items={agenda.choosing} chosen={id} onChoose={choose} />
          <Section title="Agreed, not yet placed" items={agenda.agreed} chosen={id} onChoose={choose} />
          <Section title="Parked" items={agenda.parked} chosen={id} onChoose={choose} />
          <Section title="Decided" items={agenda.decided} chosen={id} onChoose={choose} folded />
          <Section title="Not asked about" items={agenda.notAsked} chosen={id} onChoose={choose} folded />
        </nav>
        <main className={styles.main} id="statement" tabIndex={-1}>
          {runs && agenda.agreed.length > 0 && (
            <p className={styles.place}>
              <span>
                <b>{agenda.agreed.length}</b> agreed in private, not yet placed.
              </span>
              <Button look="primary" onClick={() => void act.decide({ rule: 'agreed' })}>
                Place all agreed
              </Button>
            </p>
          )}
          {item && <Detail item={item} runs={runs} votes={votes.list} act={act} />}
          {runs && <Done votes={votes.list} act={act} />}
          {runs && agenda.notAsked.length > 0 && (
            <OpenVoteForm
              ids={agenda.notAsked.map((it) => it.id)}
              quorum={votes.list[0]?.quorum ?? null}
              onOpen={act.open}
            />
          )}
          {!item && !runs && (
            <p className={styles.nothing}>Nothing has been asked yet. When it is, it is talked about here.</p>
          )}
        </main>
      </div>
    </div>
  )
}

interface SectionProps {
  title: string
  items: readonly AgendaItem[]
  chosen: StatementId | null
  onChoose(id: StatementId): void
  folded?: boolean
}

function Section({ title, items, chosen, onChoose, folded = false }: SectionProps) {
  const statements = useBoard((board) => board.statements)
  const words = useBoard((board) => board.facts.columns)
  if (items.length === 0) return null
  return (
    <details open={!folded || items.some((it) => it.id === chosen)} className={styles.section}>
      <summary>
        {title} <span>{items.length}</span>
      </summary>
      <ul>
        {items.map(({ id, mark, opinion, decision }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.item}
              aria-current={id === chosen ? 'true' : undefined}
              onClick={() => onChoose(id)}
            >
              <b>{statements.get(id)?.ref}</b>
              <span className={styles.itemTitle}>
                {statements.get(id)?.title || statements.get(id)?.text}
              </span>
              <small>
                {decision?.column
                  ? words[decision.column].title
                  : mark?.open
                    ? `${mark.answered} of ${mark.expected}`
                    : mark?.result
                      ? `${AGREEMENT_WORDS[mark.result.agreement]} · ${resultWords(mark.result, opinion, words)}`
                      : ''}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Who has answered everything, by name, never what; and showing or closing a whole vote. */
function Done({ votes, act }: { votes: readonly VoteReply[]; act: Acts }) {
  const people = usePeople()
  const open = votes.filter(
    (it) => it.closedAt === null && Object.values(it.statements).some((mark) => mark.open),
  )
  if (open.length === 0) return null
  return (
    <>
      {open.map(({ vote, done, statements }) => (
        <section key={vote} className={styles.done} aria-label={`Private vote ${vote}`}>
          <h2>{`Private vote ${vote}`}</h2>
          <p>
            <b>{done?.length ?? 0}</b> have answered everything that is open
            {done && done.length > 0
              ? `: ${done.map((id) => people.get(id)?.name ?? 'somebody').join(', ')}`
              : ''}
            .
          </p>
          <div>
            <Button onClick={() => void act.change(vote, { show: 'all' })}>
              {`Show all ${Object.values(statements).filter((it) => it.open).length} results`}
            </Button>
            <Button onClick={() => void act.change(vote, { close: true })}>Close without showing</Button>
          </div>
        </section>
      ))}
    </>
  )
}
