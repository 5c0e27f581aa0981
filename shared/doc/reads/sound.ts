/** Values out of the document that a screen can rely on. */
import type * as Y from 'yjs'
import type { MapRoot } from '../board-doc.ts'
import { valueProblem } from '../values.ts'

/** A value of a root that fits its schema, or undefined. */
export function sound<Value>(map: Y.Map<unknown>, root: MapRoot, key: string): Value | undefined {
  const value = map.get(key)
  return value !== undefined && valueProblem(root, key, value) === null ? (value as Value) : undefined
}
