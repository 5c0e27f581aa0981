/**
 * What has become of an action, day by day: one note a day, the latest first.
 *
 * It is recorded also once the plan is agreed. A note of a day that has one is that note, gone on with.
 */
import { useState } from 'react'
import { setPlanField } from '../../../shared/doc/edits.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { type PlanItem, planKey } from '../../../shared/plan.ts'
import { PatientHint } from '../../panels/patient-hint.tsx'
import { Drafted } from '../../panels/plan-inputs.tsx'
import { isTypedDay, TYPED_DAYS } from '../../panels/typed-day.ts'
import { useDraft } from '../../panels/use-draft.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useCan } from '../../session/use-can.ts'
import { isoDayWords } from '../../ui/dates.ts'
import { TextArea, TextField } from '../../ui/field.tsx'
import styles from './progress-notes.module.css'

interface Props {
  item: PlanItem
  today: string
  /** As deep as it stands on its page. */
  heading?: 'h4' | 'h5'
}

export function ProgressNotes({ item, today, heading: Heading = 'h5' }: Props) {
  const may = useCan({ root: 'plan', key: planKey(item.kind, item.id, `progress/${today}`), to: 'x' })
  const [day, setDay] = useState(today)
  if (!may && item.progress.length === 0) return null
  return (
    <div className={styles.progress}>
      <Heading>Progress</Heading>
      {item.progress.length > 0 && (
        <dl>
          {item.progress.toReversed().map((it) => (
            <div key={it.day}>
              <dt>{isoDayWords(it.day)}</dt>
              <dd>{it.text}</dd>
            </div>
          ))}
        </dl>
      )}
      {may && (
        <div className={styles.note}>
          <TextField
            label="Day"
            type="date"
            {...TYPED_DAYS}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
          {/* A field of its own for each day: no word typed for one may end up in another. */}
          {isTypedDay(day) && <DayNote key={day} item={item} day={day} />}
        </div>
      )}
    </div>
  )
}

function DayNote({ item, day }: { item: PlanItem; day: string }) {
  const session = useSession()
  const draft = useDraft(item.progress.find((it) => it.day === day)?.text ?? '', (words) =>
    session.edit(`Progress of “${item.fields.title ?? 'the action'}”`, (doc) =>
      setPlanField(doc, item.kind, item.id, `progress/${day}`, words.trim()),
    ),
  )
  return (
    <Drafted draft={draft}>
      <TextArea
        label="What has been done"
        rows={2}
        maxLength={LIMITS.paragraph}
        value={draft.words}
        onChange={(event) => draft.type(event.target.value)}
      />
      <PatientHint text={draft.words} />
    </Drafted>
  )
}
