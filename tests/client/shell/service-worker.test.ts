/**
 * The program at `/sw.js`, run in a worker that is made by hand: what it keeps of the client on a device, and
 * what it answers in the server's stead.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const ORIGIN = 'https://board.example.org'
/** It gives nothing to whoever imports it. */
const PROGRAM: string = '../../../client/shell/service-worker.ts'
const OURS = 'due-regard shell 3'

type Heard = (event: object) => void
const heard = new Map<string, Heard>()
const stores = new Map<string, Map<string, Response>>()
const skipWaiting = vi.fn(async () => {})
const claim = vi.fn(async () => {})
const asked = vi.fn<(it: Request | string, init?: RequestInit) => Promise<Response>>()

const pathOf = (it: Request | string) => new URL(typeof it === 'string' ? it : it.url, ORIGIN).pathname
const storeOf = (name: string) => {
  const store = stores.get(name) ?? new Map<string, Response>()
  stores.set(name, store)
  return store
}

const caches = {
  open: async (name: string) => {
    const store = storeOf(name)
    return {
      addAll: async (files: string[]) => {
        for (const file of files) store.set(file, new Response(`kept ${file}`))
      },
      put: async (path: string, response: Response) => void store.set(path, response),
    }
  },
  keys: async () => [...stores.keys()],
  delete: async (name: string) => stores.delete(name),
  match: async (url: string, { cacheName }: { cacheName?: string } = {}) =>
    [...stores]
      .filter(([name]) => cacheName === undefined || name === cacheName)
      .flatMap(([, store]) => store.get(pathOf(url)) ?? [])[0],
}

beforeEach(async () => {
  vi.useFakeTimers()
  vi.resetModules()
  heard.clear()
  stores.clear()
  for (const it of [skipWaiting, claim, asked]) it.mockClear()
  const addEventListener = (type: string, then: Heard) => heard.set(type, then)
  vi.stubGlobal('self', { addEventListener, skipWaiting, clients: { claim }, location: { origin: ORIGIN } })
  vi.stubGlobal('caches', caches)
  vi.stubGlobal('fetch', asked)
  vi.stubGlobal('__SHELL__', { build: '3', entry: '/assets/main-3.js', files: ['/assets/main-3.js'] })
  await import(PROGRAM)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const happens = async (type: 'install' | 'activate') => {
  let done: Promise<unknown> = Promise.resolve()
  heard.get(type)?.({
    waitUntil: (it: Promise<unknown>) => {
      done = it
    },
  })
  await done
}

/** What the worker answers; null where it leaves the call to the browser. */
function answerTo(path: string, { method = 'GET', mode = 'cors' } = {}): Promise<string> | null {
  let answer: Promise<string> | null = null
  heard.get('fetch')?.({
    request: { url: new URL(path, ORIGIN).href, method, mode },
    respondWith: (it: Promise<Response>) => {
      answer = it.then((response) => response.text())
    },
  })
  return answer
}
const page = (path: string) => answerTo(path, { mode: 'navigate' })
const server = (text: string, status = 200) => asked.mockResolvedValue(new Response(text, { status }))
const keptPage = () => storeOf(OURS).set('/', new Response('kept page'))

describe('the shell on a device', () => {
  it('is the page and its files, asked for without a cookie', async () => {
    server('<script src="/assets/main-3.js">')

    await happens('install')

    expect([...storeOf(OURS).keys()].sort()).toEqual(['/', '/assets/main-3.js'])
    expect(asked).toHaveBeenCalledExactlyOnceWith('/', { cache: 'no-cache', credentials: 'omit' })
    expect(skipWaiting).toHaveBeenCalledOnce()
  })

  it.each([
    ['of another version', '<script src="/assets/main-4.js">', 200],
    ['refused', '<script src="/assets/main-3.js">', 503],
  ])('is not kept where the page is %s', async (_, text, status) => {
    server(text, status)

    await expect(happens('install')).rejects.toThrow('another version')

    expect(storeOf(OURS).size).toBe(0)
    expect(skipWaiting).not.toHaveBeenCalled()
  })

  it('takes the place of all but the one before it, and of nothing that is another’s', async () => {
    for (const name of ['due-regard shell 1', 'another app', 'due-regard shell 2', OURS]) storeOf(name)

    await happens('activate')

    expect([...stores.keys()]).toEqual(['another app', 'due-regard shell 2', OURS])
    expect(claim).toHaveBeenCalledOnce()
  })
})

describe('what the shell answers', () => {
  it('is no call of the API, no socket, no other site, and nothing but a look', () => {
    for (const path of ['/api/boards/b1', '/sync/b1', '/healthz', 'https://evil.example/assets/x.js'])
      expect([path, answerTo(path)]).toEqual([path, null])
    for (const path of ['/api/boards/b1/exports/mapping.html', '/docs', '/docs/b/b1', '/bored'])
      expect([path, page(path)]).toEqual([path, null])
    expect(answerTo('/assets/main-3.js', { method: 'POST' })).toBeNull()
    expect(asked).not.toHaveBeenCalled()
  })

  it.each(['/', '/join', '/check', '/b/b1'])(
    'is the server’s page at %s where the server answers',
    async (path) => {
      keptPage()
      server('page of the server')
      expect(await page(path)).toBe('page of the server')
      server('is not there', 404)
      expect(await page(path)).toBe('is not there')
    },
  )

  it('is the kept page where the server is away, or a proxy says so in its stead', async () => {
    storeOf('due-regard shell 2').set('/', new Response('page of before'))
    keptPage()
    server('bad gateway', 502)
    expect(await page('/b/b1')).toBe('kept page')
    keptPage()
    asked.mockRejectedValue(new TypeError('no network'))
    expect(await page('/b/b1')).toBe('kept page')
  })

  it('is the kept page where the network is silent; a projector waits for the server', async () => {
    keptPage()
    let answer: (it: Response) => void = () => {}
    asked.mockImplementation(
      () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    )
    const told: unknown[] = []
    void page('/b/b1')?.then((it) => told.push(it))
    void page('/b/b1/present')?.then((it) => told.push(it))

    await vi.advanceTimersByTimeAsync(2_999)
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(told).toEqual(['kept page'])
    answer(new Response('page of the server'))
    await vi.advanceTimersByTimeAsync(0)
    expect(told).toEqual(['kept page', 'page of the server'])
  })

  it('is what the network says where nothing is kept', async () => {
    asked.mockRejectedValue(new TypeError('no network'))
    await expect(page('/b/b1')).rejects.toThrow('no network')
  })

  it('is a file from here, also of the shell before, and from the server where it is not here', async () => {
    storeOf('due-regard shell 2').set('/assets/part-2.js', new Response('part of before'))
    server('from the server')

    expect(await answerTo('/assets/part-2.js')).toBe('part of before')
    expect(asked).not.toHaveBeenCalled()
    expect(await answerTo('/assets/part-3.js')).toBe('from the server')
    expect(storeOf(OURS).size).toBe(0)
  })
})
