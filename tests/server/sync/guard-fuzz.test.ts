import { describe, expect, it } from 'vitest'
import { fuzzGuard } from '../../support/guard-fuzz.ts'

/** Seeds that once failed, kept for good. */
const FAILED: readonly number[] = [2336]

/** FUZZ_SEEDS=100000 npx vitest run tests/server/sync/guard-fuzz: any number, from FUZZ_FROM on. */
const COUNT = Number(process.env.FUZZ_SEEDS ?? 60)
const FROM = Number(process.env.FUZZ_FROM ?? 1)
const STEPS = 60

describe('the guard, against applying the update to a copy', () => {
  it('[guard-1][guard-2][S1] says what really happens, for honest updates and forged ones', () => {
    const counts = { pass: 0, hold: 0, refuse: 0 }
    const seeds = [...FAILED, ...Array.from({ length: COUNT }, (_, index) => FROM + index)]
    for (const seed of seeds) {
      const { pass, hold, refuse } = fuzzGuard(seed, STEPS)
      counts.pass += pass
      counts.hold += hold
      counts.refuse += refuse
    }
    if (process.env.FUZZ_SEEDS) console.log(counts)
    // A fuzz that only ever refuses proves nothing.
    expect(Math.min(counts.pass, counts.hold, counts.refuse)).toBeGreaterThan(0)
  }, 3_600_000)
})
