/**
 * Bringing a board back to what it was, as a change of today: nothing that happened since is unwritten.
 *
 * What comes back is what people worked on: statements, places, answers, the plan, the texts and the
 * board's own facts. What has come since stays where it would leave a hole: statements, and what they
 * refer to. Comments and private votes are people's own and are not touched; a statement under an open vote
 * stays where it is. What was decided since is open again.
 */
import type * as Y from 'yjs'
import type { StatementId } from '../board.ts'
import type { DecisionMark, VoteMark } from '../consult/vote.ts'
import { isTextRoot, type Root, rootsOf, TEXT_ROOTS, textRootOf } from '../doc/board-doc.ts'
import { textChange } from '../doc/edits.ts'
import { isSame } from '../doc/is-same.ts'
import { implicitOrder } from '../doc/order-keys.ts'
import { openReads } from '../doc/reads.ts'
import { valueProblem } from '../doc/values.ts'
import { parsePlanKey, parseResponseKey } from '../plan.ts'

const RESTORED: readonly Root[] = ['board', 'statements', 'placements', 'responses', 'plan', ...TEXT_ROOTS]

export interface Restoring {
  /** Statements whose decision is open again. */
  opened: readonly StatementId[]
  /** How many places are others than they were. */
  changed: number
}

/** Makes `doc` what `then` was. */
export function restore(doc: Y.Doc, then: Y.Doc): Restoring {
  const { live } = rootsOf(doc)
  const stays = whatStays(doc, then)
  const opened = Array.from(live.keys()).flatMap((key) => {
    const id = key.startsWith('decision/') ? key.slice('decision/'.length) : null
    return id !== null && seqOf(doc, id) !== seqOf(then, id) && !isUnderVote(doc, id) ? [id] : []
  })
  for (const id of opened) live.delete(`decision/${id}`)
  let changed = 0
  const published = implicitOrders(then)
  for (const root of RESTORED) {
    for (const key of keysOf(root, doc, then)) {
      if (stays(root, key)) continue
      const value = valueAt(then, root, key)
      if (put(doc, root, key, root === 'placements' ? (value ?? published(key)) : value)) changed += 1
    }
  }
  return { opened, changed }
}

/**
 * Takes a change back as far as it still stands: every place that is as it was right after it becomes what
 * it was right before. Gives back how many were changed since and stay.
 */
export function takeBack(doc: Y.Doc, before: Y.Doc, after: Y.Doc): number {
  let changedSince = 0
  const published = implicitOrders(before)
  const isUsed = usedSince(doc, after)
  for (const root of RESTORED) {
    for (const key of keysOf(root, before, after)) {
      const [was, became] = [valueAt(before, root, key), valueAt(after, root, key)]
      if (isSame(was, became)) continue
      const isHeld = root === 'placements' && isUnderVote(doc, key)
      if (isHeld || !isSame(valueAt(doc, root, key), became) || (was === undefined && isUsed(root, key))) {
        changedSince += 1
      } else put(doc, root, key, root === 'placements' ? (was ?? published(key)) : was)
    }
  }
  return changedSince
}

/** Statements that somebody worked on since, and parts of the plan that were linked or changed since. */
function usedSince(doc: Y.Doc, after: Y.Doc): (root: Root, key: string) => boolean {
  const statements = new Set<string>()
  const parts = new Set<string>()
  for (const root of ['placements', 'responses', 'plan', 'why', 'comments'] as const) {
    for (const key of keysOf(root, doc, after)) {
      const value = valueAt(doc, root, key)
      if (isSame(value, valueAt(after, root, key))) continue
      if (root === 'placements' || root === 'why') statements.add(key)
      else if (root === 'comments') {
        const on = (value as { on?: string } | undefined)?.on ?? ''
        if (on.includes('/')) parts.add(on)
        else statements.add(on)
      } else if (root === 'plan') {
        const path = parsePlanKey(key)
        if (path) parts.add(`${path.kind}/${path.id}`)
        if (key.endsWith('/stream') && value) parts.add(`stream/${value}`)
      } else {
        const path = parseResponseKey(key)
        if (path) statements.add(path.statement)
        if (value === undefined) continue
        if (path?.link === 'action') parts.add(`action/${path.to}`)
        else if (path?.link === 'stream' || path?.link === 'watch') parts.add(`${path.link}/${value}`)
      }
    }
  }
  return (root, key) => {
    if (root === 'statements') return statements.has(key)
    const path = root === 'plan' ? parsePlanKey(key) : null
    return path !== null && parts.has(`${path.kind}/${path.id}`)
  }
}

/** Places that keep what they hold now. */
function whatStays(doc: Y.Doc, then: Y.Doc): (root: Root, key: string) => boolean {
  const { statements } = rootsOf(then)
  const isNew = (id: StatementId) => !statements.has(id)
  const linked = new Set<string>()
  for (const [key, value] of rootsOf(doc).responses) {
    const path = parseResponseKey(key)
    if (!path || !isNew(path.statement)) continue
    if (path.link === 'action') linked.add(`action/${path.to}`)
    else if (path.link === 'stream' || path.link === 'watch') linked.add(`${path.link}/${value}`)
  }
  for (const action of Array.from(linked)) {
    const stream = rootsOf(doc).plan.get(`${action}/stream`)
    if (action.startsWith('action/') && stream) linked.add(`stream/${stream}`)
  }
  const isGone = (root: Root, key: string) => valueAt(then, root, key) === undefined
  return (root, key) => {
    switch (root) {
      case 'statements':
      case 'why':
        return isNew(key)
      case 'placements':
        return isNew(key) || isUnderVote(doc, key)
      case 'responses':
        return isNew(parseResponseKey(key)?.statement ?? '')
      case 'plan': {
        const path = parsePlanKey(key)
        return isGone(root, key) && path !== null && linked.has(`${path.kind}/${path.id}`)
      }
      case 'board':
        // The rule was fixed before the first vote; a source, a theme or an objective may be that of a newer statement.
        return key === 'rule' || (isGone(root, key) && /^(?:source|theme|chapter|objective)\//.test(key))
      default:
        return false
    }
  }
}

/** Where a statement stood that nobody had placed, as a placement: one is changed, never taken away. */
function implicitOrders(doc: Y.Doc): (id: StatementId) => unknown {
  const reads = openReads(doc)
  const { ids } = reads.snapshot()
  reads.close()
  const places = new Map(ids.map((id, at) => [id, at]))
  return (id) => {
    const at = places.get(id)
    return at === undefined ? undefined : { column: 'unsorted', order: implicitOrder(at) }
  }
}

function keysOf(root: Root, ...docs: readonly Y.Doc[]): Set<string> {
  const keys = new Set<string>()
  for (const doc of docs) {
    if (!isTextRoot(root)) for (const key of rootsOf(doc)[root].keys()) keys.add(key)
    else {
      for (const name of doc.share.keys()) {
        const place = textRootOf(name)
        if (place?.root === root) keys.add(place.key)
      }
    }
  }
  return keys
}

const valueAt = (doc: Y.Doc, root: Root, key: string): unknown =>
  isTextRoot(root) ? doc.getText(`${root}/${key}`).toString() : rootsOf(doc)[root].get(key)

/** Whether it was anything else. */
function put(doc: Y.Doc, root: Root, key: string, value: unknown): boolean {
  const now = valueAt(doc, root, key)
  if (isSame(now, isTextRoot(root) ? (value ?? '') : value)) return false
  // An older server may have let in what no board can hold today: that stays gone.
  if (!isTextRoot(root) && value !== undefined && valueProblem(root, key, value) !== null) return false
  if (isTextRoot(root)) {
    const text = doc.getText(`${root}/${key}`)
    const { at, remove, insert } = textChange(String(now), String(value ?? ''))
    if (remove > 0) text.delete(at, remove)
    if (insert) text.insert(at, insert)
  } else if (value !== undefined) rootsOf(doc)[root].set(key, value)
  else if (root === 'placements') return false
  else rootsOf(doc)[root].delete(key)
  return true
}

const seqOf = (doc: Y.Doc, id: StatementId) =>
  (rootsOf(doc).live.get(`decision/${id}`) as DecisionMark | undefined)?.seq

const isUnderVote = (doc: Y.Doc, id: StatementId): boolean =>
  (rootsOf(doc).live.get(`vote/${id}`) as VoteMark | undefined)?.open === true
