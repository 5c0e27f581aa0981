/**
 * Everybody who leads something: what they are asked for, when they were briefed, and when they acknowledged.
 *
 * A day set here is set on all that is theirs; where parts differ, that is said and each stands with its part.
 */
import { FileDown } from 'lucide-react'
import { setPlanFields } from '../../../shared/doc/plan-edits.ts'
import { briefingNames } from '../../../shared/exports/briefing-names.ts'
import type { LeadPart } from '../../../shared/plan/leads.ts'
import { planKey } from '../../../shared/plan.ts'
import { Drafted } from '../../panels/plan-inputs.tsx'
import { isTypedDay, TYPED_DAYS } from '../../panels/typed-day.ts'
import { useDraft } from '../../panels/use-draft.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCan } from '../../session/use-can.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { refsOf } from './answers.tsx'
import styles from './leads.module.css'

export function Leads({ leads, today }: { leads: readonly LeadPart[]; today: string }) {
  if (leads.length === 0) return <p className={styles.none}>Nobody leads anything yet.</p>
  const files = briefingNames(leads)
  return (
    <ol className={styles.leads}>
      {leads.map((lead, at) => (
        <Lead key={lead.key} lead={lead} file={files[at] ?? ''} today={today} />
      ))}
    </ol>
  )
}

function Lead({ lead, file, today }: { lead: LeadPart; file: string; today: string }) {
  const { board, as } = useSession()
  const statements = useBoard((board) => board.statements)
  return (
    <li>
      <div>
        <h3>{lead.post}</h3>
        <p>{askedFor(lead)}</p>
        <ButtonLink
          slim
          download
          href={api.at(board, as).exportUrl(file)}
          icon={<FileDown size={16} aria-hidden />}
        >
          Briefing<span className="visually-hidden"> for {lead.post}, Word</span>
        </ButtonLink>
        {lead.statements.length > 0 && <p>Statements: {refsOf(statements, lead.statements, 16)}</p>}
      </div>
      {lead.briefing.of > 0 && (
        <>
          <Day lead={lead} field="briefedOn" label="Briefed on" today={today} />
          <Day lead={lead} field="acknowledgedOn" label="Acknowledged on" today={today} />
        </>
      )}
    </li>
  )
}

function askedFor({ actions, streams, watches }: LeadPart): string {
  const many = (count: number, one: string) => count > 0 && `${count} ${count === 1 ? one : `${one}s`}`
  return [
    many(actions.length, 'action'),
    many(streams.length, 'work stream'),
    many(watches.length, 'watched source'),
  ]
    .filter(Boolean)
    .join(', ')
}

interface DayProps {
  lead: LeadPart
  field: 'briefedOn' | 'acknowledgedOn'
  label: string
  today: string
}

function Day({ lead, field, label, today }: DayProps) {
  const session = useSession()
  const items = [...lead.actions, ...lead.streams].map(({ item }) => item)
  const may = useCan({ root: 'plan', key: planKey('action', 'x', field) })
  const value = lead.briefing[field] ?? ''
  const have = field === 'briefedOn' ? lead.briefing.briefed : lead.briefing.acknowledged
  const draft = useDraft(
    value,
    (day) => session.edit(`${label}: ${lead.post}`, (doc) => setPlanFields(doc, items, field, day)),
    (day) => day === '' || isTypedDay(day),
  )
  const isPartly = have > 0 && have < lead.briefing.of
  return (
    <Drafted draft={draft}>
      <TextField
        label={
          <>
            {label}
            <span className="visually-hidden">: {lead.post}</span>
          </>
        }
        type="date"
        {...TYPED_DAYS}
        value={draft.words}
        readOnly={!may}
        onChange={(event) => {
          if (event.target.value || !event.target.validity.badInput) draft.type(event.target.value)
        }}
      />
      {isPartly && (
        <small className={styles.partly}>
          {have} of {lead.briefing.of} parts
        </small>
      )}
      {may && !value && (
        <Button
          slim
          look="quiet"
          aria-label={`${label} today: ${lead.post}`}
          onClick={() =>
            session.edit(`${label}: ${lead.post}`, (doc) => setPlanFields(doc, items, field, today))
          }
        >
          Today
        </Button>
      )}
    </Drafted>
  )
}
