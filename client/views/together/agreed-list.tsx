/**
 * What private choices agree on and nobody has decided: to be looked through, pulled from, and placed in one act.
 */
import { Undo2 } from 'lucide-react'
import type { StatementId } from '../../../shared/board.ts'
import { noticeOf } from '../../../shared/consult/notice.ts'
import type { DecisionMark } from '../../../shared/consult/vote.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { Button } from '../../ui/button.tsx'
import { clockWords, useNow } from '../../ui/clock-words.ts'
import { ColumnIcon } from '../../ui/column-icon.tsx'
import { momentWords } from '../../ui/dates.ts'
import type { Acts } from './acts.ts'
import type { AgendaItem } from './agenda.ts'
import styles from './agreed.module.css'
import { resultWords } from './result.tsx'

interface Props {
  items: readonly AgendaItem[]
  runs: boolean
  act: Acts
  onChoose(id: StatementId): void
}

export function AgreedList({ items, runs, act, onChoose }: Props) {
  const statements = useBoard((board) => board.statements)
  const words = useBoard((board) => board.facts.columns)
  const mayPull = useSession().mayDo('choose')
  if (items.length === 0) return null
  return (
    <section className={styles.agreed} aria-label="Agreed in private">
      <header>
        <p>
          <b>{items.length}</b> agreed in private, not yet placed.
        </p>
        {runs && (
          <Button look="primary" onClick={() => void act.decide({ rule: 'agreed' })}>
            Place all agreed
          </Button>
        )}
      </header>
      <NoticeLine items={items} runs={runs} act={act} />
      <details>
        <summary>See the list{mayPull ? ', and pull out what should be talked about' : ''}</summary>
        <ul>
          {items.map(({ id, mark, opinion }) => {
            const [column] = opinion?.mostChosen ?? []
            const statement = statements.get(id)
            return (
              <li key={id}>
                <button type="button" className={styles.name} onClick={() => onChoose(id)}>
                  <b>{statement?.ref}</b>
                  <span>{statement?.title || statement?.text}</span>
                </button>
                <span className={styles.goes} style={{ color: column && `var(--${column})` }}>
                  {column && (
                    <>
                      <ColumnIcon id={column} size={16} /> {words[column].title}
                    </>
                  )}
                  <small>{mark?.result && resultWords(mark.result, opinion, words).split(':')[0]}</small>
                </span>
                {mayPull && (
                  <Button slim aria-label={`Pull ${statement?.ref} out`} onClick={() => void act.pull(id)}>
                    Pull out
                  </Button>
                )}
              </li>
            )
          })}
        </ul>
        <p>Whoever pulls one out is not named.</p>
      </details>
    </section>
  )
}

/** Until when people can look through it; where it is placed sooner, that is somebody's decision. */
function NoticeLine({ items, runs, act }: Pick<Props, 'items' | 'runs' | 'act'>) {
  const { due, early, allDueAt } = noticeOf(items, useNow(LOOK_MS))
  if (allDueAt === null) return null
  const many = early.length === items.length ? 'All of it' : `${early.length} of it`
  return (
    <p className={styles.notice}>
      <span>
        {`${many} has been here for less than 48 hours: whoever is not in the room can still look through it until ${momentWords(allDueAt)}.`}
      </span>
      {runs && due.length > 0 && (
        <Button slim onClick={() => void act.decide({ rule: 'agreed', statements: [...due] })}>
          {`Place the other ${due.length}`}
        </Button>
      )}
    </p>
  )
}

const LOOK_MS = 60_000

/** What was placed in one act last, for as long as all of it stands; on every facilitator's screen. */
export function LastPlaced({ act }: { act: Acts }) {
  const decisions = useBoard((board) => board.live.decisions)
  const last = lastPlaced(decisions.values())
  if (!last) return null
  return (
    <p className={styles.placed}>
      <span>
        <b>{last.many}</b> placed together at {clockWords(last.at)}.
      </span>
      <Button slim icon={<Undo2 size={16} aria-hidden />} onClick={() => void act.undo(last.seq)}>
        Take it back
      </Button>
    </p>
  )
}

/** The last act of all, where it placed what private choices agreed on. */
export function lastPlaced(
  decisions: Iterable<DecisionMark>,
): { seq: number; many: number; at: number } | null {
  let last: { seq: number; many: number; at: number; how: DecisionMark['how'] } | null = null
  for (const { seq, at, how } of decisions) {
    if (last === null || seq > last.seq) last = { seq, many: 1, at, how }
    else if (seq === last.seq) last.many += 1
  }
  return last?.how === 'private-choices' && last.many > 1 ? last : null
}
