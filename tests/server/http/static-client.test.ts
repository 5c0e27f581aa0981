import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { staticClient } from '../../../server/static-client.ts'
import { openTestServer } from '../../support/server.ts'

let folder = ''
const script = 'console.log("hello");'.repeat(200)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'due-regard-static-'))
  mkdirSync(join(folder, 'assets'))
  mkdirSync(join(folder, '.vite'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Due Regard</title>')
  writeFileSync(join(folder, 'assets', 'index-abc123.js'), script)
  writeFileSync(join(folder, 'sw.js'), 'self')
  writeFileSync(join(folder, 'assets', 'type.woff2'), new Uint8Array(5_000))
  writeFileSync(join(folder, '.vite', 'manifest.json'), '{}')
})
afterAll(() => rmSync(folder, { recursive: true }))

const get = (path: string, headers: Record<string, string> = {}) =>
  staticClient(folder).request(path, { headers })

describe('the built client', () => {
  it.each([
    '/',
    '/join',
    '/check',
    '/accessibility',
    '/help',
    '/help/projector',
    '/b/abc',
    '/b/abc/present',
    '/b/abc/statements/F37',
  ])('is the page at %s, asked for anew each time', async (path) => {
    const response = await get(path)

    expect(await response.text()).toContain('Due Regard')
    expect(response.headers.get('cache-control')).toBe('no-cache')
  })

  it('is no guide of another name: 404, with the page that leads to those there are', async () => {
    const response = await get('/help/nonsense', { accept: 'text/html' })

    expect(response.status).toBe(404)
    expect(await response.text()).toContain('Due Regard')
  })

  it('has files with a hash in their name that are kept for good', async () => {
    const response = await get('/assets/index-abc123.js')

    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  it('[F8] has a service worker that is asked for anew each time, at one address for good', async () => {
    const response = await get('/sw.js')

    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect((await get('/sw.js', { 'if-none-match': response.headers.get('etag') ?? '' })).status).toBe(304)
  })

  it('is compressed as the browser likes best', async () => {
    const brotli = await get('/assets/index-abc123.js', { 'accept-encoding': 'gzip, deflate, br' })
    const gzip = await get('/assets/index-abc123.js', { 'accept-encoding': 'gzip, br;q=0' })
    const plain = await get('/assets/index-abc123.js', { 'accept-encoding': 'identity' })
    const font = await get('/assets/type.woff2', { 'accept-encoding': 'br' })

    expect(brotliDecompressSync(await brotli.arrayBuffer()).toString()).toBe(script)
    expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(script)
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(font.headers.get('content-encoding')).toBeNull()
  })

  it('is not sent again to who has it', async () => {
    const etag = (await get('/')).headers.get('etag') ?? ''

    const response = await get('/', { 'if-none-match': etag })

    expect([response.status, await response.text()]).toEqual([304, ''])
  })

  it('[I5] is told apart as it is packed, so that no cache gives out one for the other', async () => {
    const ask = (encoding: string, has = '') =>
      get('/assets/index-abc123.js', { 'accept-encoding': encoding, 'if-none-match': has })
    const etags = await Promise.all(
      ['br', 'gzip', 'identity'].map(async (it) => (await ask(it)).headers.get('etag') ?? ''),
    )
    const [brotli = '', gzip = ''] = etags

    expect(new Set(etags).size).toBe(3)
    expect((await ask('br', gzip)).status).toBe(200)
    expect((await ask('br', brotli)).status).toBe(304)
    // As a browser asks that was given it by a proxy which packs things anew.
    expect((await ask('gzip', `"other", W/${gzip}`)).status).toBe(304)
  })

  it('is kept in the browser as it says, with everything else of the server before it', async () => {
    const { app } = await openTestServer({}, undefined, undefined, folder)
    const kept = async (path: string) =>
      (await app.request(path, { headers: { host: 'localhost:3000' } })).headers.get('cache-control')

    expect(await kept('/assets/index-abc123.js')).toBe('public, max-age=31536000, immutable')
    expect(await kept('/')).toBe('no-cache')
    expect(await kept('/healthz')).toBe('no-store')
    expect(await kept('/.well-known/security.txt')).toBe('no-store')
  })

  it.each([
    '/.vite/manifest.json',
    '/../package.json',
    '/..%2fpackage.json',
    '/assets/',
    '/nothing',
    '/assets/x.js',
  ])('has nothing at %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it('tells a person who mistyped an address, by the page', async () => {
    const response = await get('/bord/abc', { accept: 'text/html,*/*;q=0.8' })

    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('Due Regard')])
  })

  it('where it was not built says how to build it', async () => {
    const client = staticClient('/nowhere').onError((error, c) => c.text(error.message, 404))

    expect(await (await client.request('/')).text()).toContain('npm run build')
  })
})
