/**
 * The fields of one action, wherever it is edited: beside its statement, or in the plan.
 */
import { nanoid } from 'nanoid'
import { useMemo } from 'react'
import { createPlanItem, setPlanField } from '../../shared/doc/edits.ts'
import { LIMITS } from '../../shared/limits.ts'
import { type PlanItem, planKey } from '../../shared/plan.ts'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { Finder } from '../ui/finder.tsx'
import { foundOf } from './found-items.ts'
import { PlanDay, PlanLine, PlanStatus, PlanText } from './plan-inputs.tsx'
import styles from './response-form.module.css'
import { useEdit } from './use-edit.ts'

interface Props {
  item: PlanItem
  /** Whether focus comes to its work stream when it appears. */
  takesFocus?: boolean
  /** Also what is recorded once it is under way. */
  whole?: boolean
}

export function ActionFields({ item, takesFocus = false, whole = false }: Props) {
  const { fields } = item
  const stream = useBoard((board) => board.plan.stream.get(fields.stream ?? ''))
  const isAgreed = useBoard((board) => board.live.phase === 'agreed')
  return (
    <>
      <PlanLine item={item} field="title" />
      <ActionStream item={item} streamTitle={stream?.fields.title ?? ''} takesFocus={takesFocus} />
      <PlanLine
        item={item}
        field="executiveLead"
        placeholder={stream?.fields.executiveLead ?? 'A post, not a person'}
      />
      <div className={fields.lead && !fields.leadBy ? undefined : styles.pair}>
        <PlanLine item={item} field="lead" placeholder="A post, not a person" />
        {(!fields.lead || fields.leadBy) && <PlanDay item={item} field="leadBy" label="or to be named by" />}
      </div>
      <div className={styles.triple}>
        <PlanDay item={item} field="start" />
        <PlanDay item={item} field="due" />
        {whole && (isAgreed || fields.dueExpected) && <PlanDay item={item} field="dueExpected" />}
        <PlanStatus item={item} field="status" />
      </div>
      <PlanLine item={item} field="costNote" placeholder="Within budget, or what it needs" />
      {whole && (
        <>
          <div className={styles.pair}>
            <PlanDay item={item} field="briefedOn" label="Lead briefed on" />
            <PlanDay item={item} field="acknowledgedOn" label="Lead acknowledged on" />
          </div>
          {(isAgreed || fields.evidence) && <PlanText item={item} field="evidence" />}
        </>
      )}
    </>
  )
}

interface StreamProps {
  item: PlanItem
  streamTitle: string
  takesFocus: boolean
}

function ActionStream({ item, streamTitle, takesFocus }: StreamProps) {
  const streams = useBoard((board) => board.plan.stream)
  const may = useCan({ root: 'plan', key: planKey('action', item.id, 'stream'), to: 'x' })
  const edit = useEdit()
  const options = useMemo(() => foundOf(streams, (it) => it.fields.executiveLead ?? ''), [streams])
  const title = item.fields.title ?? 'the action'
  return (
    <Finder
      label="Work stream"
      options={options}
      chosen={streamTitle}
      placeholder="Search, or type a new one"
      createLabel="New work stream:"
      disabled={!may}
      autoFocus={takesFocus}
      onPick={(to) =>
        edit(`Work stream of “${title}”`, (doc) => setPlanField(doc, 'action', item.id, 'stream', to))
      }
      onCreate={(name) => {
        const to = nanoid(10)
        edit(`New work stream “${name}”`, (doc) => {
          createPlanItem(doc, 'stream', to, { title: name.slice(0, LIMITS.line) })
          setPlanField(doc, 'action', item.id, 'stream', to)
        })
      }}
    />
  )
}
