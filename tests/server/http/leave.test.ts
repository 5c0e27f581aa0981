import { describe, expect, it } from 'vitest'
import type { JoinReply, PeopleReply, PersonCodeReply } from '../../../shared/api.ts'
import { openTestServer } from '../../support/server.ts'

describe('[H6] leaving a board', () => {
  it('ends this device’s grant at once, with its sockets, and nobody else’s', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    const ben = await server.join(board, 'participant', 'Ben')
    const room = await server.rooms.open(board.board.id)
    const closed: unknown[] = []
    for (const { id, as } of [ama, ben]) {
      const close = (code: number, reason: string) => closed.push([id, code, reason])
      room.join(
        { send: () => {}, close, bufferedAmount: 0 },
        { participant: id, role: 'participant', link: as },
        { speaksOurs: true, epoch: null },
      )
    }

    const { status, headers } = await ama.post('/leave', {})

    expect(status).toBe(200)
    expect(headers.get('set-cookie')).toBeNull()
    expect(closed).toEqual([[ama.id, 4401, 'no_session']])
    expect((await ama.get('')).status).toBe(404)
    expect((await ben.get('')).status).toBe(200)
    const { body } = await ben.get<PeopleReply>('/people')
    expect(body.people.map((it) => it.name)).toContain('Ama')
  })

  it('on one of two devices sends all of theirs away for a moment, and only the other comes back', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    const { body: made } = await ama.post<PersonCodeReply>(`/people/${ama.id}/code`, { for: 'device' })
    const phone = server.device()
    const { body } = await phone.ask<JoinReply>('POST', '/api/join', { body: { code: made.code } })
    if (!('participant' in body)) throw new Error(`not let in: ${JSON.stringify(body)}`)
    const room = await server.rooms.open(board.board.id)
    const closed: unknown[] = []
    const close = (code: number, reason: string) => closed.push([code, reason])
    room.join(
      { send: () => {}, close, bufferedAmount: 0 },
      { participant: ama.id, role: 'participant', link: body.as },
      { speaksOurs: true, epoch: null },
    )

    await ama.post('/leave', {})

    expect(closed).toEqual([[1012, 'left']])
    expect((await ama.get('')).status).toBe(404)
    const onPhone = server.memberOf(board.board.id, phone, ama.id, body.as)
    expect((await onPhone.get('')).status).toBe(200)
  })

  it('is still so when the board was put away and opened again', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    await ama.post('/leave', {})
    await (await server.rooms.open(board.board.id)).settled()
    await server.rooms.close()

    const again = await openTestServer({}, server.stores)
    const back = again.memberOf(board.board.id, again.device(), ama.id, ama.as)
    back.device.cookie = ama.device.cookie

    expect((await back.get('')).status).toBe(404)
  })

  it('with the last board takes the cookie too', async () => {
    const server = await openTestServer({ PUBLIC_URL: 'https://board.example.org' })
    const board = await server.startBoard()
    const grace = await server.join(board, 'facilitator', 'Grace')
    const name = (grace.device.cookie ?? '').split('=')[0] ?? ''

    const { headers } = await grace.post('/leave', { forgetDevice: true })

    expect(headers.get('set-cookie')).toMatch(new RegExp(`^${name}=; Max-Age=0; Path=/; Secure$`))
  })

  it('lets the next person at the device in as somebody else', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    await ama.post('/leave', {})

    const { body: asked } = await ama.device.ask<JoinReply>('POST', `/api/boards/${board.board.id}/join`, {
      body: { key: server.keyOf(board, 'participant') },
    })
    expect(asked).toMatchObject({ needs: 'name' })
    const zoe = await server.join(board, 'participant', 'Zoe', ama.device)

    expect(zoe.id).not.toBe(ama.id)
    expect((await zoe.get('')).status).toBe(200)
  })

  it('needs a grant, and is no GET', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()

    const stranger = server.memberOf(board.board.id, server.device(), 'x', grace.as)
    expect((await stranger.post('/leave', {})).status).toBe(401)
    await grace.get('/leave')
    expect((await grace.get('')).status).toBe(200)
  })
})
