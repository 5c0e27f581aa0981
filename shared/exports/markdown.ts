/**
 * The board as plain text a person can read anywhere: categories, their statements, and what will be done.
 */
import { COLUMN_IDS } from '../columns.ts'
import { dayOf } from '../days.ts'
import { actionRefs } from '../plan/refs.ts'
import { NO_RESPONSE } from '../plan.ts'
import { lackSentence } from '../readiness.ts'
import type { ExportSource } from './contract.ts'
import { whyOf } from './mapping-row.ts'

export function writeBoardMarkdown(source: ExportSource): string {
  const { snapshot, at } = source
  const { facts, plan } = snapshot
  const refs = actionRefs(plan.action)
  const lines = [`# ${line(facts.title)}`, '']
  if (facts.organisation) lines.push(line(facts.organisation), '')
  lines.push(`${snapshot.ids.length} statements, as they stood on ${dayOf(at)}.`, '')

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
      say('Official response', statement.official?.status)
      say('Why', whyOf(source, id))
      // A link counts while its statement stands in the category that asks for it.
      if (column === 'new-action') {
        for (const action of response.actions) {
          say(`Action ${refs.get(action) ?? action}`, plan.action.get(action)?.fields.title)
        }
      } else if (column === 'due-regard') {
        say('Work stream', plan.stream.get(response.stream ?? '')?.fields.title)
        say('Evidence', response.evidence)
      } else if (column === 'watching-brief')
        say('Watching', plan.watch.get(response.watch ?? '')?.fields.title)
      say('Ready for the Board', lackSentence(snapshot.lacks.get(id) ?? []))
      lines.push('')
    }
  }
  return lines.join('\n')
}

/** On one line, and nothing in it taken for markup. */
const line = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|]/g, '\\$&')
