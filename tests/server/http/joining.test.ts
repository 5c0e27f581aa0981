import { describe, expect, it } from 'vitest'
import type { JoinReply } from '../../../shared/api.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { quiet } from '../../support/rooms.ts'
import { openTestServer, type TestServer } from '../../support/server.ts'

const joinWith = (server: TestServer, board: string, body: unknown, device = server.device()) =>
  device.ask<JoinReply>('POST', `/api/boards/${board}/join`, { body })

describe('joining', () => {
  it('asks for a name where a role needs one, and grants nothing until then', async () => {
    const server = await openTestServer()
    const board = await server.startBoard('Our response')
    const device = server.device()

    const asked = await joinWith(server, board.board.id, { key: server.keyOf(board, 'participant') }, device)

    expect(asked.body).toEqual({
      needs: 'name',
      role: 'participant',
      board: { id: board.board.id, title: 'Our response', organisation: '' },
    })
    expect(device.cookie).toBeNull()
  })

  it('gives a participant, a role and the grant to name, with a cookie no script can read', async () => {
    const server = await openTestServer()
    const board = await server.startBoard()

    const { body, headers } = await joinWith(server, board.board.id, {
      key: server.keyOf(board, 'participant'),
      name: ' Ama ',
      group: 'Governors',
    })

    expect(body).toMatchObject({
      participant: { name: 'Ama', role: 'participant', group: 'Governors' },
      role: 'participant',
      board: board.board.id,
      as: board.links.participant.id,
    })
    expect(headers.get('set-cookie')).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  it('on https uses a cookie that belongs to this host alone', async () => {
    const server = await openTestServer({
      PUBLIC_URL: 'https://board.example.org',
      CREATE_KEY: 'k'.repeat(20),
    })
    const board = await server.startBoard()

    const { headers } = await joinWith(server, board.board.id, { key: server.keyOf(board, 'observer') })

    expect(headers.get('set-cookie')).toMatch(/^__Host-due-regard-.*; HttpOnly; Secure; SameSite=Strict$/)
  })

  it('as view only needs no name', async () => {
    const server = await openTestServer()
    const board = await server.startBoard()

    const projector = await server.join(board, 'observer', null)

    expect((await projector.get('')).body).toMatchObject({ me: { role: 'observer', name: 'View only' } })
  })

  it('again with the same device and link gives the same participant, also when clicked twice', async () => {
    const server = await openTestServer()
    const board = await server.startBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    const key = server.keyOf(board, 'participant')
    const other = server.keyOf(board, 'reviewer')

    const [again, twice, once] = await Promise.all([
      joinWith(server, board.board.id, { key }, ama.device),
      joinWith(server, board.board.id, { key: other, name: 'Ama' }, ama.device),
      joinWith(server, board.board.id, { key: other, name: 'Ama' }, ama.device),
    ])

    expect(again.body).toMatchObject({ participant: { id: ama.id, name: 'Ama' } })
    expect(twice.body).toEqual(once.body)
    expect(twice.body).not.toMatchObject({ participant: { id: ama.id } })
  })

  it('[D10] makes one person of a click that comes twice while the disk is slow', async () => {
    const server = await openTestServer()
    const board = await server.startBoard()
    const { device } = await server.join(board, 'reviewer', 'Ama')
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    server.stores.faults.before = ({ what }) => (what === 'append' ? held : undefined)
    const body = { key: server.keyOf(board, 'participant'), name: 'Ama' }

    const clicks = [1, 2].map(() => joinWith(server, board.board.id, body, device))
    for (let turns = 0; turns < 20; turns += 1) await quiet()
    letGo()
    const [once, twice] = await Promise.all(clicks)

    expect(once?.status).toBe(200)
    expect(twice?.body).toEqual(once?.body)
    const { people } = (await server.rooms.open(board.board.id)).store
    expect(Object.keys(people.read().participants)).toHaveLength(2)
  })

  it('[E2] is for as many as a board holds, and for a facilitator after that', async () => {
    const server = await openTestServer()
    const board = await server.startBoard()
    const { people } = (await server.rooms.open(board.board.id)).store
    const crowd = Array.from({ length: LIMITS.participants - 1 }, (_, at) => {
      const person = { id: `p${at}`, name: 'Somebody', role: 'participant', joinedAt: 1 } as const
      return [person.id, person] as const
    })
    await people.update((it) => ({ ...it, participants: Object.fromEntries(crowd) }))
    const enter = async (role: 'participant' | 'facilitator') =>
      (await joinWith(server, board.board.id, { key: server.keyOf(board, role), name: 'Zoe' })).body

    expect(await enter('participant')).toMatchObject({ participant: { name: 'Zoe' } })
    expect(await enter('participant')).toMatchObject({ error: { code: 'board_full' } })
    expect(await enter('facilitator')).toMatchObject({ participant: { name: 'Zoe' } })
  })

  it('[link-2] lets one browser hold two grants of one board, each call using the one it names', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const projector = await server.join(board, 'observer', null, grace.device)

    const asFacilitator = await grace.get('/links')
    const asObserver = await projector.get('/links')

    expect([asFacilitator.status, asObserver.status]).toEqual([200, 403])
  })

  it.each([
    ['a wrong key', (id: string) => `${id}.${'A'.repeat(22)}`],
    ['an unknown link', () => `nobody.${'A'.repeat(22)}`],
    ['a link called like a property', () => `constructor.${'A'.repeat(22)}`],
  ])('[link-3] with %s answers as an unknown board does', async (_, keyOf) => {
    const server = await openTestServer()
    const board = await server.startBoard()
    const key = keyOf(board.links.participant.id)

    const here = await joinWith(server, board.board.id, { key, name: 'Eve' })
    const nowhere = await joinWith(server, 'nowhere', {
      key: server.keyOf(board, 'participant'),
      name: 'Eve',
    })

    expect([here.status, here.text]).toEqual([404, nowhere.text])
    expect(here.body).toMatchObject({ error: { code: 'link_invalid' } })
  })

  it('[D9] with the link of another board is refused', async () => {
    const server = await openTestServer()
    const a = await server.startBoard('A')
    const b = await server.startBoard('B')

    const { status } = await joinWith(server, b.board.id, {
      key: server.keyOf(a, 'facilitator'),
      name: 'Eve',
    })

    expect(status).toBe(404)
  })

  it('[D6] grows slow for guesses of one session and address, and never for those who are right', async () => {
    const server = await openTestServer()
    const board = await server.startBoard()
    const guess = () => joinWith(server, board.board.id, { key: `x.${'A'.repeat(22)}`, name: 'Eve' })
    for (let count = 0; count < 20; count += 1) expect((await guess()).status).toBe(404)

    const refused = await guess()
    const right = await server.join(board, 'participant', 'Ama')

    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('10')
    expect((await right.get('')).status).toBe(200)
  })

  it('[D6] behind a proxy tells visitors apart by what the proxy says, not by what they say', async () => {
    const server = await openTestServer({ TRUST_PROXY: '1' })
    const board = await server.startBoard()
    const guess = (forwarded: string) =>
      server.device().ask('POST', `/api/boards/${board.board.id}/join`, {
        body: { key: `x.${'A'.repeat(22)}`, name: 'Eve' },
        headers: { 'x-forwarded-for': forwarded },
      })
    for (let count = 0; count < 20; count += 1) await guess(`10.9.9.${count}, 192.0.2.1`)

    expect((await guess('10.9.9.99, 192.0.2.1')).status).toBe(429)
    expect((await guess('192.0.2.1, 192.0.2.2')).status).toBe(404)
  })

  it('with a link that has expired says so', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    await grace.patch(`/links/${board.links.participant.id}`, { expiresAt: Date.now() + 1_000 })
    server.time.now = Date.now() + 2_000

    const { body } = await joinWith(server, board.board.id, {
      key: server.keyOf(board, 'participant'),
      name: 'Late',
    })

    expect(body).toMatchObject({ error: { code: 'link_withdrawn' } })
  })

  it.each([
    ['no key', { name: 'Ama' }, 422],
    ['a key of another form', { key: 'abc', name: 'Ama' }, 422],
    ['a name that is too long', { key: `l.${'A'.repeat(22)}`, name: 'a'.repeat(61) }, 422],
    ['a name that is no text', { key: `l.${'A'.repeat(22)}`, name: 7 }, 422],
    ['a field nobody knows', { key: `l.${'A'.repeat(22)}`, role: 'facilitator' }, 422],
    ['a list', [], 422],
    ['no JSON', '{', 400],
  ])('with %s is refused', async (_, body, status) => {
    const server = await openTestServer()
    const board = await server.startBoard()

    expect((await joinWith(server, board.board.id, body)).status).toBe(status)
  })
})

describe('a grant', () => {
  it('is needed for everything of a board', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const path = `/api/boards/${board.board.id}`

    for (const rest of ['', '/statements', '/people', '/links', '/history', '/exports/mapping.csv']) {
      const { status, body } = await server
        .device()
        .ask('GET', `${path}${rest}?as=${board.links.participant.id}`)
      expect([rest, status]).toEqual([rest, 401])
      expect(body).toMatchObject({ error: { code: 'no_session' } })
    }
  })

  it('[link-3] of another board opens nothing, and unknown boards answer alike', async () => {
    const server = await openTestServer()
    const mine = await server.openBoard()
    const theirs = await server.openBoard()
    const { device } = mine.grace
    const ask = (board: string, as: string) => device.ask('GET', `/api/boards/${board}?as=${as}`)

    const replies = await Promise.all([
      ask(theirs.board.board.id, mine.grace.as),
      ask(theirs.board.board.id, theirs.grace.as),
      ask(theirs.board.board.id, ''),
      ask(mine.board.board.id, theirs.grace.as),
      ask('nowhere', mine.grace.as),
      ask('..%2f..%2fetc', mine.grace.as),
      ask('__proto__', '__proto__'),
      ask(mine.board.board.id.toUpperCase(), mine.grace.as),
    ])

    expect(new Set(replies.map((it) => `${it.status} ${it.text}`)).size).toBe(1)
    expect(replies[0]).toMatchObject({ status: 404, body: { error: { code: 'board_unknown' } } })
  })

  it('is not made by a cookie that somebody else signed', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()
    const [name = ''] = (grace.device.cookie ?? '').split('=')

    for (const forged of ['x.y', 'device.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D', '']) {
      grace.device.cookie = `${name}=${forged}`
      expect((await grace.get('')).status).toBe(401)
    }
  })

  it('of a board that was erased says that it is gone, to those who were on it', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const entry = server.stores.registry.board(board.board.id)
    if (entry) await server.stores.registry.putBoard({ ...entry, erasedAt: Date.now() })

    const member = await grace.get('')
    const stranger = await server.device().ask('GET', `/api/boards/${board.board.id}`)

    expect([member.status, stranger.status]).toEqual([410, 401])
  })
})
