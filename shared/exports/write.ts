/**
 * A file out of a board's state in one call, wherever it is made: here, in a worker, in a browser.
 */
import * as Y from 'yjs'
import type { Millis } from '../clock.ts'
import type { Decision } from '../consult/vote.ts'
import { openReads } from '../doc/reads.ts'
import type { VersionReply } from '../version.ts'
import { exporterFor } from './registry.ts'
import { exportSourceOf } from './source.ts'

export interface ExportOrder {
  file: string
  board: string
  /** The whole document, as Yjs encodes it. */
  state: Uint8Array
  at: Millis
  set: 'public' | 'full'
  /** What was decided and on which grounds: records that no document holds. */
  decisions?: readonly Decision[]
  version?: VersionReply | null
  kind?: string | undefined
}

export function writeExport({ file, state, ...about }: ExportOrder): string | Uint8Array {
  const exporter = exporterFor(file)
  if (!exporter) throw new Error(`no exporter writes ${file}`)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const reads = openReads(doc)
  try {
    return exporter.write(exportSourceOf(doc, { ...about, snapshot: reads.snapshot() }))
  } finally {
    reads.close()
    doc.destroy()
  }
}
