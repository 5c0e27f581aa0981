/** Sections 1 to 4 of the board paper: what it is for, the figures, the background, how views were gathered. */
import { CATEGORY_IDS } from '../../columns.ts'
import { FEWEST_ANSWERS } from '../../consult/agreement.ts'
import { dayOf, longDay } from '../../days.ts'
import type { BoardSnapshot } from '../../doc/reads.ts'
import { count, noneOr } from '../new-actions.ts'
import { timetableOf } from '../timetable.ts'
import type { PaperBlock, PaperKind, PaperSource } from './paper.ts'

export function figuresOf({ snapshot, at }: Pick<PaperSource, 'snapshot' | 'at'>) {
  const { ids, inColumn, readyIn, plan } = snapshot
  const key = ids.length - inColumn['set-aside'].length
  const entries = timetableOf(snapshot, dayOf(at)).quarters.flatMap((it) => it.entries)
  const actions = entries.filter((it) => it.kind === 'action')
  // One without a date may be called late too.
  const called = [...plan.action.values()].filter((it) => it.fields.status === 'late')
  return {
    key,
    setAside: inColumn['set-aside'].length,
    sorted: key - inColumn.unsorted.length,
    unsorted: inColumn.unsorted.length,
    ready: CATEGORY_IDS.reduce((sum, it) => sum + readyIn[it], 0),
    actions: plan.action.size,
    done: [...plan.action.values()].filter((it) => it.fields.status === 'done').length,
    late: new Set([...actions.filter((it) => it.isLate), ...called].map((it) => it.id)).size,
    // Where no day was approved, none was moved.
    moved: actions.filter((it) => it.day !== null && it.expected !== null).length,
    reviewsDue: entries.filter((it) => it.kind === 'review' && it.isLate).length,
  }
}

const publications = ({ facts }: BoardSnapshot): string => {
  const titles = Array.from(facts.sources.values(), (it) => it.title)
  const [first = 'the report'] = titles
  return titles.length <= 1 ? first : `${first} and ${count(titles.length - 1, 'other publication')}`
}

const ASKS: Readonly<Record<PaperKind, string>> = {
  proposal: 'It asks the meeting to agree which category each belongs to and what will be done.',
  plan: 'It asks the meeting to approve the plan: what will be done, by whom and by when.',
  progress: 'It reports how far the plan is, and what has moved.',
}

export function purpose(source: PaperSource): PaperBlock[] {
  const { snapshot, kind } = source
  const { key, actions, done, late, moved } = figuresOf(source)
  const who = snapshot.facts.organisation || 'This organisation'
  return [
    {
      kind: 'fact',
      text: `${who} has reviewed ${key === 0 ? 'no key statement' : count(key, 'key statement')} of ${publications(snapshot)}. ${ASKS[kind]}`,
    },
    ...(kind === 'progress'
      ? [
          {
            kind: 'fact' as const,
            text:
              actions === 0
                ? 'No new action is planned yet.'
                : `Of ${count(actions, 'new action')}, ${noneOr(done)} ${done === 1 ? 'is' : 'are'} done and ${noneOr(late)} late on ${longDay(dayOf(source.at))}; ${noneOr(moved)} ${moved === 1 ? 'is' : 'are'} expected on another day than was approved.`,
          },
        ]
      : []),
  ]
}

export function inBrief(source: PaperSource): PaperBlock[] {
  const { facts, inColumn, readyIn } = source.snapshot
  const { key, sorted, ready, unsorted, setAside } = figuresOf(source)
  const reasonless = setAside - readyIn['set-aside']
  return [
    {
      kind: 'table',
      caption: 'Statements by category, and how many are ready for the Board',
      head: ['Category', 'What it commits us to', 'Statements', 'Ready', 'Details awaited'],
      widths: [3, 6, 2, 2, 2],
      rows: [
        ...CATEGORY_IDS.map((it) => [
          facts.columns[it].title,
          facts.columns[it].line,
          String(inColumn[it].length),
          String(readyIn[it]),
          String(inColumn[it].length - readyIn[it]),
        ]),
        ['Together', '', String(sorted), String(ready), String(sorted - ready)],
      ],
    },
    {
      kind: 'fact',
      text:
        (key === 0
          ? 'There is no key statement on the board. '
          : `${sorted} of ${count(key, 'key statement')} ${sorted === 1 ? 'has' : 'have'} a category; ${ready} ${ready === 1 ? 'is' : 'are'} ready for the Board. `) +
        (setAside > 0
          ? `${count(setAside, 'statement')} ${setAside === 1 ? 'was' : 'were'} set aside as no key ${setAside === 1 ? 'statement' : 'statements'}; the mapping lists them with the reason.`
          : 'None was set aside.'),
    },
    ...(unsorted > 0
      ? [lack(`${count(unsorted, 'statement is', 'statements are')} not sorted yet.`, 'board')]
      : []),
    ...(sorted > ready
      ? [lack(`${count(sorted - ready, 'statement lacks', 'statements lack')} details.`, 'plan')]
      : []),
    ...(reasonless > 0
      ? [lack(`${count(reasonless, 'statement', 'statements')} set aside without a reason.`, 'board')]
      : []),
  ]
}

export const lack = (words: string, page: 'plan' | 'together' | 'board' | 'versions'): PaperBlock => ({
  kind: 'missing',
  missing: { words, at: { page } },
})

export const background = ({ paper }: PaperSource): PaperBlock[] => [
  {
    kind: 'own',
    id: 'background',
    label: 'Background',
    text: paper.get('background') ?? '',
    hint: 'What was published, and why it concerns us. A paragraph or two.',
  },
]

export function views(source: PaperSource): PaperBlock[] {
  const { ids, live } = source.snapshot
  // A statement taken off the board is asked about no more.
  const marks = ids.flatMap((id) => live.votes.get(id) ?? [])
  const shown = marks.flatMap((it) => it.result ?? [])
  if (marks.length === 0) {
    return [{ kind: 'fact', text: 'No private vote was held on this board.' }, ownViews(source)]
  }
  const most = marks.reduce((best, it) => (it.answered > best.answered ? it : best))
  const of = (agreement: string) => shown.filter((it) => it.agreement === agreement).length
  const hands = shown.filter((it) => it.hands !== null).length
  const groups = new Map<string, number>()
  for (const { groups: told } of shown)
    for (const { group, tally } of told)
      groups.set(
        group,
        Math.max(
          groups.get(group) ?? 0,
          Object.values(tally).reduce((sum, it) => sum + it, 0),
        ),
      )
  return [
    {
      kind: 'fact',
      text:
        `People were asked in private about ${count(marks.length, 'statement')}; up to ${most.answered} of ${most.expected} expected took part. ` +
        `Results were shown for ${shown.length}: ${of('agreed')} agreed, ${of('mixed')} mixed, ${of('divided')} divided, ${of('too-few')} with too few answers.`,
    },
    {
      kind: 'fact',
      text:
        'Agreed means that of n who named a category at most a third of n − 2 chose another than the most chosen (from 26 on: at least 70 % chose it), and hardly anybody the opposite end. ' +
        `Divided means that both ends hold more than that. Fewer than ${FEWEST_ANSWERS} answers are not shown; figures suggest, people decide.`,
    },
    ...(groups.size > 0
      ? [
          {
            kind: 'table' as const,
            caption: 'How many took part by group, in the statement most of the group answered',
            head: ['Group', 'Took part'],
            widths: [4, 1],
            rows: Array.from(groups, ([group, number]) => [group, String(number)]),
          },
        ]
      : []),
    ...(hands > 0
      ? [
          {
            kind: 'fact' as const,
            text: `For ${count(hands, 'statement')} hands of people without a device were counted before results were shown; they are kept apart in the mapping.`,
          },
        ]
      : []),
    ownViews(source),
  ]
}

const ownViews = ({ paper }: PaperSource): PaperBlock => ({
  kind: 'own',
  id: 'views',
  label: 'Who was invited and how',
  text: paper.get('views') ?? '',
  hint: 'Workshops, groups, partners: what the figures do not say.',
})
