import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Damage, JournalRecord, Positioned } from '../../../server/store/contract.ts'
import { encodeBoard, openBoard } from '../../../server/sync/board-state.ts'
import { LiveBoard } from '../../../server/sync/live-board.ts'
import { boardWith } from '../../support/boards.ts'
import { contentOf } from '../../support/rooms.ts'
import { testClock } from '../../support/test-clock.ts'

const signed = { at: 1, by: 'server' } as const
const lock = (to: boolean): JournalRecord => ({ ...signed, type: 'lock', from: !to, to })
const whole = (doc: Y.Doc): JournalRecord => ({
  ...signed,
  type: 'update',
  bytes: Y.encodeStateAsUpdate(doc),
})
const numbered = (...records: JournalRecord[]): Positioned[] =>
  records.map((record, index) => ({ position: index + 1, record }))
const lost = (position: number, what: Damage['what'] = 'bad-record'): Damage => ({ what, position, bytes: 9 })

describe('a board as its journal tells it', () => {
  it('[saved-3] is the same from a snapshot in the middle as from every record', () => {
    const board = boardWith(3)
    const tail = numbered(whole(board), lock(true), { ...signed, type: 'claim', client: 7 })
    const half = openBoard({ snapshot: null, tail: tail.slice(0, 2), damage: [] })
    const snapshot = { position: 2, state: encodeBoard(half.doc, half.state) }

    const all = openBoard({ snapshot: null, tail, damage: [] })
    const rest = openBoard({ snapshot, tail: tail.slice(2), damage: [] })

    expect(rest.state.toJSON()).toEqual(all.state.toJSON())
    expect(contentOf(rest.doc)).toEqual(contentOf(board))
    expect(all.isIncomplete).toBe(false)
  })

  it('[A3][saved-5] is incomplete where a record is lost that nothing stands for', () => {
    const tail = numbered(whole(boardWith(1)), lock(true), lock(false))

    expect(openBoard({ snapshot: null, tail, damage: [lost(1)] }).isIncomplete).toBe(true)
    expect(openBoard({ snapshot: null, tail, damage: [lost(3, 'missing-segment')] }).isIncomplete).toBe(true)
    expect(openBoard({ snapshot: null, tail, damage: [lost(3, 'torn-tail')] }).isIncomplete).toBe(false)
    expect(openBoard({ snapshot: null, tail, damage: [lost(2, 'bad-snapshot')] }).isIncomplete).toBe(false)
  })

  it('[A3] is whole where a snapshot or a later epoch stands for what was lost, so epochs rise but once', () => {
    const board = boardWith(1)
    const { doc, state } = openBoard({ snapshot: null, tail: numbered(whole(board), lock(true)), damage: [] })
    const snapshot = { position: 2, state: encodeBoard(doc, state) }
    const epoch: JournalRecord = { ...signed, type: 'epoch', epoch: 2, retired: [], because: 'recovered' }
    const renewed = numbered(whole(board), epoch, whole(board))

    expect(openBoard({ snapshot, tail: [], damage: [lost(1)] }).isIncomplete).toBe(false)
    expect(openBoard({ snapshot: null, tail: renewed, damage: [lost(1)] }).isIncomplete).toBe(false)
    expect(openBoard({ snapshot: null, tail: renewed, damage: [lost(3)] }).isIncomplete).toBe(true)
  })

  it('[saved-5][A9] is incomplete where an update waits for one that is not there', () => {
    const board = boardWith(1)
    const updates: Uint8Array[] = []
    board.on('update', (update: Uint8Array) => updates.push(update))
    board.getMap('responses').set('F1/evidence', 'a')
    board.getMap('responses').set('F1/evidence', 'b')
    const late: JournalRecord = { ...signed, type: 'update', bytes: updates[1] as Uint8Array }

    expect(openBoard({ snapshot: null, tail: numbered(late), damage: [] }).isIncomplete).toBe(true)
  })
})

it('[saved-6][H4] a board by one hand is under no id that was ever used, for what stands under a retired one nobody may change', () => {
  const { doc, state } = openBoard({ snapshot: null, tail: numbered(whole(boardWith(1))), damage: [] })
  const clock = { ...testClock(), random: () => 7 / 2 ** 32 }
  // An earlier epoch has had nearly every number there is.
  const board = new LiveBoard(doc, Object.assign(state, { retired: new AllButTheFirst() }), clock)

  expect(board.copyByOneHand().clientID).toBe(7)
})

class AllButTheFirst extends Set<number> {
  override has(client: number) {
    return client > 100
  }
}
