/**
 * The OpenAPI document: every call is in it with what it answers, and answers so.
 *
 * Every call that any of these tests makes is held against the document (`said-by-api.ts`); here each is made
 * once, so that none is left out.
 */
import { expect, it } from 'vitest'
import { API_REPLIES } from '../../../server/api-replies.ts'
import type { LinkReply, SeatReply } from '../../../shared/api.ts'
import { openTestServer, STATEMENTS } from '../../support/server.ts'

interface Operation {
  responses?: Record<string, { content?: Record<string, { schema: object }> }>
  parameters?: { name: string }[]
}
interface ApiDocument {
  paths: Record<string, Record<string, Operation>>
}

const documentOf = async (): Promise<ApiDocument> => {
  const server = await openTestServer()
  return (await server.device().ask<ApiDocument>('GET', '/api/openapi.json')).body
}

it('every route says what it answers, and every way it says no', async () => {
  const { paths } = await documentOf()
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      call: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  )

  // A route that is added has its line in api-replies.ts; one that goes takes it along.
  expect(calls.map((it) => it.call).sort()).toEqual(Object.keys(API_REPLIES).sort())
  for (const { call, operation } of calls) {
    const { responses = {}, parameters = [] } = operation
    const statuses = Object.keys(responses)
    expect(
      statuses.filter((it) => it.startsWith('2')),
      call,
    ).toHaveLength(1)
    expect(statuses, call).toContain('503')
    for (const { content = {} } of Object.values(responses)) {
      for (const { schema } of Object.values(content)) expect(Object.keys(schema), call).not.toHaveLength(0)
    }
    const hasKey = parameters.some((it) => it.name === 'Idempotency-Key')
    expect(hasKey, call).toBe(!call.startsWith('GET '))
  }
  const refused = paths['/api/boards/{id}/statements']?.post?.responses?.['403']?.content
  expect(JSON.stringify(refused)).toContain('board_locked')
})

it('every call answers what the document says', async () => {
  const server = await openTestServer()
  const { board, grace } = await server.openBoard('open', [])
  const { id } = board.board
  const stranger = server.device()
  const key = server.keyOf(board, 'participant')
  for (const path of ['/api/home', '/api/check?say=hello']) await stranger.ask('GET', path)
  await stranger.ask('POST', `/api/boards/${id}/wall`, { body: { key } })
  const ama = await server.join(board, 'participant', 'Ama')

  await grace.post('/statements', STATEMENTS)
  await grace.post('/statements/F2/split', { parts: [{ text: 'Be' }, { text: 'kind.' }] })
  await grace.post('/statements/F2/join', {})
  const { body: reading } = await grace.post<{ id: string }>('/candidates', {
    name: 'report.pdf',
    publication: { title: 'A report', code: 'Q' },
  })
  const edits = [{ put: { id: 'c1', text: 'Be brave.' }, after: null }]
  await grace.patch(`/candidates/${reading.id}`, { since: 0, edits })
  await grace.get(`/candidates/${reading.id}?since=1`)
  await grace.get('/candidates')
  await grace.device.ask('DELETE', `/api/boards/${id}/candidates/${reading.id}?as=${grace.as}`)
  await grace.post('/invited', { rows: [{ row: 2, name: 'Ben Okafor', group: 'Governors' }] })
  await stranger.ask('POST', `/api/boards/${id}/names`, { body: { key, begins: 'Ben' } })
  const { body: doors } = await grace.patch<{ code: string }>('/doors', { open: true, from: false })
  await stranger.ask('POST', '/api/join', { body: { code: doors.code, name: 'Cy' } })
  await ama.get('/people/names?begins=Ben')
  const { body: dee } = await ama.post<SeatReply>('/people/here', { name: 'Dee' })
  await ama.get('/people/here')
  await ama.post(`/people/here/${dee.participant.id}`, {})
  await ama.post(`/people/${ama.id}/code`, { for: 'later' })
  await grace.patch(`/people/${ama.id}`, { group: 'Governors' })
  const { body: list } = await grace.get<{ invited: { id: string }[] }>('/invited')
  const invitee = list.invited[0]?.id
  await grace.patch(`/invited/${invitee}`, { post: 'Governor' })
  await grace.device.ask('DELETE', `/api/boards/${id}/invited/${invitee}?as=${grace.as}`)
  const { body: link } = await grace.post<LinkReply>('/links', { role: 'reviewer', label: 'Wards' })
  await grace.patch(`/links/${link.id}`, { withdraw: true })

  await grace.post('/votes', { packs: [{ title: 'All', statements: ['F1', 'F2'] }], hands: 12 })
  await ama.put('/votes/1/choices/F1', { choice: 'due-regard', reason: 'We do it.' })
  await ama.get('/votes/1/choices')
  for (const name of ['Eli', 'Flo', 'Gus', 'Hal', 'Ivy']) {
    const other = await server.join(board, 'participant', name)
    await other.put('/votes/1/choices/F2', { choice: 'new-action' })
  }
  await grace.put('/votes/1/hands/F1', { 'new-action': 0, 'due-regard': 9, 'watching-brief': 0 })
  await grace.patch('/votes/1', { show: 'all' })
  await ama.post('/agreed/F2/pull', {})
  await grace.post('/decisions', { statement: 'F1', column: 'due-regard', how: 'discussed' })
  await grace.get('/decisions')
  await grace.post('/decisions/F1/reopen', { reason: 'Too soon.' })
  await grace.post('/decisions', { statement: 'F37', parked: { who: 'The board' }, how: 'chair' })
  await grace.post('/undo/3', {})
  await grace.post('/timer', { start: 60_000 })

  await grace.post('/versions', { label: 'First' })
  await grace.post('/versions/1/approvals', { meeting: 'The board', outcome: 'approved' })
  await grace.get('/versions/1/changes')
  await grace.get('/versions/1/exports/board.json')
  await grace.get('/exports/mapping.csv')
  await grace.post('/decisions', { statement: 'F2', column: 'new-action', how: 'discussed' })
  await grace.get('/restores/preview?version=1')
  await grace.post('/restores', { to: { version: 1 }, reason: 'Too much.', from: 0 })
  await grace.post('/restores/1/undo', {})
  for (const path of ['', '/statements', '/history', '/links', '/doors', '/people', '/votes', '/agreed']) {
    await grace.get(path)
  }
  for (const path of ['/versions', '/restores']) await grace.get(path)
  await grace.post('/erase', { statement: 'F37', reason: 'Asked for' })
  await grace.patch('', { lock: true, from: false })
  await ama.post('/leave', {})

  expect([...server.answered].sort()).toEqual(Object.keys(API_REPLIES).sort())
})
