/**
 * Real processes on a real disk: a second one is refused, and one that is killed loses nothing it promised.
 *
 * KILLS=1000 for a campaign.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Stores } from '../../../server/store/contract.ts'
import { DataFolderRefused } from '../../../server/store/embedded/lock.ts'
import { openEmbeddedStores } from '../../../server/store/embedded/stores.ts'
import { systemClock } from '../../../shared/clock.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { seeded } from '../../support/seeded.ts'
import { collect } from './witness.ts'
import { BOARD, recordsOf } from './witness-records.ts'

const KILLS = Number(process.env.KILLS ?? 10)

let folder: string
let script: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'due-regard-kill-'))
  script = join(folder, 'child.mjs')
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: fileURLToPath(new URL('./child.ts', import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const start = (dataDir: string, run: string): ChildProcess =>
  spawn(process.execPath, [script, dataDir, run], { stdio: ['ignore', 'pipe', 'pipe'] })

const linesOf = (child: ChildProcess): AsyncIterable<string> => {
  if (!child.stdout) throw new Error('no output')
  return createInterface({ input: child.stdout })
}

/** Kills a process after it has said so many promises, and gives all that it said. */
async function killAfter(count: number, child: ChildProcess): Promise<string[]> {
  const said: string[] = []
  const closed = new Promise((resolve) => child.on('close', resolve))
  for await (const line of linesOf(child)) {
    said.push(line)
    if (said.length === count) child.kill('SIGKILL')
  }
  await closed
  return said
}

const openHere = (dataDir: string): Promise<Stores> =>
  openEmbeddedStores({ dataDir, log: quietLog(), clock: systemClock, segmentBytes: 20_000 })

async function verify(dataDir: string, promised: readonly string[]): Promise<void> {
  const stores = await openHere(dataDir)
  const { journal, people } = await stores.openBoard(BOARD)
  const { damage, snapshot } = await journal.load()
  expect(damage.filter((it) => it.what !== 'torn-tail')).toEqual([])
  const all = await collect(journal.read(0))
  expect(all.map((it) => it.position)).toEqual(all.map((_, index) => index + 1))
  if (snapshot) expect(Buffer.from(snapshot.state).toString()).toBe(`state ${snapshot.position}`)

  for (const line of promised) {
    const [what, name = '', count, end] = line.split(' ')
    if (what === 'link') expect(stores.registry.link(name)?.id).toBe(name)
    if (what === 'person') expect(people.read().participants[name]?.id).toBe(name)
    if (what === 'snapshot') expect(snapshot?.position).toBeGreaterThanOrEqual(Number(name))
    if (what !== 'append') continue
    const found = all.slice(Number(end) - Number(count), Number(end)).map((it) => it.record)
    expect(found).toEqual(recordsOf(name, Number(count)))
  }
  const ends = new Map<string, number>()
  for (const { record } of all) ends.set(record.by, (ends.get(record.by) ?? 0) + 1)
  for (const [name, count] of ends)
    expect([name, count]).toEqual([name, 1 + (Number(name.split('-')[2]) % 3)])
  await stores.close()
}

it('[A1] keeps every promise of a process that is killed at any moment', {
  timeout: 60_000 + KILLS * 2_000,
}, async () => {
  const random = seeded(KILLS)
  let dataDir = ''
  for (let kill = 0; kill < KILLS; kill++) {
    // A few kills on one folder, so that what one left is what the next begins with.
    if (kill % 5 === 0) dataDir = join(folder, `data-${kill}`)
    const count = 1 + Math.floor(random() ** 3 * 3_000)

    const promised = await killAfter(count, start(dataDir, `run${kill}`))

    expect(promised.length).toBeGreaterThanOrEqual(count)
    await verify(dataDir, promised)
  }
})

it('[A10] refuses a second process in a sentence; the first goes on', async () => {
  const dataDir = join(folder, 'shared')
  const first = start(dataDir, 'first')
  const said = linesOf(first)[Symbol.asyncIterator]()
  await said.next()

  await expect(openHere(dataDir)).rejects.toBeInstanceOf(DataFolderRefused)
  const second = start(dataDir, 'second')
  const errors: Buffer[] = []
  second.stderr?.on('data', (it) => errors.push(it))
  const code = await new Promise((resolve) => second.on('close', resolve))

  expect(code).toBe(2)
  expect(Buffer.concat(errors).toString()).toBe(
    `The data folder ${dataDir} is in use by another server (process ${first.pid}); ` +
      'stop that one first, or set DATA_DIR to another folder.\n',
  )
  expect((await said.next()).done).toBe(false)
  const closed = new Promise((resolve) => first.on('close', resolve))
  first.kill('SIGKILL')
  await closed
  await (await openHere(dataDir)).close()
})
