/**
 * Candidates for key statements while facilitators go through a report together: one list, and what each
 * changes of it.
 *
 * A candidate has an id of its own, so that two people who change two of them both keep their change. Of two
 * changes of one candidate the later stands. They are no part of the board's document: nobody but
 * facilitators is sent them, and they are gone once imported.
 */
import { type ImportRow, ROW_FIELDS } from './rows.ts'

/** One that is set aside has its reason in `setAside`; the others are key statements. */
export type Candidate = ImportRow & { id: string }
export type Candidates = readonly Candidate[]

/** `after` stands on a new one alone: the id it comes behind, null for the first place. */
export type CandidateEdit = { put: Candidate; after?: string | null } | { remove: string }

/** What makes one list of the other. Nothing changes places: what is new comes behind what is there. */
export function editsBetween(before: Candidates, after: Candidates): CandidateEdit[] {
  const was = new Map(before.map((it) => [it.id, it]))
  const is = new Set(after.map((it) => it.id))
  const edits: CandidateEdit[] = before.filter((it) => !is.has(it.id)).map((it) => ({ remove: it.id }))
  after.forEach((put, at) => {
    const old = was.get(put.id)
    if (!old) edits.push({ put, after: after[at - 1]?.id ?? null })
    else if (!isSame(old, put)) edits.push({ put })
  })
  return edits
}

/** A change of one that somebody has taken out meanwhile is none. */
export function applyEdits(list: Candidates, edits: readonly CandidateEdit[]): Candidates {
  if (edits.length === 0) return list
  const next = [...list]
  const places = new Map(next.map((it, at) => [it.id, at]))
  const count = (from: number) => {
    for (let at = from; at < next.length; at += 1) places.set((next[at] as Candidate).id, at)
  }
  for (const edit of edits) {
    if ('remove' in edit) {
      const at = places.get(edit.remove)
      if (at === undefined) continue
      next.splice(at, 1)
      places.delete(edit.remove)
      count(at)
      continue
    }
    const at = places.get(edit.put.id)
    if (at !== undefined) next[at] = edit.put
    else if (edit.after !== undefined) {
      const behind = edit.after === null ? -1 : (places.get(edit.after) ?? next.length - 1)
      next.splice(behind + 1, 0, edit.put)
      count(behind + 1)
    }
  }
  return next
}

export function isSame(a: Candidate, b: Candidate): boolean {
  return a === b || ROW_FIELDS.every((field) => a[field] === b[field])
}

/** Which publication a report is. */
export interface Publication {
  title: string
  code: string
}

/** What facilitators are told of a report that is being gone through. */
export interface ReadingCard {
  id: string
  /** Of the file it came from; what was pasted has none. */
  name: string | null
  candidates: number
  setAside: number
  /** Who changed it last, and when. */
  by: string
  at: number
}

export interface NewReading {
  name: string | null
  publication: Publication
}

/** Edits, and what of the list is not known yet: what changed after `since`. */
export interface ReadingPatch {
  since: number
  edits: readonly CandidateEdit[]
  publication?: Publication
}

export interface ReadingReply {
  id: string
  name: string | null
  publication: Publication
  version: number
  /** Every id in its place, or null where nothing has changed. */
  order: readonly string[] | null
  changed: Candidates
}

/** The list as it is after a reply, of what was known before it. */
export function listAfter(known: Candidates, { order, changed }: ReadingReply): Candidates {
  if (order === null) return known
  const by = new Map([...known, ...changed].map((it) => [it.id, it]))
  return order.flatMap((id) => by.get(id) ?? [])
}
