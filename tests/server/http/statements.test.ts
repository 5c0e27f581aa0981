import { describe, expect, it } from 'vitest'
import type { ImportReply, StatementReply } from '../../../shared/api.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { generatedCsv } from '../../support/generated-report.ts'
import { openTestServer } from '../../support/server.ts'

describe('importing statements', () => {
  it('takes a spreadsheet of 290 rows, and the same again changes nothing', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard('preparing', [])
    const csv = generatedCsv(290)

    const started = performance.now()
    const first = await grace.post<ImportReply>('/statements', csv, { type: 'text/csv; charset=utf-8' })
    console.log(`290 rows imported in ${Math.round(performance.now() - started)} ms`)
    const again = await grace.post<ImportReply>('/statements?mode=update', csv, { type: 'text/csv' })

    expect(first.body).toEqual({ added: 290, updated: 0, unchanged: 0, rejected: [] })
    expect(again.body).toEqual({ added: 0, updated: 0, unchanged: 290, rejected: [] })
  })

  it('takes a JSON list, lists the rows it cannot take and imports the others', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard('preparing', [])

    const { status, body } = await grace.post('/statements', [
      { source: 'F', number: 37, text: 'Be open.' },
      { source: 'F', number: '38' },
    ])

    expect(status).toBe(200)
    expect(body).toEqual({
      added: 1,
      updated: 0,
      unchanged: 0,
      rejected: [{ row: 2, reason: 'the text is missing' }],
    })
  })

  it('[G6] twice at once makes one set of statements', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard('preparing', [])
    const csv = generatedCsv(450)

    const replies = await Promise.all(
      [1, 2, 3].map(() => grace.post<ImportReply>('/statements', csv, { type: 'text/csv' })),
    )

    expect(replies.map((it) => it.body.added)).toEqual([450, 0, 0])
    expect((await grace.get<StatementReply[]>('/statements')).body).toHaveLength(450)
  })

  it('[E7] goes in steps, so that others are answered meanwhile', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard('preparing', [])
    const room = await server.rooms.open(board.board.id)
    const sizes: number[] = []
    room.doc.on('afterTransaction', (transaction) => {
      const changed = Array.from(transaction.changed.values(), (keys) => keys.size)
      sizes.push(changed.reduce((sum, it) => sum + it, 0))
    })

    await grace.post('/statements', generatedCsv(500), { type: 'text/csv' })

    // Facts go with the first step.
    expect(Math.max(...sizes)).toBeLessThan(250)
    expect(sizes.length).toBeGreaterThanOrEqual(3)
  })

  it('rewrites statements of the same number only where it was asked to', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard('open')
    const corrected = [{ source: 'F', number: '1', text: 'Be open, always.' }]

    const appended = await grace.post<ImportReply>('/statements?mode=append', corrected)
    const updated = await grace.post<ImportReply>('/statements?mode=update', corrected)

    expect(appended.body).toMatchObject({ added: 0, updated: 0, unchanged: 1 })
    expect(updated.body).toMatchObject({ added: 0, updated: 1, unchanged: 0 })
    const { body } = await grace.get<StatementReply[]>('/statements')
    expect(body[0]).toMatchObject({ id: 'F1', ref: 'F1', text: 'Be open, always.', chapter: 'Culture' })
  })

  it.each(['participant', 'reviewer', 'observer'] as const)('is not for a %s', async (role) => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const member = await server.join(board, role)

    const { status, body } = await member.post('/statements', [{ text: 'Mine.' }])

    expect([status, body]).toMatchObject([403, { error: { code: 'role_forbids' } }])
  })

  it('is over once the plan is agreed', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard('agreed')

    const { status, body } = await grace.post('/statements', [{ text: 'Late.' }])

    expect([status, body]).toMatchObject([403, { error: { code: 'phase_forbids' } }])
  })

  it.each([
    ['nothing that can be read', '{', 'application/json', 422],
    ['no list', { text: 'One.' }, 'application/json', 422],
    ['no heading for the text', 'a,b\n1,2\n', 'text/csv', 422],
    ['an empty file', '', 'text/csv', 422],
    ['a picture', 'GIF89a', 'image/gif', 415],
    ['more than is taken', `text\n${'x'.repeat(LIMITS.importBytes)}`, 'text/csv', 413],
  ])('with %s is refused', async (_, body, type, status) => {
    const server = await openTestServer()
    const { grace } = await server.openBoard('preparing', [])

    expect((await grace.post('/statements', body, { type })).status).toBe(status)
  })

  it('in a mode nobody knows is refused', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard('preparing', [])

    expect((await grace.post('/statements?mode=replace', [{ text: 'A.' }])).status).toBe(422)
  })

  it('says a disk that is full, keeps nothing half, and takes it later', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard('preparing', [])
    const { StorageUnavailable } = await import('../../../server/store/contract.ts')
    server.stores.faults.before = () => {
      throw new StorageUnavailable('disk full')
    }

    const { status, body } = await grace.post('/links', { role: 'participant' })
    server.stores.faults.before = () => {}
    const later = await grace.post('/links', { role: 'participant' })

    expect([status, body]).toMatchObject([503, { error: { code: 'not_saving' } }])
    expect(later.status).toBe(201)
  })
})

describe('reading statements', () => {
  it('gives every one with where it is and what it lacks, in the order of its publication', async () => {
    const server = await openTestServer()
    const { board } = await server.openBoard()
    const projector = await server.join(board, 'observer', null)

    const { body } = await projector.get<StatementReply[]>('/statements')

    expect(body.map((it) => it.ref)).toEqual(['F1', 'F2', 'F37'])
    expect(body[0]).toMatchObject({
      placement: { column: 'unsorted' },
      response: { actions: [], objectives: [] },
      lacks: ['not sorted'],
      decision: null,
    })
  })
})
