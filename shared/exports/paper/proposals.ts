/** Sections 5 and 6 of the board paper: what is proposed by category, where opinion divided, what is open. */
import { CATEGORY_IDS, type CategoryId } from '../../columns.ts'
import { longDay, shortDay } from '../../days.ts'
import { type ActionPart, outlineOf, type PlanOutline } from '../../plan/outline.ts'
import type { ActionStatus } from '../../plan.ts'
import { lackSentence } from '../../readiness.ts'
import { count, MOST_SINGLE } from '../new-actions.ts'
import { STATUS_WORDS } from '../timetable.ts'
import { lack } from './opening.ts'
import { inShort, type PaperBlock, type PaperSource, refsWords } from './paper.ts'

export function proposals(source: PaperSource): PaperBlock[] {
  const outline = outlineOf(source.snapshot)
  return [
    ...definition(source, 'new-action'),
    ...newActions(source, outline),
    ...definition(source, 'due-regard'),
    ...dueRegard(source, outline),
    ...definition(source, 'watching-brief'),
    ...watchingBrief(source, outline),
    ...CATEGORY_IDS.flatMap((it): PaperBlock[] => {
      const ids = outline.unanswered[it]
      const { title } = source.snapshot.facts.columns[it]
      return ids.length === 0
        ? []
        : [lack(`${title}: nothing answers ${refsWords(source, ids)} yet.`, 'plan')]
    }),
  ]
}

const definition = ({ snapshot }: PaperSource, id: CategoryId): PaperBlock[] => {
  const { title, line } = snapshot.facts.columns[id]
  return [
    { kind: 'subheading', text: title },
    { kind: 'fact', text: `${line} ${count(snapshot.inColumn[id].length, 'statement')}.` },
  ]
}

const day = (value: string | undefined): string => (value ? shortDay(value) : '')

function newActions(source: PaperSource, outline: PlanOutline): PaperBlock[] {
  const actions = [
    ...outline.streams.flatMap((stream) => stream.actions.map((part) => ({ part, stream: stream.title }))),
    ...outline.loose.map((part) => ({ part, stream: '' })),
  ]
  if (actions.length === 0) return []
  const missing = actions
    .filter(({ part }) => part.lacks.length > 0)
    .map(({ part }) => lack(`${part.ref} ${part.title}: ${lackSentence(part.lacks).toLowerCase()}.`, 'plan'))
  if (actions.length > MOST_SINGLE) return [byStream(source, outline), ...missing]
  const isProgress = source.kind === 'progress'
  return [
    {
      kind: 'table',
      caption: isProgress ? 'New actions and how far each is' : 'New actions proposed',
      head: isProgress
        ? ['Ref', 'Action', 'Lead', 'Approved', 'Expected', 'Status', 'Latest progress']
        : ['Ref', 'Action', 'Work stream, executive lead', 'Lead', 'Start', 'Due', 'Answers', 'Cost'],
      widths: isProgress ? [2.2, 7, 5, 4.7, 4.7, 4, 8] : [2, 6, 5.8, 4.7, 5.1, 5.1, 4.2, 7],
      rows: actions.map(({ part, stream }) =>
        isProgress ? progressRow(part) : proposalRow(source, part, stream),
      ),
    },
    ...missing,
  ]
}

const leadOf = ({ item: { fields } }: ActionPart): string =>
  fields.lead || (fields.leadBy ? `to be named by ${longDay(fields.leadBy)}` : '')

const proposalRow = (source: PaperSource, part: ActionPart, stream: string): string[] => {
  const { fields } = part.item
  return [
    part.ref,
    part.title,
    [stream, part.executiveLead].filter(Boolean).join('\n'),
    leadOf(part),
    day(fields.start),
    day(fields.due),
    refsWords(source, part.answers),
    fields.costNote ?? '',
  ]
}

function progressRow(part: ActionPart): string[] {
  const { fields, progress } = part.item
  const latest = progress.at(-1)
  return [
    part.ref,
    part.title,
    leadOf(part),
    day(fields.due),
    day(fields.dueExpected || fields.due),
    fields.status ? STATUS_WORDS[fields.status as ActionStatus] : 'Nothing said',
    latest ? `${shortDay(latest.day)}: ${inShort(latest.text)}` : '',
  ]
}

/** Where there are more actions than a paper of four pages holds. */
const byStream = (source: PaperSource, outline: PlanOutline): PaperBlock => ({
  kind: 'table',
  caption: 'New actions by work stream; each action stands in the mapping and the timetable',
  head: ['Work stream', 'Executive lead', 'Actions', 'First due', 'Last due', 'Answers'],
  widths: [5, 4, 2, 3, 3, 4],
  rows: [
    ...outline.streams.filter((it) => it.actions.length > 0),
    ...(outline.loose.length > 0
      ? [{ title: 'No work stream yet', item: null, actions: outline.loose }]
      : []),
  ].map(({ title, item, actions }) => {
    const days = actions.flatMap((it) => it.item.fields.due || []).sort()
    return [
      title,
      item?.fields.executiveLead ?? '',
      String(actions.length),
      day(days[0]),
      day(days.at(-1)),
      refsWords(source, Array.from(new Set(actions.flatMap((it) => it.answers))), 6),
    ]
  }),
})

function dueRegard(source: PaperSource, outline: PlanOutline): PaperBlock[] {
  const streams = outline.streams.filter((it) => it.answers.length > 0)
  if (streams.length === 0) return []
  return [
    {
      kind: 'table',
      caption: 'Work streams that take statements into account',
      head: ['Work stream', 'Project lead', 'Statements', 'Evidence so far', 'Briefed', 'Acknowledged'],
      widths: [5, 5, 3.8, 8.5, 4.3, 5],
      rows: streams.map(({ title, item: { fields }, answers }) => [
        title,
        fields.projectLead ?? '',
        refsWords(source, answers),
        inShort(fields.evidence, 110),
        day(fields.briefedOn),
        day(fields.acknowledgedOn),
      ]),
    },
    ...streams
      .filter((it) => it.lacks.length > 0)
      .map((it) => lack(`${it.title}: ${lackSentence(it.lacks).toLowerCase()}.`, 'plan')),
  ]
}

function watchingBrief(source: PaperSource, outline: PlanOutline): PaperBlock[] {
  const watches = outline.watches.filter((it) => it.answers.length > 0)
  if (watches.length === 0) return []
  return [
    {
      kind: 'table',
      caption: 'What is watched, and when it is looked at next',
      head: ['What is watched', 'Executive lead', 'Statements', 'What would make us act', 'Next review'],
      widths: [6, 5, 4, 7.5, 4.2],
      rows: watches.map(({ title, item: { fields }, answers }) => [
        title,
        fields.executiveLead ?? '',
        refsWords(source, answers),
        inShort(fields.trigger, 110),
        day(fields.nextReview),
      ]),
    },
    ...watches
      .filter((it) => it.lacks.length > 0)
      .map((it) => lack(`${it.title}: ${lackSentence(it.lacks).toLowerCase()}.`, 'plan')),
  ]
}

export function opinionDivided(source: PaperSource): PaperBlock[] {
  const { snapshot, decisions, why } = source
  const { live, facts, statements } = snapshot
  const nameOf = (id: string) => {
    const statement = statements.get(id)
    return { bold: statement?.ref ?? id, text: statement?.title ?? inShort(statement?.text, 90) }
  }
  const divided = snapshot.ids.filter((id) => live.votes.get(id)?.result?.agreement === 'divided')
  const parked = snapshot.ids.filter((id) => live.decisions.get(id)?.column === null)
  const undecided = divided.filter((id) => !live.decisions.has(id))
  const choices = (id: string) => {
    const counts = live.votes.get(id)?.result?.counts
    return counts
      ? CATEGORY_IDS.map((it) => `${counts[it]} ${facts.columns[it].title.toLowerCase()}`).join(', ')
      : ''
  }
  return [
    ...(divided.length === 0
      ? [{ kind: 'fact' as const, text: 'Private choices divided on none of the statements.' }]
      : [
          {
            kind: 'table' as const,
            caption: 'Statements on which private choices divided, and what was decided',
            head: ['Statement', 'Private choices', 'Decision', 'Why', 'Other view'],
            widths: [5, 4, 3, 6, 5],
            rows: divided.map((id) => {
              const mark = live.decisions.get(id)
              return [
                nameOf(id),
                choices(id),
                mark ? (mark.column ? facts.columns[mark.column].title : 'Parked') : 'Not decided yet',
                inShort(decisions.get(id)?.reason ?? why.get(id)),
                inShort(decisions.get(id)?.otherView),
              ]
            }),
          },
        ]),
    ...(parked.length === 0
      ? []
      : [
          { kind: 'subheading' as const, text: 'Still open' },
          {
            kind: 'table' as const,
            caption: 'What was parked: who decides, by when',
            head: ['Question', 'Who decides', 'By'],
            widths: [6, 4, 3],
            rows: parked.map((id) => {
              const about = live.decisions.get(id)?.parked
              return [nameOf(id), about?.who ?? 'not said', day(about?.by) || 'not said']
            }),
          },
        ]),
    ...(undecided.length > 0
      ? [lack(`Opinion divided on ${refsWords(source, undecided)}, and nothing is decided yet.`, 'together')]
      : []),
  ]
}
