/**
 * A line of a statement's history as a sentence without its subject: "moved it from To sort to Due regard".
 */
import type { HistoryLine } from '../../shared/api.ts'
import { isColumnId } from '../../shared/columns.ts'
import type { BoardSnapshot } from '../../shared/doc/reads.ts'
import { parsePlanKey, parseResponseKey } from '../../shared/plan.ts'

type Words = Pick<BoardSnapshot, 'facts' | 'plan'>

/** Null for a line that says nothing to a reader: a card nudged within its column. */
export function historyWords(line: HistoryLine, board: Words): string | null {
  const { root, key, from, to } = line
  switch (root) {
    case 'placements':
      return movedWords(columnOf(from), columnOf(to), board)
    case 'statements':
      return changedStatement(from, to)
    case 'why':
      return whyWords(line)
    case 'comments':
      return to === undefined ? 'removed a comment' : 'commented'
    case 'responses':
      return responseWords(key, from, to, board)
    case 'plan': {
      const path = parsePlanKey(key)
      const title = path && board.plan[path.kind].get(path.id)?.fields.title
      return `changed ${title ? `“${title}”` : 'the plan'}`
    }
    case 'live':
      return key.startsWith('decision/')
        ? to === undefined
          ? 'opened it again'
          : 'recorded a decision'
        : null
    default:
      return null
  }
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

function whyWords({ inserted = 0, removed = 0 }: HistoryLine): string {
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
