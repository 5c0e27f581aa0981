import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildScript, buildServer, type ServerProcess, startProcess } from '../support/server-process.ts'
import { ATTACKS } from './attack.ts'
import { attackAndWatch } from './attack-and-watch.ts'
import { timesOf } from './campaign.ts'

/** `npm run campaign -- attack --times 5`: so many rounds, each attack for so many seconds. */
const { times, isAsked } = timesOf('attack', 1)
const FOR_MS = isAsked ? 5_000 : 600
/** A busy machine is slow for everybody; what counts is that an attack makes it no worse. */
const SLACK_MS = isAsked ? 30 : 500

let folder: string
let server: ServerProcess
let script: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'due-regard-attack-'))
  script = await buildScript('tests/campaigns/attacker.ts', 'attacker')
  server = await startProcess(await buildServer('attack'), { DATA_DIR: folder, LOG_LEVEL: 'error' })
}, 60_000)
afterAll(async () => {
  server.kill('SIGKILL')
  await server.ended
  rmSync(folder, { recursive: true, force: true })
})

describe.each(ATTACKS)('[S4] a participant who $name', (attack) => {
  it('hurts nobody else', { timeout: 60_000 * times }, async () => {
    for (let round = 0; round < times; round += 1) {
      const figures = await attackAndWatch({ server, script, attack, forMs: FOR_MS })

      if (isAsked) console.log(JSON.stringify(figures))
      expect(figures.attackP95).toBeLessThan(2 * figures.restP95 + SLACK_MS)
      expect(figures.grownMb).toBeLessThan(isAsked ? 100 : 150)
      // Whatever it logged as an error, it had not meant to happen.
      expect(server.said()).not.toMatch(/"level":"error"/)
    }
  })
})
