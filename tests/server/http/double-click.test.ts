import { describe, expect, it } from 'vitest'
import type { BoardReply, LinkReply } from '../../../shared/api.ts'
import { quiet } from '../../support/rooms.ts'
import { openTestServer, STATEMENTS } from '../../support/server.ts'

/** What stands in a board's journal, by type. */
async function recordsOf(server: Awaited<ReturnType<typeof openTestServer>>, board: string) {
  const counts: Record<string, number> = {}
  for await (const { record } of (await server.rooms.open(board)).records(0)) {
    counts[record.type] = (counts[record.type] ?? 0) + 1
  }
  return counts
}

describe('[D10] asked twice at once', () => {
  it('a change of phase or lock is made once, and the second is told that it came late', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const before = await recordsOf(server, board.board.id)
    const twice = async (change: object) =>
      (await Promise.all([grace.patch('', change), grace.patch('', change)])).map((it) => it.status).sort()

    expect(await twice({ phase: 'review', from: 'open' })).toEqual([200, 409])
    expect(await twice({ phase: 'open', from: 'review', reason: 'Too early' })).toEqual([200, 409])
    expect(await twice({ lock: true, from: false })).toEqual([200, 409])

    const after = await recordsOf(server, board.board.id)
    expect((after.phase ?? 0) - (before.phase ?? 0)).toBe(2)
    expect(after.lock).toBe(1)
    expect((await grace.get<BoardReply>('')).body).toMatchObject({ phase: 'open', locked: true })
  })

  it('a link is withdrawn once, renewed as often as asked, and never worse for it', async () => {
    const server = await openTestServer()
    const { grace, board } = await server.openBoard()
    const { body: made } = await grace.post<LinkReply>('/links', { role: 'participant' })
    const path = `/links/${made.id}`

    const renewed = await Promise.all([
      grace.patch<LinkReply>(path, { renew: true }),
      grace.patch<LinkReply>(path, { renew: true }),
    ])
    const now = (await grace.get<LinkReply[]>('/links')).body.find((it) => it.id === made.id)
    expect(renewed.map((it) => it.body.path)).toContain(now?.path)
    expect(now?.path).not.toBe(made.path)

    const withdrawn = await Promise.all([
      grace.patch(path, { withdraw: true }),
      grace.patch(path, { withdraw: true }),
    ])
    expect(withdrawn.map((it) => it.status)).toContain(200)
    const key = now?.path.split('#')[1]
    const late = await server
      .device()
      .ask('POST', `/api/boards/${board.board.id}/join`, { body: { key, name: 'Late' } })
    expect(late.status).toBe(401)
  })

  it('an import makes one set of statements, and leaving leaves once', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard('open', [])
    const ama = await server.join(board, 'participant', 'Ama')

    await Promise.all([grace.post('/statements', STATEMENTS), grace.post('/statements', STATEMENTS)])
    const left = await Promise.all([ama.post('/leave', {}), ama.post('/leave', {})])

    expect((await grace.get<BoardReply>('')).body.counts.statements).toBe(STATEMENTS.length)
    expect(left.map((it) => it.status)).toContain(200)
    expect((await ama.get('')).status).toBe(404)
  })
})

describe('two facilitators on a disk that takes its time', () => {
  /** Each save of the registry takes some turns of the loop. */
  const slow = async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const hana = await server.join(board, 'facilitator', 'Hana')
    server.stores.faults.before = async ({ what }) => {
      for (let turn = 0; what === 'registry' && turn < 5; turn += 1) await quiet()
    }
    return { server, board, grace, hana }
  }

  it.each([
    ['then', [{ withdraw: true }, { label: 'Wards' }]],
    ['while', [{ label: 'Wards' }, { withdraw: true }]],
    ['and', [{ withdraw: true }, { renew: true }]],
  ] as const)(
    '[S3] a link one of them withdraws stays withdrawn, %s the other changes it',
    async (_, changes) => {
      const { grace, hana } = await slow()
      const { body: made } = await grace.post<LinkReply>('/links', { role: 'participant' })

      const [first, second] = changes
      await Promise.all([grace.patch(`/links/${made.id}`, first), hana.patch(`/links/${made.id}`, second)])

      const { body: links } = await grace.get<LinkReply[]>('/links')
      expect(links.find((it) => it.id === made.id)?.withdrawnAt).toBeDefined()
    },
  )

  it('never take both of the last two ways in away', async () => {
    const { grace, hana, board } = await slow()
    const { body: other } = await grace.post<LinkReply>('/links', { role: 'facilitator' })

    const done = await Promise.all([
      grace.patch(`/links/${other.id}`, { withdraw: true }),
      hana.patch(`/links/${board.links.facilitator.id}`, { withdraw: true }),
    ])

    expect(done.map((it) => it.status).sort()).toEqual([200, 422])
  })
})

describe('[D10] a robot that looks at a link', () => {
  it('finds a page that says nothing of the board, and changes nothing', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const before = [await recordsOf(server, board.board.id), (await grace.get('/links')).text]
    const robot = server.device()

    for (const [path = ''] of Object.values(board.links).map((it) => it.path.split('#'))) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const { text, headers } = await robot.ask(method, path, { headers: { 'user-agent': 'Slackbot' } })
        expect(text).not.toContain('Our response')
        expect(headers.get('set-cookie')).toBeNull()
        await robot.ask(method, `/api${path.replace('/b/', '/boards/')}/join`)
        await robot.ask(method, `/api${path.replace('/b/', '/boards/')}/leave`)
      }
    }

    expect([await recordsOf(server, board.board.id), (await grace.get('/links')).text]).toEqual(before)
  })
})
