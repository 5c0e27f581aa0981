/**
 * Opens an invented board a few times before anybody asks for a real one.
 *
 * Reading a board is long loops in code that the engine has not compiled when a process is new, and whoever
 * came first would wait for that. What is compiled depends on what the code has met: so this board was made
 * as real ones are, by many hands at once that move what others have moved.
 */
import * as Y from 'yjs'
import type { Clock, Millis } from '../shared/clock.ts'
import { rootsOf } from '../shared/doc/board-doc.ts'
import { putStatement } from '../shared/doc/edits.ts'
import { encodeBoard, FoldedState, newBoardDoc, openBoard } from './sync/board-state.ts'
import { LiveBoard } from './sync/live-board.ts'

const STATEMENTS = 100
const HANDS = 16
const ROUNDS = 4
/** Of each hand in a round. */
const MOVES = 15
const OPENINGS = 8
/** A slow machine does not keep people waiting for the server in order to spare them waiting for a board. */
const AT_MOST_MS = 500

/** Gives back how many times it opened the board. */
export function warmUp(clock: Clock, stopwatch: () => Millis): number {
  const beganAt = stopwatch()
  const state = inventedBoard(clock)
  let openings = 0
  while (openings < OPENINGS && stopwatch() - beganAt < AT_MOST_MS) {
    const opened = openBoard({ snapshot: { position: 0, state }, tail: [], damage: [] })
    const board = new LiveBoard(opened.doc, opened.state, clock)
    board.reads.snapshot()
    board.encode()
    board.close()
    openings += 1
  }
  return openings
}

/** As a snapshot keeps it. */
function inventedBoard({ random }: Clock): Uint8Array {
  const among = (count: number) => Math.floor(random() * count)
  const here = newBoardDoc()
  const there = newBoardDoc()
  here.transact(() => {
    for (let number = 1; number <= STATEMENTS; number += 1) {
      putStatement(here, `F${number}`, { source: 'F', number: String(number), text: 'People are told.' })
    }
  })
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let hand = 0; hand < HANDS; hand += 1) move(hand % 2 === 0 ? here : there, among)
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here, Y.encodeStateVector(there)))
    Y.applyUpdate(here, Y.encodeStateAsUpdate(there, Y.encodeStateVector(here)))
  }
  const encoded = encodeBoard(here, new FoldedState({ doc: here }))
  here.destroy()
  there.destroy()
  return encoded
}

/** Somebody who is new to this copy moves what comes to hand. */
function move(doc: Y.Doc, among: (count: number) => number): void {
  const { placements } = rootsOf(doc)
  doc.clientID = among(2 ** 32)
  doc.transact(() => {
    for (let left = MOVES; left > 0; left -= 1) {
      placements.set(`F${1 + among(STATEMENTS)}`, { column: 'new-action', order: `a${among(1_000)}` })
    }
  })
}
