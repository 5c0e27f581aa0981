/**
 * What has become of a plan on a day: each action with what was approved beside what is expected now, what is
 * late, of what nothing was heard for long, and which reviews are due.
 */
import { dayNumber } from '../days.ts'
import type { ActionPart, Part, PlanOutline } from './outline.ts'

/** Three months: a quarter of the year, which is how often a board of directors asks. */
export const SILENT_DAYS = 91
/** Reviews as far ahead as one makes room for. */
export const REVIEW_DAYS = 91

export interface TrackedAction {
  part: ActionPart
  stream: string
  due: string | null
  /** Where it is another day than was approved. */
  expected: string | null
  /** Later by so many days, or earlier where it is below nought. */
  movedBy: number
  isDone: boolean
  isLate: boolean
  /** Under way, and no word of it for long. */
  isSilent: boolean
  latest: { day: string; text: string } | null
}

export interface TrackedReview {
  part: Part
  day: string | null
  isOverdue: boolean
  /** Overdue, or soon. */
  isDue: boolean
}

export interface Track {
  /** What is late first, then by day; what is done last. */
  actions: readonly TrackedAction[]
  /** By day; undated ones last. */
  reviews: readonly TrackedReview[]
}

export function trackOf({ streams, loose, watches }: PlanOutline, today: string): Track {
  const actions = [
    ...streams.flatMap((stream) => stream.actions.map((it) => tracked(it, stream.title, today))),
    ...loose.map((it) => tracked(it, '', today)),
  ]
  const rank = (it: TrackedAction) => (it.isDone ? 2 : it.isLate ? 0 : 1)
  return {
    actions: actions.sort((a, b) => rank(a) - rank(b) || whenOf(a).localeCompare(whenOf(b))),
    reviews: watches
      .map((part): TrackedReview => {
        const day = part.item.fields.nextReview || null
        const ahead = day === null ? Number.POSITIVE_INFINITY : dayNumber(day) - dayNumber(today)
        return { part, day, isOverdue: ahead < 0, isDue: ahead <= REVIEW_DAYS }
      })
      .sort((a, b) => (a.day ?? '9999').localeCompare(b.day ?? '9999')),
  }
}

const whenOf = ({ expected, due }: TrackedAction): string => expected ?? due ?? '9999'

function tracked(part: ActionPart, stream: string, today: string): TrackedAction {
  const { fields, progress } = part.item
  const due = fields.due || null
  const expected = fields.dueExpected && fields.dueExpected !== due ? fields.dueExpected : null
  const isDone = fields.status === 'done'
  const latest = progress.at(-1) ?? null
  // Heard of last when somebody noted something, or when it was to begin.
  const heard = latest?.day ?? fields.start
  return {
    part,
    stream,
    due,
    expected,
    movedBy: due && expected ? dayNumber(expected) - dayNumber(due) : 0,
    isDone,
    isLate: !isDone && (expected ?? due ?? '9999') < today,
    isSilent: !isDone && Boolean(heard) && dayNumber(today) - dayNumber(heard ?? today) > SILENT_DAYS,
    latest,
  }
}

export interface TrackCounts {
  all: number
  done: number
  late: number
  moved: number
  silent: number
  reviewsDue: number
}

export const countTrack = ({ actions, reviews }: Track): TrackCounts => ({
  all: actions.length,
  done: actions.filter((it) => it.isDone).length,
  late: actions.filter((it) => it.isLate).length,
  moved: actions.filter((it) => it.expected !== null).length,
  silent: actions.filter((it) => it.isSilent).length,
  reviewsDue: reviews.filter((it) => it.isDue).length,
})
