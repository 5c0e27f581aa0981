/**
 * A statement that is parted on the board, F37 into F37a and F37b, and put together again.
 *
 * What was published stays whole: F37 is set aside with all that was said and chosen on it, and its parts
 * begin where it was, with what answers it. Every word of it stands in one of them, and no other does.
 */
import type * as Y from 'yjs'
import { isId, type StatementId } from '../board.ts'
import { LIMITS } from '../limits.ts'
import { parseResponseKey } from '../plan.ts'
import { Problem } from '../problem.ts'
import { rootsOf, whyText } from './board-doc.ts'
import { moveStatements, putStatement } from './edits.ts'
import { spotAt } from './reads/placements.ts'
import { refOf, type StatementView } from './reads/statements.ts'
import type { BoardSnapshot } from './reads.ts'

export interface Part {
  text: string
  title?: string
}

type Statements = Pick<BoardSnapshot, 'ids' | 'statements'>

/** In the order of the publication; empty where a statement is whole. */
export const partsOf = ({ ids, statements }: Statements, id: StatementId): StatementId[] =>
  ids.filter((it) => statements.get(it)?.partOf === id)

/** What the parts of a statement are called: 37 → 37a, 37b; 37a → 37a1, 37a2; names that are taken are left out. */
export function partNumbers(
  { statements }: Pick<BoardSnapshot, 'statements'>,
  { source, number }: Pick<StatementView, 'source' | 'number'>,
  count: number,
): string[] {
  const taken = new Set(
    Array.from(statements.values(), (it) => (it.source === source ? it.number.toLowerCase() : '')),
  )
  const names = /\d$/.test(number) ? LETTERS : LETTERS.map((_, at) => String(at + 1))
  return names
    .map((it) => number + it)
    .filter((it) => !taken.has(it.toLowerCase()))
    .slice(0, count)
}

const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz')

/** Compared without spaces: between two parts there may be a line break or none. */
const bare = (text: string) => text.replace(/\s+/g, '')

/** Gives back the ids of the parts. */
export function splitStatement(
  doc: Y.Doc,
  board: BoardSnapshot,
  id: StatementId,
  parts: readonly Part[],
): StatementId[] {
  const whole = board.statements.get(id)
  if (!whole) throw new Problem('statement_unknown', id)
  const { ref } = whole
  if (partsOf(board, id).length > 0) throw new Problem('state_stale', `${ref} is split already`)
  if (bare(parts.map((it) => it.text).join('')) !== bare(whole.text)) {
    throw new Problem('state_stale', `the parts are not the words of ${ref}`)
  }
  if (board.ids.length + parts.length > LIMITS.statements) {
    throw new Problem('board_full', `a board holds at most ${LIMITS.statements} statements`)
  }
  const numbers = partNumbers(board, whole, parts.length)
  const ids = numbers.map((number) => newId(board, refOf(whole.source, number)))
  if (ids.length < parts.length || numbers.some((it) => it.length > LONGEST_NUMBER)) {
    throw new Problem('value_invalid', `${ref} cannot be parted into so many`)
  }

  const { placements, facilitation } = rootsOf(doc)
  const { ref: _, id: __, title: ___, sameAs: ____, seenBefore: _____, ...same } = whole
  ids.forEach((part, at) => {
    const { text, title } = parts[at] as Part
    putStatement(doc, part, {
      ...same,
      number: numbers[at] as string,
      text: text.trim(),
      ...(title?.trim() && { title: title.trim() }),
      partOf: id,
    })
  })
  const column = board.placements.get(id)?.column ?? 'unsorted'
  // One that nobody placed yet has its parts where the publication has them; one set aside is taken up again.
  if (placements.has(id) && column !== 'set-aside') {
    const at = board.inColumn[column].indexOf(id)
    moveStatements(doc, ids, spotAt(board, column, at, new Set([id])))
  }
  copyAnswers(doc, id, ids)
  const why = whyText(doc, id).toString()
  if (why) for (const part of ids) whyText(doc, part).insert(0, why)
  setAside(doc, board, id, `Split into ${listed(numbers.map((it) => refOf(whole.source, it)))}`)
  const { packs } = board.facilitation
  if (packs.some((it) => it.statements.includes(id))) {
    facilitation.set(
      'packs',
      packs.map((pack) => ({
        ...pack,
        statements: pack.statements.flatMap((it) => (it === id ? ids : [it])),
      })),
    )
  }
  return ids
}

/** Puts it together again where its first part is now. Gives back the ids of the parts, which are gone. */
export function joinParts(doc: Y.Doc, board: BoardSnapshot, id: StatementId): StatementId[] {
  const whole = board.statements.get(id)
  if (!whole) throw new Problem('statement_unknown', id)
  const parts = partsOf(board, id)
  const [first] = parts
  if (first === undefined) throw new Problem('state_stale', `${whole.ref} is not split`)
  for (const part of parts) mayGo(board, part)

  const { statements, placements, responses, facilitation } = rootsOf(doc)
  const evidenceOf = (it: StatementId) => String(responses.get(`${it}/evidence`) ?? '')
  const why = wordsOfAll(
    whyText(doc, id).toString(),
    parts.map((it) => whyText(doc, it).toString()),
  )
  const evidence = wordsOfAll(evidenceOf(id), parts.map(evidenceOf))
  if (why.length > LIMITS.sharedText || evidence.length > LIMITS.paragraph) {
    throw new Problem('too_large', `what was written on the parts of ${whole.ref}, together`)
  }
  const { column = 'unsorted' } = board.placements.get(first) ?? {}
  const at = board.inColumn[column].indexOf(first)
  moveStatements(doc, [id], spotAt(board, column, at, new Set([id, ...parts])))
  responses.delete(`${id}/setAsideReason`)
  if (evidence !== evidenceOf(id)) responses.set(`${id}/evidence`, evidence)
  const text = whyText(doc, id)
  if (why.length > text.length) text.insert(text.length, why.slice(text.length))
  for (const part of parts) {
    for (const [key, value] of answersOf(doc, part)) {
      // What was linked since counts for the whole; of two streams the first part's stays.
      const own = id + key.slice(part.length)
      if (!key.endsWith('/setAsideReason') && !responses.has(own)) responses.set(own, value)
      responses.delete(key)
    }
    const gone = whyText(doc, part)
    if (gone.length > 0) gone.delete(0, gone.length)
    placements.delete(part)
    statements.delete(part)
  }
  for (const other of board.statements.values()) {
    if (!other.sameAs || !parts.includes(other.sameAs) || parts.includes(other.id)) continue
    const { id: __, ref: ___, ...value } = other
    putStatement(doc, other.id, { ...value, sameAs: id })
  }
  const { packs } = board.facilitation
  if (packs.some((pack) => pack.statements.some((it) => parts.includes(it)))) {
    const back = (list: readonly StatementId[]) =>
      list.flatMap((it) => (it === first ? [id] : parts.includes(it) ? [] : [it]))
    facilitation.set(
      'packs',
      packs.map((pack) => ({ ...pack, statements: back(pack.statements) })),
    )
  }
  return parts
}

/** What stood on the whole, and behind it what was written on its parts since: nobody's words go with a part. */
function wordsOfAll(whole: string, parts: readonly string[]): string {
  return parts.reduce((words, part) => {
    if (words.includes(part)) return words
    const since = whole !== '' && part.startsWith(whole) ? part.slice(whole.length).trim() : part
    return words === '' ? since : `${words}\n${since}`
  }, whole)
}

/** What people have said or decided on a part is not thrown away with it. */
function mayGo(board: BoardSnapshot, part: StatementId): void {
  const ref = board.statements.get(part)?.ref ?? part
  if (board.live.decisions.has(part)) throw new Problem('statement_decided', ref)
  const vote = board.live.votes.get(part)
  if (vote?.open) throw new Problem('vote_open', ref)
  if (vote) throw new Problem('state_stale', `there was a private vote on ${ref}`)
  if (board.comments.get(part)?.length) throw new Problem('state_stale', `there are comments on ${ref}`)
  if (partsOf(board, part).length > 0) throw new Problem('state_stale', `${ref} is split itself`)
}

const LONGEST_NUMBER = 20

function newId({ statements }: Pick<BoardSnapshot, 'statements'>, ref: string): StatementId {
  const stem = ref.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, LIMITS.id - 5)
  for (let again = 1; ; again += 1) {
    const id = again === 1 ? stem : `${stem}-${again}`
    if (isId(id) && !statements.has(id)) return id
  }
}

const answersOf = (doc: Y.Doc, id: StatementId): [string, unknown][] =>
  Array.from(rootsOf(doc).responses.entries()).filter(([key]) => parseResponseKey(key)?.statement === id)

function copyAnswers(doc: Y.Doc, from: StatementId, to: readonly StatementId[]): void {
  const { responses } = rootsOf(doc)
  for (const [key, value] of answersOf(doc, from)) {
    if (key.endsWith('/setAsideReason')) continue
    for (const id of to) responses.set(id + key.slice(from.length), value)
  }
}

function setAside(doc: Y.Doc, board: BoardSnapshot, id: StatementId, reason: string): void {
  moveStatements(doc, [id], spotAt(board, 'set-aside', Number.POSITIVE_INFINITY, new Set([id])))
  rootsOf(doc).responses.set(`${id}/setAsideReason`, reason)
}

const listed = (all: readonly string[]) =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
