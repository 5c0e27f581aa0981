import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, describe, expect, it } from 'vitest'
import { openBoardEntries } from '../../../server/board-entries.ts'
import { inlineHand, openDesk } from '../../../server/desk.ts'
import { finishPurges, purge } from '../../../server/retention/purge.ts'
import { watchRetention } from '../../../server/retention/watch.ts'
import type { BoardReply } from '../../../shared/api.ts'
import { systemClock } from '../../../shared/clock.ts'
import { NO_RETENTION } from '../../../shared/retention.ts'
import { filesIn, newFolders } from '../../support/data-folder.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { openTestServer } from '../../support/server.ts'

const folders = newFolders()
afterEach(() => folders.removeAll())

const DAY = Date.UTC(2030, 0, 1)

async function scene() {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard()
  const id = board.board.id
  const archiveDir = join(folders.make(), 'archive')
  const needs = {
    stores: server.stores,
    rooms: server.rooms,
    entries: openBoardEntries(server.stores.registry),
    desk: openDesk(inlineHand, systemClock),
    clock: { ...systemClock, now: () => DAY },
    backupDays: null,
    archiveDir,
  }
  const set = (retention: object, from: object = NO_RETENTION) => grace.patch('', { retention, from })
  return { server, board, grace, id, archiveDir, needs, set }
}

describe('how long a board is kept', () => {
  it('is set by facilitators, from what it is now, and told to them alone', async () => {
    const { server, board, grace, set } = await scene()
    const ama = await server.join(board, 'participant', 'Ama')

    expect((await set({ until: DAY, hold: true })).status).toBe(200)

    expect((await grace.get<BoardReply>('')).body.retention).toEqual({ until: DAY, hold: true })
    expect((await ama.get<BoardReply>('')).body.retention).toBeUndefined()
    expect((await set({ until: null, hold: false })).status).toBe(409)
    const asAma = { retention: NO_RETENTION, from: { until: DAY, hold: true } }
    expect((await ama.patch('', asAma)).status).toBe(403)
    expect((await grace.patch('/doors', { open: true, from: false })).status).toBe(200)
    expect((await grace.get<BoardReply>('')).body.retention?.hold).toBe(true)
  })

  it('[S7] once its day has come it is written out, then erased, with a receipt of what was written', async () => {
    const { server, grace, id, archiveDir, needs, set } = await scene()
    await set({ until: DAY, hold: false })

    const receipt = await purge(needs, id)

    expect([...filesIn(archiveDir).keys()]).toEqual(
      ['receipt.json', 'record.zip', 'release.zip'].map((it) => `${id}/${it}`),
    )
    for (const { file, sha256 } of receipt?.files ?? []) {
      const bytes = readFileSync(join(archiveDir, id, file))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    }
    expect(receipt).toMatchObject({ board: id, erased: 'board', retention: { until: DAY } })
    expect((await grace.get('')).status).toBe(410)
    expect(server.stores.registry.board(id)).toMatchObject({ title: '', erasedAt: DAY })
  })

  it('[out-1] the record of before it went has what the board itself would have given', async () => {
    const { grace, id, archiveDir, needs, set } = await scene()
    await grace.post('/versions', { label: 'First' })
    await grace.post('/decisions', { statement: 'F1', column: 'new-action', how: 'chair', reason: 'Now.' })
    await set({ until: DAY, hold: false })
    const files = ['record.zip', 'release.zip']
    const given = await Promise.all(files.map(async (it) => (await grace.get(`/exports/${it}`)).bytes))

    await purge(needs, id)

    const record = unzipSync(given[0] as Uint8Array)
    expect(
      strFromU8(unzipSync(record['mapping.xlsx'] as Uint8Array)['xl/workbook.xml'] as Uint8Array),
    ).toContain('name="History"')
    for (const [at, file] of files.entries())
      expect(Buffer.compare(readFileSync(join(archiveDir, id, file)), given[at] ?? Buffer.of())).toBe(0)
  })

  it.each([
    ['before its day', { until: DAY + 1, hold: false }],
    ['while it is held', { until: DAY, hold: true }],
    ['where no day was set', { until: null, hold: false }],
  ])('keeps it %s', async (_, retention) => {
    const { grace, id, archiveDir, needs, set } = await scene()
    if (retention.until !== null || retention.hold) await set(retention)

    expect(await purge(needs, id)).toBeNull()

    expect((await grace.get('')).status).toBe(200)
    expect(() => filesIn(archiveDir)).toThrow('ENOENT')
  })

  it('a hold that is set while the files are being written stops it', async () => {
    const { grace, id, archiveDir, needs, set } = await scene()
    await set({ until: DAY, hold: false })
    const { desk } = needs
    const write: typeof desk.write = async (by, order) => {
      const written = await desk.write(by, order)
      await set({ until: DAY, hold: true }, { until: DAY, hold: false })
      return written
    }

    expect(await purge({ ...needs, desk: { ...desk, write } }, id)).toBeNull()

    expect((await grace.get('')).status).toBe(200)
    expect([...filesIn(archiveDir).keys()]).toEqual([])
  })

  it('a hold that comes at the last moment leaves no files, and the board', async () => {
    const { grace, id, archiveDir, needs, set } = await scene()
    await set({ until: DAY, hold: false })
    const change: typeof needs.entries.change = async (...asked) => {
      await set({ until: DAY, hold: true }, { until: DAY, hold: false })
      return needs.entries.change(...asked)
    }

    expect(await purge({ ...needs, entries: { ...needs.entries, change } }, id)).toBeNull()

    expect((await grace.get('')).status).toBe(200)
    expect([...filesIn(archiveDir).keys()]).toEqual([])
  })

  it('[S7] until the board is erased its files are not under its name; what is cut short is taken away next time', async () => {
    const { grace, id, archiveDir, needs, set } = await scene()
    await set({ until: DAY, hold: false })
    const stop = async () => {
      const receipt = JSON.parse(readFileSync(join(archiveDir, `${id}.new`, 'receipt.json'), 'utf8'))
      expect(receipt).toMatchObject({ board: id, provisional: true })
      cpSync(archiveDir, `${archiveDir}.cut`, { recursive: true })
      throw new Error('cut short')
    }
    const cut = { ...needs, entries: { ...needs.entries, change: stop } }
    await expect(purge(cut, id)).rejects.toThrow('cut short')
    cpSync(`${archiveDir}.cut`, archiveDir, { recursive: true })
    expect(readdirSync(archiveDir)).toEqual([`${id}.new`])

    await finishPurges(needs)

    expect(readdirSync(archiveDir)).toEqual([])
    expect((await grace.get('')).status).toBe(200)
    // Nor are they kept where somebody erased the board meanwhile.
    cpSync(`${archiveDir}.cut`, archiveDir, { recursive: true })
    expect((await grace.post('/erase', { board: id, reason: 'Asked for' })).status).toBe(201)
    await finishPurges(needs)
    expect(readdirSync(archiveDir)).toEqual([])
  })

  it('[S7] a board that is erased keeps its files whatever was cut short after it, and they are finished next time', async () => {
    const { server, grace, id, archiveDir, needs, set } = await scene()
    await set({ until: DAY, hold: false })
    const evict = async () => {
      throw new Error('cut short')
    }
    const cut = { ...needs, rooms: { ...needs.rooms, open: needs.rooms.open, evict } }
    await expect(purge(cut, id)).rejects.toThrow('cut short')
    expect(server.stores.registry.board(id)?.erasedAt).toBe(DAY)
    expect(readdirSync(archiveDir)).toEqual([`${id}.new`])
    const before = readFileSync(join(archiveDir, `${id}.new`, 'record.zip'))

    await finishPurges(needs)

    expect(readdirSync(archiveDir)).toEqual([id])
    expect(readFileSync(join(archiveDir, id, 'record.zip'))).toEqual(before)
    const receipt = JSON.parse(readFileSync(join(archiveDir, id, 'receipt.json'), 'utf8'))
    expect(receipt).toMatchObject({ erased: 'board', at: DAY, files: [{}, {}] })
    expect(receipt).not.toHaveProperty('provisional')
    expect((await grace.get('')).status).toBe(410)
  })

  it('is not looked at without a place for the files', async () => {
    const { grace, needs, set, server } = await scene()
    await set({ until: DAY, hold: false })
    const clock = manualClock()
    const end = watchRetention({
      ...needs,
      clock,
      archiveDir: null,
      log: { info() {}, warn() {}, error() {} },
    })

    end()

    expect((await grace.get('')).status).toBe(200)
    server.time.now = DAY
    expect((await server.device().ask('GET', '/metrics')).text).toContain('due_regard_boards_overdue 1')
  })
})
