/**
 * Who is asked for what: every post that leads something, with the statements it answers for, and whether it
 * has been briefed and has acknowledged.
 */
import type { StatementId } from '../board.ts'
import type { PlanItem } from '../plan.ts'
import { naturally } from '../words.ts'
import type { ActionPart, Part, PlanOutline, StreamPart } from './outline.ts'

export interface LeadPart {
  /** The post, as it is written most often. */
  post: string
  /** Two ways of writing one post are one lead: letters and spaces alike. */
  key: string
  actions: readonly ActionPart[]
  /** Streams it is the project lead of. */
  streams: readonly StreamPart[]
  /** Watched sources it is the executive lead of. */
  watches: readonly Part[]
  /** Every statement answered by any of these, in the order of their publication. */
  statements: readonly StatementId[]
  /** Of actions and streams: what a lead is briefed on. */
  briefing: Briefing
}

export interface Briefing {
  /** Parts of the plan it is to be briefed on. */
  of: number
  briefed: number
  acknowledged: number
  /** The latest day, where all have one. */
  briefedOn?: string
  acknowledgedOn?: string
}

export const postKey = (post: string): string => post.trim().replace(/\s+/g, ' ').toLocaleLowerCase('en-GB')

/** By name. `order` is every statement in the order of the publication. */
export function leadsOf(outline: PlanOutline, order: readonly StatementId[]): readonly LeadPart[] {
  const drafts = new Map<string, Draft>()
  const draftOf = (post: string | undefined): Draft | undefined => {
    if (!post?.trim()) return undefined
    const key = postKey(post)
    const draft = drafts.get(key) ?? { key, spelled: [], actions: [], streams: [], watches: [] }
    draft.spelled.push(post.trim())
    drafts.set(key, draft)
    return draft
  }
  for (const stream of outline.streams) draftOf(stream.item.fields.projectLead)?.streams.push(stream)
  for (const action of [...outline.streams.flatMap((it) => it.actions), ...outline.loose])
    draftOf(action.item.fields.lead)?.actions.push(action)
  for (const watch of outline.watches) draftOf(watch.item.fields.executiveLead)?.watches.push(watch)

  const place = new Map(order.map((id, at) => [id, at]))
  return Array.from(drafts.values(), ({ key, spelled, actions, streams, watches }): LeadPart => {
    const parts: Part[] = [...actions, ...streams, ...watches]
    const statements = Array.from(new Set(parts.flatMap((it) => it.answers)))
    return {
      key,
      post: mostOften(spelled),
      actions,
      streams,
      watches,
      statements: statements.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)),
      briefing: briefingOf([...actions, ...streams].map((it) => it.item)),
    }
  }).sort((a, b) => naturally.compare(a.post, b.post))
}

interface Draft {
  key: string
  spelled: string[]
  actions: ActionPart[]
  streams: StreamPart[]
  watches: Part[]
}

export function briefingOf(items: readonly PlanItem[]): Briefing {
  const days = (field: 'briefedOn' | 'acknowledgedOn') => items.flatMap((it) => it.fields[field] || [])
  const briefed = days('briefedOn')
  const acknowledged = days('acknowledgedOn')
  const latest = (all: readonly string[]) =>
    items.length > 0 && all.length === items.length ? all.reduce((a, b) => (a > b ? a : b)) : undefined
  return {
    of: items.length,
    briefed: briefed.length,
    acknowledged: acknowledged.length,
    briefedOn: latest(briefed),
    acknowledgedOn: latest(acknowledged),
  }
}

function mostOften(words: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  let [best = '', most] = ['', 0]
  for (const [word, count] of counts) if (count > most) [best, most] = [word, count]
  return best
}
