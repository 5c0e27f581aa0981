/**
 * A file out of a board's state in one call, wherever it is made: here, in a worker, in a browser.
 */
import * as Y from 'yjs'
import type { Millis } from '../clock.ts'
import type { Decision } from '../consult/vote.ts'
import { openReads } from '../doc/reads.ts'
import type { VersionReply } from '../version.ts'
import { boardFromJson } from './board-from-json.ts'
import type { FullRecord } from './record-sheets.ts'
import { exporterFor } from './registry.ts'
import { boardThen, exportSourceOf } from './source.ts'

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
  record?: FullRecord | undefined
  kind?: string | undefined
  /** An earlier sealed version, with its `board.json` for whoever tells of changes since. */
  before?: { version: VersionReply; bytes: Uint8Array } | null
}

export function writeExport({ file, state, before, ...about }: ExportOrder): string | Uint8Array {
  const exporter = exporterFor(file)
  if (!exporter) throw new Error(`no exporter writes ${file}`)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const reads = openReads(doc)
  try {
    const source = { ...about, snapshot: reads.snapshot(), before: before && thenOf(before) }
    return exporter.write(exportSourceOf(doc, source))
  } finally {
    reads.close()
    doc.destroy()
  }
}

function thenOf({ version, bytes }: NonNullable<ExportOrder['before']>) {
  const { doc } = boardFromJson(new TextDecoder().decode(bytes))
  const then = boardThen(doc)
  doc.destroy()
  return { version, then }
}
