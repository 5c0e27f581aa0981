/** What each lead is asked: their actions, streams and sources, the statements they answer for, and why. */
import type { StatementId } from '../board.ts'
import { dayOf, longDay, shortDay } from '../days.ts'
import { type LeadPart, leadsOf } from '../plan/leads.ts'
import { outlineOf } from '../plan/outline.ts'
import { Problem } from '../problem.ts'
import { lackSentence } from '../readiness.ts'
import { briefingNames } from './briefing-names.ts'
import type { ExportSource } from './contract.ts'
import { whyOf } from './mapping-row.ts'
import { count } from './new-actions.ts'
import type { Block } from './office/document.ts'
import { writeDocx } from './office/docx.ts'
import { standingOf } from './standing.ts'

export function writeBriefingsDocx(source: ExportSource): Uint8Array {
  const { facts, ids } = source.snapshot
  const leads = leadsOf(outlineOf(source.snapshot), ids)
  return writeDocx({
    title: `${facts.title}: what is asked of whom`,
    over: facts.organisation,
    subject: facts.organisation,
    foot: standingOf(source).foot,
    at: source.at,
    blocks: [
      {
        kind: 'words',
        text:
          leads.length === 0
            ? 'Nobody is named to lead anything in the plan yet.'
            : `${count(leads.length, 'lead')} of the plan, each with what is asked and the statements it answers. ${replyBy(source)}`,
      },
      ...leads.flatMap((it) => briefing(source, it)),
    ],
  })
}

/** A name for each lead there is. */
export const briefingFiles = ({ snapshot }: ExportSource): string[] =>
  briefingNames(leadsOf(outlineOf(snapshot), snapshot.ids))

/** For one lead, to send on its own, with a place to acknowledge it. Throws where nobody of that name leads anything. */
export function writeBriefingDocx(source: ExportSource, file: string): Uint8Array {
  const { facts, ids } = source.snapshot
  const leads = leadsOf(outlineOf(source.snapshot), ids)
  const lead = leads.find((_, at) => briefingNames(leads)[at] === file)
  if (!lead) throw new Problem('item_unknown', 'lead')
  const { briefedOn, acknowledgedOn } = lead.briefing
  return writeDocx({
    title: `${lead.post}: what is asked of you`,
    over: [facts.organisation, facts.title].filter(Boolean).join(' · '),
    subject: facts.title,
    foot: standingOf(source).foot,
    at: source.at,
    blocks: [
      { kind: 'words', text: replyBy(source) },
      // The post stands above it already.
      ...briefing(source, lead).slice(1),
      { kind: 'heading', level: 1, text: 'Your answer' },
      {
        kind: 'table',
        caption: 'What the lead says to it',
        head: ['What is asked', 'Yes or no', 'What has to change'],
        widths: [6, 3, 8],
        rows: [
          'I lead this, with this date.',
          'The statements belong to it.',
          'It can be done with what we have.',
        ].map((it) => [it, '', '']),
        isNamed: true,
      },
      {
        kind: 'table',
        caption: 'Briefed and acknowledged',
        head: ['Briefed on', 'Acknowledged on', 'Signed'],
        widths: [4, 4, 9],
        rows: [[briefedOn ? longDay(briefedOn) : '', acknowledgedOn ? longDay(acknowledgedOn) : '', '']],
      },
    ],
  })
}

/** Before the next milestone there is. */
function replyBy({ snapshot, at }: ExportSource): string {
  const next = snapshot.facts.milestones.find((it) => it.date > dayOf(at))
  return next
    ? `Please say before ${longDay(next.date)} (${next.title}) whether it is right, and what is missing.`
    : 'Please say whether it is right, and what is missing.'
}

function briefing(source: ExportSource, lead: LeadPart): Block[] {
  const refs = (ids: readonly StatementId[]) =>
    ids.map((id) => source.snapshot.statements.get(id)?.ref ?? id).join(', ')
  const { of, briefed, acknowledged } = lead.briefing
  const day = (value: string | undefined) => (value ? shortDay(value) : '')
  const missing = (part: { lacks: LeadPart['actions'][number]['lacks'] }) =>
    part.lacks.length > 0 ? lackSentence(part.lacks) : ''
  return [
    { kind: 'heading', level: 1, text: lead.post },
    ...(of > 0
      ? [
          {
            kind: 'words' as const,
            text: `Briefed on ${briefed} of ${of}, acknowledged ${acknowledged}.`,
            look: 'quiet' as const,
          },
        ]
      : []),
    ...table(
      'New actions to lead',
      ['Ref', 'Action', 'Start', 'Due', 'Answers', 'What is missing'],
      [1.4, 6, 3, 3, 3, 4],
      lead.actions.map((it) => [
        it.ref,
        it.title,
        day(it.item.fields.start),
        day(it.item.fields.dueExpected || it.item.fields.due),
        refs(it.answers),
        missing(it),
      ]),
    ),
    ...table(
      'Work streams that take statements into account',
      ['Work stream', 'Answers', 'Evidence so far', 'What is missing'],
      [4, 3, 8, 4],
      lead.streams.map((it) => [it.title, refs(it.answers), it.item.fields.evidence ?? '', missing(it)]),
    ),
    ...table(
      'Watched, with the next review',
      ['What is watched', 'Answers', 'What would make us act', 'Next review'],
      [4, 3, 6, 3],
      lead.watches.map((it) => [
        it.title,
        refs(it.answers),
        it.item.fields.trigger ?? '',
        day(it.item.fields.nextReview),
      ]),
    ),
    ...table(
      'The statements, and why each stands where it does',
      ['Ref', 'Statement', 'Category and why'],
      [1.4, 9, 7],
      lead.statements.flatMap((id) => {
        const statement = source.snapshot.statements.get(id)
        const column = source.snapshot.placements.get(id)?.column ?? 'unsorted'
        return statement
          ? [
              [
                statement.ref,
                statement.title ? { bold: statement.title, text: statement.text } : statement.text,
                { bold: source.snapshot.facts.columns[column].title, text: whyOf(source, id) ?? '' },
              ],
            ]
          : []
      }),
    ),
  ]
}

const table = (
  title: string,
  head: readonly string[],
  widths: readonly number[],
  rows: Extract<Block, { kind: 'table' }>['rows'],
): Block[] =>
  rows.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: title },
        { kind: 'table', caption: title, head, widths, rows, isNamed: true },
      ]
