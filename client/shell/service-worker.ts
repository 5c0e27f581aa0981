/**
 * Keeps the shell of the client on this device, so that a board opened once opens without a network.
 *
 * The shell is the page and the files it is made of, and nothing else: no reply of the API, nothing of a
 * board, no address of one. The page itself comes from the server whenever it answers, so nobody works with
 * old code because of this file; files with a hash in their name come from here. The shell before this one
 * is kept as well: a tab that was open during a deploy still finds the parts it has not loaded yet.
 *
 * It is a program of its own at `/sw.js`, and imports nothing.
 */

/** Written in by the build: what the shell is made of, and a name that changes with any of it. */
declare const __SHELL__: { build: string; entry: string; files: readonly string[] }
const shell = __SHELL__

/** What this file needs of the worker it runs in; TypeScript's own description excludes the page's. */
interface Waiting extends Event {
  waitUntil(done: Promise<unknown>): void
}
interface Fetching extends Waiting {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}
interface Worker {
  addEventListener(type: 'install' | 'activate', heard: (event: Waiting) => void): void
  addEventListener(type: 'fetch', heard: (event: Fetching) => void): void
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  readonly location: { readonly origin: string }
}
const worker = self as unknown as Worker

const KIND = 'due-regard shell '
const MINE = KIND + shell.build
const PAGE = '/'
/** This shell, and the one before it. */
const KEPT = 2
/** A network that has not brought the page after this long is treated as none. */
const PATIENCE_MS = 3_000

/** Where the client's own router is at home; anything else is not the shell's. */
const PAGES = /^\/(join|check|accessibility)?$|^\/b\//
const PROJECTOR = /^\/b\/[^/]+\/present$/
const FILES = /^\/assets\/|^\/icon\.svg$/

worker.addEventListener('install', (event) => event.waitUntil(keepShell()))
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  if (request.mode === 'navigate') {
    if (PAGES.test(pathname)) event.respondWith(page(request, PROJECTOR.test(pathname)))
  } else if (FILES.test(pathname)) {
    event.respondWith(file(request))
  }
})

/** All of it or none of it; what could not be fetched now is tried again at the next visit. */
async function keepShell(): Promise<void> {
  const cache = await caches.open(MINE)
  const response = await fetch(PAGE, { cache: 'no-cache', credentials: 'omit' })
  // During a deploy the page may come from one version and this file from another.
  if (!response.ok || !(await response.clone().text()).includes(shell.entry)) {
    throw new Error('the page is of another version')
  }
  await cache.addAll(shell.files)
  await cache.put(PAGE, response)
  await worker.skipWaiting()
}

async function takeOver(): Promise<void> {
  const shells = (await caches.keys()).filter((it) => it.startsWith(KIND))
  const old = shells.filter((it) => it !== MINE).slice(0, 1 - KEPT)
  await Promise.all(old.map((it) => caches.delete(it)))
  await worker.clients.claim()
}

/**
 * The server's page where it answers, else the one kept here. A projector waits for the server as long as
 * it takes: nobody stands next to it who could ask for a newer page.
 */
async function page(request: Request, waits: boolean): Promise<Response> {
  const asked = fetch(request)
  const answered = await Promise.race([asked, ...(waits ? [] : [silence()])]).catch(() => null)
  // A proxy whose server is away answers in its stead.
  if (answered && answered.status < 500) return answered
  return (await kept(PAGE, { cacheName: MINE })) ?? asked
}

const file = async (request: Request): Promise<Response> => (await kept(request.url)) ?? fetch(request)

/** The encoding a file was fetched in does not matter once it is here. */
const kept = (url: string, options: MultiCacheQueryOptions = {}) =>
  caches.match(url, { ...options, ignoreVary: true })

const silence = () => new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null))
