/**
 * A board's document as exports read it, at one moment.
 */
import type * as Y from 'yjs'
import type { Millis } from '../clock.ts'
import { MAP_ROOTS, rootsOf, textRootOf } from '../doc/board-doc.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import { valueProblem } from '../doc/values.ts'
import type { ExportSource } from './registry.ts'

/** Everything is copied out, so the source stays what it was while the board goes on. */
export function exportSourceOf(
  doc: Y.Doc,
  about: { board: string; snapshot: BoardSnapshot; at: Millis; set: 'public' | 'full' },
): ExportSource {
  const texts = { why: new Map<string, string>(), paper: new Map<string, string>() }
  for (const name of doc.share.keys()) {
    const place = textRootOf(name)
    const text = place ? doc.getText(name).toString() : ''
    if (place && text) texts[place.root].set(place.key, text)
  }
  const roots = rootsOf(doc)
  return {
    ...about,
    ...texts,
    roots: Object.fromEntries(
      MAP_ROOTS.map((root) => [
        root,
        new Map(
          Array.from(roots[root].entries()).filter(([key, value]) => valueProblem(root, key, value) === null),
        ),
      ]),
    ),
  }
}
