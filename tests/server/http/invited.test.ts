import { describe, expect, it } from 'vitest'
import type { JoinReply } from '../../../shared/api.ts'
import type { VoteReply } from '../../../shared/consult/calls.ts'
import type { VoteMark } from '../../../shared/consult/vote.ts'
import type { InvitedReply, InviteReply, NamesReply } from '../../../shared/invited.ts'
import { quiet } from '../../support/rooms.ts'
import { type Device, type Member, openTestServer } from '../../support/server.ts'

const ROWS = [
  { row: 2, name: 'Ama Osei', post: 'Chief nurse', group: 'Nursing' },
  { row: 3, name: 'Ben Kaur', post: 'Consultant', group: 'Medical' },
  { row: 4, name: 'Zoë Ng', post: 'Matron', group: 'Nursing', way: 'room' },
  { row: 5, name: '', post: 'Porter' },
]

async function invited(rows: object[] = ROWS) {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard()
  const reply = await grace.post<InviteReply>('/invited', { rows })
  const list = async () => (await grace.get<InvitedReply>('/invited')).body
  const idOf = async (name: string) => (await list()).invited.find((it) => it.name === name)?.id as string
  const names = (begins: string, key = server.keyOf(board, 'participant'), device = server.device()) =>
    device.ask<NamesReply>('POST', `/api/boards/${board.board.id}/names`, { body: { key, begins } })
  const pick = (invitee: string, device: Device = server.device(), more = {}) =>
    device.ask<JoinReply>('POST', `/api/boards/${board.board.id}/join`, {
      body: { key: server.keyOf(board, 'participant'), invitee, ...more },
    })
  return { server, board, grace, reply, list, idOf, names, pick }
}

describe('the invited list', () => {
  it('[people-1] [people-5] is made, read and corrected by facilitators alone', async () => {
    const { server, board, grace, reply, list, idOf } = await invited()
    const ben = await server.join(board, 'participant', 'Ben')
    const rae = await server.join(board, 'reviewer', 'Rae')

    expect(reply.body).toEqual({
      added: 3,
      updated: 0,
      unchanged: 0,
      rejected: [{ row: 5, reason: 'there is no name' }],
    })
    expect((await list()).invited.map((it) => [it.name, it.way, it.joined])).toEqual([
      ['Ama Osei', undefined, null],
      ['Ben Kaur', undefined, null],
      ['Zoë Ng', 'room', null],
    ])
    const ama = await idOf('Ama Osei')
    for (const other of [ben, rae]) {
      expect((await other.get('/invited')).status).toBe(403)
      expect((await other.post('/invited', { rows: ROWS })).status).toBe(403)
      expect((await other.patch(`/invited/${ama}`, { name: 'Eve' })).status).toBe(403)
      const path = `/api/boards/${board.board.id}/invited/${ama}?as=${other.as}`
      expect((await other.device.ask('DELETE', path)).status).toBe(403)
      expect((await other.get('')).text).not.toContain('Osei')
      expect((await other.get('/people')).text).not.toContain('Osei')
    }
    await grace.patch(`/invited/${ama}`, { post: '', group: 'Quality' })
    expect((await list()).invited[0]).toEqual({ id: ama, name: 'Ama Osei', group: 'Quality', joined: null })
    const gone = await grace.device.ask(
      'DELETE',
      `/api/boards/${board.board.id}/invited/${ama}?as=${grace.as}`,
    )
    expect([gone.status, (await list()).invited.length]).toEqual([200, 2])
    expect((await grace.patch('/invited/constructor', { name: 'Eve' })).status).toBe(404)
  })

  it('[people-5] two facilitators who paste at once both keep theirs', async () => {
    const { server, board, grace, list } = await invited([])
    const hal = await server.join(board, 'facilitator', 'Hal')

    await Promise.all([
      grace.post('/invited', { rows: [{ row: 1, name: 'Ama' }] }),
      hal.post('/invited', { rows: [{ row: 1, name: 'Ben' }] }),
      hal.post('/invited', { rows: [{ row: 1, name: 'ama' }] }),
    ])

    expect((await list()).invited.map((it) => it.name).sort()).toEqual(['Ben', 'ama'].sort())
  })

  it('[people-1] gives whoever may come in the names that begin as they type, and no list', async () => {
    const { server, board, names } = await invited()

    expect((await names('am')).body.names).toMatchObject([
      { name: 'Ama Osei', post: 'Chief nurse', taken: false },
    ])
    expect((await names('ose')).body.names).toHaveLength(1)
    expect((await names('zoe n')).body.names).toMatchObject([{ name: 'Zoë Ng' }])
    expect((await names('sei')).body.names).toEqual([])
    expect((await names('ama ng')).body.names).toEqual([])
    expect((await names('a .')).body.names).toEqual([])
    expect((await names('a')).status).toBe(422)
    expect((await names('  .')).status).not.toBe(200)
    expect((await names('am')).text).not.toContain('Nursing')
    expect((await names('am', server.keyOf(board, 'observer'))).status).toBe(404)
    expect((await names('am', `x.${'A'.repeat(22)}`)).status).toBe(404)
    const asked = await server.device().ask<JoinReply>('POST', `/api/boards/${board.board.id}/join`, {
      body: { key: server.keyOf(board, 'participant') },
    })
    expect(asked.body).toMatchObject({ needs: 'name', invited: true })
  })

  it('[people-1] gives a few names only, however many begin so', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => ({ row: at + 2, name: `Ama ${at}`, post: 'Nurse' }))
    const { names } = await invited(rows)

    expect((await names('ama')).body.names).toHaveLength(8)
  })

  it('[C11] nobody is called what every object has', async () => {
    const { grace } = await invited()
    for (const id of ['constructor', '__proto__', 'toString'])
      expect((await grace.patch(`/people/${id}`, { name: 'Zoe' })).status).toBe(404)
  })

  it('[people-2] whoever looks on takes no name of the list', async () => {
    const { server, board, idOf, list } = await invited()
    const key = server.keyOf(board, 'observer')

    const { body } = await server.device().ask<JoinReply>('POST', `/api/boards/${board.board.id}/join`, {
      body: { key, invitee: await idOf('Ama Osei') },
    })

    expect(body).toMatchObject({ participant: { name: 'View only' } })
    expect((await list()).joined).toBe(0)
  })

  it('[people-2] whoever comes again is in the group, or has the name of the list, that they say then', async () => {
    const { server, board, idOf, list } = await invited()
    const device = server.device()
    const come = (more: object) =>
      device.ask<JoinReply>('POST', `/api/boards/${board.board.id}/join`, {
        body: { key: server.keyOf(board, 'participant'), ...more },
      })

    await come({ name: 'Ama Osei', group: 'Estates' })
    const moved = await come({ name: 'Ama Osei', group: 'Nursing' })
    expect(moved.body).toMatchObject({ participant: { group: 'Nursing' } })
    const { people } = (await server.rooms.open(board.board.id)).store
    expect(Object.values(people.read().participants)).toContainEqual(
      expect.objectContaining({ name: 'Ama Osei', group: 'Nursing' }),
    )
    expect((await list()).joined).toBe(0)
    await come({ invitee: await idOf('Ama Osei') })
    expect((await list()).joined).toBe(1)
  })

  it('[people-2] a name picked is that person, with the group of the list, and nobody else’s', async () => {
    const { server, list, idOf, pick, names } = await invited()
    const ama = await idOf('Ama Osei')
    const device = server.device()

    const joined = await pick(ama, device)
    const again = await pick(ama, device)
    const other = await pick(ama)

    expect(joined.body).toMatchObject({ participant: { name: 'Ama Osei', group: 'Nursing' } })
    expect(again.body).toEqual(joined.body)
    expect(other).toMatchObject({ status: 409, body: { error: { code: 'name_taken' } } })
    expect((await names('ama')).body.names).toMatchObject([{ taken: true }])
    expect(await list()).toMatchObject({ joined: 1, tookPart: 0, others: 0 })
    expect((await pick('nobody')).status).toBe(404)
  })

  it('[people-2] of two devices that pick one name at once, one has it', async () => {
    const { server, idOf, pick, list, grace } = await invited()
    const ama = await idOf('Ama Osei')
    const devices = Array.from({ length: 4 }, () => server.device())

    const replies = await Promise.all(devices.map((it) => pick(ama, it)))

    expect(replies.map((it) => it.status).sort()).toEqual([200, 409, 409, 409])
    expect((await list()).joined).toBe(1)
    const { people } = (await grace.get<{ people: { name: string }[] }>('/people')).body
    expect(people.filter((it) => it.name === 'Ama Osei')).toHaveLength(1)
  })

  it('[people-2] of two devices that pick one name at once on a slow disk the other gets no way in', async () => {
    const { server, board, idOf, pick } = await invited()
    const ama = await idOf('Ama Osei')
    const room = await server.rooms.open(board.board.id)
    const before = Array.from(room.state.grants()).length
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    server.stores.faults.before = ({ what }) => (what === 'append' ? held : undefined)

    const picked = [1, 2].map(() => pick(ama))
    for (let turns = 0; turns < 20; turns += 1) await quiet()
    letGo()

    expect((await Promise.all(picked)).map((it) => it.status).sort()).toEqual([200, 409])
    expect(Array.from(room.state.grants())).toHaveLength(before + 1)
  })

  it('[people-6] counts who took part, of those invited, and says nothing of what they chose', async () => {
    const { server, board, grace, idOf, pick, list } = await invited()
    const device = server.device()
    const { body } = await pick(await idOf('Ama Osei'), device)
    const ama = server.memberOf(
      board.board.id,
      device,
      (body as { participant: { id: string } }).participant.id,
      (body as { as: string }).as,
    )
    const guest = await server.join(board, 'participant', 'Guest')
    const opened = await grace.post<VoteReply>('/votes', {
      packs: [{ title: 'All', statements: ['F1', 'F2'] }],
    })

    // Two of the list have a device; whoever came without being on it is expected too.
    expect(opened.body.statements.F1).toMatchObject({ expected: 3 })
    await ama.put('/votes/1/choices/F1', { choice: 'new-action' })
    await guest.put('/votes/1/choices/F1', { choice: 'new-action' })

    const reply = await grace.get<InvitedReply>('/invited')
    expect(reply.body).toMatchObject({ joined: 1, tookPart: 1, others: 1 })
    expect(reply.text).not.toContain('new-action')
    await ama.put('/votes/1/choices/F1', { choice: null })
    expect(await list()).toMatchObject({ tookPart: 0 })
  })

  it('[people-6] of those invited a vote waits for whoever has a device, and for each once', async () => {
    const { server, board, grace, idOf, pick } = await invited()
    await pick(await idOf('Ama Osei'))
    await server.join(board, 'participant', 'Uninvited')

    const { body } = await grace.post<VoteReply>('/votes', { packs: [{ title: 'All', statements: ['F1'] }] })

    // Ama and Ben, and whoever came besides; Zoë has no device.
    expect(body.statements.F1).toMatchObject({ expected: 3 })
  })

  it('[people-7] a name set free by a facilitator takes its open choices back', async () => {
    const { server, board, grace, idOf, pick } = await invited()
    const ama = await idOf('Ama Osei')
    const device = server.device()
    const first = (await pick(ama, device)).body as { participant: { id: string }; as: string }
    const lost = server.memberOf(board.board.id, device, first.participant.id, first.as)
    await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1', 'F2'] }] })
    await lost.put('/votes/1/choices/F1', { choice: 'new-action' })
    const room = await server.rooms.open(board.board.id)
    const answered = () => (room.reads.snapshot().live.votes.get('F1') as VoteMark).answered

    expect((await lost.patch(`/people/${lost.id}`, { invitee: null })).status).toBe(403)
    expect(answered()).toBe(1)
    const { code } = (await lost.post<{ code: string }>(`/people/${lost.id}/code`, { for: 'device' })).body
    expect((await grace.patch(`/people/${lost.id}`, { invitee: null })).status).toBe(200)

    expect(answered()).toBe(0)
    // Whoever has the lost device is out, and so is a code that was made on it.
    expect((await lost.get('/votes')).status).toBe(404)
    expect((await lost.put('/votes/1/choices/F1', { choice: 'due-regard' })).status).toBe(404)
    const byCode = await server.device().ask('POST', '/api/join', { body: { code } })
    expect(byCode).toMatchObject({ status: 404, body: { error: { code: 'code_wrong' } } })
    const second = await pick(ama)
    expect(second.body).toMatchObject({ participant: { name: 'Ama Osei' } })
    expect((second.body as { participant: { id: string } }).participant.id).not.toBe(lost.id)
    const stranger = await grace.patch(`/people/${lost.id}`, { invitee: ama })
    expect(stranger).toMatchObject({ status: 409, body: { error: { code: 'name_taken' } } })
  })

  it('[agree-5] tells results by the groups of the list, merged so that none is under five', async () => {
    const rows = ['Nursing', 'Medical', 'Finance'].flatMap((group, at) =>
      Array.from({ length: [6, 3, 2][at] as number }, (_, n) => ({ row: 1, name: `${group} ${n}`, group })),
    )
    const { server, board, grace, list, idOf, pick } = await invited(rows)
    const members: Member[] = []
    for (const { name } of rows) {
      const device = server.device()
      const { body } = await pick(await idOf(name), device, { group: 'Made up' })
      const { participant, as } = body as { participant: { id: string }; as: string }
      members.push(server.memberOf(board.board.id, device, participant.id, as))
    }
    await members[0]?.patch(`/people/${members[0].id}`, { group: 'Only me' })

    expect((await list()).groups).toEqual([
      { title: 'Nursing', people: 6 },
      { title: 'Finance, Medical', people: 5 },
    ])
    await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1'] }] })
    for (const it of members) await it.put('/votes/1/choices/F1', { choice: 'due-regard' })
    await grace.patch('/votes/1', { show: 'all' })
    const room = await server.rooms.open(board.board.id)
    const { result } = room.reads.snapshot().live.votes.get('F1') as VoteMark
    expect(result?.groups.map((it) => [it.group, it.tally['due-regard']])).toEqual([
      ['Finance, Medical', 5],
      ['Nursing', 6],
    ])
  })
})
