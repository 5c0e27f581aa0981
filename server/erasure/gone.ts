/**
 * What of a board is gone with one thing that is erased: its places, and what records say of it.
 *
 * A board's keys carry the id of what they belong to, so most is told by the key alone; a comment says
 * inside which statement it is about.
 */

import type * as Y from 'yjs'
import type { ChoiceStep, DecisionStep, Voter, VoteStep } from '../../shared/consult/vote.ts'
import { MAP_ROOTS, rootsOf, textRootOf } from '../../shared/doc/board-doc.ts'
import type { ErasedKind } from '../../shared/erasure/calls.ts'
import type { JournalRecord, Positioned, Touch } from '../store/contract.ts'

export interface Erased {
  kind: Exclude<ErasedKind, 'board'>
  id: string
  /** How the board's private choices name a person, where anybody can tell. */
  voter?: Voter | undefined
  /** Keys of the comments about a statement, also of those that were removed. */
  comments?: ReadonlySet<string>
}

/** Roots whose keys name things of their own, which a statement's id may happen to equal. */
const OF_THEIR_OWN = ['board', 'plan', 'facilitation']

export function isGone({ kind, id, comments }: Erased, root: string, key: string, value?: unknown): boolean {
  if (OF_THEIR_OWN.includes(root)) return false
  switch (kind) {
    case 'comment':
      return root === 'comments' && (key === id || key === `${id}/answer`)
    case 'person':
      return root === 'comments' && key.startsWith(`${id}/`)
    case 'statement':
      // What is answered to a comment does not say what the comment is about.
      return root === 'comments'
        ? isAbout(value, id) || comments?.has(key.replace(/\/answer$/, '')) === true
        : key.split('/').includes(id)
  }
}

const isAbout = (value: unknown, statement: string): boolean =>
  typeof value === 'object' && value !== null && 'on' in value && value.on === statement

/** Every comment about a statement that a board has, or had since its journal was last rewritten. */
export async function commentsAbout(
  statement: string,
  doc: Y.Doc,
  records: AsyncIterable<Positioned>,
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>()
  for (const [key, value] of rootsOf(doc).comments.entries()) if (isAbout(value, statement)) keys.add(key)
  for await (const { record } of records) {
    if (record.type !== 'change') continue
    for (const { root, key, from, to } of record.touches)
      if (root === 'comments' && (isAbout(from, statement) || isAbout(to, statement))) keys.add(key)
  }
  return keys
}

/** Every part and its whole that a board has, or had since its journal was last rewritten. */
export async function tiesOf(
  doc: Y.Doc,
  records: AsyncIterable<Positioned>,
): Promise<[part: string, whole: string][]> {
  const ties = [...rootsOf(doc).statements.entries()].flatMap(([key, value]) => tieIn(key, value))
  for await (const { record } of records) {
    if (record.type !== 'change') continue
    for (const { root, key, from, to } of record.touches)
      if (root === 'statements') ties.push(...tieIn(key, from), ...tieIn(key, to))
  }
  return ties
}

const tieIn = (part: string, value: unknown): [string, string][] =>
  typeof value === 'object' && value !== null && 'partOf' in value && typeof value.partOf === 'string'
    ? [[part, value.partOf]]
    : []

/** Takes it out of a document; answers how many places held something. */
export function takeOut(doc: Y.Doc, erased: Erased): number {
  let places = 0
  const roots = rootsOf(doc)
  for (const root of MAP_ROOTS) {
    for (const [key, value] of [...roots[root].entries()]) {
      if (isGone(erased, root, key, value)) {
        roots[root].delete(key)
        places += 1
      } else if (erased.kind === 'statement') {
        const rest = withoutMention(root, value, erased.id)
        if (rest !== undefined) roots[root].set(key, rest)
      }
    }
  }
  for (const name of [...doc.share.keys()]) {
    const place = textRootOf(name)
    const text = place && isGone(erased, place.root, place.key) ? doc.getText(name) : null
    if (!text || text.length === 0) continue
    text.delete(0, text.length)
    places += 1
  }
  return places
}

/** A value that only points to the statement, without the pointer; undefined where it does not. */
function withoutMention(root: string, value: unknown, id: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (root === 'facilitation' && 'statement' in value && value.statement === id) {
    const { statement: _, ...rest } = value
    return rest
  }
  if (root !== 'statements') return undefined
  const pointers = Object.entries(value).filter(
    ([field, to]) => (field === 'sameAs' || field === 'partOf') && to === id,
  )
  if (pointers.length === 0) return undefined
  return Object.fromEntries(
    Object.entries(value).filter((it) => !pointers.some(([field]) => field === it[0])),
  )
}

/** A record without it; null where nothing of the record is left, the same record where it said nothing of it. */
export function recordWithout(erased: Erased, { record }: Positioned): JournalRecord | null {
  switch (record.type) {
    case 'change': {
      const touches = record.touches.filter((it) => !isTouchGone(erased, it))
      if (touches.length === record.touches.length) return record
      return touches.length === 0 ? null : { ...record, touches }
    }
    case 'grant':
      return erased.kind === 'person' && record.participant === erased.id ? null : record
    case 'choice': {
      const body = choiceWithout(erased, record.body)
      return body && (body === record.body ? record : { ...record, body })
    }
    default:
      return erased.kind === 'statement' ? ofOthers(erased.id, record) : record
  }
}

const isTouchGone = (erased: Erased, { root, key, from, to }: Touch): boolean =>
  isGone(erased, root, key, from) || isGone(erased, root, key, to)

/** Counted it stays; their words go. */
function choiceWithout({ kind, id, voter }: Erased, body: ChoiceStep): ChoiceStep | null {
  if (kind === 'statement' && body.statement === id) return null
  if (kind !== 'person' || body.voter !== voter || body.reason === undefined) return body
  const { reason: _, ...rest } = body
  return rest
}

/** What was done to many statements at once, as it was done to the others. */
function ofOthers(id: string, record: JournalRecord): JournalRecord | null {
  switch (record.type) {
    case 'decision': {
      const body = decisionWithout(id, record.body)
      return body === record.body ? record : { ...record, body }
    }
    case 'vote': {
      const body = voteWithout(id, record.body)
      return body && { ...record, body }
    }
    case 'restore': {
      const { body } = record
      if (body.step !== 'restore') return record
      return { ...record, body: { ...body, opened: body.opened.filter((it) => it.statement !== id) } }
    }
    default:
      return record
  }
}

/** The act stays with its number, by which later ones are counted. */
function decisionWithout(id: string, body: DecisionStep): DecisionStep {
  if (body.step === 'decide') {
    const decisions = body.decisions.filter((it) => it.statement !== id)
    return decisions.length === body.decisions.length ? body : { ...body, decisions }
  }
  const statements = body.statements.filter((it) => it !== id)
  if (statements.length === body.statements.length) return body
  const { reason, ...rest } = body
  // Given for the others too, it is theirs.
  return { ...rest, statements, ...(reason && statements.length > 0 && { reason }) }
}

function voteWithout(id: string, body: VoteStep): VoteStep | null {
  switch (body.step) {
    case 'open': {
      const packs = body.packs.map((it) => ({ ...it, statements: it.statements.filter((at) => at !== id) }))
      return { ...body, packs }
    }
    case 'again':
      return { ...body, statements: body.statements.filter((it) => it !== id) }
    case 'show':
      return {
        ...body,
        results: Object.fromEntries(Object.entries(body.results).filter(([statement]) => statement !== id)),
      }
    case 'hands':
    case 'pull':
      return body.statement === id ? null : body
    default:
      return body
  }
}

/** Where a name is written in what stays, as `root/key`: words of others, for a person to read. */
export function placesNaming(doc: Y.Doc, name: string): string[] {
  const wanted = name.trim().toLowerCase()
  if (wanted.length < 2) return []
  const roots = rootsOf(doc)
  const has = (value: unknown) =>
    JSON.stringify(value ?? null)
      .toLowerCase()
      .includes(wanted)
  const values = MAP_ROOTS.flatMap((root) =>
    [...roots[root].entries()].flatMap(([key, value]) => (has(value) ? [`${root}/${key}`] : [])),
  )
  const texts = [...doc.share.keys()].filter((it) => textRootOf(it) && has(doc.getText(it).toString()))
  return [...values, ...texts].sort()
}
