/**
 * A board as it was at a moment: its journal, read again up to there.
 */
import * as Y from 'yjs'
import type { Millis } from '../../shared/clock.ts'
import { Problem } from '../../shared/problem.ts'
import type { Position } from '../store/contract.ts'
import { newBoardDoc } from '../sync/board-state.ts'
import type { Room } from '../sync/contract.ts'
import { nextTurn, sharedTurns } from '../turns.ts'

export interface Moment {
  doc: Y.Doc
  /** Of the last change that is in it. */
  at: Millis
}

/**
 * On a large board a moment takes long enough to be read in pieces: so many updates, or bytes of them, are applied
 * in one, and in between others have their turn.
 */
const AT_ONCE = 200
const BYTES_AT_ONCE = 64 * 1024

/** Throws `Problem('item_unknown')` where that moment is not there, or was erased. */
export async function boardAt(room: Pick<Room, 'records' | 'state'>, position: Position): Promise<Moment> {
  const { updates, at } = await updatesAt(room, position)
  const doc = newBoardDoc()
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  const apply = () => {
    const some = waiting
    waiting = []
    waitingBytes = 0
    doc.transact(() => {
      for (const bytes of some) Y.applyUpdate(doc, bytes)
    })
  }
  for (const bytes of updates) {
    waiting.push(bytes)
    waitingBytes += bytes.length
    if (waiting.length < AT_ONCE && waitingBytes < BYTES_AT_ONCE) continue
    apply()
    await nextTurn()
  }
  apply()
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
    doc.destroy()
    throw erased()
  }
  return { doc, at }
}

/** What a board was made of by then. Throws `Problem('item_unknown')` where it can be seen that some is gone. */
export async function updatesAt(
  room: Pick<Room, 'records' | 'state'>,
  position: Position,
): Promise<{ updates: readonly Uint8Array[]; at: Millis }> {
  if (position > room.state.position) throw new Problem('item_unknown', 'that has not happened yet')
  let updates: Uint8Array[] = []
  let at = 0
  let last = 0
  let isWhole = true
  /** After an epoch, and before the board that is written anew in it. */
  let isBetween = false
  const shareTurn = sharedTurns()
  for await (const it of room.records(0)) {
    if (it.position > position) break
    const { record } = it
    if (it.position !== last + 1) isWhole = false
    last = it.position
    if (record.type === 'epoch') {
      // The board is written anew, whole, right after.
      updates = []
      isWhole = true
      isBetween = true
    } else if (record.type === 'update') {
      updates.push(record.bytes)
      isBetween = false
    }
    if (record.type === 'update' || record.type === 'change') at = record.at
    await shareTurn()
  }
  if (!isWhole || isBetween || last !== position) throw erased()
  return { updates, at }
}

const erased = () => new Problem('item_unknown', 'what stood there then was erased')
