/**
 * Every document that anything in this process uses, for a look at what waits in it: sessions and rooms
 * hand none out.
 */
import * as Y from 'yjs'

let known: Set<Y.Doc> | null = null

const { getMap } = Y.Doc.prototype
Y.Doc.prototype.getMap = function watched<Value>(this: Y.Doc, name?: string): Y.Map<Value> {
  known?.add(this)
  return getMap.call(this, name) as Y.Map<Value>
}

/** From now on; null ends it. */
export function watchDocuments(into: Set<Y.Doc> | null): void {
  known = into
}

/** Whether a document waits for something it has not seen. */
export function isAnyPending(documents: Set<Y.Doc>): boolean {
  for (const doc of documents) {
    if (doc.isDestroyed) documents.delete(doc)
    else if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) return true
  }
  return false
}
