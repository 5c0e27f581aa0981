/** What people said of each statement and each part of the plan, oldest first, with what was answered. */
import type * as Y from 'yjs'
import type { Comment, CommentAnswer, CommentValue } from '../../board.ts'
import { parseCommentKey } from '../values.ts'
import { sound } from './sound.ts'

export function readComments(
  map: Y.Map<unknown>,
  was: ReadonlyMap<string, readonly Comment[]> | undefined,
): ReadonlyMap<string, readonly Comment[]> {
  const next = new Map<string, Comment[]>()
  for (const key of map.keys()) {
    const path = parseCommentKey(key)
    const value = sound<CommentValue>(map, 'comments', key)
    if (!path || !value) continue
    const list = next.get(value.on) ?? []
    const answer = sound<CommentAnswer>(map, 'comments', `${key}/answer`)
    list.push({ ...value, ...path, ...(answer && { answer }) })
    next.set(value.on, list)
  }
  const same = (a: Comment, b: Comment | undefined) =>
    b !== undefined &&
    a.id === b.id &&
    a.by === b.by &&
    a.text === b.text &&
    a.at === b.at &&
    a.answer === b.answer
  return new Map(
    Array.from(next, ([id, list]) => {
      list.sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1))
      const old = was?.get(id)
      return [id, old?.length === list.length && old.every((it, at) => same(it, list[at])) ? old : list]
    }),
  )
}
