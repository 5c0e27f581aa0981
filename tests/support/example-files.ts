/** Files of the example board, and of boards as large as they get, as the desk would make them. */
import * as Y from 'yjs'
import { exampleBoard } from '../../server/example-board.ts'
import type { Decision } from '../../shared/consult/vote.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { openReads } from '../../shared/doc/reads.ts'
import type { Exporter, ExportSource } from '../../shared/exports/contract.ts'
import { exporterFor } from '../../shared/exports/registry.ts'
import { exportSourceOf } from '../../shared/exports/source.ts'
import type { VersionReply } from '../../shared/version.ts'

export const AT = Date.UTC(2027, 0, 14, 16, 2)

export function exampleDoc(): Y.Doc {
  const doc = new Y.Doc()
  const { title, organisation, fill } = exampleBoard(AT)
  rootsOf(doc).board.set('title', title)
  rootsOf(doc).board.set('organisation', organisation)
  fill?.(doc)
  return doc
}

interface About {
  set?: 'public' | 'full'
  decisions?: readonly Decision[]
  version?: VersionReply | null
  kind?: string
  before?: ExportSource['before']
}

export const sourceOf = (doc: Y.Doc, { set = 'public', ...rest }: About = {}): ExportSource =>
  exportSourceOf(doc, { board: 'b1', snapshot: openReads(doc).snapshot(), at: AT, set, ...rest })

export const writtenOf = (file: string, doc: Y.Doc, about: About = {}): string | Uint8Array =>
  (exporterFor(file) as Exporter).write(sourceOf(doc, about))
