/**
 * The board as plain text a person can read anywhere: categories, their statements, and what will be done.
 */
import { COLUMN_IDS } from '../columns.ts'
import { dayOf, longDay } from '../days.ts'
import { actionRefs } from '../plan/refs.ts'
import { NO_RESPONSE } from '../plan.ts'
import { lackSentence } from '../readiness.ts'
import type { ExportSource } from './contract.ts'
import { whyOf } from './mapping-row.ts'
import { count } from './new-actions.ts'

export function writeBoardMarkdown(source: ExportSource): string {
  const { snapshot, at } = source
  const { facts, plan } = snapshot
  const refs = actionRefs(plan.action)
  const lines = [`# ${line(facts.title)}`, '']
  if (facts.organisation) lines.push(line(facts.organisation), '')
  lines.push(
    `${count(snapshot.ids.length, 'statement')}, as ${snapshot.ids.length === 1 ? 'it' : 'they'} stood on ${longDay(dayOf(at))}.`,
    '',
  )

  for (const column of COLUMN_IDS) {
    const ids = snapshot.inColumn[column]
    if (ids.length === 0) continue
    lines.push(`## ${line(facts.columns[column].title)} (${ids.length})`, '')
    for (const id of ids) {
      const statement = snapshot.statements.get(id)
      if (!statement) continue
      const response = snapshot.responses.get(id) ?? NO_RESPONSE
      lines.push(`### ${line([statement.ref, statement.title].filter(Boolean).join(' '))}`, '')
      lines.push(...statement.text.split('\n').map((it) => `> ${line(it)}`), '')
      const say = (label: string, value: string | undefined) => {
        if (value) lines.push(`- ${label}: ${line(value)}`)
      }
      const refTo = (other = '') => snapshot.statements.get(other)?.ref
      say('Part of', refTo(statement.partOf))
      say('Same as', refTo(statement.sameAs))
      say(
        'Official response',
        [statement.official?.status, statement.official?.text].filter(Boolean).join('. '),
      )
      say('Why', whyOf(source, id))
      // A link counts while its statement stands in the category that asks for it.
      if (column === 'new-action') {
        for (const action of response.actions) {
          const fields = plan.action.get(action)?.fields
          if (fields) say(`Action ${refs.get(action) ?? action}`, actionWords(fields))
        }
      } else if (column === 'due-regard') {
        const stream = plan.stream.get(response.stream ?? '')?.fields
        say('Work stream', joined([stream?.title, stream?.projectLead]))
        say('Evidence', response.evidence)
      } else if (column === 'watching-brief') {
        const watch = plan.watch.get(response.watch ?? '')?.fields
        const review = watch?.nextReview && `next review ${longDay(watch.nextReview)}`
        say('Watching', joined([watch?.title, watch?.executiveLead, review]))
      }
      const lacks = snapshot.lacks.get(id) ?? []
      say('Ready for the Board', lacks.length === 0 ? 'yes' : lackSentence(lacks))
      lines.push('')
    }
  }
  return lines.join('\n')
}

type Fields = Readonly<Record<string, string>>

/** What, who and by when. */
const actionWords = ({ title, lead, leadBy, due, dueExpected }: Fields): string =>
  joined([
    title,
    lead || (leadBy && `lead to be named by ${longDay(leadBy)}`),
    due && `due ${longDay(due)}`,
    dueExpected && dueExpected !== due && `now expected ${longDay(dueExpected)}`,
  ])

const joined = (parts: readonly (string | undefined | false)[]): string => parts.filter(Boolean).join('; ')

/** On one line, and nothing in it taken for markup. */
const line = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|]/g, '\\$&')
