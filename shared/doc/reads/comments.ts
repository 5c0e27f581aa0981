/** What people said of each statement, oldest first. */
import type * as Y from 'yjs'
import type { Comment, CommentValue, StatementId } from '../../board.ts'
import { parseCommentKey } from '../values.ts'
import { sound } from './sound.ts'

export function readComments(
  map: Y.Map<unknown>,
  was: ReadonlyMap<StatementId, readonly Comment[]> | undefined,
): ReadonlyMap<StatementId, readonly Comment[]> {
  const next = new Map<StatementId, Comment[]>()
  for (const key of map.keys()) {
    const path = parseCommentKey(key)
    const value = sound<CommentValue>(map, 'comments', key)
    if (!path || !value) continue
    const list = next.get(value.on) ?? []
    list.push({ ...value, ...path })
    next.set(value.on, list)
  }
  const same = (a: Comment, b: Comment | undefined) =>
    b !== undefined && a.id === b.id && a.by === b.by && a.text === b.text && a.at === b.at
  return new Map(
    Array.from(next, ([id, list]) => {
      list.sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1))
      const old = was?.get(id)
      return [id, old?.length === list.length && old.every((it, at) => same(it, list[at])) ? old : list]
    }),
  )
}
