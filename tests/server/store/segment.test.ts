import { expect, it } from 'vitest'
import {
  dropUnfinished,
  framesOf,
  type Scan,
  scanSegment,
  segmentHeader,
  type Unframed,
} from '../../../server/store/embedded/segment.ts'
import fc from '../../support/properties.ts'

const header = segmentHeader('b1')

/** Flushes of appends of records, as bytes and as what should be read from them. */
const journals = fc
  .array(
    fc.array(fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map((flushes) => {
    let position = 0
    return flushes.map((appends) =>
      appends.flatMap((append, nth): Unframed[] =>
        append.map((encoded, index) => ({
          position: ++position,
          begins: nth === 0 && index === 0,
          more: index < append.length - 1,
          encoded,
        })),
      ),
    )
  })

const bytesOf = (flushes: Unframed[][]): Buffer => Buffer.concat([header, ...flushes.map(framesOf)])

const read = ({ frames }: Scan): { position: number; encoded: number[] }[] =>
  frames.map(({ position, encoded }) => ({ position, encoded: [...encoded] }))

const written = (flushes: Unframed[][]): { position: number; encoded: number[] }[] =>
  flushes.flat().map(({ position, encoded }) => ({ position, encoded: [...encoded] }))

it('reads what was written, and says nothing is wrong', () => {
  fc.assert(
    fc.property(journals, (flushes) => {
      const bytes = bytesOf(flushes)
      const scan = scanSegment(bytes, 0)

      expect(scan.header).toMatchObject({ format: 1, board: 'b1' })
      expect(read(scan)).toEqual(written(flushes))
      expect(scan.holes).toEqual([])
      expect(dropUnfinished(scan, 0)).toBe(bytes.length)
    }),
  )
})

it('[A3] cut anywhere, keeps every append that is whole and no part of another', () => {
  fc.assert(
    fc.property(journals, fc.nat(), (flushes, at) => {
      const bytes = bytesOf(flushes)
      const cut = bytes.subarray(0, at % (bytes.length + 1))

      const scan = scanSegment(cut, 0)
      const good = dropUnfinished(scan, 0)

      expect(good).toBeLessThanOrEqual(cut.length)
      expect(scan.frames.at(-1)?.more ?? false).toBe(false)
      const kept = read(scan)
      expect(kept).toEqual(written(flushes).slice(0, kept.length))
      // Nothing more could have been kept: the next append does not fit in what was cut.
      const all = flushes.flat()
      const nextEnd = all.findIndex((it, index) => index >= kept.length && !it.more)
      if (nextEnd >= 0 && scan.header)
        expect(bytesOf([all.slice(0, nextEnd + 1)]).length).toBeGreaterThan(cut.length)
    }),
  )
})

it('[A3] with any stretch overwritten, never reads a record that was not written', () => {
  fc.assert(
    fc.property(journals, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 60 }), (flushes, at, noise) => {
      const bytes = bytesOf(flushes)
      const from = at % bytes.length
      bytes.set(noise.subarray(0, bytes.length - from), from)
      const real = new Map(flushes.flat().map((it) => [it.position, [...it.encoded]]))

      const scan = scanSegment(bytes, 0)

      for (const { position, encoded } of read(scan)) expect(encoded).toEqual(real.get(position))
      const missing = real.size - scan.frames.length
      if (missing > 0) expect(scan.holes.length).toBeGreaterThan(0)
    }),
  )
})

it('[A3] finds its way behind a hole by the length that still stands, not by what the hole contains', () => {
  const innocent = { position: 2, begins: true, more: false, encoded: Uint8Array.of(2, 2) }
  const forged = framesOf([{ position: 2, begins: true, more: false, encoded: Uint8Array.of(6, 6) }])
  const bytes = Buffer.concat([
    header,
    framesOf([{ position: 1, begins: true, more: false, encoded: forged }, innocent]),
  ])
  // A bit of the record's first byte, before the forged frame inside it.
  bytes.writeUInt8(bytes.readUInt8(header.length + 14) ^ 1, header.length + 14)

  const scan = scanSegment(bytes, 0)

  expect(read(scan)).toEqual([{ position: 2, encoded: [2, 2] }])
})

it('[A3] begun at a record that a snapshot stands for, finds in what follows what a scan of all finds', () => {
  const wrong = fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 60 }))
  fc.assert(
    fc.property(journals, wrong, fc.nat(), (flushes, [at, noise], nth) => {
      const bytes = bytesOf(flushes)
      const from = at % bytes.length
      bytes.set(noise.subarray(0, bytes.length - from), from)
      const spared = nth % (flushes.flat().length + 2)
      const after = ({ frames, holes }: Scan) => ({
        frames: read({ frames } as Scan).filter(({ position }) => position > spared),
        holes: holes.filter(({ until }) => until === null || until > spared + 1),
      })

      const all = scanSegment(bytes, 0)
      const some = scanSegment(bytes, 0, spared)

      expect(after(some)).toEqual(after(all))
      expect(dropUnfinished(some, spared)).toBe(dropUnfinished(all, spared))
      expect(after(some)).toEqual(after(all))
    }),
    { numRuns: 500 },
  )
})

it('begins at the record that a snapshot stands for, and reads none before it', () => {
  const records = [1, 2, 3].map((position) => ({
    position,
    begins: true,
    more: false,
    encoded: Uint8Array.of(position),
  }))
  const bytes = Buffer.concat([header, framesOf(records)])

  const scan = scanSegment(bytes, 0, 2)

  expect(read(scan).map(({ position }) => position)).toEqual([2, 3])
  expect(scan.holes).toEqual([])
})
