/**
 * What the session says about places of the board: "F37 was moved by Ama at 10:42. Yours was Due regard."
 */
import type { Placement, Statement } from '../../shared/board.ts'
import { COLUMNS, type ColumnId } from '../../shared/columns.ts'
import { textChange } from '../../shared/doc/edits.ts'
import type { BoardSnapshot } from '../../shared/doc/reads.ts'
import { parsePlanKey, parseResponseKey } from '../../shared/plan.ts'
import { PROBLEMS, type ProblemCode } from '../../shared/problem.ts'
import type { Edit } from './draft.ts'

type Place = Pick<Edit, 'root' | 'key'>
type Words = Pick<BoardSnapshot, 'statements' | 'plan' | 'facts'>

/** Who changed a place last and when, as far as the history could be asked. */
export interface Overtaker {
  name: string
  at: number
}

/** Somebody changed the same place meanwhile: what happened, and what mine was. */
export function overtakenSentence(board: Words, edit: Edit, theirs: unknown, by: Overtaker | null): string {
  const who = by ? ` by ${by.name || 'somebody'} at ${clockTime(by.at)}` : ''
  const happened =
    theirs === undefined ? 'was taken away' : edit.root === 'placements' ? 'was moved' : 'was changed'
  return `${nameOf(board, edit)} ${happened}${who || ' in the meantime'}. ${mineSentence(board, edit)}`
}

/** The room no longer takes it: why, and what mine was. */
export function refusedSentence(board: Words, edit: Edit, because: ProblemCode): string {
  return `${nameOf(board, edit)} stays as it is. ${PROBLEMS[because].says} ${mineSentence(board, edit)}`
}

function mineSentence(board: Words, { root, key, from, to }: Edit): string {
  if (to === undefined) return 'You had taken it away.'
  if (root === 'why' || root === 'paper') {
    const words = wordsAdded(String(from), String(to))
    return words ? `You wrote “${words}”.` : 'You had taken words away.'
  }
  if (root === 'comments') return `You wrote “${shorten(said(to) ?? '')}”.`
  const mine = valueInWords(board, { root, key }, to)
  return mine ? `Yours was ${mine}.` : 'Yours is kept here.'
}

/** All that was written, for copying it elsewhere; null where a change was not of words. */
export function ownWords({ root, mine }: { root: string; mine: unknown }): string | null {
  const words = root === 'comments' ? said(mine) : mine
  return typeof words === 'string' && words.trim() !== '' ? words : null
}

/** A comment's words, or an answer's. */
function said(value: unknown): string | undefined {
  const { text, because } = (value ?? {}) as { text?: unknown; because?: unknown }
  const words = text ?? because
  return words === undefined ? undefined : String(words)
}

export const columnTitle = (board: Pick<Words, 'facts'>, column: ColumnId): string =>
  board.facts.columns[column]?.title ?? COLUMNS[column].title

export const statementRef = (board: Pick<Words, 'statements'>, id: string): string =>
  board.statements.get(id)?.ref ?? id

/** A place as people would name it, able to begin a sentence. */
export function nameOf(board: Words, { root, key }: Place): string {
  switch (root) {
    case 'placements':
    case 'statements':
      return statementRef(board, key)
    case 'why':
      return `The why of ${statementRef(board, key)}`
    case 'paper':
      return 'That section of the paper'
    case 'comments':
      return key.endsWith('/answer') ? 'The answer to a comment' : 'A comment'
    case 'responses': {
      const path = parseResponseKey(key)
      const statement = statementRef(board, path?.statement ?? key)
      if (path?.link === 'action') {
        return `The link of ${statement} to “${planTitle(board, 'action', path.to) ?? 'an action'}”`
      }
      if (path?.link === 'objective') return `An objective of ${statement}`
      return `What we will do about ${statement}`
    }
    case 'plan': {
      const path = parsePlanKey(key)
      if (!path) return 'Part of the plan'
      const title = planTitle(board, path.kind, path.id)
      const field = path.field ? path.field.label : `Progress of ${dayInWords(path.progressDay)}`
      return title ? `${field} of “${title}”` : field
    }
    case 'facilitation':
      return key === 'timer' ? 'The timer' : key === 'packs' ? 'The list of packs' : 'What is on every screen'
    default:
      return key === 'title' ? 'The title of the board' : 'That part of the board'
  }
}

/** A value in a few words, or null where it has none worth saying. */
function valueInWords(board: Words, { root, key }: Place, value: unknown): string | null {
  if (root === 'placements') return columnTitle(board, (value as Placement).column)
  if (root === 'statements') return `“${shorten((value as Statement).title ?? (value as Statement).text)}”`
  if (root === 'plan') {
    const path = parsePlanKey(key)
    if (path?.field?.type === 'day') return dayInWords(String(value))
    if (path?.field?.type === 'link:stream')
      return `“${planTitle(board, 'stream', String(value)) ?? 'a work stream'}”`
  }
  if (root === 'responses') {
    const path = parseResponseKey(key)
    if (path?.link === 'stream' || path?.link === 'watch')
      return `“${planTitle(board, path.link, String(value)) ?? 'another'}”`
  }
  if (value === true) return 'ticked'
  return typeof value === 'string' ? `“${shorten(value)}”` : null
}

const planTitle = (board: Words, kind: 'action' | 'stream' | 'watch', id: string): string | undefined =>
  board.plan[kind].get(id)?.fields.title

/** The words a change of a text brought in, as one stretch. */
export const wordsAdded = (from: string, to: string): string => shorten(textChange(from, to).insert.trim())

const shorten = (words: string) => (words.length > 160 ? `${words.slice(0, 159).trimEnd()}…` : words)

const clockTime = (at: number) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(new Date(at))

const dayInWords = (day: string) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
