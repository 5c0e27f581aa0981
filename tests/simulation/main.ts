/**
 * Runs seeds and says what came of them; the last line is the sum. `run.mjs` builds and starts this.
 */
import { parseArgs } from 'node:util'
import { PINNED_SEEDS } from './pinned-seeds.ts'
import { simulate } from './simulation.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '500' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    /** The product was broken on purpose: one seed must fail, and that is enough. */
    break: { type: 'string' },
    /** A line for every seed: what it cost. */
    each: { type: 'boolean', default: false },
    /** Of so many processes that share the seeds, which one this is. */
    share: { type: 'string', default: '0/1' },
  },
})

const [mine = 0, all = 1] = values.share.split('/').map(Number)
const from = Number(values.from)
const range = Array.from({ length: Number(values.seeds) }, (_, at) => from + at)
const seeds = values.seed
  ? [Number(values.seed)]
  : [...new Set([...PINNED_SEEDS.map((it) => it.seed), ...range])].filter((_, at) => at % all === mine)

// Each provider listens for the end of the process; there are hundreds in one world.
process.setMaxListeners(0)

/** Of so many seeds one is lived twice: what a seed found must be found again. */
const TWICE_EVERY = 50

let ran = 0
let failed = 0
const sums: Record<string, number> = {}
for (const seed of seeds) {
  const before = process.cpuUsage()
  const { failure: found, trace, facts, fingerprint } = await simulate(seed, { trace: values.trace })
  const isTwice = seed % TWICE_EVERY === 14
  const isSame = !isTwice || (await simulate(seed)).fingerprint === fingerprint
  const failure = found ?? (isSame ? null : 'it is not the same run twice')
  ran += 1
  for (const [name, count] of Object.entries(facts)) sums[name] = (sums[name] ?? 0) + count
  if (values.trace) console.log(trace.join('\n'))
  if (values.each) {
    const { user, system } = process.cpuUsage(before)
    console.log(`seed ${seed} took ${Math.round((user + system) / 1000)} ms: ${JSON.stringify(facts)}`)
  }
  if (failure === null) continue
  failed += 1
  if (values.break) {
    console.log(`${values.break}: seed ${seed} notices: ${failure.split('\n')[0]}`)
    break
  }
  console.log(`seed ${seed}: ${failure}\nnpm run simulate -- --seed ${seed} --trace\n`)
}
console.log(`${ran} seeds, ${failed} failed; ${JSON.stringify(sums)}`)
process.exitCode = (failed === 0) === (values.break === undefined) ? 0 : 1
