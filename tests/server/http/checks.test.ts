import { describe, expect, it } from 'vitest'
import { StorageUnavailable } from '../../../server/store/contract.ts'
import type { LinkReply } from '../../../shared/api.ts'
import { openTestServer } from '../../support/server.ts'

const PUBLIC = { PUBLIC_URL: 'https://board.example.org', CREATE_KEY: 'a-key-of-twenty-signs' }

describe('where a request may come from', () => {
  it.each([
    [{}, 'http://evil.example', 403],
    [{}, 'null', 403],
    [{}, 'http://localhost.evil.example', 403],
    [{}, 'http://127.0.0.1.evil.example', 403],
    [{}, 'http://localhost:5173', 403],
    [{}, 'http://127.0.0.1:3000', 403],
    [{}, 'http://localhost:3000', 200],
    [{ HOST: '10.0.0.7' }, 'http://10.0.0.7:3000', 403],
    [PUBLIC, 'http://localhost:3000', 403],
    [PUBLIC, 'https://board.example.org', 200],
    [PUBLIC, 'http://board.example.org', 403],
    [PUBLIC, 'https://board.example.org.evil.example', 403],
    [PUBLIC, 'https://board.example.org:8443', 403],
  ])('[link-5] with %j an origin %s gets %i', async (environment, origin, expected) => {
    const server = await openTestServer(environment)

    const { status } = await server.device().ask('GET', '/api/home', { headers: { origin } })

    expect(status).toBe(expected)
  })

  it.each([
    [{}, 'localhost', 'http://localhost', 200],
    [{}, 'localhost:80', 'http://localhost', 200],
    [{ HOST: '10.0.0.7' }, '10.0.0.7:3000', 'http://10.0.0.7:3000', 200],
    [{ HOST: '10.0.0.7' }, '10.0.0.7:3000', 'http://10.0.0.7:5173', 403],
    // Asked at the machine itself, past its proxy.
    [PUBLIC, 'localhost:3000', 'http://localhost:3000', 200],
    [PUBLIC, 'localhost:3000', 'http://localhost:5173', 403],
  ])('[link-5] with %j asked as %s an origin %s gets %i', async (environment, host, origin, expected) => {
    const server = await openTestServer(environment)

    const { status } = await server.device().ask('GET', '/api/home', { headers: { host, origin } })

    expect(status).toBe(expected)
  })

  it.each([
    ['/api/home', 'cross-site', 403],
    ['/api/home', 'same-site', 403],
    ['/api/home', 'same-origin', 200],
    ['/api/home', 'none', 200],
    // A link in a mail leads to the page; there is none in this test.
    ['/b/nowhere', 'cross-site', 404],
  ])('[D7] %s is answered to a page that is %s with %i', async (path, site, expected) => {
    const server = await openTestServer()

    const { status } = await server.device().ask('GET', path, { headers: { 'sec-fetch-site': site } })

    expect(status).toBe(expected)
  })

  it('[D7] a foreign page is refused whatever cookie it carries', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    const { status, body } = await grace.post(
      '/links',
      { role: 'observer' },
      { headers: { origin: 'https://evil.example' } },
    )

    expect([status, body]).toMatchObject([403, { error: { code: 'origin_foreign' } }])
  })

  it.each([
    [{}, 'evil.example', 403],
    [{}, 'localhost:3000', 200],
    [{}, '[::1]:3000', 200],
    [{ HOST: '10.0.0.7' }, '10.0.0.7:3000', 200],
    [PUBLIC, 'board.example.org', 200],
    [PUBLIC, 'other.example.org', 403],
  ])('with %j a name of the server %s gets %i', async (environment, host, expected) => {
    const server = await openTestServer(environment)

    expect((await server.device().ask('GET', '/api/home', { headers: { host } })).status).toBe(expected)
  })
})

describe('every reply', () => {
  const DATA = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
  const pageOf = (socket: string) =>
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
    `connect-src 'self' ${socket}; worker-src 'self'; object-src 'none'; ` +
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
  const PAGE = pageOf('ws://localhost:3000')

  it.each([
    ['/', PAGE],
    ['/b/nowhere', PAGE],
    ['/assets/nothing.js', PAGE],
    ['/healthz', PAGE],
    ['/.well-known/security.txt', PAGE],
    ['/sync/nowhere', PAGE],
    ['/api/home', DATA],
    ['/api/nothing', DATA],
    ['/api/boards/nowhere', DATA],
    ['/api/boards/nowhere/exports/mapping.html', DATA],
  ])('[I5] of %s forbids what it does not need', async (path, policy) => {
    const server = await openTestServer()

    const { headers } = await server.device().ask('GET', path)

    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers.get('permissions-policy')).toMatch(/camera=\(\).*geolocation=\(\).*microphone=\(\)/)
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('server')).toBeNull()
  })

  it('[I5] names in its policy no more than a host: what else stands in one could be a rule of its own', async () => {
    const server = await openTestServer()
    const policy = async (host: string) =>
      (await server.device().ask('GET', '/', { headers: { host } })).headers.get('content-security-policy')

    expect(await policy('[::1]:3000')).toBe(pageOf('ws://[::1]:3000'))
    for (const host of ['localhost; script-src *', 'a b', "x'unsafe-inline'", 'x'.repeat(256)]) {
      const said = await policy(host)
      expect(said).toContain("connect-src 'self'")
      expect(said).not.toContain(host)
      expect(said).not.toContain('ws:')
    }
  })

  it.each(['/', '/api/home'])('[I5] of %s on https says to stay there', async (path) => {
    const server = await openTestServer(PUBLIC)

    const { headers } = await server.device().ask('GET', path)

    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    expect(headers.get('content-security-policy')).toBe(
      path === '/' ? `${pageOf('wss://board.example.org')}; upgrade-insecure-requests` : DATA,
    )
  })

  it('[D8] of a board is kept by no cache on the way', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    for (const path of [
      '',
      '/statements',
      '/people',
      '/links',
      '/votes',
      '/exports/board.json',
      '/nothing',
    ]) {
      const { headers } = await grace.get(path)
      expect([path, headers.get('cache-control'), headers.get('etag')]).toEqual([path, 'no-store', null])
    }
  })

  it('of what is not there says so as any refusal does', async () => {
    const server = await openTestServer()

    const { status, body } = await server.device().ask('GET', '/api/nothing')

    expect([status, body]).toEqual([404, { error: { code: 'not_found', message: 'There is nothing here.' } }])
  })

  it('to a fault of our own says nothing of it', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()
    server.stores.faults.before = () => {
      throw new Error('secret detail')
    }

    const { status, text } = await grace.post('/links', { role: 'observer' })

    expect(status).toBe(500)
    expect(text).not.toContain('secret')
  })
})

describe('what a request carries', () => {
  it.each([
    ['no JSON', 'not json', 'application/json', 400],
    ['JSON that is not text', new Uint8Array([0xff, 0xfe, 0x7b]), 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    ['another kind', '<a/>', 'text/xml', 415],
    ['too much', `"${'x'.repeat(300_000)}"`, 'application/json', 413],
    ['something too deep', '['.repeat(100_000), 'application/json', 400],
  ])('is refused when it is %s', async (_, body, type, expected) => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    expect((await grace.post('/links', body, { type })).status).toBe(expected)
  })

  it('is not unpacked', async () => {
    const server = await openTestServer()
    const { grace } = await server.openBoard()

    const { status } = await grace.post(
      '/links',
      { role: 'observer' },
      { headers: { 'content-encoding': 'gzip' } },
    )

    expect(status).toBe(415)
  })

  it('is counted as it comes, when its length is not told', async () => {
    const server = await openTestServer()
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536))
      },
    })

    const response = await server.app.request(
      '/api/boards',
      {
        method: 'POST',
        body: endless,
        duplex: 'half',
        headers: { host: 'localhost', 'content-type': 'application/json' },
      } as RequestInit,
      { incoming: { socket: { remoteAddress: '127.0.0.1' } } },
    )

    expect(response.status).toBe(413)
    expect(sent).toBeLessThan(1_000_000)
  })

  it('may break off, which is no fault of ours', async () => {
    const server = await openTestServer()
    const broken = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('{"title":'))
        controller.error(new Error('aborted'))
      },
    })

    const response = await server.app.request(
      '/api/boards',
      {
        method: 'POST',
        body: broken,
        duplex: 'half',
        headers: { host: 'localhost', 'content-type': 'application/json' },
      } as RequestInit,
      { incoming: { socket: { remoteAddress: '127.0.0.1' } } },
    )

    expect(response.status).toBe(400)
    expect(server.logged.join()).not.toContain('a request failed')
  })

  it('[D10] does nothing with GET or HEAD', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    const room = await server.rooms.open(board.board.id)
    const before = room.state.position

    for (const path of ['', '/statements', '/people', '/links', '/history', '/exports/board.json']) {
      await grace.get(path)
      await grace.device.ask('HEAD', `/api/boards/${board.board.id}${path}?as=${grace.as}`)
    }

    expect(room.state.position).toBe(before)
  })
})

describe('the log', () => {
  it('[I4] says what was done with links, locks, imports and exports, and no text, name or key', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard('open', [
      { source: 'F', number: '1', text: 'Marked text.' },
    ])
    const made = await grace.post<LinkReply>('/links', { role: 'participant', label: 'Marked label' })
    await grace.patch(`/links/${made.body.id}`, { withdraw: true })
    await grace.patch('', { lock: true, from: false })
    await grace.get('/exports/mapping.csv')
    await grace.patch(`/people/${grace.id}`, { name: 'Marked name' })

    const log = server.logged.join('\n')

    for (const what of [
      'board started',
      'came in',
      'link made',
      'link changed',
      'phase changed',
      'lock changed',
      'exported',
    ]) {
      expect(log).toContain(what)
    }
    expect(log).not.toMatch(/Marked|Grace|Our response/)
    for (const link of Object.values(board.links)) expect(log).not.toContain(link.path.split('.')[1])
    expect(log).not.toContain((grace.device.cookie ?? '').split('=')[1]?.slice(0, 20))
  })
})

describe('[I4] who was turned away', () => {
  it('is told to the log, by rule, call and address, without what they sent', async () => {
    const server = await openTestServer(PUBLIC)
    const { board } = await server.openBoard()
    const ama = await server.join(board, 'participant', 'Ama')
    const key = `${board.links.facilitator.id}.${'k'.repeat(22)}`
    const eve = server.device()

    await eve.ask('POST', `/api/boards/${board.board.id}/join`, {
      body: { key, name: 'Eve' },
      from: '10.1.2.3',
    })
    await eve.ask('POST', '/api/boards', {
      body: { title: 'Mine' },
      headers: { 'x-create-key': 'guessed-key' },
    })
    await eve.ask('GET', '/api/home', { headers: { origin: 'https://evil.example' } })
    await ama.get('/links')
    await ama.get('/statements')

    const lines = server.logged.map((it) => JSON.parse(it)).filter((it) => it.what === 'refused')
    expect(lines).toEqual([
      {
        code: 'link_invalid',
        method: 'POST',
        route: '/api/boards/:id/join',
        from: '10.1.2.3',
        what: 'refused',
      },
      expect.objectContaining({ code: 'create_key_wrong', route: '/api/boards' }),
      expect.objectContaining({ code: 'origin_foreign' }),
      expect.objectContaining({
        code: 'role_forbids',
        route: '/api/boards/:id/links',
        board: board.board.id,
        participant: ama.id,
      }),
    ])
    expect(server.logged.join()).not.toMatch(/kkkk|Eve|guessed|evil/)
  })

  it('does not fill the disk', async () => {
    const server = await openTestServer()
    server.time.now = 0

    for (let at = 0; at < 1_000; at += 1)
      await server.device().ask('GET', '/api/home', { headers: { origin: 'https://evil.example' } })

    expect(server.logged.length).toBeLessThanOrEqual(200)
  })
})

describe('for those who run it', () => {
  it('is alive, and ready while it can save', async () => {
    const server = await openTestServer()
    const ask = async (path: string) =>
      (await server.device().ask('GET', path, { headers: { host: '10.1.2.3' } })).status

    expect([await ask('/healthz'), await ask('/readyz')]).toEqual([200, 200])

    server.stores.faults.before = () => {
      throw new StorageUnavailable('disk full')
    }
    expect([await ask('/healthz'), await ask('/readyz')]).toEqual([200, 503])
  })

  it('while stopping is not ready, and sends people away for a moment', async () => {
    const server = await openTestServer()
    server.readiness.stopping = true

    const ready = await server.device().ask('GET', '/readyz')
    const home = await server.device().ask('GET', '/api/home')

    expect([ready.status, home.status]).toEqual([503, 503])
    expect(home.headers.get('retry-after')).toBe('5')
    expect(home.body).toMatchObject({ error: { code: 'stopping' } })
  })

  it('counts by route, never by board', async () => {
    const server = await openTestServer()
    const { board, grace } = await server.openBoard()
    await grace.get('/statements')
    await grace.get('/nothing-here')

    const { text } = await server.device().ask('GET', '/metrics')

    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/api\/boards\/:id\/statements",status="200"\} 1/,
    )
    expect(text).toMatch(/^due_regard_boards 1$/m)
    expect(text).not.toContain(board.board.id)
    expect(text).not.toContain('nothing-here')
  })

  it('names whom to tell of a weakness, with a date not yet past', async () => {
    const server = await openTestServer(PUBLIC)

    const { text } = await server.device().ask('GET', '/.well-known/security.txt')

    expect(text).toContain('Contact: mailto:security@board.example.org\n')
    const expires = /Expires: (\S+)/.exec(text)?.[1] ?? ''
    expect(Date.parse(expires)).toBeGreaterThan(Date.now() + 86_400_000)
    expect(Date.parse(expires)).toBeLessThan(Date.now() + 366 * 86_400_000)
  })
})
