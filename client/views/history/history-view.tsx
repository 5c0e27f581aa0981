/**
 * What happened on the board, newest first: who, what, when and why; of one statement where asked; and the
 * way back to any moment.
 */
import { Gavel, MoveRight, PenLine, Stamp, Undo2, X } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { RestoreTo } from '../../../shared/past/calls.ts'
import { useHistory } from '../../panels/use-history.ts'
import { useBoard } from '../../session/use-board.ts'
import { useCanDo } from '../../session/use-can.ts'
import { Button } from '../../ui/button.tsx'
import { momentWords } from '../../ui/dates.ts'
import { Select } from '../../ui/field.tsx'
import { Finder } from '../../ui/finder.tsx'
import { RestoreDialog } from '../versions/restore-dialog.tsx'
import styles from './history.module.css'
import { byDay, type HistoryGroup, historyGroups, type Kind } from './history-groups.ts'

const PAGE = 100
/** Changes of others come in bursts: asked once, at the end of one. */
const QUIET_MS = 800

const SHOWN: readonly { id: string; title: string; kinds: readonly Kind[] }[] = [
  { id: 'all', title: 'everything', kinds: ['move', 'decision', 'act', 'work'] },
  { id: 'moves', title: 'moves and decisions', kinds: ['move', 'decision'] },
  { id: 'acts', title: 'decisions, phases, votes and versions', kinds: ['decision', 'act'] },
]

const ICONS = { move: MoveRight, decision: Gavel, act: Stamp, work: PenLine }

export function HistoryView() {
  if (!useCanDo('readHistory')) {
    return <p className={styles.none}>Your link shows the board, not who did what on it.</p>
  }
  return <History />
}

function History() {
  const [path, navigate] = useLocation()
  const search = useSearch()
  const statement = new URLSearchParams(search).get('statement')
  const ids = useBoard((board) => board.ids)
  const statements = useBoard((board) => board.statements)
  const facts = useBoard((board) => board.facts)
  const plan = useBoard((board) => board.plan)
  const phase = useBoard((board) => board.live.phase)
  const restores = useCanDo('restore')
  const [shown, setShown] = useState('all')
  const [restoring, setRestoring] = useState<{ to: RestoreTo; name: string } | null>(null)
  const { page, problem, ask } = useLiveHistory(statement)
  const groups = useMemo(
    () => historyGroups(page?.entries ?? [], { facts, plan, statements }),
    [page, facts, plan, statements],
  )
  const options = useMemo(
    () =>
      ids.flatMap((id) => {
        const it = statements.get(id)
        return it ? [{ id, title: it.ref, detail: it.title || it.text.slice(0, 80) }] : []
      }),
    [ids, statements],
  )
  const choose = (id: string | null) => {
    const next = new URLSearchParams(search)
    if (id) next.set('statement', id)
    else next.delete('statement')
    navigate(`${path}?${next}`, { replace: true })
  }
  const kinds = SHOWN.find((it) => it.id === shown)?.kinds ?? []
  const days = byDay(
    groups.filter((it) => kinds.includes(it.kind)),
    Date.now(),
  )
  return (
    <div className={styles.page}>
      <div className={styles.filters}>
        <Finder
          label="Statement"
          options={options}
          chosen={statement ? (statements.get(statement)?.ref ?? statement) : ''}
          placeholder="All statements"
          onPick={choose}
        />
        {statement && (
          <Button look="quiet" icon={<X size={17} aria-hidden />} onClick={() => choose(null)}>
            All statements
          </Button>
        )}
        <Select label="Show" value={shown} onChange={({ target }) => setShown(target.value)}>
          {SHOWN.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
      </div>
      {problem && (
        <p className={styles.said} role="alert">
          The history cannot be shown just now. {problem}
          <Button slim onClick={() => void ask()}>
            Try again
          </Button>
        </p>
      )}
      {!page && !problem && <p className={styles.none}>One moment…</p>}
      {page && days.length === 0 && <p className={styles.none}>Nothing of this has happened yet.</p>}
      {days.map(({ day, groups: lines }) => (
        <section key={day} className={styles.day}>
          <h2>{day.slice(0, 1).toUpperCase() + day.slice(1)}</h2>
          <ol>
            {lines.map((line) => (
              <Line
                key={line.key}
                line={line}
                onRestore={
                  restores && phase !== 'agreed'
                    ? () =>
                        setRestoring({
                          to: { position: line.position },
                          name: `how it was at ${momentWords(line.at)}`,
                        })
                    : null
                }
              />
            ))}
          </ol>
        </section>
      ))}
      {page?.next != null && (
        <Button onClick={() => void ask(page.next ?? undefined)}>Show what came before</Button>
      )}
      {restoring && (
        <RestoreDialog {...restoring} onClose={() => setRestoring(null)} onDone={() => void ask()} />
      )}
    </div>
  )
}

function Line({ line, onRestore }: { line: HistoryGroup; onRestore: (() => void) | null }) {
  const { at, by, name, words, reason, kind } = line
  const Icon = ICONS[kind]
  const time = new Date(at)
  return (
    <li data-kind={kind}>
      <time dateTime={time.toISOString()}>{TIME.format(time)}</time>
      <Icon size={17} aria-hidden />
      <span>
        <b>{by === 'server' ? 'The board' : name || 'Somebody who has left'}</b> {words}
        {reason && <q>{reason}</q>}
      </span>
      {onRestore && (
        <Button
          look="quiet"
          slim
          className={styles.back}
          icon={<Undo2 size={15} aria-hidden />}
          aria-label={`Go back to here…, right after ${TIME.format(time)}`}
          onClick={onRestore}
        >
          Go back to here…
        </Button>
      )}
    </li>
  )
}

const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** Asked again when the board has changed, once it has been quiet for a moment. */
function useLiveHistory(statement: string | null) {
  const placements = useBoard((board) => board.placements)
  const live = useBoard((board) => board.live)
  const history = useHistory(statement, PAGE)
  const { ask } = history
  useEffect(() => void ask(), [ask])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is why it is asked again
  useEffect(() => {
    const timer = setTimeout(() => void ask(), QUIET_MS)
    return () => clearTimeout(timer)
  }, [ask, placements, live])
  return history
}
