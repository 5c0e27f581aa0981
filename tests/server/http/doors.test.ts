import { describe, expect, it } from 'vitest'
import type { DoorsReply, JoinReply } from '../../../shared/api.ts'
import { type Device, openTestServer } from '../../support/server.ts'

type Open = Extract<DoorsReply, { open: true }>
const MINUTE = 60_000

async function world() {
  const server = await openTestServer()
  server.time.now = Date.UTC(2027, 3, 1, 9)
  const { board, grace } = await server.openBoard()
  const set = (change: object, who = grace) => who.patch<Open>('/doors', change)
  const come = (code: string, device: Device = server.device(), more: object = { name: 'Ama' }) =>
    device.ask<JoinReply>('POST', '/api/join', { body: { code, ...more } })
  const wall = (key: string) =>
    server.device().ask<DoorsReply>('POST', `/api/boards/${board.board.id}/wall`, { body: { key } })
  return { server, board, grace, set, come, wall }
}

describe('[door-1] the doors of a board', () => {
  it('open, let people in by a code as its link does; asked without a name they ask for one', async () => {
    const { server, board, set, come } = await world()
    const { body } = await set({ open: true, from: false, minutes: 20 })
    const device = server.device()

    const asked = await come(body.code, device, {})
    const joined = await come(`${body.code.slice(0, 3)} ${body.code.slice(3)}`, device)

    expect(body).toMatchObject({ open: true, link: board.links.participant.id })
    expect(body.code).toMatch(/^[2-9BCDFGHJKMNPQRSTVWXYZ]{6}$/)
    expect(asked.body).toMatchObject({ needs: 'name', role: 'participant', board: { id: board.board.id } })
    expect(joined.body).toMatchObject({ participant: { name: 'Ama' }, as: board.links.participant.id })
    expect(JSON.stringify(server.stores.registry.board(board.board.id))).not.toContain(body.code)
    expect(server.logged.join()).not.toContain(body.code)
  })

  it('closed, open nothing at once; opened again they have another code', async () => {
    const { set, come, grace } = await world()
    const first = (await set({ open: true, from: false })).body.code
    await set({ open: false, from: true })

    expect((await come(first)).status).toBe(404)
    const second = (await set({ open: true, from: false })).body.code
    expect(second).not.toBe(first)
    expect((await come(second)).status).toBe(200)
    expect((await grace.get('/doors')).body).toMatchObject({ open: true, code: second })
  })

  it('close by themselves at their time, and may be held open longer by the same code', async () => {
    const { server, set, come, grace } = await world()
    const { code } = (await set({ open: true, from: false, minutes: 10 })).body
    server.time.now = (server.time.now ?? 0) + 9 * MINUTE
    const longer = (await set({ open: true, from: true, minutes: 10 })).body
    server.time.now += 9 * MINUTE

    expect(longer.code).toBe(code)
    expect((await come(code)).status).toBe(200)
    server.time.now += MINUTE
    expect((await come(code)).status).toBe(404)
    expect((await grace.get('/doors')).body).toEqual({ open: false })
  })

  it('end with their link', async () => {
    const { board, grace, set, come } = await world()
    const { code } = (await set({ open: true, from: false })).body

    await grace.patch(`/links/${board.links.participant.id}`, { withdraw: true })

    expect((await come(code)).status).toBe(404)
    expect((await set({ open: true, from: false })).status).toBe(422)
  })

  it('are a facilitator’s to open, never by a link that runs the board, and by one of two at once', async () => {
    const { server, board, grace, set } = await world()
    const ben = await server.join(board, 'participant', 'Ben')
    const screen = await server.join(board, 'observer', null)
    const hal = await server.join(board, 'facilitator', 'Hal')

    for (const other of [ben, screen]) {
      expect((await set({ open: true, from: false }, other)).status).toBe(403)
      expect((await other.get('/doors')).status).toBe(403)
    }
    expect((await set({ open: true, from: false, link: board.links.facilitator.id })).status).toBe(422)
    const replies = await Promise.all([
      set({ open: true, from: false }),
      set({ open: true, from: false }, hal),
    ])
    expect(replies.map((it) => it.status).sort()).toEqual([200, 409])
    expect((await set({ open: false, from: false }, grace)).status).toBe(409)
  })

  it('are told to a projector that holds the link people join by, and to no other', async () => {
    const { server, board, set, wall } = await world()
    const { code } = (await set({ open: true, from: false })).body

    expect((await wall(server.keyOf(board, 'participant'))).body).toMatchObject({ open: true, code })
    expect((await wall(server.keyOf(board, 'observer'))).status).toBe(404)
    // A code would make a participant of whoever only reviews.
    expect((await wall(server.keyOf(board, 'reviewer'))).body).toEqual({ open: false })
    expect((await wall(`x.${'A'.repeat(22)}`)).status).toBe(404)
    await set({ open: false, from: true })
    expect((await wall(server.keyOf(board, 'participant'))).body).toEqual({ open: false })
  })

  it('[people-2] lead to the invited list as a link does', async () => {
    const { server, board, grace, set, come } = await world()
    await grace.post('/invited', { rows: [{ row: 1, name: 'Ama Osei' }] })
    const { code } = (await set({ open: true, from: false })).body

    const { body } = await server
      .device()
      .ask<{ names: { id: string }[] }>('POST', `/api/boards/${board.board.id}/names`, {
        body: { code, begins: 'am' },
      })
    const joined = await come(code, server.device(), { invitee: body.names[0]?.id })

    expect(joined.body).toMatchObject({ participant: { name: 'Ama Osei' } })
  })
})
