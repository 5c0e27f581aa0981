import { expect, it } from 'vitest'
import type { ImportReply, LinkReply, NewBoardReply } from '../../../shared/api.ts'
import type { VoteReply } from '../../../shared/consult/calls.ts'
import { openTestServer, STATEMENTS } from '../../support/server.ts'

const keyed = (key: string) => ({ headers: { 'idempotency-key': key } })

it('[D10] a board is started once, however often it is asked for, and its keys are told again', async () => {
  const server = await openTestServer()
  const ask = (key: string, title = 'Our response') =>
    server.device().ask<NewBoardReply>('POST', '/api/boards', { body: { title }, ...keyed(key) })

  const [first, second] = await Promise.all([ask('k1'), ask('k1')])
  const third = await ask('k1')
  const other = await ask('k2')

  expect([first, second, third].map((it) => it?.status)).toEqual([201, 201, 201])
  expect([second, third].map((it) => it?.body)).toEqual([first?.body, first?.body])
  expect([first, third].map((it) => it?.headers.get('idempotency-replayed'))).toEqual([null, 'true'])
  expect(other.body.board.id).not.toBe(first?.body.board.id)
  expect([...server.stores.registry.boards()]).toHaveLength(2)
})

it('[D10] statements, links and votes are made once, and a repeat is answered as the first was', async () => {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard('open', [])
  const room = await server.rooms.open(board.board.id)
  const twice = async <Body>(path: string, body: unknown) => {
    const first = await grace.post<Body>(path, body, keyed(`key of ${path}`.replaceAll(' ', '-')))
    const { end } = room.store.journal
    const second = await grace.post<Body>(path, body, keyed(`key of ${path}`.replaceAll(' ', '-')))
    expect(second).toMatchObject({ status: first.status, text: first.text })
    expect(room.store.journal.end).toBe(end)
    return first.body
  }
  const before = (await grace.get<LinkReply[]>('/links')).body.length

  expect(await twice<ImportReply>('/statements', STATEMENTS)).toMatchObject({ added: STATEMENTS.length })
  await twice<LinkReply>('/links', { role: 'participant', label: 'Wards' })
  expect((await grace.get<LinkReply[]>('/links')).body).toHaveLength(before + 1)
  const vote = await twice<VoteReply>('/votes', {
    packs: [{ title: 'All', statements: ['F1', 'F2'] }],
  })
  expect(vote).toMatchObject({ vote: 1 })
})

it('[D10] a key is its sender’s own, and of one call', async () => {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard()
  const hana = await server.join(board, 'facilitator', 'Hana')
  const link = (label: string) => ({ role: 'participant', label })
  const { body: made } = await grace.post<LinkReply>('/links', link('A'), keyed('k1'))

  const hers = await hana.post<LinkReply>('/links', link('A'), keyed('k1'))
  const another = await grace.post('/links', link('B'), keyed('k1'))
  const bad = await grace.post('/links', link('A'), keyed('a b'))

  expect(hers.status).toBe(201)
  expect(hers.body.id).not.toBe(made.id)
  for (const it of [another, bad]) {
    expect(it).toMatchObject({
      status: 422,
      body: { error: { detail: expect.stringContaining('Idempotency-Key') } },
    })
  }
})

it('[D10] what came to nothing because of the moment is made when it is asked again', async () => {
  const server = await openTestServer()
  const { grace } = await server.openBoard()
  const late = await grace.post('/links', { role: 'nobody' }, keyed('k1'))
  expect(late.status).toBe(422)

  server.readiness.stopping = true
  const stopped = await grace.post('/links', { role: 'participant' }, keyed('k2'))
  server.readiness.stopping = false
  const made = await grace.post('/links', { role: 'participant' }, keyed('k2'))

  expect([stopped.status, made.status]).toEqual([503, 201])
  expect(
    (await grace.post('/links', { role: 'nobody' }, keyed('k1'))).headers.get('idempotency-replayed'),
  ).toBe('true')
})

it('[D10] a server that was restarted answers a repeat as the first was, from the board’s files, in which no key stands', async () => {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard('open', [])
  const link = { role: 'participant', label: 'Wards' }
  const first = await grace.post<LinkReply>('/links', link, keyed('k1'))

  await server.rooms.close()
  const next = await openTestServer({}, server.stores)
  const device = next.device()
  device.cookie = grace.device.cookie
  const back = next.memberOf(board.board.id, device, grace.id, grace.as)
  const ask = (key: string, body: unknown) => back.post<LinkReply>('/links', body, keyed(key))
  const again = await ask('k1', link)
  const other = await ask('k1', { ...link, label: 'Others' })
  const more = await ask('k2', link)

  expect(again).toMatchObject({ status: first.status, text: first.text })
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(other.status).toBe(422)
  expect(more.body.id).not.toBe(first.body.id)
  const { files } = (await next.rooms.open(board.board.id)).store
  const kept = (await files.list()).filter((it) => it.startsWith('once.'))
  expect(kept.length).toBeGreaterThan(0)
  for (const name of kept)
    expect(Buffer.from((await files.read(name)) ?? []).toString('latin1')).not.toContain(first.body.id)
})

it('[D10] a kept reply is that of one body, asked for within the hour, also by a server that was restarted', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const { board, grace } = await server.openBoard('open', [])
  const link = { role: 'participant', label: 'Wards' }
  const first = await grace.post<LinkReply>('/links', link, keyed('k1'))
  let running = server
  const restarted = async (later: number) => {
    await running.rooms.close()
    const next = await openTestServer({}, server.stores)
    running = next
    next.time.now = 1_800_000_000_000 + later
    const device = next.device()
    device.cookie = grace.device.cookie
    const back = next.memberOf(board.board.id, device, grace.id, grace.as)
    return (label: string) => back.post<LinkReply>('/links', { ...link, label }, keyed('k1'))
  }

  const soon = await restarted(59 * 60 * 1000)
  expect((await soon('Others')).status).toBe(422)
  expect((await soon('Wards')).text).toBe(first.text)
  const late = await (await restarted(61 * 60 * 1000))('Wards')
  expect(late.status).toBe(201)
  expect(late.headers.get('idempotency-replayed')).toBeNull()
  expect(late.body.id).not.toBe(first.body.id)
})

it('[D10] whoever was overtaken asks the same again, and is answered by the board as it is then', async () => {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard('preparing')
  const close = () =>
    grace.device.ask('PATCH', `/api/boards/${board.board.id}/doors?as=${grace.as}`, {
      body: { open: false, from: true },
      ...keyed('k1'),
    })

  expect((await close()).status).toBe(409)
  await grace.patch('/doors', { open: true, from: false })
  const then = await close()

  expect(then.status).toBe(200)
  expect(then.headers.get('idempotency-replayed')).toBeNull()
})

it('[D10][A12] what is erased on one board leaves the replies of every other', async () => {
  const server = await openTestServer()
  const here = await server.openBoard('open', STATEMENTS)
  const there = await server.openBoard('open', [])
  const refused = () => there.grace.post('/links', { role: 'nobody' }, keyed('k1'))
  await refused()

  expect((await here.grace.post('/erase', { statement: 'F1', reason: 'A name' })).status).toBe(201)

  expect((await refused()).headers.get('idempotency-replayed')).toBe('true')
})

it('[D10][A12] where something is erased, nothing of what was answered is kept', async () => {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard('open', STATEMENTS)
  await grace.post('/links', { role: 'participant', label: 'Wards' }, keyed('k1'))
  const { files } = (await server.rooms.open(board.board.id)).store
  const kept = async () => (await files.list()).filter((it) => it.startsWith('once.'))
  expect(await kept()).toHaveLength(1)

  const erased = await grace.post('/erase', { statement: 'F1', reason: 'A name in it' }, keyed('k2'))

  expect(erased.status).toBe(201)
  expect(await kept()).toEqual([])
})

it('[D10][E6] keys are forgotten after an hour, and each sender’s oldest beyond fifty', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const { grace } = await server.openBoard()
  const ask = (key: string) => grace.post('/links', { role: 'nobody' }, keyed(key))
  const isRemembered = async (key: string) => (await ask(key)).headers.has('idempotency-replayed')
  await ask('k0')
  for (let at = 1; at <= 50; at += 1) await ask(`k${at}`)

  expect(await isRemembered('k50')).toBe(true)
  expect(await isRemembered('k0')).toBe(false)
  server.time.now += 61 * 60 * 1000
  expect(await isRemembered('k50')).toBe(false)
})

it('[D10][E1] a key makes nobody’s call larger: only who may import has a large body read', async () => {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard('open', [])
  const ama = await server.join(board, 'participant', 'Ama')
  const large = JSON.stringify([
    { source: 'F', number: '1', text: 'x'.repeat(4_000), notes: 'y'.repeat(300_000) },
  ])
  const ask = (who: typeof ama, path: string) =>
    who.post(path, large, { type: 'application/json', ...keyed('k1') })

  expect((await ask(ama, '/statements')).status).toBe(413)
  expect((await ask(grace, '/links')).status).toBe(413)
  expect((await ask(grace, '/statements')).status).not.toBe(413)
})
