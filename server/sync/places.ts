/**
 * Where on the board an item is: the root it is in, and the key where that root is a map.
 *
 * The bytes of an update seldom say it; the document's own store does.
 */
import * as Y from 'yjs'
import { Problem } from '../../shared/problem.ts'

export interface Place {
  root: string
  key: string | null
}

/** Throws `path_unknown` for what is nowhere on the board. */
export function placeOf(doc: Y.Doc, item: Y.Item | Y.GC): Place {
  const root = item instanceof Y.Item ? rootNameOf(doc, item.parent) : null
  if (root === null) throw new Problem('path_unknown', 'nowhere on the board')
  return { root, key: (item as Y.Item).parentSub }
}

const names = new WeakMap<object, string>()

/** The name of a root; null where it is none of this document's, or a type nested in another. */
export function rootNameOf(doc: Y.Doc, parent: unknown): string | null {
  if (!(parent instanceof Y.AbstractType) || parent._item !== null) return null
  const known = names.get(parent)
  if (known !== undefined) return known
  for (const [name, type] of doc.share) {
    if (type === parent) {
      names.set(parent, name)
      return name
    }
  }
  return null
}
