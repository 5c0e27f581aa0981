/**
 * Measures this server, where that says something beside `@y/websocket-server`, and prints what it found.
 *
 * It measures and judges; it never fails because a figure is not reached, only when something went wrong.
 */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Options, readOptions, USAGE } from './options.ts'
import { machineLine, plainTable, writeInto } from './report.ts'
import type { Row, Scenario } from './scenario.ts'
import { SCENARIOS } from './scenarios/registry.ts'

const SCENARIO_MS = 15 * 60 * 1000

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options.profile) {
    options.profile = resolve(options.profile)
    mkdirSync(options.profile, { recursive: true })
  }
  const unknown = options.only?.filter((name) => !SCENARIOS.some((it) => it.name === name)) ?? []
  if (unknown.length > 0) {
    throw new Error(
      `no scenario ${unknown.join(', ')}: there are ${SCENARIOS.map((it) => it.name).join(', ')}`,
    )
  }
  const machine = machineLine()
  console.log(`${machine}\n`)

  const rows: Row[] = []
  for (const scenario of SCENARIOS) {
    if (!options.only || options.only.includes(scenario.name)) rows.push(...(await rowsOf(scenario, options)))
  }
  console.log(`\n${plainTable(rows, !options.quick)}`)
  if (options.write) {
    const command = [
      'npm run bench',
      ...(process.argv.length > 2 ? ['--'] : []),
      ...process.argv.slice(2),
    ].join(' ')
    writeInto(join(process.env.BENCH_ROOT ?? '.', 'docs/benchmarks.md'), rows, { machine, command })
  }
}

async function rowsOf(scenario: Scenario, options: Options): Promise<Row[]> {
  const say = (line: string) => console.log(`  ${line}`)
  console.log(scenario.name)
  try {
    return await Promise.race([scenario.run(options, say), late()])
  } catch (error) {
    process.exitCode = 1
    const because = error instanceof Error ? error.message : String(error)
    say(`failed: ${because}`)
    return [{ what: scenario.name, ours: `failed: ${because}` }]
  }
}

const late = () =>
  new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('took too long')), SCENARIO_MS).unref()
  })

// Servers are ended on the way out, whichever way that is.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

try {
  await main()
  process.exit()
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
  process.exit(1)
}
