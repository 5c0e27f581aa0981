/**
 * A board's document as exports read it, at one moment.
 */
import type * as Y from 'yjs'
import type { Millis } from '../clock.ts'
import type { Decision } from '../consult/vote.ts'
import { MAP_ROOTS, rootsOf, textRootOf } from '../doc/board-doc.ts'
import { type BoardSnapshot, openReads } from '../doc/reads.ts'
import { valueProblem } from '../doc/values.ts'
import type { VersionReply } from '../version.ts'
import type { BoardThen, ExportSource } from './contract.ts'

/** What `compare` takes of a document. */
export function boardThen(doc: Y.Doc): BoardThen {
  const reads = openReads(doc)
  const source = exportSourceOf(doc, { board: '', snapshot: reads.snapshot(), at: 0, set: 'full' })
  reads.close()
  return source
}

/** Everything is copied out, so the source stays what it was while the board goes on. */
export function exportSourceOf(
  doc: Y.Doc,
  about: {
    board: string
    snapshot: BoardSnapshot
    at: Millis
    set: 'public' | 'full'
    decisions?: readonly Decision[] | undefined
    version?: VersionReply | null | undefined
    before?: ExportSource['before'] | undefined
    record?: ExportSource['record']
    kind?: string | undefined
  },
): ExportSource {
  const { decisions, version, before, ...rest } = about
  const marks = about.snapshot.live.decisions
  const texts = { why: new Map<string, string>(), paper: new Map<string, string>() }
  for (const name of doc.share.keys()) {
    const place = textRootOf(name)
    const text = place ? doc.getText(name).toString() : ''
    if (place && text) texts[place.root].set(place.key, text)
  }
  const roots = rootsOf(doc)
  return {
    ...rest,
    ...texts,
    version: version ?? null,
    before: before ?? null,
    // A statement may have been decided anew since; what is written is the decision that this state knows.
    decisions: new Map(
      (decisions ?? [])
        .filter((it) => marks.get(it.statement)?.seq === it.seq)
        .map((it) => [it.statement, it] as const),
    ),
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
