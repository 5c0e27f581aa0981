/**
 * A file out of a board's state in one call, wherever it is made: here, in a worker, in a browser.
 */

import * as Y from 'yjs'
import type { Millis } from '../clock.ts'
import type { Decision } from '../consult/vote.ts'
import { openReads } from '../doc/reads.ts'
import type { VersionReply } from '../version.ts'
import { type BoardFile, boardFromJson } from './board-from-json.ts'
import type { BoardThen } from './contract.ts'
import { readRecord, type WrittenRecord } from './record-sheets.ts'
import { exporterFor } from './registry.ts'
import { boardThen, exportSourceOf } from './source.ts'

/** The whole document as Yjs encodes it, or a sealed version as it lies on disk. */
export type BoardState = { state: Uint8Array; at: Millis } | { sealed: Uint8Array }

export type ExportOrder = BoardState & {
  file: string
  board: string
  set: 'public' | 'full'
  /** What was decided and on which grounds: records that no document holds. */
  decisions?: readonly Decision[]
  version?: VersionReply | null
  record?: WrittenRecord | undefined
  kind?: string | undefined
  /** An earlier sealed version, with its `board.json` for whoever tells of changes since. */
  before?: { version: VersionReply; bytes: Uint8Array } | null
}

export function writeExport(order: ExportOrder): string | Uint8Array {
  const { file, before, board, set, decisions, version, kind } = order
  const record = order.record && readRecord(order.record)
  const exporter = exporterFor(file)
  if (!exporter) throw new Error(`no exporter writes ${file}`)
  const { doc, at } = openState(order)
  const reads = openReads(doc)
  try {
    const then = before && beforeOf(before)
    const about = { board, at, set, decisions, version, record, kind, before: then }
    return exporter.write(exportSourceOf(doc, { ...about, snapshot: reads.snapshot() }))
  } finally {
    reads.close()
    doc.destroy()
  }
}

export function openState(order: BoardState): BoardFile {
  if ('sealed' in order) return boardFromJson(new TextDecoder().decode(order.sealed))
  const doc = new Y.Doc()
  Y.applyUpdate(doc, order.state)
  return { doc, at: order.at }
}

function beforeOf({ version, bytes }: NonNullable<ExportOrder['before']>) {
  const then = thenOf({ sealed: bytes })
  return { version, then }
}

export function thenOf(state: BoardState): BoardThen {
  const { doc } = openState(state)
  const then = boardThen(doc)
  doc.destroy()
  return then
}
