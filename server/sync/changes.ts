/**
 * What a transaction changed, place by place, as Yjs itself tells it while its events are being given out.
 *
 * For changes the server makes: what comes from a socket is told by the guard before it happens.
 */
import type * as Y from 'yjs'
import { isMapRoot, textRootOf } from '../../shared/doc/board-doc.ts'
import type { Touch } from '../store/contract.ts'
import { rootNameOf } from './places.ts'

export function changesOf(transaction: Y.Transaction): Touch[] {
  const touches: Touch[] = []
  for (const [type, events] of transaction.changedParentTypes) {
    const name = rootNameOf(transaction.doc, type)
    const event = events.find((it) => it.target === type)
    if (name === null || !event) continue
    if (isMapRoot(name)) touches.push(...mapTouches(name, event))
    else touches.push(...textTouches(name, event))
  }
  return touches
}

function* mapTouches(root: string, event: Y.YEvent<Y.AbstractType<unknown>>): Iterable<Touch> {
  for (const [key, { action, oldValue }] of event.changes.keys) {
    const touch: Touch = { root, key }
    if (action !== 'add') touch.from = oldValue
    if (action !== 'delete') touch.to = (event.target as Y.Map<unknown>).get(key)
    yield touch
  }
}

function* textTouches(name: string, event: Y.YEvent<Y.AbstractType<unknown>>): Iterable<Touch> {
  const place = textRootOf(name)
  let inserted = 0
  let removed = 0
  for (const part of event.changes.delta) {
    if (typeof part.insert === 'string') inserted += part.insert.length
    removed += part.delete ?? 0
  }
  if (place && inserted + removed > 0) yield { ...place, inserted, removed }
}

/** Names of the roots that a transaction reached, in whatever way. */
export function rootsChanged(transaction: Y.Transaction): Set<string> {
  const roots = new Set<string>()
  for (const type of transaction.changed.keys()) roots.add(rootNameOf(transaction.doc, type) ?? '')
  return roots
}
