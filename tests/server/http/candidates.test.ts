import { describe, expect, it } from 'vitest'
import type { ErrorReply } from '../../../shared/api.ts'
import {
  applyEdits,
  type Candidates,
  editsBetween,
  listAfter,
  type ReadingCard,
  type ReadingReply,
} from '../../../shared/imports/candidates.ts'
import { openTestServer } from '../../support/server.ts'

const REPORT: Candidates = [
  { id: 'a', number: '1', text: 'Be open.' },
  { id: 'b', number: '2', text: 'Be kind. Be on time.' },
  { id: 'c', text: 'A heading', setAside: 'Background' },
]

async function goingThrough() {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard('preparing', [])
  const ben = await server.join(board, 'facilitator', 'Ben')
  const publication = { title: 'A report', code: 'Q' }
  const { body, status } = await grace.post<ReadingReply>('/candidates', { name: 'report.pdf', publication })
  const path = `/candidates/${body.id}`
  // Nothing in it yet is told as that: `null` would say that it is as it was.
  expect([body.order, (await ben.get<ReadingReply>(path)).body.order]).toEqual([[], []])
  const edits = editsBetween([], REPORT)
  const { body: first } = await grace.patch<ReadingReply>(path, { since: 0, edits })
  return { server, board, grace, ben, path, first, status }
}

describe('[in-5] candidates that facilitators go through together', () => {
  it('are the same list for both, set-aside reasons included, and cost what changed', async () => {
    const { grace, ben, path, status } = await goingThrough()
    expect(status).toBe(201)
    const { body: cards } = await ben.get<ReadingCard[]>('/candidates')
    expect(cards).toMatchObject([{ name: 'report.pdf', candidates: 3, setAside: 1, by: grace.id }])
    const { body: whole } = await ben.get<ReadingReply>(path)
    expect(listAfter([], whole)).toEqual(REPORT)
    expect(whole.publication).toEqual({ title: 'A report', code: 'Q' })

    const aside = applyEdits(REPORT, [{ put: { ...REPORT[0], id: 'a', setAside: 'For the regulator' } }])
    await grace.patch(path, { since: 1, edits: editsBetween(REPORT, aside) })
    const { body: news } = await ben.get<ReadingReply>(`${path}?since=${whole.version}`)
    expect(news.changed).toEqual([{ id: 'a', number: '1', text: 'Be open.', setAside: 'For the regulator' }])
    expect(listAfter(REPORT, news)).toEqual(aside)
    const { body: none } = await ben.get<ReadingReply>(`${path}?since=${news.version}`)
    expect([none.order, none.changed]).toEqual([null, []])
  })

  it('keep both changes where two people change two of them at once, and never bring back what is gone', async () => {
    const { grace, ben, path, first } = await goingThrough()
    const [a, b, c] = REPORT
    const parted = [a, { ...b, text: 'Be kind.' }, { id: 'n', text: 'Be on time.' }, c] as Candidates
    const without = [b, c] as Candidates
    await Promise.all([
      grace.patch(path, { since: 1, edits: editsBetween(REPORT, parted) }),
      ben.patch(path, { since: 1, edits: editsBetween(REPORT, without) }),
    ])
    await grace.patch(path, { since: 2, edits: [{ put: { ...a, id: 'a', text: 'Be open!' } }] })

    const { body } = await ben.get<ReadingReply>(`${path}?since=${first.version}`)
    expect(listAfter(REPORT, body).map((it) => it.text)).toEqual(['Be kind.', 'Be on time.', 'A heading'])
  })

  it('are gone for both once thrown away, stand in no export and touch no board', async () => {
    const { server, board, grace, ben, path } = await goingThrough()
    const room = await server.rooms.open(board.board.id)
    const before = room.state.position
    await grace.patch(path, { since: 1, edits: [{ remove: 'a' }] })
    expect(room.state.position).toBe(before)
    const { body: file } = await grace.get<object>('/exports/board.json?set=full')
    expect(JSON.stringify(file)).not.toContain('Be kind')
    await grace.device.ask('DELETE', `/api/boards/${board.board.id}${path}?as=${grace.as}`)
    const gone = await ben.get<ErrorReply>(path)
    expect([gone.status, gone.body.error.code]).toEqual([404, 'item_unknown'])
    expect((await ben.get('/candidates')).body).toEqual([])
    expect((await ben.get(`/candidates/..%2fpeople`)).status).toBe(404)
  })

  it('say who had them last, and are told whole to whoever knows another list', async () => {
    const { grace, ben, path } = await goingThrough()
    await ben.patch(path, { since: 1, edits: [{ remove: 'a' }] })

    expect((await grace.get<ReadingCard[]>('/candidates')).body).toMatchObject([
      { by: ben.id, candidates: 2 },
    ])
    const { body } = await grace.get<ReadingReply>(`${path}?since=99`)
    expect(listAfter([], body)).toEqual(REPORT.slice(1))
  })

  it('are changed by nobody once the board is agreed', async () => {
    const { server, board, grace, path } = await goingThrough()
    await grace.patch('', { phase: 'open', from: 'preparing' })
    await grace.patch('', { phase: 'agreed', from: 'open' })
    const ask = (method: string, to: string, body: object) =>
      grace.device.ask<ErrorReply>(method, `/api/boards/${board.board.id}${to}?as=${grace.as}`, { body })

    for (const [method, to, body] of [
      ['POST', '/candidates', { name: null, publication: { title: '', code: 'R' } }],
      ['PATCH', path, { since: 1, edits: [{ remove: 'a' }] }],
      ['DELETE', path, {}],
    ] as const)
      expect((await ask(method, to, body)).body.error.code).toBe('phase_forbids')

    expect(listAfter([], (await grace.get<ReadingReply>(path)).body)).toEqual(REPORT)
    expect(server.fatal).toEqual([])
  })

  it('[E6] are twelve reports at most, of at most 4,000 each', async () => {
    const { grace, path } = await goingThrough()
    const begin = (code: string) =>
      grace.post<ErrorReply>('/candidates', { name: null, publication: { title: '', code } })
    for (let at = 1; at < 12; at += 1) expect((await begin(`Q${at}`)).status).toBe(201)
    expect((await begin('Q12')).body.error.code).toBe('board_full')

    const add = (from: number, to: number) =>
      grace.patch<ErrorReply>(path, {
        since: 0,
        edits: Array.from({ length: to - from }, (_, at) => ({
          put: { id: `n${from + at}`, text: 'x' },
          after: null,
        })),
      })
    for (let at = 3; at < 3_600; at += 600)
      expect((await add(at, Math.min(at + 600, 4_000))).status).toBe(200)
    expect((await add(3_603, 4_001)).body.error.code).toBe('board_full')
    expect((await add(3_603, 4_000)).status).toBe(200)
  })

  it('that are new come behind the one they were put behind, or last where that is gone', () => {
    const put = { id: 'n', text: 'New.' }
    const ids = (after: string | null) => applyEdits(REPORT, [{ put, after }]).map((it) => it.id)

    expect(ids('a')).toEqual(['a', 'n', 'b', 'c'])
    expect(ids(null)).toEqual(['n', 'a', 'b', 'c'])
    expect(ids('gone')).toEqual(['a', 'b', 'c', 'n'])
  })
})
