import { describe, expect, it } from 'vitest'
import { openApi } from '../../../client/session/api.ts'
import { ANSWERS } from '../../../shared/consult/answers.ts'
import { Problem } from '../../../shared/problem.ts'

type Seen = { url: string; init: RequestInit }

const answering = (status: number, body: unknown, seen: Seen[] = []) =>
  openApi(async (url, init) => {
    seen.push({ url: String(url), init: init ?? {} })
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
  })

describe('the calls of the server', () => {
  it('[link-2] every call of a board names the link it speaks for', async () => {
    const seen: Seen[] = []
    const board = answering(200, {}, seen).at('b1', 'l1')
    await board.read()
    await board.history({ statement: 'F1', limit: 20 })
    await board.patch({ phase: 'open', from: 'preparing' })
    expect(seen.map((it) => it.url)).toEqual([
      '/api/boards/b1?as=l1',
      '/api/boards/b1/history?as=l1&statement=F1&limit=20',
      '/api/boards/b1?as=l1',
    ])
    expect(seen.map((it) => it.init.method)).toEqual(['GET', 'GET', 'PATCH'])
    expect(seen.every((it) => it.init.credentials === 'same-origin')).toBe(true)
  })

  it('sends rows as JSON and a spreadsheet as CSV', async () => {
    const seen: Seen[] = []
    const board = answering(200, {}, seen).at('b1', 'l1')
    await board.importStatements([{ text: 'One' }], 'append')
    await board.importStatements('text\nOne', 'update')
    const types = seen.map((it) => new Headers(it.init.headers).get('content-type'))
    expect(types).toEqual(['application/json', 'text/csv; charset=utf-8'])
    expect(seen.map((it) => it.init.body)).toEqual(['[{"text":"One"}]', 'text\nOne'])
    expect(seen[1]?.url).toBe('/api/boards/b1/statements?as=l1&mode=update')
  })

  it('[vote-1] a choice is as long as any other on its way', async () => {
    const seen: Seen[] = []
    const board = answering(200, {}, seen).at('b1', 'l1')
    for (const choice of [...ANSWERS, null])
      await board.call('/votes/1/choices/F1', { method: 'PUT', body: { choice }, isEven: true })

    expect(new Set(seen.map((it) => String(it.init.body).length)).size).toBe(1)
    expect(seen.map((it) => JSON.parse(String(it.init.body)).choice)).toEqual([...ANSWERS, null])
  })

  it('an export is a plain address', () => {
    const board = openApi().at('b1', 'l1')
    expect(board.exportUrl('mapping.csv')).toBe('/api/boards/b1/exports/mapping.csv?as=l1')
    expect(board.exportUrl('board.json', { version: 2, set: 'full' })).toBe(
      '/api/boards/b1/versions/2/exports/board.json?as=l1&set=full',
    )
  })

  it('the creation key goes in a header, never in an address', async () => {
    const seen: Seen[] = []
    await answering(201, {}, seen).createBoard({ title: 'A response' }, 'secret-secret-secret')
    expect(new Headers(seen[0]?.init.headers).get('x-create-key')).toBe('secret-secret-secret')
    expect(seen[0]?.url).toBe('/api/boards')
  })

  it('a refusal is the problem that the server named', async () => {
    const board = answering(409, { error: { code: 'state_stale', message: 'Somebody was first.' } }).at(
      'b1',
      'l1',
    )
    await expect(board.patch({ lock: true, from: false })).rejects.toMatchObject({
      name: 'Problem',
      code: 'state_stale',
    })
  })

  it.each([
    // Of the board they know nothing: taken for its own, these would wipe it, or give up what waits to be sent.
    [401, 'unreachable'],
    [403, 'unreachable'],
    [404, 'unreachable'],
    [410, 'unreachable'],
    [511, 'unreachable'],
    [413, 'too_large'],
    [429, 'too_many'],
    [502, 'unreachable'],
    [500, 'internal'],
  ])('a proxy that answers %i in its own words is %s', async (status, code) => {
    await expect(answering(status, '<html>').home()).rejects.toMatchObject({ code })
    await expect(answering(status, { error: { code: 'made_up' } }).home()).rejects.toMatchObject({ code })
  })

  it('a network that answers with its own page to sign in to is no server', async () => {
    const board = answering(200, '<h1>Welcome to Ward Wi-Fi</h1>').at('b1', 'l1')
    const problem = await board.read().catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(Problem)
    expect(problem).toMatchObject({ code: 'unreachable' })
  })

  it('a server that cannot be reached is said so', async () => {
    const api = openApi(() => Promise.reject(new TypeError('Failed to fetch')))
    const problem = await api.home().catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(Problem)
    expect(problem).toMatchObject({ code: 'unreachable' })
  })
})
