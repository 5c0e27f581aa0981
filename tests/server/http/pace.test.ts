import { expect, it } from 'vitest'
import { openComers } from '../../../server/middleware/comers.ts'
import { callPace, DEAR, openPace } from '../../../server/middleware/pace.ts'
import { HELD_MS, MOST_HELD, openSlowed } from '../../../server/middleware/slowed.ts'
import type { JoinReply } from '../../../shared/api.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { quiet } from '../../support/rooms.ts'
import { openTestServer } from '../../support/server.ts'
import { testClock } from '../../support/test-clock.ts'

it('[E2][S4] a person who calls without end is told to wait, and nobody else waits for it', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const { board, grace } = await server.openBoard()
  const eve = await server.join(board, 'participant', 'Eve')
  const ama = await server.join(board, 'participant', 'Ama')

  const statuses: number[] = []
  for (let at = 0; at < 30; at += 1) statuses.push((await eve.get('/statements')).status)

  expect(statuses.filter((it) => it === 200)).toHaveLength(20)
  expect(statuses.filter((it) => it === 429)).toHaveLength(10)
  const refused = await eve.get('/statements')
  expect(refused.headers.get('retry-after')).toBe('10')
  expect(refused.body).toMatchObject({ error: { code: 'too_many', message: expect.stringMatching(/wait/) } })
  for (const other of [ama, grace]) expect((await other.get('/statements')).status).toBe(200)

  server.time.now += 1_000
  expect((await eve.get('/statements')).status).toBe(200)
})

it('[E2] whoever is told to wait waits for that, too; no other reply is held', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const { board } = await server.openBoard()
  const eve = await server.join(board, 'participant', 'Eve')

  await eve.get('/nothing')
  for (let at = 0; at < 19; at += 1) await eve.get('/statements')
  const before = server.held.replies
  await eve.get('/statements')

  expect([before, server.held.replies]).toEqual([0, 1])
})

it('[E2][E6] so many replies are held, each for a second; what is more is told at once', async () => {
  const clock = testClock()
  const slowed = openSlowed(clock)
  let told = 0
  const hold = () =>
    slowed().then(() => {
      told += 1
    })

  for (let at = 0; at < MOST_HELD + 2; at += 1) void hold()
  await quiet()
  expect(told).toBe(2)
  clock.advance(HELD_MS - 1)
  await quiet()
  expect(told).toBe(2)
  clock.advance(1)
  await quiet()
  expect(told).toBe(MOST_HELD + 2)

  void hold()
  await quiet()
  expect(told).toBe(MOST_HELD + 2)
})

it('[E2] a refusal is sent as it is: packing a few bytes would cost more than everything else of the call', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const { board } = await server.openBoard()
  const eve = await server.join(board, 'participant', 'Eve')
  const packed = { headers: { 'accept-encoding': 'gzip' } }

  const unknown = await eve.get('/nothing', packed)
  for (let at = 0; at < 20; at += 1) await eve.get('/statements')
  const refused = await eve.get('/statements', packed)

  expect([refused.status, unknown.status]).toEqual([429, 404])
  for (const { headers } of [refused, unknown]) expect(headers.get('content-encoding')).toBeNull()
})

it('[E2] a facilitator reads the whole board two hundred times at once, and no more; small things go on', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const { grace } = await server.openBoard()

  const statuses: number[] = []
  for (let at = 0; at < 210; at += 1) statuses.push((await grace.get('/statements')).status)

  expect(statuses.slice(0, 199)).toEqual(Array(199).fill(200))
  expect(statuses.at(-1)).toBe(429)
  expect((await grace.get('/links')).status).toBe(200)
})

it('[E2][S4] what only looks is cheap, what writes is dear', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const { board } = await server.openBoard()
  const eve = await server.join(board, 'participant', 'Eve')

  for (let at = 0; at < 150; at += 1) expect((await eve.get('')).status).toBe(200)
  const statuses: number[] = []
  for (let at = 0; at < 6; at += 1)
    statuses.push((await eve.patch(`/people/${eve.id}`, { name: `E${at}` })).status)

  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
})

it.each([
  ['told', true],
  ['not told', false],
])(
  '[E2] large bodies without end are refused also from a facilitator, their length %s; others go on',
  async (_, isTold) => {
    const server = await openTestServer()
    server.time.now = 1_800_000_000_000
    const { board, grace } = await server.openBoard()
    const ada = await server.join(board, 'facilitator', 'Ada')
    const deep = '['.repeat(200_000)
    const send = () =>
      grace.post('/links', deep, {
        type: 'application/json',
        ...(isTold && { headers: { 'content-length': String(deep.length) } }),
      })

    const statuses: number[] = []
    for (let at = 0; at < 30; at += 1) statuses.push((await send()).status)

    expect(statuses.filter((it) => it === 400)).toHaveLength(16)
    const refused = await send()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
    for (const other of [ada, grace]) expect((await other.get('/links')).status).toBe(200)
    server.time.now += 5_000
    expect((await send()).status).toBe(400)
  },
)

it('[E2] a report of several megabytes is imported again and again, each key of it paid for once', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const { grace } = await server.openBoard()
  const report = `text,source,number\n${`"${'People are told. '.repeat(200)}",F,1\n`.repeat(1_200)}`
  expect(report.length).toBeGreaterThan(4_000_000)

  const statuses: number[] = []
  for (let at = 0; at < 8; at += 1) {
    const headers = { 'idempotency-key': `report-${at}` }
    statuses.push((await grace.post('/statements', report, { type: 'text/csv', headers })).status)
  }
  expect(statuses).toEqual(Array(8).fill(200))
})

it('[E2] small imports without end are refused also from a facilitator', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const { grace } = await server.openBoard()
  const one = () => grace.post('/statements', 'text\nOne', { type: 'text/csv' })

  const statuses: number[] = []
  for (let at = 0; at < 60; at += 1) statuses.push((await one()).status)

  expect(statuses.slice(0, 49)).toEqual(Array(49).fill(200))
  expect(statuses.at(-1)).toBe(429)
})

it('[E2][S4] a name changed by joining again and again is no way around it', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const { board } = await server.openBoard()
  const device = server.device()
  await server.join(board, 'participant', 'Eve', device)
  const again = (name: string) =>
    device.ask('POST', `/api/boards/${board.board.id}/join`, {
      body: { key: server.keyOf(board, 'participant'), name },
    })

  const statuses: number[] = []
  for (let at = 0; at < 25; at += 1) statuses.push((await again(`Eve ${at}`)).status)

  expect(statuses.filter((it) => it === 200)).toHaveLength(20)
  expect(statuses.at(-1)).toBe(429)
})

it('[E2][S4] a link lets in a hall full of people at once, then some a second; other links go on', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const board = await server.startBoard()
  const come = (role: 'participant' | 'facilitator', from = '203.0.113.7') =>
    server.device().ask<JoinReply>('POST', `/api/boards/${board.board.id}/join`, {
      body: { key: server.keyOf(board, role), name: 'Somebody' },
      from,
    })

  const replies = await Promise.all(Array.from({ length: 610 }, () => come('participant')))

  expect(replies.filter((it) => it.status === 200)).toHaveLength(600)
  const refused = replies.filter((it) => it.status === 429)
  expect(refused).toHaveLength(10)
  expect(refused[0]?.headers.get('retry-after')).toBe('30')
  expect(refused[0]?.body).toMatchObject({
    error: { code: 'door_crowded', message: expect.stringMatching(/Wait half a minute/) },
  })
  expect((await come('facilitator')).status).toBe(200)
  expect((await come('participant', '198.51.100.9')).status).toBe(200)
  server.time.now += 15_000
  const later = await Promise.all(Array.from({ length: 20 }, () => come('participant')))
  expect(later.filter((it) => it.status === 200)).toHaveLength(15)
})

it('[E2][S4] whoever opens a link is not counted before they give a name, whatever else their browser has joined', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const [other, board] = [await server.startBoard(), await server.startBoard()]
  const device = server.device()
  await server.join(other, 'participant', 'Ama', device)
  const come = (name?: string) =>
    device.ask<JoinReply>('POST', `/api/boards/${board.board.id}/join`, {
      body: { key: server.keyOf(board, 'participant'), name },
      from: '203.0.113.7',
    })

  const looks = await Promise.all(Array.from({ length: 610 }, () => come()))

  expect(looks.map((it) => it.body)).toEqual(Array(610).fill(expect.objectContaining({ needs: 'name' })))
  expect((await come('Ama')).status).toBe(200)
})

it('[E2][S4] a link lets in no more from a hundred addresses than from two; who was in comes back', async () => {
  const clock = testClock()
  const comers = openComers(clock)

  const problems = Array.from({ length: 1_100 }, (_, at) => comers.take('link', `address ${at % 100}`))

  expect(problems.filter((it) => it === null)).toHaveLength(1_000)
  expect(comers.take('another link', 'address 1')).toBeNull()
  clock.advance(10_000)
  expect(Array.from({ length: 40 }, () => comers.take('link', 'new')).filter((it) => !it)).toHaveLength(30)
})

it('[E2] whoever has joined comes back by a link that is crowded', async () => {
  const server = await openTestServer()
  server.time.now = 1_800_000_000_000
  const board = await server.startBoard()
  const device = server.device()
  const ama = await server.join(board, 'participant', 'Ama', device)
  const come = (who = server.device()) =>
    who.ask<JoinReply>('POST', `/api/boards/${board.board.id}/join`, {
      body: { key: server.keyOf(board, 'participant'), name: 'Ama' },
    })
  await Promise.all(Array.from({ length: 600 }, () => come()))

  expect((await come()).status).toBe(429)
  expect((await come(device)).body).toMatchObject({ participant: { id: ama.id } })
})

it('[E2][S4] a board that somebody filled with people still lets its facilitators in', async () => {
  const server = await openTestServer()
  const board = await server.startBoard()
  const room = await server.rooms.open(board.board.id)
  await room.store.people.update((it) => ({
    ...it,
    participants: Object.fromEntries(
      Array.from({ length: LIMITS.participants }, (_, at) => [
        `p${at}`,
        { id: `p${at}`, name: 'Eve', role: 'participant' as const, joinedAt: 1 },
      ]),
    ),
  }))

  await expect(server.join(board, 'participant', 'Ama')).rejects.toThrow(/board_full/)
  const grace = await server.join(board, 'facilitator', 'Grace')
  expect((await grace.get('/links')).status).toBe(200)
})

it('[E6] whoever has used nothing lately is forgotten, whoever owes is not', () => {
  const clock = testClock()
  const pace = openPace(clock, 1, 2)
  for (let at = 0; at < 999; at += 1) pace.take(`passing ${at}`)
  clock.advance(10_000)
  pace.take('eve', 2)

  for (let at = 0; at < 2_000; at += 1) pace.take(`more ${at}`)

  expect(pace.take('eve')).toMatchObject({ code: 'too_many' })
  expect(pace.size).toBeLessThan(2_100)
})

it('[S4] what a person may do at once is more than pages do', () => {
  const clock = testClock()
  const calls = callPace(clock)

  for (let at = 0; at < 10; at += 1) expect(calls.take('ama', DEAR)).toBeNull()
})
