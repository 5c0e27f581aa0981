/**
 * A line of history as a sentence without its subject: "moved it from To sort to Due regard".
 */
import type { HistoryLine } from '../api.ts'
import type { CommentAnswer, Phase } from '../board.ts'
import { isColumnId } from '../columns.ts'
import { DECIDED_HOW_WORDS, type DecisionMark } from '../consult/vote.ts'
import { longDay } from '../days.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import { ANSWER_WORDS } from '../feedback.ts'
import { OUTCOME_WORDS, type Outcome } from '../outcomes.ts'
import { PHASE_TITLES } from '../phase-titles.ts'
import { parsePlanKey, parseResponseKey } from '../plan.ts'
import { factName } from './fact-words.ts'

type Words = Pick<BoardSnapshot, 'facts' | 'plan'>

/** Null for a line that says nothing to a reader: a card nudged within its column. */
export function historyWords(
  line: Pick<HistoryLine, 'root' | 'key' | 'from' | 'to' | 'inserted' | 'removed'>,
  board: Words,
  momentWords: (at: number) => string,
): string | null {
  const { root, key, from, to } = line
  switch (root) {
    case 'placements':
      return movedWords(columnOf(from), columnOf(to), board)
    case 'statements':
      return changedStatement(from, to)
    case 'why':
      return whyWords(line)
    case 'comments':
      return commentWords(line)
    case 'responses':
      return responseWords(key, from, to, board)
    case 'plan': {
      const path = parsePlanKey(key)
      const title = path && board.plan[path.kind].get(path.id)?.fields.title
      return `changed ${title ? `“${title}”` : 'the plan'}`
    }
    case 'board':
      return `changed: ${factName(key)}`
    case 'paper':
      return 'wrote in the paper'
    case 'live':
      return actWords(line, board, momentWords)
    default:
      return null
  }
}

/** What was done beside the board's own places; its reason stands in the line. */
function actWords(
  { key, from, to }: Pick<HistoryLine, 'key' | 'from' | 'to'>,
  { facts }: Words,
  momentWords: (at: number) => string,
): string | null {
  const [act, statement] = key.split('/')
  const what = (typeof to === 'object' && to !== null ? to : {}) as Record<string, unknown>
  switch (act) {
    case 'decision':
      return decisionWords(to, facts)
    case 'vote':
      if (statement === undefined) return 'closed a private vote'
      if (what.step === 'show') return 'showed the result of the private vote on it'
      return what.step === 'again' ? 'asked about it again in private' : 'opened a private vote on it'
    case 'phase':
      return `changed what people can do from “${phaseTitle(from)}” to “${phaseTitle(to)}”`
    case 'lock':
      return to === true ? 'locked the board' : 'unlocked the board'
    case 'version':
      return `sealed version ${what.version}, “${what.label}”`
    case 'approval': {
      const outcome = OUTCOME_WORDS[what.outcome as Outcome]?.toLowerCase() ?? 'heard'
      return `recorded that version ${what.version} was ${outcome} by ${what.meeting}`
    }
    case 'restore':
      return what.step === 'take-back'
        ? 'undid having gone back'
        : `went back to ${wentTo(what, momentWords)}`
    default:
      return null
  }
}

function wentTo({ to, asAt }: Record<string, unknown>, momentWords: (at: number) => string): string {
  const version = (to as { version?: number } | undefined)?.version
  return version === undefined ? `how the board was at ${momentWords(Number(asAt))}` : `version ${version}`
}

function decisionWords(to: unknown, { columns }: Words['facts']): string {
  if (typeof to !== 'object' || to === null) return 'opened it again'
  const { column, parked, how } = to as Partial<DecisionMark>
  const where = isColumnId(column)
    ? `decided it: ${columns[column].title}`
    : ['parked it', parked?.who && `${parked.who} decides`, parked?.by && `by ${longDay(parked.by)}`]
        .filter(Boolean)
        .join(', ')
  return how ? `${where} (${DECIDED_HOW_WORDS[how].toLowerCase()})` : where
}

const phaseTitle = (phase: unknown) => PHASE_TITLES[phase as Phase] ?? PHASE_TITLES.preparing

function commentWords({ key, from, to }: Pick<HistoryLine, 'key' | 'from' | 'to'>): string {
  if (key.endsWith('/answer'))
    return to === undefined
      ? 'took the answer to a comment back'
      : `answered a comment: ${ANSWER_WORDS[(to as CommentAnswer).answer]?.toLowerCase() ?? ''}`
  const on = ((to ?? from) as { on?: string } | undefined)?.on ?? ''
  const where = on.includes('/') ? ' on the plan' : ''
  return to === undefined ? `removed a comment${where}` : `commented${where}`
}

const columnOf = (placement: unknown) => {
  const column = (placement as { column?: unknown } | undefined)?.column
  return isColumnId(column) ? column : 'unsorted'
}

function movedWords(from: ReturnType<typeof columnOf>, to: typeof from, { facts }: Words): string | null {
  if (from === to) return null
  return `moved it from ${facts.columns[from].title} to ${facts.columns[to].title}`
}

function changedStatement(from: unknown, to: unknown): string {
  if (from === undefined) return 'brought it onto the board'
  if (to === undefined) return 'took it off the board'
  const was = from as { title?: string; text?: string }
  const is = to as { title?: string; text?: string }
  if (was.text !== is.text) return 'corrected the published text'
  if (was.title !== is.title) return is.title ? `titled it “${is.title}”` : 'took the title away'
  return 'changed where it is from'
}

function whyWords({ inserted = 0, removed = 0 }: Pick<HistoryLine, 'inserted' | 'removed'>): string {
  if (removed === 0) return 'wrote in “why”'
  return inserted === 0 ? 'shortened “why”' : 'rewrote part of “why”'
}

function responseWords(key: string, from: unknown, to: unknown, { plan, facts }: Words): string | null {
  const path = parseResponseKey(key)
  if (!path) return null
  const there = to !== undefined && to !== ''
  switch (path.link) {
    case 'action':
      return `${there ? 'linked' : 'unlinked'} the action ${named(plan.action.get(path.to)?.fields.title)}`
    case 'objective':
      return `${there ? 'ticked' : 'unticked'} ${named(facts.objectives.find((it) => it.id === path.to)?.title)}`
    case 'stream':
    case 'watch': {
      const title = plan[path.link].get(String(there ? to : from))?.fields.title
      const what = path.link === 'stream' ? 'the work stream' : 'the watched source'
      return `${there ? 'linked' : 'unlinked'} ${what} ${named(title)}`
    }
    case 'evidence':
      return there ? 'wrote down evidence' : 'took the evidence away'
    case 'setAsideReason':
      return there ? 'gave the reason for setting it aside' : 'took the reason away'
  }
}

const named = (title: string | undefined) => (title ? `“${title}”` : 'that is no longer there')
