/**
 * One process at a time on a data folder, told apart on one disk by what their machines say of them.
 */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import { StorageFatal, type Stores } from '../../../server/store/contract.ts'
import { DataFolderRefused } from '../../../server/store/embedded/lock.ts'
import { type Machine, thisMachine } from '../../../server/store/embedded/machine.ts'
import { openEmbeddedStores } from '../../../server/store/embedded/stores.ts'
import { FakeDisk } from '../../support/fake-disk.ts'
import { type ManualClock, manualClock } from '../../support/manual-clock.ts'
import { quietLog } from '../../support/quiet-log.ts'

type Fate = Awaited<ReturnType<Machine['fate']>>

let disk: FakeDisk
let clock: ManualClock

beforeEach(() => {
  disk = new FakeDisk()
  clock = manualClock()
})

const process = (pid: number, fateOfOthers: Fate = 'running'): Machine => ({
  me: async () => ({ pid, began: String(pid * 100), boot: 'b', space: 's' }),
  fate: async () => fateOfOthers,
  isNetworkFolder: async () => false,
  isOfAnotherAccount: async () => false,
})

const open = (machine: Machine): Promise<Stores> =>
  openEmbeddedStores({ dataDir: '/data', log: quietLog(), clock, disk, machine })

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'opened',
    (error: unknown) => (error instanceof DataFolderRefused ? error.message : String(error)),
  )

describe('[A10] a second process on a data folder', () => {
  it('is refused in one sentence while the first runs, which notices nothing', async () => {
    const first = await open(process(1))

    expect(await refusal(open(process(2)))).toBe(
      'The data folder /data is in use by another server (process 1); ' +
        'stop that one first, or set DATA_DIR to another folder.',
    )

    await clock.advance(5_000)
    await first.registry.putSetting('doors', 'open')
    await first.close()
    expect(disk.files().has('/data/lock')).toBe(false)
  })

  it('opens once the first has closed', async () => {
    await (await open(process(1))).close()

    expect(await refusal(open(process(2)))).toBe('opened')
  })

  it('takes over at once from one that is gone', async () => {
    await open(process(1))

    expect(await refusal(open(process(2, 'gone')))).toBe('opened')
    expect([...disk.files().keys()].filter((it) => it.includes('lock'))).toEqual(['/data/lock'])
  })

  it('watches one that it cannot judge: refused while that one beats', async () => {
    await open(process(1))

    const second = refusal(open(process(2, 'unclear')))
    await clock.advance(10_000)

    expect(await second).toMatch(/in use by another server/)
  })

  it('watches one that it cannot judge: takes over when no beat comes', async () => {
    await open(process(1))
    disk = disk.afterCrash('all', () => 0)

    const second = refusal(open(process(2, 'unclear')))
    await clock.advance(10_000)

    expect(await second).toBe('opened')
  })

  it.each(['', '{"pid":', 'null', '{"pid":1}'])(
    'takes over from a lock that a crash left as %j',
    async (text) => {
      await disk.makeFolder('/data')
      await (await disk.open('/data/lock', 'new')).write(Buffer.from(text), 0)

      const second = refusal(open(process(2)))
      await clock.advance(10_000)

      expect(await second).toBe('opened')
    },
  )

  it('is one of two that start at once on the lock of a third that is gone', async () => {
    for (let delay = 0; delay < 25; delay++) {
      disk = new FakeDisk()
      await open(process(1))
      const machines = [process(2), process(3)].map(
        (machine, index): Machine => ({
          ...machine,
          fate: async (of) => {
            // The second is slow to judge: by then the first may have taken the lock over.
            for (let turn = 0; turn < index * delay; turn++)
              await new Promise<void>((resolve) => setImmediate(resolve))
            return of.pid === 1 ? 'gone' : 'running'
          },
        }),
      )

      const outcomes = await Promise.all(machines.map((machine) => refusal(open(machine))))

      expect(outcomes.filter((it) => it === 'opened')).toHaveLength(1)
      expect(outcomes.filter((it) => it.includes('in use'))).toHaveLength(1)
    }
  })
})

describe('[A10] a process whose lock was taken from it', () => {
  it('saves nothing more', async () => {
    const first = await open(process(1))
    const { journal } = await first.createBoard('b1')
    await open(process(2, 'gone'))

    await clock.advance(3_000)

    await expect(journal.append([{ type: 'claim', at: 0, by: 'ama', client: 1 }])).rejects.toBeInstanceOf(
      StorageFatal,
    )
    await first.close()
    expect(disk.files().has('/data/lock')).toBe(true)
  })
})

it('[A10] a lock of which the disk takes only a part is no lock: the start is refused, not the board later', async () => {
  disk.fate = ({ what, path }) => (what === 'write' && path === '/data/lock' ? 'short' : 'goes well')

  expect(await refusal(open(process(1)))).toMatch(/the disk took a part/)
  expect(disk.files().has('/data/lock')).toBe(false)

  disk.fate = () => 'goes well'
  expect(await refusal(open(process(1)))).toBe('opened')
})

it('[A10] a folder on a network drive is refused in one sentence, and not locked', async () => {
  const machine = { ...process(1), isNetworkFolder: async () => true }

  expect(await refusal(open(machine))).toMatch(/^The data folder \/data lies on a network drive, .+\.$/)
  expect(disk.files().has('/data/lock')).toBe(false)
})

it('[I4] files of another account are left alone, for what root writes among them their server could not read', async () => {
  const machine = { ...process(1), isOfAnotherAccount: async (path: string) => path === '/data/secret' }

  expect(await refusal(open(machine))).toMatch(/^The files in \/data belong to another account, .+\.$/)
  expect(disk.files().has('/data/lock')).toBe(false)
})

describe('this machine', () => {
  const isLinux = globalThis.process.platform === 'linux'

  it('knows itself as running, and on a disk of its own', async () => {
    expect(await thisMachine.fate(await thisMachine.me())).toBe(isLinux ? 'running' : 'unclear')
    expect(await thisMachine.isNetworkFolder('.')).toBe(false)
  })

  it('knows its own files from another account’s', async () => {
    const isRoot = globalThis.process.geteuid?.() === 0

    expect(await thisMachine.isOfAnotherAccount('/nowhere')).toBe(false)
    expect(await thisMachine.isOfAnotherAccount(import.meta.filename)).toBe(false)
    if (isLinux) expect(await thisMachine.isOfAnotherAccount('/etc/passwd')).toBe(!isRoot)
  })

  it('knows that a pid used again is not the process that had it before', async () => {
    const me = await thisMachine.me()

    expect(await thisMachine.fate({ ...me, began: '1' })).toBe(isLinux ? 'gone' : 'unclear')
  })

  it('knows that a process has ended though its parent never looked', async () => {
    // The first cat ends when it is told to; the second takes the shell's place and never waits for it.
    const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec cat 3<&-'], {
      stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    })
    const [told, said, , end] = parent.stdio as [Writable, Readable, null, Writable, null]
    const next = () => new Promise<string>((resolve) => said.once('data', (it) => resolve(`${it}`)))
    const pid = Number(await next())
    told.write('.')
    await next()
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
    const mark = { ...(await thisMachine.me()), pid, began }
    expect(await thisMachine.fate(mark)).toBe(isLinux ? 'running' : 'unclear')

    end.end()

    let fate = await thisMachine.fate(mark)
    while (fate === 'running') fate = await thisMachine.fate(mark)
    expect(fate).toBe(isLinux ? 'gone' : 'unclear')
    told.end()
  })

  it('cannot judge what ran before a reboot, or in another container', async () => {
    const me = await thisMachine.me()

    expect(await thisMachine.fate({ ...me, boot: 'another' })).toBe('unclear')
    expect(await thisMachine.fate({ ...me, space: 'pid:[1]' })).toBe('unclear')
  })
})
