/** What making a board again what it was would change, in one call, wherever that is found out. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { StatementId } from '../board.ts'
import type { Millis } from '../clock.ts'
import type { BoardFile } from '../exports/board-from-json.ts'
import { boardThen } from '../exports/source.ts'
import { type BoardState, openState } from '../exports/write.ts'
import { Problem } from '../problem.ts'
import { type Comparison, compare } from './comparison.ts'
import { restore } from './restoring.ts'

/** A sealed version, or the updates that the board was made of by then, as `packUpdates` has them. */
export type MomentState = { sealed: Uint8Array } | { updates: Uint8Array; at: Millis }

export interface PreviewOrder {
  now: BoardState
  moment: MomentState
}

export interface Preview {
  asAt: Millis
  changes: Comparison
  /** Under an open vote: they stay where they are. */
  underVote: readonly StatementId[]
}

/** One stretch of bytes goes from one thread to another far more quickly than thousands. */
export function packUpdates(updates: readonly Uint8Array[]): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const update of updates) encoding.writeVarUint8Array(encoder, update)
  return encoding.toUint8Array(encoder)
}

/** Throws `Problem('item_unknown')` where something is missing of what stood there then. */
export function previewRestore({ now, moment }: PreviewOrder): Preview {
  const { doc } = openState(now)
  const then = 'sealed' in moment ? openState(moment) : openMoment(moment)
  const before = boardThen(doc)
  // One change, as it would be: place by place the copy would be settled thousands of times.
  doc.transact(() => restore(doc, then.doc))
  const { live, placements } = before.snapshot
  const was = boardThen(then.doc).snapshot.placements
  const underVote = Array.from(live.votes).flatMap(([id, { open }]) => {
    const column = was.get(id)?.column
    return open && column && column !== placements.get(id)?.column ? [id] : []
  })
  const changes = compare(before, boardThen(doc))
  doc.destroy()
  then.doc.destroy()
  return { asAt: then.at, changes, underVote }
}

function openMoment({ updates, at }: Exclude<MomentState, { sealed: Uint8Array }>): BoardFile {
  const doc = new Y.Doc()
  const decoder = decoding.createDecoder(updates)
  doc.transact(() => {
    while (decoding.hasContent(decoder)) Y.applyUpdate(doc, decoding.readVarUint8Array(decoder))
  })
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
    throw new Problem('item_unknown', 'what stood there then was erased')
  }
  return { doc, at }
}
