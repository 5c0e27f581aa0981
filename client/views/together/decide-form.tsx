/**
 * A decision: the category or who decides by when, how it came about, and the reasons on either side.
 */
import { type FormEvent, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { CATEGORY_IDS, type CategoryId } from '../../../shared/columns.ts'
import type { Decide } from '../../../shared/consult/calls.ts'
import { DECIDED_HOW, DECIDED_HOW_WORDS, type DecidedHow } from '../../../shared/consult/vote.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { useBoard } from '../../session/use-board.ts'
import { Button } from '../../ui/button.tsx'
import { ColumnIcon } from '../../ui/column-icon.tsx'
import { Select, TextArea, TextField } from '../../ui/field.tsx'
import type { Draft } from './drafts.ts'
import styles from './together.module.css'

interface Props {
  statement: StatementId
  /** What private choices suggest, or null. */
  suggested: CategoryId | null
  isAgreed: boolean
  /** What this person had begun here. */
  begun: Draft | null
  onDraft(draft: Draft): void
  /** Whether it was decided. */
  onDecide(decision: Decide): Promise<boolean>
}

/** Found by the keys of the page. */
export const DECIDE_FORM = 'decide'

export function DecideForm({ statement, suggested, isAgreed, begun, onDraft, onDecide }: Props) {
  const words = useBoard((board) => board.facts.columns)
  const [draft, setDraft] = useState<Draft>(begun ?? emptyDraft(suggested, isAgreed))
  const [isBusy, setBusy] = useState(false)
  const { column } = draft
  const set = (change: Partial<Draft>) => {
    const next = { ...draft, ...change }
    setDraft(next)
    onDraft(next)
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const decision = decisionOf(statement, draft)
    if (!decision) return
    setBusy(true)
    await onDecide(decision)
    setBusy(false)
  }
  return (
    <form className={styles.decide} id={DECIDE_FORM} onSubmit={(event) => void submit(event)}>
      <fieldset>
        <legend>Decide</legend>
        <div className={styles.columns}>
          {CATEGORY_IDS.map((id) => (
            <label key={id} className={styles.pick} data-column={id}>
              <input
                type="radio"
                name="column"
                value={id}
                checked={column === id}
                onChange={() => set({ column: id })}
              />
              <ColumnIcon id={id} size={18} />
              {words[id].title}
            </label>
          ))}
          <label className={styles.pick}>
            <input
              type="radio"
              name="column"
              checked={column === 'parked'}
              onChange={() => set({ column: 'parked' })}
            />
            Parked
          </label>
        </div>
      </fieldset>
      {column === 'parked' && (
        <div className={styles.pair}>
          <TextField
            label="Who decides"
            value={draft.who}
            maxLength={LIMITS.line}
            autoComplete="off"
            onChange={(event) => set({ who: event.target.value })}
          />
          <TextField
            label="By"
            type="date"
            value={draft.by}
            onChange={(event) => set({ by: event.target.value })}
          />
        </div>
      )}
      <Select
        label="How"
        value={draft.how}
        onChange={(event) => set({ how: event.target.value as DecidedHow })}
      >
        {DECIDED_HOW.map((it) => (
          <option key={it} value={it}>
            {DECIDED_HOW_WORDS[it]}
          </option>
        ))}
      </Select>
      <TextArea
        label="Why"
        hint="It stands in the paper."
        value={draft.reason}
        rows={2}
        maxLength={LIMITS.paragraph}
        onChange={(event) => set({ reason: event.target.value })}
      />
      <TextArea
        label="Other view"
        value={draft.otherView}
        rows={2}
        maxLength={LIMITS.paragraph}
        onChange={(event) => set({ otherView: event.target.value })}
      />
      <Button type="submit" look="primary" disabled={!column || isBusy}>
        {column === 'parked' ? 'Park it' : column ? `Decide: ${words[column].title}` : 'Decide'}
      </Button>
    </form>
  )
}

const emptyDraft = (column: CategoryId | null, isAgreed: boolean): Draft => ({
  column,
  how: isAgreed ? 'private-choices' : 'discussed',
  who: '',
  by: '',
  reason: '',
  otherView: '',
})

/** What is sent, empty fields left out; null where nothing is chosen yet. */
export function decisionOf(statement: StatementId, draft: Draft): Decide | null {
  const { column, how } = draft
  const [who, reason, otherView] = [draft.who.trim(), draft.reason.trim(), draft.otherView.trim()]
  const grounds = { how, ...(reason && { reason }), ...(otherView && { otherView }) }
  if (column === null) return null
  if (column === 'parked')
    return { statement, parked: { ...(who && { who }), ...(draft.by && { by: draft.by }) }, ...grounds }
  return { statement, column, ...grounds }
}
