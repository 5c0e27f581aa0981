import { describe, expect, it } from 'vitest'
import { fullRecord } from '../../../server/past/full-record.ts'
import type { BoardReply, HistoryReply, ImportReply, PeopleReply } from '../../../shared/api.ts'
import { whyText } from '../../../shared/doc/board-doc.ts'
import { readRecord } from '../../../shared/exports/record-sheets.ts'
import { openTestServer } from '../../support/server.ts'

describe('people', () => {
  it('are listed with when they came', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama', server.device(), { group: 'Governors' })

    const { body } = await ama.get<PeopleReply>('/people')

    expect(body.people).toMatchObject([
      { id: grace.id, name: 'Grace', role: 'facilitator', present: false },
      { id: ama.id, name: 'Ama', role: 'participant', group: 'Governors' },
    ])
  })

  it('[read-1] are told to nobody but facilitators while the board is being prepared', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard('preparing')
    const ama = await server.join(board, 'participant', 'Ama')
    const toldTo = async (who: typeof ama) =>
      (await who.get<BoardReply>('')).body.people.map((it) => it.id).sort()

    expect(await toldTo(ama)).toEqual([ama.id])
    expect(await toldTo(grace)).toEqual([ama.id, grace.id].sort())
  })

  it('correct their own name; a facilitator anybody’s; nobody else’s is theirs to write', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    const ben = await server.join(board, 'participant', 'Ben')

    const own = await ama.patch(`/people/${ama.id}`, { name: 'Ama Osei' })
    const other = await ama.patch(`/people/${ben.id}`, { name: 'Bad' })
    const corrected = await grace.patch(`/people/${ben.id}`, { name: 'Ben Kaur', group: 'Nurses' })

    expect(own.body).toMatchObject({ name: 'Ama Osei', role: 'participant' })
    expect(other.status).toBe(403)
    expect(corrected.body).toMatchObject({ name: 'Ben Kaur', group: 'Nurses' })
  })

  it('who are not there are not found, whatever they are called', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    for (const id of ['nobody', 'constructor', '__proto__', 'toString']) {
      expect((await grace.patch(`/people/${id}`, { name: 'X' })).status).toBe(404)
    }
  })

  it.each([[{ name: '' }], [{ name: 'a'.repeat(61) }], [{ role: 'facilitator' }], ['Ama']])(
    'are not changed by %j',
    async (change) => {
      const server = await openTestServer()
      const { grace } = await server.openBoard()

      expect((await grace.patch(`/people/${grace.id}`, change)).status).toBeGreaterThanOrEqual(400)
    },
  )

  it('are no list for an observer', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const projector = await server.join(board, 'observer', null)

    expect((await projector.get('/people')).status).toBe(403)
  })
})

describe('history', () => {
  it('says who changed what, newest first, page by page', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()
    await grace.post('/statements?mode=update', [{ source: 'F', number: '1', text: 'Corrected.' }])

    const { body } = await grace.get<HistoryReply>('/history?limit=1')
    const next = await grace.get<HistoryReply>(`/history?before=${body.next}`)

    expect(body.entries[0]).toMatchObject({
      by: grace.id,
      name: 'Grace',
      root: 'statements',
      key: 'F1',
      from: { text: 'Be open.' },
      to: { text: 'Corrected.' },
    })
    expect(next.body.entries.every((it) => it.position < (body.next ?? 0))).toBe(true)
  })

  it('[out-1] has what was typed as one in one line, which neither the next page nor the full record repeats', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const room = await server.rooms.open(board.board.id)
    for (const letter of 'abc') await room.edit(grace.id, (doc) => whyText(doc, 'F1').insert(0, letter))

    const { body } = await grace.get<HistoryReply>('/history?limit=1')
    const next = await grace.get<HistoryReply>(`/history?before=${body.next}`)
    const typed = (entries: readonly { root: string; inserted?: number }[]) =>
      entries.filter((it) => it.root === 'why').map((it) => it.inserted)
    const inPages = readRecord(
      await fullRecord({ state: room.state, history: (asked) => room.history({ ...asked, limit: 1 }) }),
    )

    expect(typed(body.entries)).toEqual([3])
    expect(body.entries[0]).not.toHaveProperty('since')
    expect(typed(next.body.entries)).toEqual([])
    expect(typed(inPages.history)).toEqual([3])
  })

  it('can be asked of one statement', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    const { body } = await grace.get<HistoryReply>('/history?statement=F2')

    expect(new Set(body.entries.map((it) => it.key))).toEqual(new Set(['F2']))
  })

  it.each(['/history?before=x', '/history?limit=0', '/history?statement=a%2Fb'])(
    'refuses %s',
    async (path) => {
      const server = await openTestServer()
      const { grace } = await server.openBoard()

      expect((await grace.get(path)).status).toBe(422)
    },
  )

  it('is not for observers', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const projector = await server.join(board, 'observer', null)

    expect((await projector.get('/history')).status).toBe(403)
  })
})

describe('exports', () => {
  it('[out-3] go out and in again without changing anything', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard('open', [
      { source: 'F', number: '1', text: '=1+1' },
      { source: 'F', number: '2', text: '\'quoted, "twice"\nand on' },
    ])

    const mapping = await grace.get('/exports/mapping.csv')
    const again = await grace.post<ImportReply>('/statements?mode=update', mapping.text, { type: 'text/csv' })

    expect(mapping.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(mapping.headers.get('content-disposition')).toBe('attachment; filename="our-response-mapping.csv"')
    expect(mapping.text).toContain("'=1+1")
    expect(again.body).toEqual({ added: 0, updated: 0, unchanged: 2, rejected: [] })
  })

  it('[out-1] of the same state are the same bytes', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    for (const file of ['mapping.csv', 'board.json', 'board.md']) {
      const [first, second] = [await grace.get(`/exports/${file}`), await grace.get(`/exports/${file}`)]
      expect(second.text).toBe(first.text)
    }
  })

  it('[G5] have a safe file name, whatever the board is called', async () => {
    const server = await openTestServer()
    const board = await server.startBoard('../"Réponse"\r\nSet-Cookie: x=y')
    const grace = await server.join(board, 'facilitator', 'Grace')

    const { headers } = await grace.get('/exports/board.json')

    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z0-9-]+board\.json"$/)
    expect(headers.get('set-cookie')).toBeNull()
  })

  it('are public for every role, and full for facilitators', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const projector = await server.join(board, 'observer', null)

    const shown = await projector.get('/exports/board.json')
    const refused = await projector.get('/exports/board.json?set=full')
    const full = await grace.get('/exports/board.json?set=full')

    expect([shown.status, refused.status, full.status]).toEqual([200, 403, 200])
    expect(shown.text).not.toContain('Grace')
  })

  it.each(['mapping.exe', '..%2fregistry.json', 'constructor', 'MAPPING.CSV'])(
    'have no file %s',
    async (file) => {
      const server = await openTestServer()
      const { grace } = await server.openBoard()

      expect((await grace.get(`/exports/${file}`)).status).toBe(404)
    },
  )
})
