/**
 * What becomes of unsaved changes on a fresh copy of the board.
 *
 * A change is replayed only where nobody has touched its place since: the place still holds what the
 * person saw. It is done with where the board already has it. Everything else is left over, with the
 * reason, and nothing of it is written. Nothing here knows of Yjs: a board is what it answers.
 */
import { isTextRoot, type Root } from '../../shared/doc/board-doc.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { type Edit, isSame, placeOf } from './draft.ts'
import type { PendingEdit } from './local-copy.ts'
import { isAlreadyThere, mergeText } from './merge-text.ts'

/** The fresh copy, as far as a change needs to know it. */
export interface FreshBoard {
  epoch: number
  valueAt(root: Root, key: string): unknown
  /** Whether it has this very change, by its id. */
  holds(edit: PendingEdit & { clock: number }): boolean
  /** Why the room would refuse it now, or null. */
  refusal(edit: Edit): ProblemCode | null
}

export interface LeftOver {
  edit: Edit
  theirs: unknown
  /** Null where somebody changed the place since; else why the room does not take it. */
  because: ProblemCode | null
}

export interface Rebased {
  replay: Edit[]
  leftover: LeftOver[]
}

export function rebase(pending: readonly PendingEdit[], fresh: FreshBoard): Rebased {
  const replay: Edit[] = []
  const leftover: LeftOver[] = []
  for (const edits of byPlace(pending).values()) {
    const open = edits.filter((it) => !isThere(it, fresh))
    const [first] = open
    const last = open.at(-1)
    if (!first || !last) continue
    const { root, key } = first
    const now = fresh.valueAt(root, key)
    const verdict = isTextRoot(root) ? mergedText(open, String(now), fresh.epoch) : untouched(open, now)
    const whole: Edit = { root, key, from: first.from, to: last.to }
    // What was changed and changed back while apart is nothing to quarrel about.
    if (verdict === 'there' || (verdict === 'touched' && isSame(whole.from, whole.to))) continue
    if (verdict === 'touched') {
      leftover.push({ edit: whole, theirs: now, because: null })
      continue
    }
    const edit: Edit = { root, key, from: now, to: verdict.to }
    const because = fresh.refusal(edit)
    if (because) leftover.push({ edit: whole, theirs: now, because })
    else replay.push(edit)
  }
  return { replay, leftover }
}

/** Changes of one place in the order they were made. */
function byPlace(pending: readonly PendingEdit[]): Map<string, PendingEdit[]> {
  const places = new Map<string, PendingEdit[]>()
  for (const edit of Array.from(pending).sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const place = placeOf(edit)
    places.set(place, [...(places.get(place) ?? []), edit])
  }
  return places
}

/** Saved although its acknowledgement never came. */
const isThere = (edit: PendingEdit, fresh: FreshBoard): boolean =>
  edit.epoch === fresh.epoch && edit.clock !== null && fresh.holds({ ...edit, clock: edit.clock })

type Verdict = 'there' | 'touched' | { to: unknown }

function untouched(edits: readonly PendingEdit[], now: unknown): Verdict {
  const last = edits.at(-1)
  if (isSame(now, last?.to)) return 'there'
  const seen = edits.some((it) => isSame(now, it.from) || isSame(now, it.to))
  return seen ? { to: last?.to } : 'touched'
}

function mergedText(edits: readonly PendingEdit[], now: string, currentEpoch: number): Verdict {
  let text = now
  for (const { from, to, epoch } of edits) {
    const there = epoch !== currentEpoch && isAlreadyThere(String(from), String(to), text)
    if (there === null) return 'touched'
    if (there) continue
    const merged = mergeText(String(from), String(to), text)
    if (merged === null) return 'touched'
    text = merged
  }
  return text === now ? 'there' : { to: text }
}
