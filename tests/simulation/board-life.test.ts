import { describe, expect, it } from 'vitest'
import { liveABoard } from './board-life.ts'

/** Seeds that once failed, kept for good. */
const FAILED: readonly number[] = [3, 1338, 1577]

/** SIM_SEEDS=100000 npx vitest run tests/simulation: any number, from SIM_FROM on. */
const COUNT = Number(process.env.SIM_SEEDS ?? 40)
const FROM = Number(process.env.SIM_FROM ?? 1)
const STEPS = 300

describe('the life of a board', () => {
  it('[saved-3][move-1][R1][R2] ends with one board everywhere, and all that was called saved in it', async () => {
    const seeds = [...FAILED, ...Array.from({ length: COUNT }, (_, index) => FROM + index)]
    const counts = { edits: 0, saved: 0, crashes: 0, refusals: 0 }
    for (const seed of seeds) {
      const { edits, saved, crashes, refusals } = await liveABoard(seed, STEPS)
      counts.edits += edits
      counts.saved += saved
      counts.crashes += crashes
      counts.refusals += refusals
    }

    if (process.env.SIM_SEEDS) console.log(counts)
    // A life in which nothing happens proves nothing.
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0)
  }, 3_600_000)
})
