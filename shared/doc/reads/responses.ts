/** What people answered to each statement, put together from a key a field and a key a link. */
import type * as Y from 'yjs'
import type { StatementId } from '../../board.ts'
import { parseResponseKey, type Response } from '../../plan.ts'
import { sound } from './sound.ts'

/** `changed` are the keys to read again, or null for all. */
export function readResponses(
  map: Y.Map<unknown>,
  was: ReadonlyMap<StatementId, Response> | undefined,
  changed: ReadonlySet<string> | null,
): ReadonlyMap<StatementId, Response> {
  const answered = changed && statementsOf(changed)
  const drafts = new Map<StatementId, { -readonly [Key in keyof Response]: Response[Key] }>()
  for (const key of map.keys()) {
    const path = parseResponseKey(key)
    if (!path || (answered && !answered.has(path.statement))) continue
    const value = sound<string | true>(map, 'responses', key)
    if (value === undefined) continue
    const draft = drafts.get(path.statement) ?? { actions: [], objectives: [] }
    if (path.link === 'action') draft.actions = [...draft.actions, path.to].sort()
    else if (path.link === 'objective') draft.objectives = [...draft.objectives, path.to].sort()
    else if (typeof value === 'string' && value !== '') draft[path.link] = value
    drafts.set(path.statement, draft)
  }
  const next = new Map(answered ? was : [])
  for (const id of answered ?? []) next.delete(id)
  for (const [id, draft] of drafts) next.set(id, draft)
  return next
}

function statementsOf(keys: ReadonlySet<string>): Set<StatementId> {
  const statements = new Set<StatementId>()
  for (const key of keys) {
    const path = parseResponseKey(key)
    if (path) statements.add(path.statement)
  }
  return statements
}
