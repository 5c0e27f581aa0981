/**
 * What is to happen when: milestones, actions and reviews by quarter, and what has no day yet.
 *
 * The pictures, the calendar and the page all draw this. `today` is passed in: a file's is the day of the
 * board's last change, a page's the reader's.
 */
import { dayNumber, longDay, type Quarter, quarterOf } from '../days.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import { type ActionPart, outlineOf, type Part } from '../plan/outline.ts'
import type { ActionStatus } from '../plan.ts'
import { lackSentence } from '../readiness.ts'
import { naturally } from '../words.ts'

export interface TimetableEntry {
  kind: 'milestone' | 'action' | 'review'
  id: string
  /** A3; nothing else has one. */
  ref: string
  title: string
  /** The day that was approved: a milestone's, the due date, the next review. */
  day: string | null
  start: string | null
  /** When it is expected now, where that is another day. */
  expected: string | null
  stream: string
  executiveLead: string
  /** Who does it; for a review who looks, for a milestone who sees to it. */
  lead: string
  status: ActionStatus | ''
  /** References of statements. */
  answers: readonly string[]
  /** What is missing, as a sentence; empty where nothing is. */
  missing: string
  isLate: boolean
}

export interface TimetableQuarter {
  quarter: Quarter
  /** By day; none is a gap that is shown as one. */
  entries: readonly TimetableEntry[]
}

export interface Timetable {
  quarters: readonly TimetableQuarter[]
  /** Actions and reviews without a day. */
  undated: readonly TimetableEntry[]
  today: string
}

export const KIND_WORDS: Readonly<Record<TimetableEntry['kind'], string>> = {
  milestone: 'Milestone',
  action: 'Action due',
  review: 'Review',
}

export const STATUS_WORDS: Readonly<Record<ActionStatus, string>> = {
  'not-started': 'Not started',
  'on-track': 'On track',
  'at-risk': 'At risk',
  late: 'Late',
  done: 'Done',
}

export function timetableOf(board: BoardSnapshot, today: string): Timetable {
  const outline = outlineOf(board)
  const refsOf = (part: Part) => part.answers.map((it) => board.statements.get(it)?.ref ?? it)
  const actions = [
    ...outline.streams.flatMap((stream) => stream.actions.map((it) => entryOf(it, stream.title))),
    ...outline.loose.map((it) => entryOf(it, '')),
  ]
  function entryOf(part: ActionPart, stream: string): TimetableEntry {
    const { fields } = part.item
    const { due = '', dueExpected = '' } = fields
    return {
      kind: 'action',
      id: part.item.id,
      ref: part.ref,
      title: part.title,
      day: due || null,
      start: fields.start || null,
      expected: dueExpected && dueExpected !== due ? dueExpected : null,
      stream,
      executiveLead: part.executiveLead,
      lead: fields.lead || (fields.leadBy ? `to be named by ${longDay(fields.leadBy)}` : ''),
      status: (fields.status ?? '') as ActionStatus | '',
      answers: refsOf(part),
      missing: part.lacks.length > 0 ? lackSentence(part.lacks) : '',
      isLate: fields.status !== 'done' && (dueExpected || due || '9999') < today,
    }
  }
  const reviews = outline.watches.map((part): TimetableEntry => {
    const { nextReview = '', executiveLead = '' } = part.item.fields
    return {
      ...PLAIN,
      kind: 'review',
      id: part.item.id,
      title: part.title,
      day: nextReview || null,
      executiveLead,
      lead: executiveLead,
      answers: refsOf(part),
      missing: part.lacks.length > 0 ? lackSentence(part.lacks) : '',
      isLate: nextReview !== '' && nextReview < today,
    }
  })
  const milestones = board.facts.milestones.map(
    ({ id, title, date, owner = '' }): TimetableEntry => ({
      ...PLAIN,
      kind: 'milestone',
      id,
      title,
      day: date,
      lead: owner,
    }),
  )
  const all = [...milestones, ...actions, ...reviews]
  return {
    quarters: quartersOf(all.filter((it) => whenOf(it) !== null)),
    undated: all.filter((it) => whenOf(it) === null),
    today,
  }
}

const PLAIN = {
  ref: '',
  start: null,
  expected: null,
  stream: '',
  executiveLead: '',
  lead: '',
  status: '',
  answers: [],
  missing: '',
  isLate: false,
} as const

/** The day it stands under: what is expected now, or what was approved. */
export const whenOf = ({ day, expected }: TimetableEntry): string | null => expected ?? day

/** More than this many quarters in a row with nothing in them are left out: a day mistyped by a century. */
const LONGEST_GAP = 12

function quartersOf(entries: readonly TimetableEntry[]): TimetableQuarter[] {
  const sorted = [...entries].sort((a, b) => {
    const [x, y] = [whenOf(a) ?? '', whenOf(b) ?? '']
    return x < y ? -1 : x > y ? 1 : KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || byName(a, b)
  })
  const quarters: { quarter: Quarter; entries: TimetableEntry[] }[] = []
  for (const entry of sorted) {
    const quarter = quarterOf(whenOf(entry) ?? '')
    let last = quarters.at(-1)
    while (last && last.quarter.order < quarter.order && quarter.order - last.quarter.order <= LONGEST_GAP) {
      last = { quarter: quarterAfter(last.quarter), entries: [] }
      quarters.push(last)
    }
    if (last?.quarter.order === quarter.order) last.entries.push(entry)
    else quarters.push({ quarter, entries: [entry] })
  }
  return quarters
}

const KINDS: readonly TimetableEntry['kind'][] = ['milestone', 'action', 'review']
const byName = (a: TimetableEntry, b: TimetableEntry) =>
  naturally.compare(a.ref, b.ref) || naturally.compare(a.title, b.title)

const quarterAfter = ({ from }: Quarter): Quarter =>
  quarterOf(new Date((dayNumber(from) + 100) * 86_400_000).toISOString().slice(0, 10))

/** Who is asked for the day that is missing. */
export const askedFor = ({ lead, executiveLead }: TimetableEntry): string =>
  lead && !lead.startsWith('to be named') ? lead : executiveLead || 'nobody yet'
