/**
 * Small boards and peers for tests: a document with statements, and copies of it that talk by hand.
 */
import * as Y from 'yjs'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { putStatement } from '../../shared/doc/edits.ts'

/** A document with statements F1 to F`count`, nobody having placed any. */
export function boardWith(count: number): Y.Doc {
  const doc = new Y.Doc()
  rootsOf(doc).board.set('title', 'A response')
  rootsOf(doc).board.set('source/F', { title: 'The report' })
  for (let number = 1; number <= count; number += 1) {
    putStatement(doc, `F${number}`, { source: 'F', number: String(number), text: `Statement ${number}.` })
  }
  return doc
}

/** Another copy that has seen everything the first has. */
export function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** Brings copies to the same state, each hearing what it lacks from each other. */
export function exchange(...docs: Y.Doc[]): void {
  for (const from of docs) {
    for (const to of docs) {
      if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), 'exchange')
    }
  }
}

/** Numbers from 0 up to 1 from a seed: mulberry32. */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
