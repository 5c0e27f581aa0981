/**
 * Where a statement is now, and the presses that put it elsewhere: three large, two small.
 */
import { Lock } from 'lucide-react'
import { type CSSProperties, type FormEvent, useState } from 'react'
import type { StatementId } from '../../shared/board.ts'
import { CATEGORY_IDS, COLUMNS, type ColumnId } from '../../shared/columns.ts'
import { moveStatement, setResponse } from '../../shared/doc/edits.ts'
import { spotAt } from '../../shared/doc/reads/placements.ts'
import type { BoardSnapshot } from '../../shared/doc/reads.ts'
import { LIMITS } from '../../shared/limits.ts'
import type { BoardSession } from '../session/contract.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { ColumnIcon, columnColour } from '../ui/column-icon.tsx'
import { isoDayWords } from '../ui/dates.ts'
import { TextField } from '../ui/field.tsx'
import { useEdit } from './use-edit.ts'
import styles from './where-it-is.module.css'

export function WhereItIs({ id }: { id: StatementId }) {
  const place = useBoard((board) => board.placements.get(id))
  const words = useBoard((board) => board.facts.columns)
  const may = useCan({ root: 'placements', key: id, from: place, to: place })
  const why = useFrozenWords(id)
  const [asking, setAsking] = useState(false)
  const move = useMove(id)
  const column = place?.column ?? 'unsorted'
  return (
    <section className={styles.where} aria-labelledby={`${id}-where`}>
      <h3 id={`${id}-where`}>
        Where it is now
        <span className="visually-hidden">: {words[column].title}</span>
      </h3>
      <div className={styles.three}>
        {CATEGORY_IDS.map((it) => (
          <button
            key={it}
            type="button"
            className={styles.big}
            style={{ '--c': columnColour(it), '--soft': `var(--${SOFT[it]})` } as CSSProperties}
            aria-pressed={column === it}
            aria-disabled={!may}
            aria-keyshortcuts={COLUMNS[it].key ?? undefined}
            onClick={() => may && column !== it && move(it)}
          >
            <ColumnIcon id={it} size={22} />
            <span>{words[it].title}</span>
          </button>
        ))}
      </div>
      <div className={styles.two}>
        {(['unsorted', 'set-aside'] as const).map((it) => (
          <Button
            key={it}
            slim
            look="quiet"
            className={column === it ? styles.here : undefined}
            aria-pressed={column === it}
            aria-expanded={it === 'set-aside' ? asking : undefined}
            aria-disabled={!may}
            icon={<ColumnIcon id={it} size={16} />}
            onClick={() => {
              if (!may || column === it) return
              if (it === 'set-aside') setAsking(!asking)
              else move(it)
            }}
          >
            {words[it].title}
            {it === 'set-aside' && column !== it ? '…' : ''}
          </Button>
        ))}
      </div>
      {asking && column !== 'set-aside' && may && (
        <SetAsideForm
          onDone={(reason) => {
            if (reason === null || move('set-aside', reason)) setAsking(false)
          }}
        />
      )}
      {!may && why && (
        <p className={styles.frozen}>
          <Lock size={15} aria-hidden />
          {why}
        </p>
      )}
    </section>
  )
}

const SOFT: Record<(typeof CATEGORY_IDS)[number], string> = {
  'new-action': 'blue-soft',
  'due-regard': 'plum-soft',
  'watching-brief': 'ochre-soft',
}

function SetAsideForm({ onDone }: { onDone(reason: string | null): void }) {
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim()
    if (reason) onDone(reason)
    else setMissing(true)
  }
  return (
    <form
      className={styles.aside}
      onSubmit={submit}
      noValidate
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onDone(null)
      }}
    >
      <TextField
        label="Why is it not a key statement?"
        name="reason"
        maxLength={LIMITS.paragraph}
        autoComplete="off"
        autoFocus
        required
        error={missing && 'Give a reason: the paper lists it.'}
        onChange={() => setMissing(false)}
      />
      <div>
        <Button type="submit">Set aside</Button>
        <Button look="quiet" onClick={() => onDone(null)}>
          Leave it
        </Button>
      </div>
    </form>
  )
}

/** Puts the statement at the end of a column; says so as the board does. Gives back whether it went. */
export function useMove(id: StatementId): (to: ColumnId, reason?: string) => boolean {
  const session = useSession()
  const edit = useEdit()
  return (to, reason) => {
    const before = session.snapshot.get()
    const ref = before.statements.get(id)?.ref ?? id
    const end = before.inColumn[to].length
    const done = edit(`Move ${ref} to ${before.facts.columns[to].title}`, (doc) => {
      moveStatement(doc, id, spotAt(before, to, end, new Set([id])))
      if (reason) setResponse(doc, id, 'setAsideReason', reason)
    })
    if (done) announce(placeWords(session, id))
    return done
  }
}

function placeWords(session: BoardSession, id: StatementId): string {
  const board = session.snapshot.get()
  const column = board.placements.get(id)?.column ?? 'unsorted'
  const list = board.inColumn[column]
  const ref = board.statements.get(id)?.ref ?? id
  return `Statement ${ref} moved to ${board.facts.columns[column].title}, ${list.indexOf(id) + 1} of ${list.length}.`
}

/** Why nobody like me can move it just now. */
function useFrozenWords(id: StatementId): string | null {
  const { me } = useSession()
  const live = useBoard((board) => board.live)
  return frozenWords(live, id, me.role)
}

export function frozenWords(live: BoardSnapshot['live'], id: StatementId, role: string): string | null {
  const decision = live.decisions.get(id)
  if (decision) {
    const { who, by } = decision.parked ?? {}
    if (!decision.parked) return 'This statement has been decided. A facilitator can open it again.'
    return `Parked${who ? `: ${who} decides` : ''}${by ? ` by ${isoDayWords(by)}` : ''}.`
  }
  if (live.votes.get(id)?.open) return 'A private vote is open on this statement, so it stays where it is.'
  if (role === 'observer') return 'You are looking on: this link does not move statements.'
  if (role === 'reviewer') return 'Reviewers read and comment; they do not move statements.'
  if (live.phase === 'agreed') return 'The plan has been agreed: statements stay where they are.'
  if (live.phase === 'review') return 'The plan is under review: only a facilitator moves statements.'
  if (live.phase === 'preparing') return 'The board is being prepared: only a facilitator moves statements.'
  return live.locked ? 'The facilitator has locked the board for now.' : null
}
