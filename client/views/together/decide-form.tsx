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
import styles from './together.module.css'

interface Props {
  statement: StatementId
  /** What private choices suggest, or null. */
  suggested: CategoryId | null
  isAgreed: boolean
  onDecide(decision: Decide): Promise<void>
}

export function DecideForm({ statement, suggested, isAgreed, onDecide }: Props) {
  const [column, setColumn] = useState<CategoryId | 'parked' | null>(suggested)
  const words = useBoard((board) => board.facts.columns)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!column) return
    const fields = new FormData(event.currentTarget)
    const text = (name: string) => String(fields.get(name) ?? '').trim()
    const grounds = {
      how: text('how') as DecidedHow,
      ...(text('reason') && { reason: text('reason') }),
      ...(text('otherView') && { otherView: text('otherView') }),
    }
    setBusy(true)
    try {
      if (column === 'parked') {
        const parked = { ...(text('who') && { who: text('who') }), ...(text('by') && { by: text('by') }) }
        await onDecide({ statement, parked, ...grounds })
      } else await onDecide({ statement, column, ...grounds })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={styles.decide} onSubmit={(event) => void submit(event)}>
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
                onChange={() => setColumn(id)}
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
              onChange={() => setColumn('parked')}
            />
            Parked
          </label>
        </div>
      </fieldset>
      {column === 'parked' && (
        <div className={styles.pair}>
          <TextField label="Who decides" name="who" maxLength={LIMITS.line} autoComplete="off" />
          <TextField label="By" name="by" type="date" />
        </div>
      )}
      <Select label="How" name="how" defaultValue={isAgreed ? 'private-choices' : 'discussed'}>
        {DECIDED_HOW.map((it) => (
          <option key={it} value={it}>
            {DECIDED_HOW_WORDS[it]}
          </option>
        ))}
      </Select>
      <TextArea
        label="Why"
        hint="It stands in the paper."
        name="reason"
        rows={2}
        maxLength={LIMITS.paragraph}
      />
      <TextArea label="Other view" name="otherView" rows={2} maxLength={LIMITS.paragraph} />
      <Button type="submit" look="primary" disabled={!column || isBusy}>
        {column === 'parked' ? 'Park it' : column ? `Decide: ${words[column].title}` : 'Decide'}
      </Button>
    </form>
  )
}
