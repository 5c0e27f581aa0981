import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { openMeters } from '../../../server/instruments.ts'
import { StorageUnavailable } from '../../../server/store/contract.ts'
import { openMemoryStores } from '../../../server/store/memory.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { openTestServer } from '../../support/server.ts'

const KEY = 'a-key-of-the-watch'
const TO = { column: 'due-regard', above: null, below: null } as const

type Asked = Awaited<ReturnType<typeof openTestServer>>

async function figures(server: Asked): Promise<(line: string) => number> {
  const { text } = await server.device().ask('GET', '/metrics')
  const lines = new Map(
    text.split('\n').map((it) => [it.slice(0, it.lastIndexOf(' ')), it.slice(it.lastIndexOf(' '))]),
  )
  return (line) => Number(lines.get(line))
}

describe('the figures', () => {
  it('are for this machine alone, or for whoever has the key', async () => {
    const here = await openTestServer()
    const there = await openTestServer({ PUBLIC_URL: 'https://board.example.org', METRICS_KEY: KEY })
    const keyless = await openTestServer({ PUBLIC_URL: 'https://board.example.org' })
    const ask = (server: Asked, options: object = {}) => server.device().ask('GET', '/metrics', options)
    const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })

    expect((await ask(here)).status).toBe(200)
    expect((await ask(here, { from: '10.0.0.9' })).status).toBe(404)
    expect((await ask(here, { headers: { 'x-forwarded-for': '10.0.0.9' } })).status).toBe(404)
    expect((await ask(there)).status).toBe(404)
    expect((await ask(there, bearer('a-key-of-a-guess'))).status).toBe(404)
    expect((await ask(there, bearer(KEY))).status).toBe(200)
    expect((await ask(keyless, bearer('null'))).status).toBe(404)
  })

  it('tell whether anybody is losing work: how long the oldest change waits, and what was refused', async () => {
    const stores = openMemoryStores()
    const server = await openTestServer({}, stores)
    const { board, grace } = await server.openBoard()
    const room = await server.rooms.open(board.board.id)
    expect((await figures(server))('due_regard_unsaved_seconds')).toBe(0)
    let isFull = true
    stores.faults.before = ({ what }) => {
      if (what === 'append' && isFull) throw new StorageUnavailable('full')
    }

    const moved = room.edit(grace.id, (doc) => moveStatement(doc, 'F1', TO))
    while (room.keeping) await new Promise((resolve) => setImmediate(resolve))
    const during = await figures(server)
    isFull = false
    await moved
    const since = await figures(server)

    expect(during('due_regard_unsaved_seconds')).toBeGreaterThan(0)
    expect(during('due_regard_boards_not_saving')).toBe(1)
    expect(during('due_regard_save_refused_total')).toBeGreaterThan(0)
    expect(since('due_regard_unsaved_seconds')).toBe(0)
    expect(since('due_regard_boards_not_saving')).toBe(0)
    expect(since('due_regard_save_seconds_count')).toBeGreaterThan(0)
  })

  it('tell how fast the disk fills, and how much room there is', async () => {
    const server = await openTestServer({ DATA_DIR: tmpdir() })
    const { grace } = await server.openBoard()
    const before = (await figures(server))('due_regard_written_bytes_total')

    await grace.post('/statements', [{ source: 'F', number: 90, text: 'Open. '.repeat(500) }])

    const now = await figures(server)
    expect(now('due_regard_written_bytes_total') - before).toBeGreaterThan(3_000)
    expect(now('due_regard_free_bytes')).toBeGreaterThan(0)
  })

  it('count new epochs by cause and sockets sent away by reason', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const room = await server.rooms.open(board.board.id)
    const socket = { send: () => {}, close: () => {}, bufferedAmount: 0 }
    const sender = { participant: grace.id, role: 'facilitator', link: grace.as } as const
    const connection = room.join(socket, sender, { speaksOurs: true, epoch: null })
    expect((await figures(server))('due_regard_sockets')).toBe(1)
    connection.receive(Uint8Array.of(0, 2, 200))

    await room.rebuild('compact')
    const read = await figures(server)

    expect(read('due_regard_connections_refused_total{reason="frame_malformed"}')).toBe(1)
    expect(read('due_regard_epochs_total{cause="compact"}')).toBe(1)
    expect(read('due_regard_epochs_total{cause="recovered"}')).toBe(0)
    expect(read('due_regard_sockets')).toBe(0)
  })

  it('give every call that leads nowhere one label, and every reason that is no problem of ours', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()
    for (const path of ['/nothing-here', '/versions/7/exports/board.json', '/restores/preview?position=999'])
      expect((await grace.get(path)).status).toBe(404)
    const { text } = await server.device().ask('GET', '/metrics')
    const nowhere = text.split('\n').filter((it) => it.startsWith('http_request_duration_seconds_count{'))
    const ended = nowhere.filter((it) => it.includes('status="404"'))
    expect(ended).toEqual([expect.stringMatching(/method="GET",route="none",status="404"} 3$/)])

    const { metrics, room } = openMeters()
    const reasons = ['tea', 'toString', 'role_forbids'] as ProblemCode[]
    for (const reason of reasons) room.refused(reason)
    const said = (await metrics.metrics()).match(/refused_total\{.*/g)
    expect(said).toEqual(['refused_total{reason="other"} 2', 'refused_total{reason="role_forbids"} 1'])
  })

  it('have no label that grows with people, boards or what strangers send', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    await server.device().ask('BREW', '/api/boards/tea')
    await grace.get('/nothing-here')

    const { text } = await server.device().ask('GET', '/metrics')

    expect(text).not.toContain('BREW')
    for (const word of [board.board.id, grace.id, grace.as, 'tea', 'nothing-here', 'Our response'])
      expect(text).not.toContain(word)
  })
})
