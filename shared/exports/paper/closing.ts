/** Sections 7 to 10 of the board paper: implications, next steps, what the meeting is asked, approvals. */
import { dayOf, longDay, shortDay } from '../../days.ts'
import { OUTCOME_WORDS } from '../../version.ts'
import { count, noneOr } from '../new-actions.ts'
import { figuresOf, lack } from './opening.ts'
import type { PaperBlock, PaperSource } from './paper.ts'

const IMPLICATIONS: readonly [id: string, label: string, hint: string][] = [
  ['quality', 'Quality and safety', 'What it changes for patients.'],
  ['workforce', 'Workforce', 'Posts, training, time.'],
  ['finance', 'Finance', 'What it costs, and where that comes from.'],
  ['equality', 'Equality', 'Who is affected differently.'],
  ['legal', 'Legal', 'Duties it touches.'],
  ['risk', 'Risk', 'What could go wrong, and where it is on the register.'],
]

export const IMPLICATION_IDS = IMPLICATIONS.map(([id]) => id)

/** Written where somebody has looked and found nothing; it has to be chosen. */
export const NONE_IDENTIFIED = 'None identified.'

export function implications({ snapshot, paper }: PaperSource): PaperBlock[] {
  const { objectives, strategy } = snapshot.facts
  const counts = new Map<string, number>()
  for (const id of snapshot.ids) {
    if (snapshot.placements.get(id)?.column === 'set-aside') continue
    for (const objective of snapshot.responses.get(id)?.objectives ?? [])
      counts.set(objective, (counts.get(objective) ?? 0) + 1)
  }
  const items = objectives.map(({ id, title }) => ({
    id,
    title,
    ticked: snapshot.facts.paper[`tick-${id}`] === true,
    statements: counts.get(id) ?? 0,
  }))
  return [
    ...(items.length > 0
      ? [
          { kind: 'fact' as const, text: `What it serves of ${strategy || 'our strategy'}:` },
          { kind: 'ticks' as const, items },
          ...(items.some((it) => it.ticked)
            ? []
            : [textLack('No objective of the strategy is ticked yet.', 'objectives')]),
        ]
      : []),
    ...IMPLICATIONS.map(
      ([id, label, hint]): PaperBlock => ({
        kind: 'own',
        id,
        label,
        text: paper.get(id) ?? '',
        hint,
        mayBeNone: true,
      }),
    ),
  ]
}

const textLack = (words: string, text: string): PaperBlock => ({
  kind: 'missing',
  missing: { words, at: { text } },
})

export function nextSteps({ snapshot, paper, at }: PaperSource): PaperBlock[] {
  const today = dayOf(at)
  const coming = snapshot.facts.milestones.filter((it) => it.date >= today)
  return [
    ...(coming.length > 0
      ? [
          {
            kind: 'table' as const,
            caption: 'What comes next',
            head: ['Date', 'Step', 'Owner'],
            widths: [2.4, 6, 3],
            rows: coming.map(({ date, title, owner }) => [longDay(date), title, owner ?? '']),
          },
        ]
      : [textLack('The timetable has no milestone that is still to come.', 'next-steps')]),
    {
      kind: 'own',
      id: 'next-steps',
      label: 'Who does what next',
      text: paper.get('next-steps') ?? '',
      hint: 'The owner of each step.',
    },
  ]
}

export function recommendations(source: PaperSource): PaperBlock[] {
  const { snapshot, kind } = source
  const { sorted, actions, moved, done, late, reviewsDue } = figuresOf(source)
  const { columns } = snapshot.facts
  const watched = snapshot.inColumn['watching-brief'].length
  const regarded = snapshot.inColumn['due-regard'].length
  const parked = snapshot.ids.filter((id) => snapshot.live.decisions.get(id)?.column === null).length
  const list: [id: string, text: string, isFor: boolean][] =
    kind === 'progress'
      ? [
          [
            'progress',
            actions > 0
              ? `note that ${noneOr(done)} of ${count(actions, 'new action')} ${done === 1 ? 'is' : 'are'} done and ${noneOr(late)} late`
              : 'note that no new action is planned yet',
            true,
          ],
          ['dates', `agree the new dates of ${count(moved, 'action')}`, moved > 0],
          ['reviews', `note that ${count(reviewsDue, 'review is', 'reviews are')} overdue`, reviewsDue > 0],
        ]
      : [
          [
            'categories',
            kind === 'plan'
              ? `approve the plan for ${count(sorted, 'statement')}`
              : `agree the category proposed for ${sorted === 1 ? '' : 'each of '}${count(sorted, 'statement')}`,
            sorted > 0,
          ],
          [
            'actions',
            `approve ${count(actions, 'new action')} with ${actions === 1 ? 'its lead and date' : 'their leads and dates'}`,
            actions > 0,
          ],
          [
            'regard',
            `note that ${count(regarded, 'statement is', 'statements are')} in hand (${columns['due-regard'].title.toLowerCase()})`,
            regarded > 0,
          ],
          [
            'watch',
            `note ${count(watched, 'statement')} under ${columns['watching-brief'].title.toLowerCase()} and when they are reviewed`,
            watched > 0,
          ],
          [
            'open',
            `note that ${count(parked, 'question is', 'questions are')} still open, with who decides`,
            parked > 0,
          ],
          ['report', 'ask for a report on progress within a year', true],
        ]
  return [
    { kind: 'fact', text: 'The meeting is asked to:' },
    {
      kind: 'recommendations',
      items: list
        .filter(([, , isFor]) => isFor)
        .map(([id, text]) => ({ id, text: `${text}.`, on: snapshot.facts.paper[`rec-${id}`] !== false })),
    },
  ]
}

export function approval({ version, paper }: PaperSource): PaperBlock[] {
  const meeting = paper.get('meeting')?.trim()
  const date = paper.get('meeting-date')?.trim()
  const approvals = version?.approvals ?? []
  const day = (value: string | undefined) => (value ? shortDay(value) : '')
  return [
    {
      kind: 'table',
      caption: 'Where the paper was and is presented, and what came of it',
      head: ['Meeting', 'Presented', 'Outcome', 'Date', 'Minute'],
      widths: [5, 3, 4, 3, 3],
      rows:
        approvals.length > 0
          ? approvals.map((it) => [
              it.meeting,
              day(it.presented),
              OUTCOME_WORDS[it.outcome],
              day(it.date),
              it.minute ?? '',
            ])
          : [[meeting || 'not named yet', date ?? '', 'Awaited', '', '']],
    },
    ...(version
      ? []
      : [
          lack(
            'This is a draft: seal a version before it is presented, so that what was approved can be told.',
            'versions',
          ),
        ]),
  ]
}
