/** Actions, work streams or what is watched, a line each, with the statements they answer. */
import { isDay } from '../board.ts'
import { longDay } from '../days.ts'
import { linksOf } from '../plan/links.ts'
import { actionRefs } from '../plan/refs.ts'
import { type ActionStatus, PLAN_FIELDS, type PlanItem, type PlanKind } from '../plan.ts'
import type { ExportSource } from './contract.ts'
import type { Sheet, SheetCell, Tone } from './office/xlsx.ts'
import { STATUS_WORDS } from './timetable.ts'

export function planSheet({ snapshot }: ExportSource, kind: PlanKind, name: string, tone: Tone): Sheet {
  const fields = PLAN_FIELDS.filter((it) => it.kind === kind && it.field !== 'ref')
  const answers = linksOf(snapshot).answers[kind]
  const refs = actionRefs(snapshot.plan.action)
  const value = (item: PlanItem, field: string): SheetCell => {
    const text = item.fields[field]
    if (field === 'stream') return text && (snapshot.plan.stream.get(text)?.fields.title ?? text)
    if (field === 'status' && text) return STATUS_WORDS[text as ActionStatus]
    return isDay(text) ? { day: text } : text
  }
  return {
    name,
    // Actions have more columns than one page takes.
    ...(kind === 'action' && { keep: 2 }),
    columns: [
      { header: 'Ref', width: 10, tone },
      ...fields.map(({ header, type }) => ({
        header,
        width: type === 'text' ? 44 : type === 'day' ? 14 : header === 'Action' ? 40 : 24,
        tone,
      })),
      { header: 'Answers', width: 24, tone },
      ...(kind === 'action' ? [{ header: 'Progress', width: 44, tone }] : []),
    ],
    rows: Array.from(snapshot.plan[kind].values(), (item) => [
      refs.get(item.id) ?? item.id,
      ...fields.map(({ field }) => value(item, field)),
      (answers.get(item.id) ?? []).map((it) => snapshot.statements.get(it)?.ref ?? it).join(', '),
      ...(kind === 'action' ? [item.progress.map((it) => `${longDay(it.day)}: ${it.text}`).join('\n')] : []),
    ]),
  }
}
