import { describe, expect, it } from 'vitest'
import { boundsAt, implicitOrder, keyBetween, keysBetween } from '../../shared/doc/order-keys.ts'
import { valueProblem } from '../../shared/doc/values.ts'
import { chanceFrom } from '../support/boards.ts'
import fc from '../support/properties.ts'

describe('order keys', () => {
  it('[move-3] a new key is strictly between its neighbours, wherever a thousand cards are dropped', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.nat(), { minLength: 1, maxLength: 400 }), (seed, drops) => {
        const chance = chanceFrom(seed)
        const orders: string[] = []
        for (const drop of drops) {
          const slot = drop % (orders.length + 1)
          const { above, below } = boundsAt(orders, slot)
          const key = keyBetween(above, below, chance)
          if (above !== null) expect(key > above).toBe(true)
          if (below !== null) expect(key < below).toBe(true)
          orders.splice(slot, 0, key)
        }
        expect(orders).toEqual([...orders].sort((a, b) => (a < b ? -1 : 1)))
      }),
      { numRuns: 60 },
    )
  })

  it('[move-3] many keys at once are in order, inside the gap, and fit the schema', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 200 }), fc.nat(500), (seed, count, at) => {
        const above = implicitOrder(at)
        const below = implicitOrder(at + 1)
        const keys = keysBetween(above, below, count, chanceFrom(seed))

        expect(new Set(keys).size).toBe(count)
        expect([...keys].sort((a, b) => (a < b ? -1 : 1))).toEqual(keys)
        expect((keys[0] ?? '') > above && (keys.at(-1) ?? '') < below).toBe(true)
        for (const order of keys) {
          expect(valueProblem('placements', 'F1', { column: 'new-action', order })).toBeNull()
        }
      }),
      { numRuns: 100 },
    )
  })

  it('[move-4] above a tie the upper bound is the next strictly greater key', () => {
    expect(boundsAt(['a1', 'a1', 'a1', 'a2'], 1)).toEqual({ above: 'a1', below: 'a2' })
    expect(boundsAt(['a1', 'a1'], 2)).toEqual({ above: 'a1', below: null })
  })

  it('[move-3] dropping a card first a hundred times keeps its key short', () => {
    const chance = chanceFrom(7)
    let first = keyBetween(null, null, chance)
    for (let drop = 0; drop < 100; drop += 1) first = keyBetween(null, first, chance)
    expect(first.length).toBeLessThan(128)
  })
})
