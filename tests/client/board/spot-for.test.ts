import { describe, expect, it } from 'vitest'
import { endOf, slotAt, slotOf, spotFor, spotWhere, stepped } from '../../../client/views/board/spot-for.ts'
import type { Placement } from '../../../shared/board.ts'
import type { ColumnId } from '../../../shared/columns.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { type BoardSnapshot, openReads } from '../../../shared/doc/reads.ts'
import { boardWith } from '../../support/boards.ts'
import fc from '../../support/properties.ts'

/** F1 to F6 in the tray, then F1 F2 F3 moved to Due regard in that order. */
function halfSorted() {
  const doc = boardWith(6)
  const reads = openReads(doc)
  const move = (id: string, column: ColumnId, slot: number) => {
    const spot = spotFor(reads.snapshot(), id, { column, slot })
    if (spot) moveStatement(doc, id, spot)
    return spot
  }
  for (const id of ['F1', 'F2', 'F3']) move(id, 'due-regard', 99)
  return { doc, move, board: () => reads.snapshot() }
}

describe('a spot for a landing', () => {
  it('puts a card at the slot where it was let go', () => {
    const { move, board } = halfSorted()

    move('F5', 'due-regard', 1)

    expect(board().inColumn['due-regard']).toEqual(['F1', 'F5', 'F2', 'F3'])
    expect(board().inColumn.unsorted).toEqual(['F4', 'F6'])
  })

  it('counts slots without the card in the hand, so that one step down is one place down', () => {
    const { move, board } = halfSorted()

    move('F1', 'due-regard', 1)

    expect(board().inColumn['due-regard']).toEqual(['F2', 'F1', 'F3'])
  })

  it('is nothing where the card already is', () => {
    const { board } = halfSorted()

    expect(spotFor(board(), 'F2', { column: 'due-regard', slot: 1 })).toBeNull()
    expect(spotFor(board(), 'F2', { column: 'new-action', slot: 0 })).not.toBeNull()
  })

  it('lands under the card that is seen above it when find hides others', () => {
    const { move, board } = halfSorted()
    move('F4', 'due-regard', 99)
    const seen = new Set(['F1', 'F4', 'F5'])

    const spot = spotFor(board(), 'F5', { column: 'due-regard', slot: 1 }, (id) => seen.has(id))

    const orders = board().placements
    expect(spot).toEqual({
      column: 'due-regard',
      above: orders.get('F1')?.order,
      below: orders.get('F2')?.order,
    })
  })

  it('does not move a card among hidden ones that nobody saw it pass', () => {
    const { board } = halfSorted()
    const seen = new Set(['F1', 'F3'])

    expect(spotFor(board(), 'F3', { column: 'due-regard', slot: 1 }, (id) => seen.has(id))).toBeNull()
  })

  it('sends to the end of a column, and back to the place a card had', () => {
    const { doc, board } = halfSorted()
    const was = board().placements.get('F2') as Placement
    moveStatement(doc, 'F2', endOf(board(), 'new-action', 'F2'))
    expect(board().inColumn['new-action']).toEqual(['F2'])

    moveStatement(doc, 'F2', spotWhere(board(), 'F2', was))

    expect(board().inColumn['due-regard']).toEqual(['F1', 'F2', 'F3'])
  })

  it('keeps every card in exactly one column, whatever lands where', () => {
    const columns = fc.constantFrom<ColumnId>('unsorted', 'new-action', 'due-regard', 'watching-brief')
    const moves = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), columns, fc.nat(9)), { maxLength: 40 })
    fc.assert(
      fc.property(moves, (made) => {
        const { move, board } = halfSorted()
        for (const [number, column, slot] of made) {
          const id = `F${number}`
          const others = board().inColumn[column].filter((it) => it !== id).length
          move(id, column, slot)
          expect(slotOf(board(), id)).toBe(Math.min(slot, others))
          expect(board().placements.get(id)?.column).toBe(column)
        }
        expect(Object.values(board().inColumn).flat().sort()).toEqual(['F1', 'F2', 'F3', 'F4', 'F5', 'F6'])
      }),
      { numRuns: 60 },
    )
  })
})

describe('a slot under a pointer', () => {
  it('is the number of cards whose middle is above it', () => {
    const middles = [50, 150, 250, 350]
    const slot = (y: number) => slotAt(middles.length, (at) => middles[at] ?? 0, y)

    expect([0, 60, 149, 151, 349, 900].map(slot)).toEqual([0, 1, 1, 2, 3, 4])
    expect(slotAt(0, () => 0, 10)).toBe(0)
  })

  it('asks for about eleven of two thousand middles', () => {
    let asked = 0
    const middleOf = (at: number) => {
      asked += 1
      return at * 100
    }

    expect(slotAt(2_000, middleOf, 123_450)).toBe(1_235)
    expect(asked).toBeLessThan(13)
  })
})

describe('a step by key', () => {
  const from = (board: BoardSnapshot, id: string) => ({
    column: board.placements.get(id)?.column ?? 'unsorted',
    slot: slotOf(board, id),
  })

  it('goes slot by slot and stops at the ends', () => {
    const { board } = halfSorted()
    const start = from(board(), 'F2')

    expect(stepped(board(), 'F2', start, 'up')).toEqual({ column: 'due-regard', slot: 0 })
    expect(stepped(board(), 'F2', start, 'down')).toEqual({ column: 'due-regard', slot: 2 })
    expect(stepped(board(), 'F2', { column: 'due-regard', slot: 2 }, 'down')).toEqual({
      column: 'due-regard',
      slot: 2,
    })
    expect(stepped(board(), 'F2', start, 'bottom')).toEqual({ column: 'due-regard', slot: 2 })
  })

  it('goes to the column beside at the same height, as far as that reaches', () => {
    const { board } = halfSorted()

    expect(stepped(board(), 'F3', from(board(), 'F3'), 'left')).toEqual({ column: 'new-action', slot: 0 })
    expect(stepped(board(), 'F6', from(board(), 'F6'), 'left')).toEqual({ column: 'unsorted', slot: 2 })
  })
})
