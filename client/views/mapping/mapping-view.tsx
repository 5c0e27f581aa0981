/**
 * The mapping as a sheet: every statement a row, edited in its cells, sorted, filtered and grouped as the
 * address says, with others' changes as they happen.
 */
import { Suspense, useDeferredValue, useMemo, useState } from 'react'
import { useSearch } from 'wouter'
import type { StatementId } from '../../../shared/board.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { ChosenBar } from './chosen-bar.tsx'
import { columnNamed } from './columns.ts'
import styles from './mapping.module.css'
import { MappingTools } from './mapping-tools.tsx'
import { type Row, rowsOf } from './rows.ts'
import { Sheet } from './sheet.tsx'
import { useChoice } from './use-choice.ts'
import { type MappingState, stateIn, withState } from './view-state.ts'

const StatementPanel = lazyPart(() =>
  import('../../panels/statement-panel.tsx').then((it) => it.StatementPanel),
)

export function MappingView() {
  const session = useSession()
  const search = useSearch()
  const state = useMemo(() => stateIn(search), [search])
  const board = useBoard((it) => it)
  const [editing, setEditing] = useState(false)
  const rows = useRows(state, editing)
  const columns = useMemo(() => state.columns.flatMap((it) => columnNamed(it) ?? []), [state.columns])
  const [opened, setOpened] = useState<StatementId | null>(null)
  const choice = useChoice(rows)
  const shown = rows.reduce((count, it) => count + (it.is === 'line' ? 1 : 0), 0)

  const change = (next: Partial<MappingState>, how: 'step' | 'replace' = 'step') => {
    const to = `${location.pathname}?${withState(location.search, { ...stateIn(location.search), ...next })}`
    if (how === 'step') history.pushState(null, '', to)
    else history.replaceState(history.state, '', to)
  }
  return (
    <div className={styles.view}>
      <MappingTools state={state} shown={shown} onChange={change} />
      <div className={styles.stage}>
        <Sheet
          board={board}
          rows={rows}
          columns={columns}
          sort={state.sort}
          onSort={(by) => {
            const { sort } = state
            // Up, down, and back to the order of the publication.
            if (sort?.by !== by) change({ sort: { by, down: false } })
            else change({ sort: sort.down ? null : { by, down: true } })
          }}
          onEditing={setEditing}
          onOpen={setOpened}
          chosen={choice.chosen}
          onChoose={choice.choose}
        />
        {opened && (
          <div className={styles.side}>
            <Suspense fallback={null}>
              <StatementPanel id={opened} onClose={() => setOpened(null)} onOpen={setOpened} />
            </Suspense>
          </div>
        )}
      </div>
      {choice.chosen.size > 0 && <ChosenBar chosen={choice.chosen} onClear={choice.clear} />}
      <p className="visually-hidden" role="status">
        {shown} of {board.ids.length} statements shown to {session.me.name}
      </p>
    </div>
  )
}

/** The rows as they belong; while somebody edits a cell they stay as they were, so that it stays under their hands. */
function useRows(state: MappingState, editing: boolean): readonly Row[] {
  const board = useDeferredValue(useBoard((it) => it))
  const now = useMemo(() => rowsOf(board, state), [board, state])
  const [kept, setKept] = useState<{ rows: readonly Row[]; state: MappingState } | null>(null)
  const next = editing ? (kept?.state === state ? kept : { rows: now, state }) : null
  if (next !== kept) setKept(next)
  return next ? next.rows : now
}
