import { describe, expect, it } from 'vitest'
import { watchLapsing } from '../../../server/lapsing.ts'
import type { RoomSocket } from '../../../server/sync/contract.ts'
import type { LinkReply } from '../../../shared/api.ts'
import { systemClock } from '../../../shared/clock.ts'
import { openTestServer } from '../../support/server.ts'

describe('links', () => {
  it('are listed, made, renamed and limited by a facilitator', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    const made = await grace.post<LinkReply>('/links', { role: 'participant', label: 'Ward managers' })
    const renamed = await grace.patch<LinkReply>(`/links/${made.body.id}`, { label: 'Governors' })
    const { body } = await grace.get<LinkReply[]>('/links')

    expect(made.status).toBe(201)
    expect(renamed.body).toMatchObject({ label: 'Governors', path: made.body.path })
    expect(body).toHaveLength(5)

    for (let count = body.length; count < 50; count += 1) await grace.post('/links', { role: 'observer' })
    expect((await grace.post('/links', { role: 'observer' })).status).toBe(422)
  })

  it.each(['participant', 'reviewer', 'observer'] as const)('are nothing for a %s', async (role) => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const member = await server.join(board, role)

    const replies = await Promise.all([
      member.get('/links'),
      member.post('/links', { role: 'facilitator' }),
      member.patch(`/links/${grace.as}`, { withdraw: true }),
    ])

    expect(replies.map((it) => it.status)).toEqual([403, 403, 403])
  })

  it('when renewed open with the new key only, and leave those inside where they are', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    const { id } = board.links.participant

    const { body } = await grace.patch<LinkReply>(`/links/${id}`, { renew: true })

    await expect(server.join(board, 'participant', 'Ben')).rejects.toThrow('link_invalid')
    const renewed = { ...board, links: { ...board.links, participant: body } }
    expect((await (await server.join(renewed, 'participant', 'Ben')).get('')).status).toBe(200)
    expect((await ama.get('')).status).toBe(200)
  })

  it('[link-4] when withdrawn close their sockets at once, and open nothing again', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    const projector = await server.join(board, 'observer', null)
    const room = await server.rooms.open(board.board.id)
    const closed: [string, number][] = []
    const sit = (who: typeof ama, role: 'participant' | 'observer') => {
      const socket: RoomSocket = {
        send: () => {},
        close: (code) => closed.push([who.id, code]),
        bufferedAmount: 0,
      }
      room.join(socket, { participant: who.id, role, link: who.as }, { speaksOurs: true, epoch: null })
    }
    sit(ama, 'participant')
    sit(projector, 'observer')

    await grace.patch(`/links/${ama.as}`, { withdraw: true })

    expect(closed).toEqual([[ama.id, 4401]])
    expect(await ama.get('')).toMatchObject({ status: 401, body: { error: { code: 'link_withdrawn' } } })
    await expect(server.join(board, 'participant', 'Ben')).rejects.toThrow('link_withdrawn')
    expect((await projector.get('')).status).toBe(200)
    expect((await grace.patch(`/links/${ama.as}`, { renew: true })).status).toBe(422)
  })

  it('[S3] when their time is up open nothing, and their sockets close within a second', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    const room = await server.rooms.open(board.board.id)
    const closed: number[] = []
    const socket: RoomSocket = { send: () => {}, close: (code) => closed.push(code), bufferedAmount: 0 }
    room.join(
      socket,
      { participant: ama.id, role: 'participant', link: ama.as },
      { speaksOurs: true, epoch: null },
    )
    let look = () => {}
    const clock = {
      ...systemClock,
      now: () => server.time.now ?? Date.now(),
      after: (_: number, run: () => void) => {
        look = run
        return () => {}
      },
    }
    watchLapsing({ registry: server.stores.registry, rooms: server.rooms, clock })
    await grace.patch(`/links/${ama.as}`, { expiresAt: Date.now() + 60_000 })

    look()
    expect([closed, (await ama.get('')).status]).toEqual([[], 200])

    server.time.now = Date.now() + 61_000
    look()
    expect([closed, (await ama.get('')).status]).toEqual([[4401], 401])
  })

  it('never leave a board without a way in for its facilitators', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    const last = await grace.patch(`/links/${grace.as}`, { withdraw: true })
    await grace.post('/links', { role: 'facilitator' })
    const second = await grace.patch(`/links/${grace.as}`, { withdraw: true })

    expect([last.status, second.status]).toEqual([422, 200])
  })

  it('[D9] of another board are not there', async () => {
    const server = await openTestServer()
    const mine = await server.openBoard()
    const theirs = await server.openBoard()

    const { status, body } = await mine.grace.patch(`/links/${theirs.grace.as}`, { withdraw: true })

    expect([status, body]).toMatchObject([404, { error: { code: 'item_unknown' } }])
    expect((await theirs.grace.get('')).status).toBe(200)
  })

  it.each([
    [{ role: 'owner' }],
    [{}],
    [{ role: 'observer', expiresAt: -1 }],
    [{ role: 'observer', id: 'mine' }],
  ])('are not made of %j', async (body) => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    expect((await grace.post('/links', body)).status).toBe(422)
  })
})
