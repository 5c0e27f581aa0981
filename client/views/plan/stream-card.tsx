/**
 * One work stream: who answers for it, its actions, and the statements it takes into account.
 */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId } from 'react'
import type { ActionPart, StreamPart } from '../../../shared/plan/outline.ts'
import { lackSentence } from '../../../shared/readiness.ts'
import { PlanDay, PlanLine, PlanText } from '../../panels/plan-inputs.tsx'
import { isoDayWords } from '../../ui/dates.ts'
import { ActionRow } from './action-row.tsx'
import { AddPart } from './add-part.tsx'
import { Answers } from './answers.tsx'
import { type Drawn, partKey } from './layout.ts'
import { useOpened } from './opened.ts'
import { PartComments } from './part-comments.tsx'
import { PartFoot, PartWarnings } from './part-foot.tsx'
import styles from './parts.module.css'

interface Props {
  part: StreamPart
  isGone: boolean
  actions: readonly Drawn<ActionPart>[]
  today: string
}

export function StreamCard({ part, isGone, actions, today }: Props) {
  const { item, title, lacks } = part
  const { fields } = item
  const opened = useOpened()
  const key = partKey(item)
  const isOpen = opened.open.has(key)
  const bodyId = useId()
  const said = [
    fields.executiveLead && `Executive lead: ${fields.executiveLead}`,
    fields.projectLead && `Project lead: ${fields.projectLead}`,
    fields.acknowledgedOn
      ? `acknowledged ${isoDayWords(fields.acknowledgedOn)}`
      : fields.briefedOn && `briefed ${isoDayWords(fields.briefedOn)}`,
  ].filter(Boolean)
  return (
    <section className={styles.stream} data-part={key} aria-label={title}>
      <h3>
        <button
          type="button"
          className={styles.streamHead}
          data-head
          aria-expanded={isOpen}
          aria-controls={bodyId}
          onClick={() => opened.toggle(key, !isOpen)}
        >
          {isOpen ? <ChevronDown size={20} aria-hidden /> : <ChevronRight size={20} aria-hidden />}
          <b>{title}</b>
          <span className={styles.meta}>
            {lacks.length > 0 && <em>{lackSentence(lacks)}</em>}
            {said.length > 0 ? (
              said.map((it) => <span key={it}>{it}</span>)
            ) : (
              <span>Nobody is named for it yet</span>
            )}
          </span>
        </button>
      </h3>
      <div id={bodyId} className={styles.body} hidden={!isOpen}>
        {isOpen && (
          <>
            <PartWarnings item={item} isGone={isGone} />
            <PlanLine item={item} field="title" autoFocus={opened.made === key} />
            <div className={styles.pair}>
              <PlanLine item={item} field="executiveLead" placeholder="A post, not a person" />
              <PlanLine item={item} field="projectLead" placeholder="A post, not a person" />
            </div>
            <PlanText item={item} field="evidence" hint="What shows that this stream is at work already." />
            <div className={styles.pair}>
              <PlanDay item={item} field="briefedOn" label="Project lead briefed on" />
              <PlanDay item={item} field="acknowledgedOn" label="Acknowledged on" />
            </div>
            <PartComments part={part} />
            <PartFoot part={part} isGone={isGone} />
          </>
        )}
      </div>
      {actions.length > 0 && (
        <ol className={styles.actions}>
          {actions.map((it) => (
            <ActionRow key={it.part.item.id} part={it.part} isGone={it.isGone} today={today} />
          ))}
        </ol>
      )}
      <div className={styles.streamFoot}>
        <Answers part={part} folded />
        <AddPart kind="action" stream={item.id} />
      </div>
    </section>
  )
}
