/**
 * What is likely to be meant, from what the plan holds already: posts that lead something, and the actions,
 * streams and sources that answer statements like this one.
 */
import type { PlanId, StatementId } from '../board.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import { PLAN_FIELDS, type PlanItem, type PlanKind } from '../plan.ts'
import { naturally } from '../words.ts'
import { postKey } from './leads.ts'
import { linkedTo } from './links.ts'

/** Fields that hold a post. */
export const POST_FIELDS: ReadonlySet<string> = new Set(['lead', 'executiveLead', 'projectLead'])

/** Every post the plan names, the most used first, each spelled as it was first. */
export function postsUsed(plan: BoardSnapshot['plan']): readonly string[] {
  const found = new Map<string, { post: string; count: number }>()
  const look = (item: PlanItem) => {
    for (const { kind, field } of PLAN_FIELDS) {
      const post = kind === item.kind && POST_FIELDS.has(field) ? item.fields[field]?.trim() : ''
      if (!post) continue
      const key = postKey(post)
      found.set(key, { post: found.get(key)?.post ?? post, count: (found.get(key)?.count ?? 0) + 1 })
    }
  }
  for (const items of Object.values(plan)) for (const item of items.values()) look(item)
  return Array.from(found.values())
    .sort((a, b) => b.count - a.count || naturally.compare(a.post, b.post))
    .map((it) => it.post)
}

export interface Suggestion {
  id: PlanId
  /** Statements like this one that it answers. */
  because: readonly StatementId[]
}

type Known = Pick<BoardSnapshot, 'ids' | 'statements' | 'responses' | 'plan'>

/** How alike two statements are: the same as one another, parts of one, of one theme, of one chapter. */
const WEIGHTS = { same: 8, part: 4, theme: 2, chapter: 1 }

/** At most `most`, the likeliest first; nothing that is linked already. */
export function suggestionsFor(
  board: Known,
  statement: StatementId,
  kind: PlanKind,
  most = 3,
): readonly Suggestion[] {
  const own = board.statements.get(statement)
  if (!own) return []
  const linked = new Set(linkedTo(board.responses.get(statement), kind))
  const found = new Map<PlanId, { weight: number; because: StatementId[] }>()
  for (const id of board.ids) {
    const other = board.statements.get(id)
    if (id === statement || !other) continue
    const isSame = own.sameAs === id || other.sameAs === statement
    const isPart =
      own.partOf === id || other.partOf === statement || (own.partOf && own.partOf === other.partOf)
    const weight =
      (isSame ? WEIGHTS.same : 0) +
      (isPart ? WEIGHTS.part : 0) +
      (own.theme && own.theme === other.theme ? WEIGHTS.theme : 0) +
      (own.source === other.source && own.chapter && own.chapter === other.chapter ? WEIGHTS.chapter : 0)
    if (weight === 0) continue
    for (const to of linkedTo(board.responses.get(id), kind)) {
      if (linked.has(to) || !board.plan[kind].has(to)) continue
      const there = found.get(to) ?? { weight: 0, because: [] }
      found.set(to, { weight: there.weight + weight, because: [...there.because, id] })
    }
  }
  return Array.from(found)
    .sort(([a, x], [b, y]) => y.weight - x.weight || naturally.compare(a, b))
    .slice(0, most)
    .map(([id, { because }]) => ({ id, because }))
}
