import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildScript, buildServer, type ServerProcess, startProcess } from '../support/server-process.ts'
import { attackAndWatch, prepareScene, type Scene } from './attack-and-watch.ts'
import { ATTACKS, GROUPS } from './attacks.ts'
import { timesOf } from './campaign.ts'

/** `npm run campaign -- attacks --times 2`: so many rounds, each attack by itself, with figures. */
const { times, isAsked } = timesOf('attacks', 1)

/** In every test run all of a kind go on at once, and no figure counts: only the two, their board and the server. */
const shares: { name: string; attacks: readonly string[]; isLong: boolean }[] = isAsked
  ? Array.from({ length: times }, () => ATTACKS)
      .flat()
      .map(({ name }) => ({ name, attacks: [name], isLong: true }))
  : Object.entries(GROUPS).map(([name, group]) => ({
      name: `tries all ${name} at once`,
      attacks: group.map((it) => it.name),
      isLong: false,
    }))

let folder: string
let server: ServerProcess
let script: string
const scenes: Scene[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'due-regard-attacks-'))
  script = await buildScript('tests/campaigns/attacker.ts', 'attacker')
  server = await startProcess(await buildServer('attacks'), { DATA_DIR: folder, LOG_LEVEL: 'error' })
  // Everybody who works is in before anybody attacks: some attacks use up what an address may join.
  for (const _ of shares) scenes.push(await prepareScene(server.base))
}, 300_000)
afterAll(async () => {
  server.kill('SIGKILL')
  await server.ended
  rmSync(folder, { recursive: true, force: true })
})

describe.each(shares)('[C17][E2][S4] a participant who $name', ({ name, attacks, isLong }) => {
  it('hurts nobody else', { timeout: 60_000 }, async () => {
    const scene = scenes.shift() as Scene

    const figures = await attackAndWatch(scene, {
      server,
      script,
      attacks,
      restMs: isLong ? 2_000 : 100,
      underMs: isLong ? 4_000 : 1_000,
    })

    // Whatever it logs as an error, it had not meant to happen.
    expect(server.said()).not.toMatch(/"level":"error"/)
    if (!isLong) return
    const { rest, under, grownMb } = figures
    process.stdout.write(`${name}: ${JSON.stringify(figures)}\n`)
    // Milliseconds: on a machine that has nothing else to do.
    expect(under.p50).toBeLessThan(2 * rest.p50 + 5)
    expect(under.p95).toBeLessThan(2 * rest.p95 + 30)
    expect(grownMb).toBeLessThan(100)
  })
})
