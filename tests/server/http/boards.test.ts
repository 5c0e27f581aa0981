import { describe, expect, it } from 'vitest'
import { exampleBoard } from '../../../server/example-board.ts'
import { startBoard } from '../../../server/new-board.ts'
import type { BoardReply, HomeReply, NewBoardReply } from '../../../shared/api.ts'
import { systemClock } from '../../../shared/clock.ts'
import { COLUMN_IDS, COLUMNS } from '../../../shared/columns.ts'
import { type Ask, openTestServer } from '../../support/server.ts'

const start = { title: 'Our response', organisation: 'Brackwater' }

describe('starting a board', () => {
  it('is free at this machine, and gives four links whose keys are in the fragment', async () => {
    const server = await openTestServer()

    const { status, body } = await server.device().ask<NewBoardReply>('POST', '/api/boards', { body: start })

    expect(status).toBe(201)
    expect(body.board.title).toBe('Our response')
    for (const role of ['facilitator', 'participant', 'reviewer', 'observer'] as const) {
      expect(body.links[role].path).toMatch(
        new RegExp(`^/b/${body.board.id}#[A-Za-z0-9]{16}\\.[A-Za-z0-9_-]{22}$`),
      )
    }
    expect(JSON.stringify(body)).not.toContain('generation')
  })

  it.each<[string, Record<string, string>, Ask]>([
    ['from another machine', {}, { from: '10.0.0.7' }],
    ['through a proxy', {}, { headers: { 'x-forwarded-for': '10.0.0.7' } }],
    ['through a proxy that says so otherwise', {}, { headers: { forwarded: 'for=10.0.0.7' } }],
    ['where the server is public', { PUBLIC_URL: 'http://board.example.org' }, {}],
  ])('%s needs the creation key', async (_, environment, ask) => {
    const server = await openTestServer({ CREATE_KEY: 'a-key-of-twenty-signs', ...environment })
    const create = (key?: string) =>
      server.device().ask('POST', '/api/boards', {
        body: start,
        ...ask,
        headers: { ...ask.headers, ...(key && { 'x-create-key': key }) },
      })

    const without = await create()
    const wrong = await create('another-key-of-twenty')
    const right = await create('a-key-of-twenty-signs')

    expect([without.status, wrong.status, right.status]).toEqual([403, 403, 201])
    expect(without.body).toMatchObject({ error: { code: 'create_key_wrong' } })
  })

  it('where the server is public without a key has one made, once', async () => {
    const first = await openTestServer({ PUBLIC_URL: 'http://board.example.org' })
    await first.startBoard()

    const second = await openTestServer({ PUBLIC_URL: 'http://board.example.org' }, first.stores)

    await expect(second.startBoard()).rejects.toThrow('create_key_wrong')
  })

  it('may begin from the example', async () => {
    const server = await openTestServer()
    const body = { ...start, template: 'example' }
    const { body: board } = await server.device().ask<NewBoardReply>('POST', '/api/boards', { body })

    const grace = await server.join(board, 'facilitator', 'Grace')

    expect((await grace.get<BoardReply>('')).body).toMatchObject({
      title: 'Our response',
      organisation: 'Brackwater',
      phase: 'open',
      example: false,
      counts: { statements: 70 },
    })
  })

  it('may begin from a template, which calls the same columns something else', async () => {
    const server = await openTestServer()
    const columnsOf = async (template?: string) => {
      const body = { ...start, ...(template && { template }) }
      const { body: board } = await server.device().ask<NewBoardReply>('POST', '/api/boards', { body })
      const grace = await server.join(board, 'facilitator', 'Grace')
      const csv = await grace.post('/statements', [{ text: 'Doors are left open.' }])
      expect(csv.status).toBe(200)
      const room = await server.rooms.open(board.board.id)
      const { columns } = room.reads.snapshot().facts
      return COLUMN_IDS.map((id) => columns[id].title)
    }

    expect(await columnsOf('inspection')).toEqual([
      'To sort',
      'To put right',
      'In hand',
      'Keep checking',
      'Set aside',
    ])
    expect(await columnsOf('triage')).toEqual(COLUMN_IDS.map((id) => COLUMNS[id].title))
    expect(await columnsOf()).toEqual(COLUMN_IDS.map((id) => COLUMNS[id].title))
  })

  it.each([
    ['no title', {}, 422],
    ['an empty title', { title: '  ' }, 422],
    ['a title that is too long', { title: 'a'.repeat(121) }, 422],
    ['a template nobody knows', { title: 'A', template: 'retro' }, 422],
    ['half of it', '{"title":', 400],
    ['too much', { title: 'A', organisation: 'x'.repeat(300_000) }, 413],
  ])('with %s is refused', async (_, body, status) => {
    const server = await openTestServer()

    expect((await server.device().ask('POST', '/api/boards', { body })).status).toBe(status)
  })

  it('as a form is refused: forms are what foreign pages can send', async () => {
    const server = await openTestServer()
    const type = 'application/x-www-form-urlencoded'

    const { status, body } = await server.device().ask('POST', '/api/boards', { body: 'title=A', type })

    expect([status, body]).toMatchObject([415, { error: { code: 'media_type' } }])
  })
})

describe('home', () => {
  it('offers the example to whoever sits at this machine, and to nobody else', async () => {
    const server = await openTestServer()
    await startBoard(
      { stores: server.stores, clock: systemClock },
      { ...exampleBoard(Date.now()), example: true },
    )

    const here = await server.device().ask<HomeReply>('GET', '/api/home')
    const elsewhere = await server.device().ask<HomeReply>('GET', '/api/home', { from: '10.0.0.7' })

    expect(here.body.example?.links.facilitator).toMatch(/^\/b\/.*#.*\./)
    expect(here.body.createKeyNeeded).toBe(false)
    expect(elsewhere.body).toMatchObject({ example: null, createKeyNeeded: true })
  })
})

describe('a board', () => {
  it('says what it is at this moment, and who asks', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')

    const { body } = await ama.get<BoardReply>('')

    expect(body).toMatchObject({
      id: board.board.id,
      title: 'Our response',
      phase: 'open',
      locked: false,
      keeping: true,
      example: false,
      counts: { statements: 3, unsorted: 3, ready: 0 },
      me: { id: ama.id, name: 'Ama', role: 'participant', as: ama.as },
    })
    expect(body.people.map((it) => it.id).sort()).toEqual([grace.id, ama.id].sort())
  })

  it('being prepared tells others that, and nothing of what stands on it', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard('preparing')
    const ama = await server.join(board, 'participant', 'Ama')

    const shown = await ama.get<BoardReply>('')
    const refused = await Promise.all(
      ['/statements', '/history', '/people', '/exports/mapping.csv', '/exports/board.json'].map((it) =>
        ama.get(it),
      ),
    )

    expect(shown.body).toMatchObject({ phase: 'preparing', counts: { statements: 0, unsorted: 0 } })
    expect(refused.map((it) => it.status)).toEqual([403, 403, 403, 403, 403])
    expect(refused[0]?.body).toMatchObject({ error: { code: 'phase_forbids' } })
  })

  it('tells an observer no names but their own', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const projector = await server.join(board, 'observer', null)

    const { text, body } = await projector.get<BoardReply>('')

    expect(body.people.map((it) => it.id)).toEqual([projector.id])
    expect(text).not.toContain('Grace')
  })

  it('changes phase and lock from the state the facilitator saw, and only from that', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard('open')

    const locked = await grace.patch<BoardReply>('', { lock: true, from: false })
    const stale = await grace.patch('', { lock: true, from: false })
    const review = await grace.patch<BoardReply>('', {
      phase: 'review',
      from: 'open',
      reason: 'Committee on Tuesday',
    })
    const staleToo = await grace.patch('', { phase: 'agreed', from: 'open' })

    expect(locked.body.locked).toBe(true)
    expect([stale.status, staleToo.status]).toEqual([409, 409])
    expect(stale.body).toMatchObject({ error: { code: 'state_stale' } })
    expect(review.body.phase).toBe('review')
  })

  it.each(['participant', 'reviewer', 'observer'] as const)(
    'is not opened or locked by a %s',
    async (role) => {
      const server = await openTestServer()
      const { board } = await server.openBoard()
      const member = await server.join(board, role)

      const phase = await member.patch('', { phase: 'agreed', from: 'open' })
      const lock = await member.patch('', { lock: true, from: false })

      expect([phase.status, lock.status]).toEqual([403, 403])
      expect(phase.body).toMatchObject({ error: { code: 'role_forbids' } })
    },
  )

  it.each([
    [{ phase: 'closed', from: 'open' }],
    [{ phase: 'review' }],
    [{ lock: 'yes', from: false }],
    [{ phase: 'review', from: 'open', lock: true }],
    [{}],
    [null],
  ])('is not changed by %j', async (change) => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    expect((await grace.patch('', change)).status).toBe(422)
  })
})
