/**
 * Finds out what a network and a browser let through: each step is tried for real, none is guessed.
 *
 * What is found is told piece by piece, for the slowest step takes ten seconds.
 */
import type { CheckReply } from '../../../shared/api.ts'
import { CHECK_SOCKET_PATH } from '../../../shared/wire.ts'
import type { Findings, Live, Quiet, Reach } from './findings.ts'

const ANSWER_MS = 10_000
const QUIET_MS = 10_000
const ROUNDS = 3
/** The close code of a server that is trying too many networks at once. */
const LATER = 1013

export async function lookAround(
  tell: (found: Partial<Findings>) => void,
  ended: AbortSignal,
): Promise<void> {
  const say = (found: Partial<Findings>) => {
    if (!ended.aborted) tell(found)
  }
  say({
    cookies: navigator.cookieEnabled,
    opensOffline: window.isSecureContext && 'serviceWorker' in navigator,
  })
  void keepsOnDevice().then((keeps) => say({ keeps }))
  const { reach, clockMs } = await reachServer()
  say({ reach, clockMs })
  if (reach.is !== 'reached') {
    say({ live: null, quiet: null })
    return
  }
  const socket = openCheckSocket(ended)
  const live = await tryLive(socket)
  say({ live })
  say({ quiet: live.is === 'works' ? await tryQuiet(socket) : null })
  socket.close()
}

/** Asks something that only the server can answer: a page in between that answers for it is found out. */
async function reachServer(): Promise<{ reach: Reach; clockMs: number | null }> {
  const word = String(Math.random()).slice(2)
  const ask = () =>
    fetch(`/api/check?say=${word}`, { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MS) })
  let response: Response
  let from = 0
  try {
    // The first answer may wait for a connection; the second shows the network alone.
    await (await ask()).arrayBuffer()
    from = performance.now()
    response = await ask()
  } catch {
    return { reach: { is: 'unreached' }, clockMs: null }
  }
  const ms = performance.now() - from
  try {
    const { said, at } = (await response.json()) as CheckReply
    if (said !== word || typeof at !== 'number') throw new Error('not our server')
    return { reach: { is: 'reached', ms }, clockMs: Date.now() - ms / 2 - at }
  } catch {
    const isAway = response.status === 502 || response.status === 503 || response.status === 504
    return { reach: { is: isAway ? 'unreached' : 'foreign' }, clockMs: null }
  }
}

/** A socket as a series of questions: each resolves to its answer, or to the code it closed with. */
interface CheckSocket {
  /** Null once it is open, a close code where it never was. */
  opened: Promise<number | null>
  /** Resolves with the close code, whenever that is. */
  closed: Promise<number>
  /** Whether exactly this came back in time. */
  echo(bytes: Uint8Array<ArrayBuffer>): Promise<boolean>
  close(): void
}

function openCheckSocket(ended: AbortSignal): CheckSocket {
  const { protocol, host } = window.location
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}${CHECK_SOCKET_PATH}`)
  socket.binaryType = 'arraybuffer'
  ended.addEventListener('abort', () => socket.close())
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener('close', ({ code }) => resolve(code))
  })
  const open = new Promise<null>((resolve) => {
    socket.addEventListener('open', () => resolve(null))
  })
  return {
    closed,
    opened: Promise.race([open, closed, after(ANSWER_MS, 0)]),
    echo(bytes) {
      const heard = new Promise<boolean>((resolve) => {
        socket.addEventListener('message', ({ data }) => resolve(isSame(bytes, data)), { once: true })
      })
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
      return Promise.race([heard, closed.then(() => false), after(ANSWER_MS, false)])
    },
    close: () => socket.close(),
  }
}

async function tryLive(socket: CheckSocket): Promise<Live> {
  const code = await socket.opened
  if (code !== null) return { is: 'blocked', code: code || null }
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now()
    if (!(await socket.echo(crypto.getRandomValues(new Uint8Array(64))))) {
      const why = await Promise.race([socket.closed, after(0, null)])
      return why === LATER ? { is: 'busy' } : { is: 'mute' }
    }
    times.push(performance.now() - from)
  }
  return { is: 'works', ms: Math.min(...times) }
}

async function tryQuiet(socket: CheckSocket): Promise<Quiet> {
  const from = performance.now()
  await Promise.race([after(QUIET_MS, null), socket.closed])
  const ms = performance.now() - from
  return { is: (await socket.echo(Uint8Array.of(1))) ? 'stayed' : 'cut', ms }
}

/** Writes something down and reads it back, as a board does, and leaves nothing behind. */
async function keepsOnDevice(): Promise<boolean> {
  const name = 'due-regard-check'
  const tried = async () => {
    const opening = indexedDB.open(name, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('words')
    const database = await answered(opening)
    const words = database.transaction('words', 'readwrite').objectStore('words')
    await answered(words.put('bluebell', 1))
    const read = await answered(words.get(1))
    database.close()
    indexedDB.deleteDatabase(name)
    return read === 'bluebell'
  }
  return Promise.race([tried(), after(ANSWER_MS, false)]).catch(() => false)
}

const answered = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

const isSame = (bytes: Uint8Array, data: unknown): boolean => {
  if (!(data instanceof ArrayBuffer) || data.byteLength !== bytes.length) return false
  const heard = new Uint8Array(data)
  return bytes.every((byte, at) => byte === heard[at])
}

const after = <Value>(ms: number, value: Value) =>
  new Promise<Value>((resolve) => setTimeout(resolve, ms, value))
