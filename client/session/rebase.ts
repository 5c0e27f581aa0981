/**
 * What becomes of unsaved changes on a fresh copy of the board.
 *
 * A change is replayed only where nobody has touched its place since: the place still holds what the
 * person saw. It is done with where the board already has it. Everything else is left over, with the
 * reason, and nothing of it is written. Nothing here knows of Yjs: a board is what it answers.
 */
import { isTextRoot, type Root } from '../../shared/doc/board-doc.ts'
import { textChange } from '../../shared/doc/edits.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { type Edit, isSame, placeOf } from './draft.ts'
import type { MadeEdit, PendingEdit } from './local-copy.ts'
import { goesOn, isAlreadyThere, mergeText } from './merge-text.ts'

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
  edit: MadeEdit
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
    if (!first) continue
    const { root, key } = first
    const now = fresh.valueAt(root, key)
    const { steps, done, touched } = isTextRoot(root)
      ? mergedText(stretches(open), String(now), fresh.epoch)
      : untouched(open, now)
    const because = steps.length > 0 ? fresh.refusal({ root, key, from: now, to: steps.at(-1) }) : null
    if (because) leftover.push(...done.map((edit) => ({ edit, theirs: now, because })))
    else replay.push(...steps.map((to, at) => ({ root, key, from: at === 0 ? now : steps[at - 1], to })))
    leftover.push(...touched.map((edit) => ({ edit, theirs: now, because: null })))
  }
  return { replay, leftover }
}

/** Changes as a person thinks of them: one a place, and one a stretch of a text, however many were sent. */
export function asMade(pending: readonly PendingEdit[]): MadeEdit[] {
  return Array.from(byPlace(pending).values()).flatMap((edits) =>
    isTextRoot((edits[0] as Edit).root) ? stretches(edits).map(whole) : [whole(edits)],
  )
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

function whole(edits: readonly PendingEdit[]): PendingEdit {
  const [first, last] = [edits[0], edits.at(-1)] as [PendingEdit, PendingEdit]
  return { ...first, to: last.to, at: last.at }
}

/** Changes of a text, those that go on where the one before ended together. */
function stretches(edits: readonly PendingEdit[]): PendingEdit[][] {
  const found: PendingEdit[][] = []
  for (const edit of edits) {
    const last = found.at(-1)
    if (last?.[0]?.epoch === edit.epoch && goesOn(whole(last), edit)) last.push(edit)
    else found.push([edit])
  }
  return found
}

/** Saved although its acknowledgement never came. */
export const isThere = (edit: PendingEdit, fresh: Pick<FreshBoard, 'epoch' | 'holds'>): boolean =>
  edit.epoch === fresh.epoch && edit.clock !== null && fresh.holds({ ...edit, clock: edit.clock })

interface Verdict {
  /** What the place comes to hold, change by change. */
  steps: readonly unknown[]
  /** The changes that come to that. */
  done: readonly MadeEdit[]
  /** Those whose place somebody else has changed. */
  touched: readonly MadeEdit[]
}

const NOTHING: Verdict = { steps: [], done: [], touched: [] }

function untouched(edits: readonly PendingEdit[], now: unknown): Verdict {
  const edit = whole(edits)
  // What was changed and changed back while apart is nothing to quarrel about.
  const isIdle = isSame(edit.from, edit.to)
  if (isSame(now, edit.to)) return NOTHING
  if (edits.some((it) => isSame(now, it.from) || isSame(now, it.to)))
    return { steps: [edit.to], done: [edit], touched: [] }
  return isIdle ? NOTHING : { steps: [], done: [], touched: [edit] }
}

/**
 * Each stretch is a step of its own: several made as one would replace all that stands between them, and two
 * people coming back at once would each put all of it there again.
 */
function mergedText(made: readonly (readonly PendingEdit[])[], now: string, currentEpoch: number): Verdict {
  const steps: string[] = []
  const done: MadeEdit[] = []
  const touched: MadeEdit[] = []
  let text = now
  for (const stretch of made) {
    const arrived = stretch[0]?.epoch === currentEpoch ? 0 : arrivedOf(stretch, now)
    if (arrived === null) {
      touched.push(whole(stretch))
      continue
    }
    // Without what held them together they may be several again.
    for (const edit of stretches(stretch.slice(arrived)).map(whole)) {
      const merged = mergeText(String(edit.from), String(edit.to), text)
      if (merged === null) touched.push(edit)
      else if (merged !== text) {
        steps.push(merged)
        done.push(edit)
        text = merged
      }
    }
  }
  return { steps, done, touched }
}

/**
 * How many changes of a stretch reached a board that has been rebuilt since: as many as leave the most of my
 * words standing there. Null where too few characters stand there to say, or not together.
 */
function arrivedOf(stretch: readonly PendingEdit[], text: string): number | null {
  let arrived = 0
  let most = 0
  let isUnsure = false
  const same = stretch.findLastIndex((it) => isSame(it.to, text))
  if (same >= 0) return same + 1
  stretch.forEach((_, at) => {
    const edit = whole(stretch.slice(0, at + 1))
    const [from, to] = [String(edit.from), String(edit.to)]
    const there = isAlreadyThere(from, to, text)
    const words = textChange(from, to).insert.length
    if (there === null) isUnsure = true
    else if (there && words >= most) [arrived, most] = [at + 1, words]
  })
  // Changes arrive in their order: where words of a later one stand, somebody has taken out what was before them.
  const isTornApart = stretch
    .slice(arrived)
    .some((it) => isAlreadyThere(String(it.from), String(it.to), text))
  return isTornApart || (arrived === 0 && isUnsure) ? null : arrived
}
