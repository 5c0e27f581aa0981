import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { timesOf } from './campaign.ts'
import { FRAMES_EACH, sendHostileFrames } from './frames.ts'

/** Seeds that once failed, kept for good. */
const FAILED: readonly number[] = []

/** `npm run campaign -- frames --times 1000000 --seed 7` */
const { times, seed, isAsked } = timesOf('frames', 20_000)

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const heapMb = () => {
  collectGarbage()
  return process.memoryUsage().heapUsed / 2 ** 20
}

it('[C17][S1] hostile frames of every kind and role leave the board as an honest client could have made it', {
  timeout: 60_000 + times * 20,
}, async () => {
  const figures = { frames: 0, closed: 0, taken: 0 }
  const seeds = [...FAILED]
  for (let at = 0; at * FRAMES_EACH < times; at += 1) seeds.push(seed + at)
  let settledMb = 0
  for (const [at, next] of seeds.entries()) {
    const { frames, closed, taken } = await sendHostileFrames(next)
    figures.frames += frames
    figures.closed += closed
    figures.taken += taken
    if (at === Math.floor(seeds.length / 5)) settledMb = heapMb()
    if (isAsked && at % 400 === 399) console.log(JSON.stringify({ ...figures, heapMb: Math.round(heapMb()) }))
  }
  const grownMb = heapMb() - settledMb

  if (isAsked) console.log(JSON.stringify({ ...figures, grownMb: Math.round(grownMb) }))
  expect(figures.frames).toBeGreaterThanOrEqual(times)
  // Frames that are never taken, or never refused, prove nothing.
  expect(Math.min(figures.closed, figures.taken, figures.frames - figures.closed)).toBeGreaterThan(
    times / 500,
  )
  expect(grownMb).toBeLessThan(30)
})
