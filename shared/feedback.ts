/**
 * Feedback on a plan: what a committee says of the whole, of its parts and of statements, and what is made of it.
 *
 * Every first comment on the plan is feedback. On a statement people also talk among themselves: there a comment
 * is feedback where it is said whose words it is, or where it was answered.
 */
import { type Comment, type CommentAnswer, WHOLE_PLAN } from './board.ts'
import type { BoardSnapshot } from './doc/reads.ts'
import { actionRefs } from './plan/refs.ts'
import { PLAN_KINDS, type PlanKind } from './plan.ts'
import { naturally } from './words.ts'

export const ANSWER_WORDS: Readonly<Record<CommentAnswer['answer'], string>> = {
  accepted: 'Accepted',
  partly: 'Partly accepted',
  not: 'Not accepted',
}

type Board = Pick<BoardSnapshot, 'ids' | 'statements' | 'plan' | 'comments'>

/** What a comment is on. */
export interface FeedbackPlace {
  on: string
  kind: 'whole' | PlanKind | 'statement'
  /** A3, F37; nothing else has one. */
  ref: string
  title: string
}

export interface Feedback extends FeedbackPlace {
  /** Oldest first. */
  comments: readonly Comment[]
}

const KIND_TITLES: Readonly<Record<PlanKind, string>> = {
  action: 'An action that was taken away',
  stream: 'A work stream that was taken away',
  watch: 'A watched source that was taken away',
}

const isPlanKind = (kind: string | undefined): kind is PlanKind =>
  (PLAN_KINDS as readonly (string | undefined)[]).includes(kind)

export function placeOf(board: Omit<Board, 'comments'>, on: string): FeedbackPlace {
  if (on === WHOLE_PLAN) return { on, kind: 'whole', ref: '', title: 'The plan as a whole' }
  const [kind, id = ''] = on.split('/')
  if (isPlanKind(kind)) {
    const item = board.plan[kind].get(id)
    const ref = kind === 'action' && item ? (actionRefs(board.plan.action).get(id) ?? '') : ''
    return { on, kind, ref, title: item ? (item.fields.title ?? id) : KIND_TITLES[kind] }
  }
  const statement = board.statements.get(on)
  return { on, kind: 'statement', ref: statement?.ref ?? on, title: statement?.title ?? '' }
}

/** The whole first, then work streams, actions, watched sources and statements. */
export function feedbackOf(board: Board): Feedback[] {
  const kinds: FeedbackPlace['kind'][] = ['whole', 'stream', 'action', 'watch', 'statement']
  return Array.from(board.comments, ([on, list]): Feedback => {
    const place = placeOf(board, on)
    const known = new Set(list.map((it) => it.id))
    const first = list.filter((it) => !it.replyTo || !known.has(it.replyTo))
    const isTold = (it: Comment) => place.kind !== 'statement' || Boolean(it.whose) || it.answer !== undefined
    return { ...place, comments: first.filter(isTold) }
  })
    .filter((it) => it.comments.length > 0)
    .sort(
      (a, b) =>
        kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
        naturally.compare(a.ref, b.ref) ||
        naturally.compare(a.title, b.title) ||
        naturally.compare(a.on, b.on),
    )
}

export interface FeedbackCounts extends Record<CommentAnswer['answer'], number> {
  all: number
  awaited: number
}

export function countFeedback(feedback: readonly Feedback[]): FeedbackCounts {
  const counts: FeedbackCounts = { all: 0, accepted: 0, partly: 0, not: 0, awaited: 0 }
  for (const { answer } of feedback.flatMap((it) => it.comments)) {
    counts.all += 1
    counts[answer?.answer ?? 'awaited'] += 1
  }
  return counts
}
