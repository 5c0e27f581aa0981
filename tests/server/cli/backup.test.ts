import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { boardAt } from '../../../server/past/moments.ts'
import { backUp, LIST } from '../../../server/store/embedded/backup.ts'
import { type Disk, realDisk } from '../../../server/store/embedded/disk.ts'
import { putBack } from '../../../server/store/embedded/put-back.ts'
import { systemClock } from '../../../shared/clock.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import {
  command,
  type FolderServer,
  filesIn,
  newFolders,
  openFolderServer,
} from '../../support/data-folder.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { contentOf } from '../../support/rooms.ts'

const folders = newFolders()
const running = new Set<FolderServer>()

afterEach(async () => {
  for (const server of running) await server.stop()
  running.clear()
  folders.removeAll()
})

async function start(dataDir: string): Promise<FolderServer> {
  const server = await openFolderServer(dataDir)
  running.add(server)
  return server
}

async function stop(server: FolderServer): Promise<void> {
  running.delete(server)
  await server.stop()
}

/** A data folder with a board that a facilitator and a participant are on, and a server at work on it. */
async function scene() {
  const dataDir = join(folders.make(), 'data')
  const server = await start(dataDir)
  const { board, grace } = await server.openBoard()
  const ama = await server.join(board, 'participant', 'Ama')
  const id = board.board.id
  const move = async (statement: string, column: 'due-regard' | 'new-action') =>
    (await server.rooms.open(id)).edit(ama.id, (doc) =>
      moveStatement(doc, statement, { column, above: null, below: null }),
    )
  return { dataDir, server, board, grace, ama, id, move, to: join(folders.make(), 'night') }
}

describe('a backup', () => {
  it('[I2] of a running server is what was on disk at one moment, and the registry names what is there', async () => {
    const { dataDir, server, id, move, to } = await scene()
    let isCopied = false
    const writing = (async () => {
      for (let at = 0; !isCopied; at += 1) {
        await move(`F${(at % 2) + 1}`, at % 3 ? 'due-regard' : 'new-action')
        if (at % 10 === 0) await server.startBoard(`Another ${at}`)
      }
    })()

    const { code, said } = await command(dataDir, 'backup', to)
    isCopied = true
    await writing

    expect(said).toContain('Backed up')
    expect(code).toBe(0)
    const list = JSON.parse(filesIn(to).get(LIST)?.toString() ?? '')
    const position = list.boards.find((it: { id: string }) => it.id === id).position
    const then = await boardAt(await server.rooms.open(id), position)
    const elsewhere = folders.make()
    expect(await command(elsewhere, 'restore', to)).toMatchObject({ code: 0 })
    const restored = await start(elsewhere)
    expect(contentOf((await restored.rooms.open(id)).doc)).toEqual(contentOf(then.doc))
    for (const entry of restored.stores.registry.boards())
      expect((await restored.rooms.open(entry.id)).state.phase).toBeDefined()
  })

  it('[S5] leaves out whose private choices were whose', async () => {
    const { dataDir, server, grace, to } = await scene()
    await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1'] }] })
    await stop(server)

    await command(dataDir, 'backup', to)

    expect([...filesIn(dataDir).keys()].some((it) => it.endsWith('choice.key'))).toBe(true)
    expect([...filesIn(to).keys()].some((it) => it.endsWith('choice.key'))).toBe(false)
  })

  it('[A12][S3] has no board and no words that were erased while it was taken, and each link as it is at its end', async () => {
    const { dataDir, server, board, grace, id, to } = await scene()
    const begun = await server.startBoard('Another')
    const gone = begun.board.id
    const hal = await server.join(begun, 'facilitator', 'Hal')
    const { board: last } = await server.startBoard('A third')
    const toCome = new Set([id, last.id])
    const isRead = (path: string, of: string) =>
      path === join(dataDir, 'boards', of, 'people.json') && toCome.delete(of)
    const disk: Disk = {
      ...realDisk,
      async read(path) {
        const bytes = await realDisk.read(path)
        // The journal of the first board has been copied, and is written anew.
        if (isRead(path, id)) {
          await grace.patch(`/links/${board.links.observer.id}`, { withdraw: true })
          await grace.post('/erase', { statement: 'F2', reason: 'A name' })
        }
        // The second has been copied whole.
        if (isRead(path, last.id)) await hal.post('/erase', { board: gone, reason: 'Done with' })
        return bytes
      },
    }

    const list = await backUp({ dataDir, folder: to, log: quietLog(), clock: systemClock, disk })

    expect(toCome.size).toBe(0)
    expect(list.boards.map((it) => it.id).sort()).toEqual([id, last.id].sort())
    const inside = [...filesIn(to)]
    expect(inside.filter(([path, bytes]) => path.includes(id) && bytes.includes('Be kind.'))).toEqual([])
    expect(inside.filter(([path]) => path.includes(gone))).toEqual([])
    const elsewhere = folders.make()
    expect((await command(elsewhere, 'restore', to)).code).toBe(0)
    const { registry } = (await start(elsewhere)).stores
    expect(registry.link(board.links.observer.id)?.withdrawnAt).toEqual(expect.any(Number))
    expect(registry.board(gone)?.erasedAt).toEqual(expect.any(Number))
  })

  it('ends with the last whole append: what a crash cut short is not in it', async () => {
    const { dataDir, server, id, to } = await scene()
    await stop(server)
    const journal = [...filesIn(dataDir)].filter(([path]) => path.includes(id) && path.endsWith('.segment'))
    const [path = '', whole = Buffer.of()] = journal.at(-1) ?? []
    writeFileSync(join(dataDir, path), Buffer.concat([whole, Buffer.from('torn')]))

    expect((await command(dataDir, 'backup', to)).code).toBe(0)

    expect(filesIn(to).get(path)?.equals(whole)).toBe(true)
  })

  it('is refused where its copy, whole when it was read again, opens as less', async () => {
    const { dataDir, server, id, move, to } = await scene()
    for (let at = 0; at < 3; at += 1) await move('F1', at % 2 ? 'due-regard' : 'new-action')
    await stop(server)
    const readAgain = new Set<string>()
    const disk: Disk = {
      ...realDisk,
      async read(path) {
        const bytes = await realDisk.read(path)
        const isOfItsJournal = path.startsWith(`${to}.unfinished`) && path.includes(`${id}/journal-`)
        if (!isOfItsJournal || !readAgain.has(path)) {
          readAgain.add(path)
          return bytes
        }
        return path.includes('snapshot-') ? null : (bytes?.subarray(0, bytes.length / 2) ?? null)
      },
    }

    await expect(backUp({ dataDir, folder: to, log: quietLog(), clock: systemClock, disk })).rejects.toThrow(
      `The copy of board ${id} ends elsewhere than it was read to`,
    )
    expect(existsSync(to)).toBe(false)
  })

  it('is refused where something is already, and leaves nothing half made', async () => {
    const { dataDir, to } = await scene()
    await command(dataDir, 'backup', to)
    const before = filesIn(to)

    const again = await command(dataDir, 'backup', to)

    expect(again.code).not.toBe(0)
    expect(again.said).toContain('is there already')
    expect(filesIn(to)).toEqual(before)
    expect(existsSync(`${to}.unfinished`)).toBe(false)
  })

  it('of no data folder says so and makes none', async () => {
    const nowhere = join(folders.make(), 'nothing')

    const { code, said } = await command(nowhere, 'backup', join(folders.make(), 'night'))

    expect(code).not.toBe(0)
    expect(said).toContain('There is no data folder')
    expect(existsSync(nowhere)).toBe(false)
  })
})

describe('restoring', () => {
  it('[B8][I2] opens every link, and sends away a copy of the epoch that was lost', async () => {
    const { dataDir, server, board, ama, id, move, to } = await scene()
    await move('F1', 'due-regard')
    await command(dataDir, 'backup', to)
    // After the backup the board is rebuilt twice: copies now carry epochs that the backup knows nothing of.
    const live = await server.rooms.open(id)
    await live.rebuild('compact')
    await live.rebuild('compact')
    const lost = live.state.epoch
    await stop(server)
    const elsewhere = folders.make()

    await command(elsewhere, 'restore', to)
    const restored = await start(elsewhere)

    const room = await restored.rooms.open(id)
    expect(room.state.epoch).toBeGreaterThan(lost)
    // The socket's address has room for so many digits.
    expect(String(room.state.epoch).length).toBeLessThan(10)
    const closed: number[] = []
    const socket = { send: () => {}, close: (code: number) => closed.push(code), bufferedAmount: 0 }
    const sender = { participant: ama.id, role: 'participant', link: ama.as } as const
    room.join(socket, sender, { speaksOurs: true, epoch: lost })
    expect(closed).toEqual([4409])
    const joined = await restored.join(board, 'participant', 'Ben')
    expect((await joined.get('')).status).toBe(200)
    expect(room.reads.snapshot().placements.get('F1')?.column).toBe('due-regard')
  })

  it('[door-1] [people-3] opens nothing to a code from before it, on the wall or a person’s own', async () => {
    const { dataDir, server, grace, ama, to } = await scene()
    const wall = await grace.patch<{ code: string }>('/doors', { open: true, from: false, minutes: 480 })
    const own = await ama.post<{ code: string }>(`/people/${ama.id}/code`, { for: 'device' })
    expect([wall.status, own.status]).toEqual([200, 201])
    await command(dataDir, 'backup', to)
    await stop(server)
    const elsewhere = folders.make()

    const { said } = await command(elsewhere, 'restore', to)
    const restored = await start(elsewhere)

    expect(said).toMatch(/doors are shut.*show its results.*ask again/s)
    for (const { code } of [wall.body, own.body]) {
      const came = await restored.device().ask('POST', '/api/join', { body: { code, name: 'Zoe' } })
      expect(came).toMatchObject({ status: 404, body: { error: { code: 'code_wrong' } } })
    }
  })

  it('of an old backup once more begins a later epoch than the restore before', async () => {
    const { dataDir, server, id, to } = await scene()
    await command(dataDir, 'backup', to)
    await stop(server)
    const epochOf = async (folder: string) => {
      const restored = await start(folder)
      const { epoch } = (await restored.rooms.open(id)).state
      await stop(restored)
      return epoch
    }
    const first = folders.make()
    await command(first, 'restore', to)
    const before = await epochOf(first)
    const second = folders.make()

    let again = before
    while (again <= before) {
      rmSync(second, { recursive: true, force: true })
      await command(second, 'restore', to)
      again = await epochOf(second)
    }

    expect(again).toBeGreaterThan(before)
  })

  it('is refused where the data folder holds something', async () => {
    const { dataDir, to } = await scene()
    await command(dataDir, 'backup', to)
    const before = [...filesIn(dataDir).keys()]

    const { code, said } = await command(dataDir, 'restore', to)

    expect(code).not.toBe(0)
    expect(said).toContain('is not empty')
    expect([...filesIn(dataDir).keys()]).toEqual(before)
  })

  it('notices any file of a backup that is not what was copied, and any that is gone', async () => {
    const { dataDir, server, to } = await scene()
    await stop(server)
    await command(dataDir, 'backup', to)

    for (const [path, bytes] of filesIn(to)) {
      if (path === LIST) continue
      const elsewhere = folders.make()
      const flipped = Buffer.from(bytes)
      flipped[bytes.length >> 1] = (flipped[bytes.length >> 1] ?? 0) ^ 1
      writeFileSync(join(to, path), flipped)
      expect((await command(elsewhere, 'restore', to)).said).toContain('is not what it was')
      rmSync(join(to, path))
      expect((await command(elsewhere, 'restore', to)).said).toContain(`lacks ${path}`)
      expect(readdirSync(elsewhere)).toEqual([])
      writeFileSync(join(to, path), bytes)
    }
  })

  it('[I2] takes nothing from outside the backup, whatever its list names', async () => {
    const { dataDir, server, to } = await scene()
    await stop(server)
    await command(dataDir, 'backup', to)
    const words = Buffer.from('of somebody else')
    writeFileSync(join(to, '..', 'outside'), words)
    const list = JSON.parse(filesIn(to).get(LIST)?.toString() ?? '')
    const sha256 = createHash('sha256').update(words).digest('hex')

    for (const path of ['../outside', 'boards/../../outside', join(to, '..', 'outside'), LIST]) {
      const files = [...list.files, { path, bytes: words.length, sha256 }]
      writeFileSync(join(to, LIST), JSON.stringify({ ...list, files }))
      const elsewhere = folders.make()

      expect((await command(elsewhere, 'restore', to)).said).toContain(`lacks ${path}`)

      expect(readdirSync(elsewhere)).toEqual([])
    }
  })

  it('[B8] that is broken off shows no server a board in the epoch of the copy', async () => {
    const { dataDir, server, id, to } = await scene()
    await command(dataDir, 'backup', to)
    await stop(server)
    const elsewhere = folders.make()

    const broken = putBack({
      dataDir: elsewhere,
      folder: to,
      renew: () => Promise.reject(new Error('power')),
    })

    await expect(broken).rejects.toThrow('power')
    expect(existsSync(join(elsewhere, 'registry.json'))).toBe(false)
    expect((await command(elsewhere, 'restore', to)).code).toBe(0)
    expect((await (await start(elsewhere)).rooms.open(id)).state.epoch).toBeGreaterThan(1_000)
  })
})

describe('the files of every board', () => {
  it('are written while the server runs, comments in the record alone', async () => {
    const { dataDir, id, grace } = await scene()
    await grace.post('/versions', { label: 'First' })
    await grace.post('/decisions', { statement: 'F1', column: 'new-action', how: 'chair', reason: 'Now.' })
    const to = join(folders.make(), 'files')

    const { code } = await command(dataDir, 'export-all', to)

    expect(code).toBe(0)
    const files = ['record.zip', 'release.zip']
    expect([...filesIn(to).keys()]).toEqual(files.map((it) => `${id}/${it}`))
    for (const file of files) {
      const { bytes } = await grace.get(`/exports/${file}`)
      expect(filesIn(to).get(`${id}/${file}`)?.equals(bytes)).toBe(true)
    }
  })
})
