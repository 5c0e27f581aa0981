import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { openTestServer } from '../../support/server.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('a sealed version', () => {
  it('[seal-1] has a hash of what anybody downloads', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const observer = await server.join(board, 'observer', null)

    const { status, body } = await grace.post<VersionReply>('/versions', {
      label: 'As presented to the Board',
    })

    expect(status).toBe(201)
    expect(body).toMatchObject({ version: 1, label: 'As presented to the Board', approvals: [] })
    expect(sha256((await observer.get('/versions/1/exports/board.json')).text)).toBe(body.sha256)
    expect(sha256((await grace.get('/versions/1/exports/board.json?set=full')).text)).toBe(body.fullSha256)
    expect((await observer.get('/versions/1/exports/board.json?set=full')).status).toBe(403)
    expect((await observer.get<VersionReply[]>('/versions')).body).toEqual([body])
    const room = await server.rooms.open(board.board.id)
    expect(room.reads.snapshot().live.version).toMatchObject({ version: 1, sha256: body.sha256 })
  })

  it('[seal-2] stays what it was, in every file, while the board goes on', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const files = ['board.json', 'mapping.csv', 'board.md']
    const now = async () => Promise.all(files.map(async (it) => (await grace.get(`/exports/${it}`)).text))
    const sealed = async (n: number) =>
      Promise.all(files.map(async (it) => (await grace.get(`/versions/${n}/exports/${it}`)).text))
    const before = await now()
    await grace.post('/versions', { label: 'First' })

    const room = await server.rooms.open(board.board.id)
    await room.edit(grace.id, (doc) =>
      rootsOf(doc).placements.set('F1', { column: 'new-action', order: 'a1' }),
    )
    expect(await sealed(1)).toEqual(before)
    expect(await now()).not.toEqual(before)

    const { body } = await grace.post<VersionReply>('/versions', { label: 'Second' })
    expect(body.version).toBe(2)
    expect(await sealed(1)).toEqual(before)
    await server.rooms.evict(room.id, 1012, 'restart')
    expect((await grace.get<VersionReply[]>('/versions')).body.map((it) => it.label)).toEqual([
      'First',
      'Second',
    ])
    expect(await sealed(1)).toEqual(before)
  })

  it('[seal-2] keeps the grounds of a decision that was opened again, and decided otherwise, since', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()
    const decide = (otherView: string) =>
      grace.post('/decisions', { statement: 'F1', column: 'due-regard', how: 'chair', otherView })
    await decide('Two would have waited.')
    await grace.post('/versions', { label: 'First' })
    const before = (await grace.get('/versions/1/exports/mapping.csv')).text
    expect(before).toContain('Two would have waited.')

    await grace.post('/decisions/F1/reopen', {})
    expect((await grace.get('/versions/1/exports/mapping.csv')).text).toBe(before)
    await decide('Nobody minded.')

    expect((await grace.get('/versions/1/exports/mapping.csv')).text).toBe(before)
  })

  it('[seal-1][vote-4] once the plan is agreed closes votes that were left open, for the choices go with it', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1', 'F2'] }] })
    const room = await server.rooms.open(board.board.id)
    const open = () => room.state.votes.list().filter((it) => it.closedAt === null)

    await grace.post('/versions', { label: 'On the way' })
    expect(open()).toHaveLength(1)
    await grace.patch('', { phase: 'agreed', from: 'open' })
    await grace.post('/versions', { label: 'As agreed' })

    expect(open()).toEqual([])
    expect(room.state.isUnderVote('F1')).toBe(false)
  })

  it('[seal-1] two who seal at once seal two versions', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const hal = await server.join(board, 'facilitator', 'Hal')

    const replies = await Promise.all([
      grace.post<VersionReply>('/versions', { label: 'Mine' }),
      hal.post<VersionReply>('/versions', { label: 'His' }),
    ])

    expect(replies.map((it) => it.body.version).sort()).toEqual([1, 2])
    for (const { body } of replies) {
      expect(sha256((await grace.get(`/versions/${body.version}/exports/board.json`)).text)).toBe(body.sha256)
    }
  })

  it('[seal-3] is approved later, outside its hash', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()
    const { body } = await grace.post<VersionReply>('/versions', { label: 'First' })

    const approved = await grace.post<VersionReply>('/versions/1/approvals', {
      meeting: 'Board of Directors',
      outcome: 'approved-with-changes',
      date: '2027-01-29',
      minute: '12.4',
    })

    expect(approved.body).toMatchObject({ sha256: body.sha256, approvals: [{ minute: '12.4' }] })
    expect((await grace.post('/versions/7/approvals', { meeting: 'x', outcome: 'noted' })).status).toBe(404)
    expect((await grace.post('/versions/1/approvals', { meeting: 'x', outcome: 'liked' })).status).toBe(422)
  })

  it('[seal-4] sealed as agreed, nobody can tell whose a choice was, and results stay', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1'] }] })
    await ama.put('/votes/1/choices/F1', { choice: 'new-action' })
    await grace.post('/versions', { label: 'Draft' })
    expect((await ama.get<unknown[]>('/votes/1/choices')).body).toHaveLength(1)
    await grace.patch('', { phase: 'agreed', from: 'open' })

    await grace.post('/versions', { label: 'Agreed' })

    const room = await server.rooms.open(board.board.id)
    expect(await room.store.files.read('choice.key')).toBeNull()
    expect((await ama.get('/votes/1/choices')).body).toEqual([])
  })

  it('[seal-4] sealed as agreed, the board is agreed with it, even where two do so at once', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()

    const both = await Promise.all([
      grace.post<VersionReply>('/versions', { label: 'Agreed', agreed: true }),
      grace.post<VersionReply>('/versions', { label: 'Agreed too', agreed: true }),
    ])

    expect(both.map((it) => [it.status, it.body.phase])).toEqual([
      [201, 'agreed'],
      [201, 'agreed'],
    ])
    const room = await server.rooms.open(board.board.id)
    expect(room.state.phase).toBe('agreed')
    const file = (await grace.get('/versions/1/exports/board.json')).text
    expect(JSON.parse(file)).toMatchObject({ live: { phase: 'agreed' } })
  })

  it('is sealed by facilitators alone', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    expect((await ama.post('/versions', { label: 'Mine' })).status).toBe(403)
    expect((await ama.get('/versions/1/exports/board.json')).status).toBe(404)
  })
})
