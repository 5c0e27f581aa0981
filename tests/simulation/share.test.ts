/**
 * The seeds of the simulation that every test run takes, pinned ones first; `npm run simulate -- --seeds 5000`
 * takes more.
 *
 * Its world has its own time and chance, so it runs in processes of its own, one a core.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const RUN = fileURLToPath(new URL('./run.mjs', import.meta.url))
/** Raised by `SIMULATE_SEEDS`. */
const SEEDS = process.env.SIMULATE_SEEDS ?? '500'

const simulate = async (...args: string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [RUN, ...args], { maxBuffer: 2 ** 26 })
  return stdout
}

it('[back-1][back-2][saved-2][saved-3] every copy ends equal and nothing saved is lost, whatever the seed', async () => {
  expect(await simulate('--seeds', SEEDS)).toMatch(/, 0 failed/)
}, 3_600_000)
