import { describe, expect, it } from 'vitest'
import { openBoardEntries } from '../../../server/board-entries.ts'
import { capabilitiesFrom } from '../../../server/capability.ts'
import { openDoors } from '../../../server/people/doors.ts'
import type { JoinReply, PersonCodeReply, SeatReply } from '../../../shared/api.ts'
import type { ChoiceReply } from '../../../shared/consult/calls.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { quiet } from '../../support/rooms.ts'
import { type Device, openTestServer } from '../../support/server.ts'
import { testClock } from '../../support/test-clock.ts'

type Joined = Extract<JoinReply, { participant: object }>
const MINUTE = 60_000

async function world() {
  const server = await openTestServer()
  server.time.now = Date.UTC(2027, 3, 1, 9)
  const { board, grace } = await server.openBoard()
  const ama = await server.join(board, 'participant', 'Ama')
  await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1', 'F2'] }] })
  await ama.put('/votes/1/choices/F1', { choice: 'new-action' })
  const codeOf = (who: typeof ama, kind = 'device') =>
    who.post<PersonCodeReply>(`/people/${who.id}/code`, { for: kind })
  const use = (code: string, device: Device = server.device(), more = {}) =>
    device.ask<Joined>('POST', '/api/join', { body: { code, ...more } })
  const pass = (ms: number) => {
    server.time.now = (server.time.now ?? 0) + ms
  }
  return { server, board, grace, ama, codeOf, use, pass }
}

describe('[people-3] going on elsewhere by a code', () => {
  it('is the same person there, with their choices, and works once', async () => {
    const { server, board, ama, codeOf, use } = await world()
    const { body, status } = await codeOf(ama)
    const phone = server.device()

    const there = await use(body.code.toLowerCase(), phone)
    const again = await use(body.code)

    expect(status).toBe(201)
    expect(there.body).toMatchObject({ participant: { id: ama.id, name: 'Ama' }, board: board.board.id })
    expect(again).toMatchObject({ status: 404, body: { error: { code: 'code_wrong' } } })
    const onPhone = server.memberOf(board.board.id, phone, ama.id, there.body.as)
    const mine = await onPhone.get<ChoiceReply[]>('/votes/1/choices')
    expect(mine.body).toMatchObject([{ statement: 'F1', choice: 'new-action' }])
    expect((await ama.get('')).status).toBe(200)
  })

  it('of two devices that use it at once lets one in', async () => {
    const { ama, codeOf, use } = await world()
    const { code } = (await codeOf(ama)).body

    const replies = await Promise.all([use(code), use(code), use(code)])

    expect(replies.map((it) => it.status).sort()).toEqual([200, 404, 404])
  })

  it('is over after ten minutes, or with the next one, or with the link', async () => {
    const { server, board, grace, ama, codeOf, use, pass } = await world()
    const first = (await codeOf(ama)).body.code
    const second = (await codeOf(ama)).body.code
    expect((await use(first)).status).toBe(404)
    pass(10 * MINUTE)
    expect((await use(second)).status).toBe(404)

    const slip = (await codeOf(ama, 'later')).body.code
    pass(23 * 60 * MINUTE)
    await grace.patch(`/links/${board.links.participant.id}`, { withdraw: true })
    expect((await use(slip)).status).toBe(404)
    expect(server.logged.join()).not.toContain(slip)
  })

  it('opens nothing once its time is over, also where it is only looked up', async () => {
    const { server, board, ama } = await world()
    const { stores } = server
    const clock = testClock()
    const entries = openBoardEntries(stores.registry)
    const doors = openDoors({ stores, entries, capabilities: capabilitiesFrom(stores.serverSecret), clock })
    const grant = { participant: ama.id, role: 'participant', link: ama.as } as const
    const code = await doors.codeFor(board.board.id, { ...grant, device: '', at: 0 }, clock.now() + MINUTE)

    expect(doors.find(code)).toMatchObject({ person: { participant: ama.id } })
    clock.advance(MINUTE)
    expect(doors.find(code)).toBeNull()
  })

  it('is one’s own to make: a facilitator makes none for somebody else, an observer none at all', async () => {
    const { server, board, grace, ama } = await world()
    const wall = await server.join(board, 'observer', null)

    expect((await grace.post(`/people/${ama.id}/code`, { for: 'device' })).status).toBe(403)
    expect((await wall.post(`/people/${wall.id}/code`, { for: 'device' })).status).toBe(403)
  })

  it('is kept as a hash: nothing on disk holds it', async () => {
    const { server, board, ama, codeOf } = await world()
    const { code } = (await codeOf(ama)).body

    const entry = server.stores.registry.board(board.board.id)

    expect(entry?.codes).toHaveLength(1)
    expect(JSON.stringify(entry)).not.toContain(code)
  })

  it('[door-2] after thirty wrong ones from an address not even the right one opens, for a while', async () => {
    const { server, ama, codeOf, use, pass } = await world()
    const { code } = (await codeOf(ama)).body
    const wrong = () => use('BCDFGHJK')

    const replies = await Promise.all(Array.from({ length: 40 }, wrong))

    expect(replies.filter((it) => it.status === 404)).toHaveLength(30)
    expect(replies.filter((it) => it.status === 429)).toHaveLength(10)
    expect((await use(code)).status).toBe(429)
    const elsewhere = await server
      .device()
      .ask('POST', '/api/join', { body: { code: 'nonsense' }, from: '10.0.0.9' })
    expect(elsewhere.status).toBe(404)
    pass(MINUTE)
    expect((await use(code)).status).toBe(200)
  })
})

describe('[people-4] somebody who answers on another’s device', () => {
  it('is a participant of their own, whose choices are theirs, and counts as one', async () => {
    const { server, board, ama } = await world()
    const added = await ama.post<SeatReply>('/people/here', { name: 'Zoë' })
    const { seat, participant } = added.body
    const zoe = (path: string) => `/api/boards/${board.board.id}${path}?as=${ama.as}&seat=${seat}`

    await ama.device.ask('PUT', zoe('/votes/1/choices/F1'), { body: { choice: 'watching-brief' } })

    expect(added.status).toBe(201)
    expect(participant.id).not.toBe(ama.id)
    const hers = await ama.device.ask<ChoiceReply[]>('GET', zoe('/votes/1/choices'))
    expect(hers.body).toMatchObject([{ choice: 'watching-brief' }])
    expect((await ama.get('/votes/1/choices')).body).toMatchObject([{ choice: 'new-action' }])
    const room = await server.rooms.open(board.board.id)
    expect(room.reads.snapshot().live.votes.get('F1')).toMatchObject({ answered: 2, expected: 2 })
    expect((await ama.device.ask('POST', zoe('/people/here'), { body: { name: 'Cy' } })).status).toBe(403)
    const otherDevice = await server.device().ask('GET', zoe('/votes/1/choices'))
    expect(otherDevice.status).toBe(401)
  })

  it('on a facilitator’s device takes part, and runs nothing', async () => {
    const { grace, board } = await world()
    const { seat, as } = (await grace.post<SeatReply>('/people/here', { name: 'Zoë' })).body
    const zoe = (path: string, by = as) => `/api/boards/${board.board.id}${path}?as=${by}&seat=${seat}`

    expect(as).toBe(board.links.participant.id)
    expect((await grace.device.ask('GET', zoe('/links', grace.as))).status).toBe(404)

    expect((await grace.device.ask('GET', zoe('/links'))).status).toBe(403)
    expect(
      (await grace.device.ask('PUT', zoe('/votes/1/choices/F1'), { body: { choice: 'due-regard' } })).status,
    ).toBe(200)
  })

  it('hands it back: the device opens nothing of theirs, and a slip with a code brings them in again', async () => {
    const { server, board, ama, use } = await world()
    const { seat, participant } = (await ama.post<SeatReply>('/people/here', { name: 'Zoë' })).body
    const at = (path: string, by = seat) => `/api/boards/${board.board.id}${path}?as=${ama.as}&seat=${by}`
    await ama.device.ask('PUT', at('/votes/1/choices/F1'), { body: { choice: 'watching-brief' } })
    const slip = await ama.device.ask<PersonCodeReply>('POST', at(`/people/${participant.id}/code`), {
      body: { for: 'later' },
    })

    await ama.device.ask('POST', at('/leave'), { body: {} })

    expect((await ama.device.ask('GET', at('/votes/1/choices'))).status).toBe(404)
    expect((await ama.get('/votes/1/choices')).body).toMatchObject([{ choice: 'new-action' }])
    const back = await use(slip.body.code, ama.device, { seat: true })
    expect(back.body).toMatchObject({ participant: { id: participant.id }, as: ama.as })
    expect(back.body.seat).not.toBe(seat)
    const hers = await ama.device.ask<ChoiceReply[]>('GET', at('/votes/1/choices', back.body.seat))
    expect(hers.body).toMatchObject([{ choice: 'watching-brief' }])
    expect((await ama.get<{ me: { id: string } }>('')).body.me.id).toBe(ama.id)
    expect(server.fatal).toEqual([])
  })

  it('is one of so many: nobody fills a board with people of their own making', async () => {
    const { ama } = await world()
    const adding = Array.from({ length: LIMITS.guests + 3 }, (_, n) =>
      ama.post<SeatReply>('/people/here', { name: `Guest ${n}` }),
    )

    const replies = await Promise.all(adding)

    expect(replies.filter((it) => it.status === 201)).toHaveLength(LIMITS.guests)
    expect(replies.find((it) => it.status !== 201)).toMatchObject({ body: { error: { code: 'board_full' } } })
  })

  it('is one of so many also where several are added at once on a slow disk', async () => {
    const { server, board, ama } = await world()
    for (let n = 1; n < LIMITS.guests; n += 1) await ama.post('/people/here', { name: `Guest ${n}` })
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    server.stores.faults.before = ({ what }) => (what === 'append' ? held : undefined)

    const adding = ['Zoe', 'Yan'].map((name) => ama.post<SeatReply>('/people/here', { name }))
    for (let turns = 0; turns < 20; turns += 1) await quiet()
    letGo()

    expect((await Promise.all(adding)).map((it) => it.status).sort()).toEqual([201, 422])
    const { participants } = (await server.rooms.open(board.board.id)).store.people.read()
    expect(Object.values(participants).filter((it) => it.host === ama.id)).toHaveLength(LIMITS.guests)
  })

  it('leaves no way in behind where there is no more room', async () => {
    const { server, board, ama } = await world()
    const room = await server.rooms.open(board.board.id)
    for (let n = 0; n < LIMITS.guests; n += 1) await ama.post('/people/here', { name: `Guest ${n}` })
    const before = Array.from(room.state.grants()).length

    expect((await ama.post('/people/here', { name: 'One more' })).body).toMatchObject({
      error: { code: 'board_full' },
    })

    expect(Array.from(room.state.grants())).toHaveLength(before)
  })

  it('who went on with a device of their own has no guests: or one person would bring hundreds', async () => {
    const { server, board, ama, use } = await world()
    const { seat, participant } = (await ama.post<SeatReply>('/people/here', { name: 'Zoë' })).body
    const at = `/api/boards/${board.board.id}/people/${participant.id}/code?as=${ama.as}&seat=${seat}`
    const { code } = (await ama.device.ask<PersonCodeReply>('POST', at, { body: { for: 'later' } })).body
    const phone = server.device()
    const there = await use(code, phone)
    const zoe = server.memberOf(board.board.id, phone, participant.id, there.body.as)

    expect((await zoe.get('')).status).toBe(200)
    expect(await zoe.post('/people/here', { name: 'Cy' })).toMatchObject({
      body: { error: { code: 'board_full' } },
    })
  })

  it('may not be a reviewer’s or an observer’s guest', async () => {
    const { server, board } = await world()
    for (const role of ['reviewer', 'observer'] as const) {
      const host = await server.join(board, role, 'Host')
      expect((await host.post('/people/here', { name: 'Zoë' })).status).toBe(403)
    }
  })

  describe('whose page was closed without handing back', () => {
    async function closed() {
      const { server, board, grace, ama, use } = await world()
      const { seat, participant } = (await ama.post<SeatReply>('/people/here', { name: 'Zoë' })).body
      const path = (below: string, by: string, as = ama.as) =>
        `/api/boards/${board.board.id}${below}?as=${as}&seat=${by}`
      const put = (statement: string, by: string, choice: string | null) =>
        ama.device.ask('PUT', path(`/votes/1/choices/${statement}`, by), { body: { choice } })
      const mine = (by: string) => ama.device.ask<ChoiceReply[]>('GET', path('/votes/1/choices', by))
      await put('F1', seat, 'watching-brief')
      return { server, board, grace, ama, use, seat, zoe: participant, path, put, mine }
    }

    it('goes on as themselves where the owner of the device lets them, who is shown nothing of theirs', async () => {
      const { server, board, ama, seat, zoe, put, mine } = await closed()
      expect((await ama.get('/people/here')).body).toEqual({ guests: [zoe] })

      const again = await ama.post<SeatReply>(`/people/here/${zoe.id}`, {})
      const { seat: now } = again.body

      expect(again).toMatchObject({ status: 201, body: { participant: { id: zoe.id } } })
      expect((await mine(now)).body).toEqual([
        { statement: 'F1', round: 1, choice: null, late: false, withheld: true },
      ])
      for (const choice of ['due-regard', null])
        expect(await put('F1', now, choice)).toMatchObject({
          status: 403,
          body: { error: { code: 'choice_withheld' } },
        })
      expect((await put('F2', now, 'due-regard')).status).toBe(200)
      expect((await put('F2', now, 'new-action')).status).toBe(200)
      expect((await mine(now)).body[1]).toMatchObject({ statement: 'F2', choice: 'new-action' })
      const room = await server.rooms.open(board.board.id)
      expect(room.state.votes.roundOf('F1')?.round.ballots.size).toBe(2)
      // The page that was lost is not two people's now.
      expect((await mine(seat)).status).toBe(404)
    })

    it('a seat the owner opened makes no code, for that would open the rest', async () => {
      const { ama, zoe, path } = await closed()
      const { seat } = (await ama.post<SeatReply>(`/people/here/${zoe.id}`, {})).body
      const code = await ama.device.ask('POST', path(`/people/${zoe.id}/code`, seat), {
        body: { for: 'later' },
      })
      expect(code.status).toBe(403)
    })

    it('nobody else opens it, nor the owner once they have handed the device back', async () => {
      const { server, board, grace, ama, seat, zoe, path } = await closed()
      const ben = await server.join(board, 'participant', 'Ben')
      for (const other of [ben, grace])
        expect((await other.post(`/people/here/${zoe.id}`, {})).status).toBe(404)
      await ama.device.ask('POST', path('/leave', seat), { body: {} })
      expect((await ama.get('/people/here')).body).toEqual({ guests: [] })
      expect((await ama.post(`/people/here/${zoe.id}`, {})).status).toBe(409)
    })
  })

  it('[vote-12] everybody is told with the result how many answered on whose device', async () => {
    const { server, board, grace, ama } = await world()
    const vote = async (host: typeof ama, name: string) => {
      const { seat, as } = (await host.post<SeatReply>('/people/here', { name })).body
      const at = `/api/boards/${board.board.id}/votes/1/choices/F1?as=${as}&seat=${seat}`
      await host.device.ask('PUT', at, { body: { choice: 'due-regard' } })
    }
    await vote(ama, 'Zoë')
    for (const name of ['Guest 1', 'Guest 2', 'Guest 3']) await vote(grace, name)
    await grace.patch('/votes/1', { show: ['F1', 'F2'] })
    const { live } = (await server.rooms.open(board.board.id)).reads.snapshot()
    expect(live.votes.get('F1')?.result).toMatchObject({
      answered: 5,
      onLent: { byFacilitators: 3, byOthers: 1 },
    })
    expect(live.votes.get('F2')?.result).not.toHaveProperty('onLent')
  })
})
