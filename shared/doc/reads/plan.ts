/** Streams, actions and watched sources, put together from a key a field. */
import type * as Y from 'yjs'
import type { PlanId } from '../../board.ts'
import { type PlanItem, type PlanKind, parsePlanKey } from '../../plan.ts'
import { naturally } from '../../words.ts'
import { sound } from './sound.ts'

export interface Plan {
  stream: ReadonlyMap<PlanId, PlanItem>
  action: ReadonlyMap<PlanId, PlanItem>
  watch: ReadonlyMap<PlanId, PlanItem>
}

/** `changed` are the keys to read again, or null for all. */
export function readPlan(
  map: Y.Map<unknown>,
  was: Plan | undefined,
  changed: ReadonlySet<string> | null,
): Plan {
  const touched = new Map<PlanKind, Set<PlanId>>()
  for (const key of changed ?? map.keys()) {
    const path = parsePlanKey(key)
    if (path) touched.set(path.kind, (touched.get(path.kind) ?? new Set()).add(path.id))
  }
  type Draft = {
    id: PlanId
    kind: PlanKind
    fields: Record<string, string>
    progress: { day: string; text: string }[]
  }
  const drafts = new Map<string, Draft>()
  for (const key of map.keys()) {
    const path = parsePlanKey(key)
    if (!path || !(was === undefined || touched.get(path.kind)?.has(path.id))) continue
    const value = sound<string>(map, 'plan', key)
    if (value === undefined || value === '') continue
    const name = `${path.kind}/${path.id}`
    const draft = drafts.get(name) ?? { id: path.id, kind: path.kind, fields: {}, progress: [] }
    if (path.progressDay !== undefined) draft.progress.push({ day: path.progressDay, text: value })
    else draft.fields[path.field.field] = value
    drafts.set(name, draft)
  }
  const kind = (name: PlanKind): ReadonlyMap<PlanId, PlanItem> => {
    if (was && !touched.has(name)) return was[name]
    const next = new Map(was?.[name])
    for (const id of touched.get(name) ?? []) next.delete(id)
    for (const draft of drafts.values()) {
      if (draft.kind !== name) continue
      draft.progress.sort((a, b) => (a.day < b.day ? -1 : 1))
      next.set(draft.id, draft)
    }
    return new Map(Array.from(next).sort(([a], [b]) => naturally.compare(a, b)))
  }
  return { stream: kind('stream'), action: kind('action'), watch: kind('watch') }
}

export const itemsOf = (plan: Plan) => ({
  action: (id: PlanId) => plan.action.get(id),
  stream: (id: PlanId) => plan.stream.get(id),
  watch: (id: PlanId) => plan.watch.get(id),
})
