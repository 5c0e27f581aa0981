/**
 * Which statements one part of the plan answers: chosen many at a time, and saved as one change.
 *
 * Ticks are this person's until they save. What others link meanwhile is kept: saving changes only what was
 * ticked or unticked here.
 */
import { type ReactNode, useId, useMemo, useState } from 'react'
import type { PlanId, StatementId } from '../../../shared/board.ts'
import { linkStatements, unlinkStatements } from '../../../shared/doc/plan-edits.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { CATEGORY_OF, linkedTo } from '../../../shared/plan/links.ts'
import type { PlanKind } from '../../../shared/plan.ts'
import { useEdit } from '../../panels/use-edit.ts'
import { useBoard } from '../../session/use-board.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { toast } from '../../ui/toasts.tsx'
import { matching } from '../board/find.ts'
import styles from './link-dialog.module.css'

interface Props {
  kind: PlanKind
  id: PlanId
  onClose(): void
}

export function LinkDialog({ kind, id, onClose }: Props) {
  const board = useBoard((it) => it)
  const edit = useEdit()
  const column = CATEGORY_OF[kind]
  const words = board.facts.columns[column]
  const title = board.plan[kind].get(id)?.fields.title ?? 'this part of the plan'
  const [query, setQuery] = useState('')
  const [onlyOpen, setOnlyOpen] = useState(false)
  /** What differs from what stands on the board. */
  const [ticks, setTicks] = useState<ReadonlyMap<StatementId, boolean>>(new Map())
  const openId = useId()

  const isLinked = (it: StatementId) => linkedTo(board.responses.get(it), kind).includes(id)
  const listed = useMemo(() => statementsFor(board, kind, id), [board, kind, id])
  const found = useMemo(() => matching(board, query), [board, query])
  const shown = listed.filter(
    (it) =>
      (!found || found.has(it)) &&
      (!onlyOpen || ticks.has(it) || linkedTo(board.responses.get(it), kind).length === 0),
  )
  const changed = Array.from(ticks).filter(([it, on]) => on !== isLinked(it))

  const save = () => {
    const add = changed.filter(([, on]) => on).map(([it]) => it)
    const remove = changed.filter(([, on]) => !on).map(([it]) => it)
    const what = `${changed.length} ${changed.length === 1 ? 'link' : 'links'} of “${title}”`
    const done = edit(`Change ${what}`, (doc) => {
      linkStatements(doc, add, kind, id)
      unlinkStatements(doc, remove, kind, id)
    })
    if (!done) return
    const said = `${[add.length && `Linked ${add.length}`, remove.length && `Unlinked ${remove.length}`].filter(Boolean).join(', ')}.`
    toast(said)
    announce(said)
    onClose()
  }

  return (
    <Dialog
      title={`What “${title}” answers`}
      onClose={onClose}
      width="720px"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={changed.length === 0} onClick={save}>
            {changed.length === 0
              ? 'Nothing changed'
              : `Save ${changed.length} ${changed.length === 1 ? 'change' : 'changes'}`}
          </Button>
        </>
      }
    >
      <div className={styles.tools}>
        <TextField
          label={`Find among ${listed.length} in ${words.title}`}
          type="search"
          data-first
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <label className={styles.only} htmlFor={openId}>
          <input
            id={openId}
            type="checkbox"
            checked={onlyOpen}
            onChange={(event) => setOnlyOpen(event.target.checked)}
          />
          Only what nothing answers yet
        </label>
      </div>
      <Statements
        board={board}
        ids={shown}
        isTicked={(it) => ticks.get(it) ?? isLinked(it)}
        onTick={(it, on) => setTicks(new Map(ticks).set(it, on))}
        note={(it) => noteOf(board, it, kind, id)}
      />
      {shown.length === 0 && <p className={styles.none}>Nothing here matches.</p>}
    </Dialog>
  )
}

/** Those of the category, and those that are linked though they stand elsewhere now. */
function statementsFor(board: BoardSnapshot, kind: PlanKind, id: PlanId): readonly StatementId[] {
  const column = CATEGORY_OF[kind]
  return board.ids.filter(
    (it) =>
      board.placements.get(it)?.column === column || linkedTo(board.responses.get(it), kind).includes(id),
  )
}

function noteOf(board: BoardSnapshot, it: StatementId, kind: PlanKind, id: PlanId): ReactNode {
  const at = board.placements.get(it)?.column ?? 'unsorted'
  if (at !== CATEGORY_OF[kind]) return `In ${board.facts.columns[at].title} now: the link rests`
  const others = linkedTo(board.responses.get(it), kind).filter((other) => other !== id)
  const [other] = others
  if (other === undefined) return null
  const title = board.plan[kind].get(other)?.fields.title ?? 'something else'
  return kind === 'action' ? `Also answered by “${title}”` : `Linked to “${title}” now`
}

interface ListProps {
  board: BoardSnapshot
  ids: readonly StatementId[]
  isTicked(id: StatementId): boolean
  onTick(id: StatementId, on: boolean): void
  note(id: StatementId): ReactNode
}

function Statements({ board, ids, isTicked, onTick, note }: ListProps) {
  return (
    <ul className={styles.list}>
      {ids.map((id) => {
        const statement = board.statements.get(id)
        const said = note(id)
        return (
          <li key={id}>
            <label>
              <input
                type="checkbox"
                checked={isTicked(id)}
                onChange={(event) => onTick(id, event.target.checked)}
              />
              <b>{statement?.ref ?? id}</b>
              <span>
                {statement?.title || statement?.text}
                {said && <small>{said}</small>}
              </span>
            </label>
          </li>
        )
      })}
    </ul>
  )
}
