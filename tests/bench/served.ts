/**
 * A server under measurement: a process of its own on the other core, stopped by its own id.
 *
 * Ours runs as it is shipped, guard and journal on, with a data folder on a real disk. The peer runs as it
 * comes and keeps its documents in memory only.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import type { Statement } from '../../shared/board.ts'
import { rootsOf } from '../../shared/doc/board-doc.ts'
import { putStatement } from '../../shared/doc/edits.ts'
import { SYNC } from '../../shared/wire.ts'
import { generatedStatements } from '../support/generated-report.ts'
import { makeBoard, seatsAt } from './load/boards.ts'
import { pause } from './load/crowd.ts'
import { syncFrame } from './load/move-bytes.ts'
import { RawSocket, type Seat } from './load/raw-socket.ts'

export type Side = 'ours' | 'peer'

export interface Served {
  readonly side: Side
  readonly pid: number
  readonly port: number
  /** From the start of the process to its first good answer. */
  readonly startedInMs: number
  /** A new board with statements, and the seats of so many people who may enter it. */
  seats(statements: number, people: number): Promise<Seat[]>
  /** Ends this process alone; resolves once it is gone. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

const START_MS = 60_000
const STOP_MS = 20_000
const ROOT = process.env.BENCH_ROOT ?? process.cwd()
/** What `npm start` has Node start with. */
const ENGINE_FLAGS = (
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } }
).scripts.start
  .split(' ')
  .filter((word) => word.startsWith('--'))
/** The one that the load is not on, for comparing; or both, where a thread beside the loop is what is looked at. */
export type Cores = '0' | '0,1'

const running = new Set<ChildProcess>()
const folders = new Set<string>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A data folder that is gone when the benchmark ends; not in memory, or saving would cost nothing. */
export function newDataDir(): string {
  const inMemory = statfsSync(tmpdir()).type === 0x01021994
  const folder = mkdtempSync(join(inMemory ? ROOT : tmpdir(), 'due-regard-bench-data-'))
  folders.add(folder)
  return folder
}

/** `profileDir` has the server leave a CPU profile there when it is stopped. */
export async function startOurs(dataDir: string, profileDir?: string, cores: Cores = '0'): Promise<Served> {
  const flags = [...ENGINE_FLAGS, ...(profileDir ? ['--cpu-prof', '--cpu-prof-dir', profileDir] : [])]
  const environment = { DATA_DIR: dataDir, LOG_LEVEL: 'warn', NODE_ENV: 'production' }
  const script = [...flags, join(ROOT, 'dist/server/main.js')]
  const served = await start('ours', script, '/readyz', environment, cores)
  return {
    ...served,
    seats: async (statements, people) => seatsAt(await makeBoard(served.port, statements), people),
  }
}

export async function startPeer(): Promise<Served> {
  const served = await start('peer', [join(ROOT, 'tests/bench/peer/server.mjs')], '/', {})
  let boards = 0
  return {
    ...served,
    seats: async (statements, people) => {
      const seat = { port: served.port, path: `/board-${++boards}` }
      await fill(seat, statements)
      return Array.from({ length: people }, () => seat)
    },
  }
}

/** What an import makes of the same statements, put there by somebody who then stays away. */
async function fill(seat: Seat, statements: number): Promise<void> {
  const doc = new Y.Doc()
  rootsOf(doc).board.set('title', 'A measured board')
  generatedStatements(statements).forEach(({ officialStatus, officialText, ...words }) => {
    const official = officialText ? { official: { status: officialStatus, text: officialText } } : {}
    const statement: Statement = { ...words, ...official }
    putStatement(doc, `${words.source}${words.number}`, statement)
  })
  rootsOf(doc).live.set('phase', 'open')
  const socket = await RawSocket.open(seat, () => {})
  socket.send(syncFrame(SYNC.update, Y.encodeStateAsUpdate(doc)))
  await pause(200)
  socket.close()
}

async function start(
  side: Side,
  script: readonly string[],
  readyPath: string,
  environment: Record<string, string>,
  cores: Cores = '0',
): Promise<Omit<Served, 'seats'>> {
  const port = await freePort()
  const pinned = process.env.BENCH_PINNED ? ['taskset', '-c', cores] : []
  const [command = '', ...rest] = [...pinned, process.execPath, ...script]
  const began = performance.now()
  const child = spawn(command, rest, {
    cwd: ROOT,
    env: { ...process.env, ...environment, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  running.add(child)
  let complaint = ''
  child.stderr?.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-2_000)
  })
  const gone = once(child, 'exit').then(() => running.delete(child))

  while (!(await answers(port, readyPath))) {
    if (child.exitCode !== null) throw new Error(`${side} ended at once: ${complaint}`)
    if (performance.now() - began > START_MS) throw new Error(`${side} did not start: ${complaint}`)
    await pause(5)
  }
  const { pid } = child
  if (pid === undefined) throw new Error(`${side} has no process`)
  return {
    side,
    pid,
    port,
    startedInMs: performance.now() - began,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await gone
      clearTimeout(late)
    },
  }
}

const answers = (port: number, path: string): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
