import { describe, expect, it } from 'vitest'
import { type Part, partsOf, rowAt, spreadOf, topAt } from '../../../client/views/board/spread.ts'
import fc from '../../support/properties.ts'

const tall = spreadOf(
  Array.from({ length: 2_000 }, (_, at) => `s${at}`),
  () => 100,
)
const rowsIn = (parts: readonly Part[]) => parts.flatMap((it) => (it.kind === 'row' ? [it.at] : []))

describe('[long-1] a long column', () => {
  it('draws what is in sight between two gaps', () => {
    const parts = partsOf(tall, { top: 5_050, bottom: 5_950 }, [])

    expect(parts.at(0)).toEqual({ kind: 'gap', from: 0, to: 50, height: 5_000 })
    expect(rowsIn(parts)).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58, 59])
    expect(parts.at(-1)).toEqual({ kind: 'gap', from: 60, to: 2_000, height: 194_000 })
  })

  it('draws a row that is pinned wherever it stands, and once', () => {
    const parts = partsOf(tall, { top: 0, bottom: 150 }, [1, 1_200, -1, 2_000])

    expect(parts).toEqual([
      { kind: 'row', at: 0 },
      { kind: 'row', at: 1 },
      { kind: 'gap', from: 2, to: 1_200, height: 119_800 },
      { kind: 'row', at: 1_200 },
      { kind: 'gap', from: 1_201, to: 2_000, height: 79_900 },
    ])
  })

  it('has each row once, in its order and at its height, whatever is in sight', () => {
    const heights = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 })
    const edge = fc.integer({ min: -3_000, max: 30_000 })
    fc.assert(
      fc.property(heights, edge, fc.nat(5_000), fc.array(fc.nat(60)), (each, top, height, pinned) => {
        const spread = spreadOf(
          each.map((_, at) => `s${at}`),
          (key) => each[Number(key.slice(1))] ?? 0,
        )
        const parts = partsOf(spread, { top, bottom: top + height }, pinned)

        const covered = parts.flatMap((it) =>
          it.kind === 'row' ? [it.at] : Array.from({ length: it.to - it.from }, (_, n) => it.from + n),
        )
        expect(covered).toEqual(each.map((_, at) => at))
        let y = 0
        for (const part of parts) {
          expect(topAt(spread, part.kind === 'row' ? part.at : part.from)).toBe(y)
          y += part.kind === 'row' ? (each[part.at] ?? 0) : part.height
        }
        const drawn = new Set(rowsIn(parts))
        for (const at of pinned) if (at < each.length) expect(drawn).toContain(at)
        each.forEach((own, at) => {
          const start = topAt(spread, at)
          if (start + own > top && start <= top + height) expect(drawn).toContain(at)
        })
      }),
    )
  })

  it('finds the row at a height, the ends where it is beyond them', () => {
    expect([-50, 0, 99, 100, 250, 199_999, 900_000].map((y) => rowAt(tall, y))).toEqual([
      0, 0, 0, 1, 2, 1_999, 1_999,
    ])
  })
})
