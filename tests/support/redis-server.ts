/**
 * A real Redis on a port and in a folder of its own, to be ended, paused and brought back in any way.
 *
 * Where no `redis-server` is installed the tests that need one are skipped and say why.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Redis } from 'ioredis'

const PROGRAM = 'redis-server'
/** What Redis began to write anew goes on for a moment in a process of its own after it was killed. */
const ALL_OF_IT = { recursive: true, force: true, maxRetries: 20, retryDelay: 50 } as const

/** Why tests with Redis are skipped, or null. */
export const NO_REDIS: string | null =
  spawnSync(PROGRAM, ['--version']).status === 0
    ? null
    : 'there is no redis-server on this machine: install it, or run npm test as root'

/** For the name of a suite that needs one. */
export const withRedis = (name: string): string => (NO_REDIS ? `${name} (skipped: ${NO_REDIS})` : name)

export interface RedisServer {
  url: string
  start(): Promise<void>
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>
  pause(): void
  resume(): void
  /** Its files as they are now, to come back to. */
  keepFiles(): void
  /** Comes back with the files that were kept: everything since is forgotten. */
  forgetSince(): void
  ask(command: string, ...args: (string | number)[]): Promise<unknown>
  /** Ends it and takes its folder away. */
  remove(): Promise<void>
}

export async function openRedisServer(settings: Record<string, string> = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'due-regard-redis-'))
  const [data, kept] = [join(folder, 'data'), join(folder, 'kept')]
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}/0`
  const all = {
    port: String(port),
    bind: '127.0.0.1',
    dir: data,
    appendonly: 'yes',
    appendfsync: 'always',
    'no-appendfsync-on-rewrite': 'no',
    'maxmemory-policy': 'noeviction',
    save: '',
    daemonize: 'no',
    loglevel: 'warning',
    ...settings,
  }
  cpSync(mkdtempSync(join(folder, 'empty-')), data, { recursive: true })
  let child: ChildProcess | null = null
  let ended = Promise.resolve()

  const ask = async (command: string, ...args: (string | number)[]) => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, protocol: 2 })
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.call(command, ...args)
    } finally {
      client.disconnect()
    }
  }

  const server: RedisServer = {
    url,
    ask,
    async start() {
      const started = spawn(
        PROGRAM,
        Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]),
        { stdio: 'ignore' },
      )
      child = started
      ended = new Promise((resolve) => started.once('close', () => resolve()))
      for (const by = Date.now() + 20_000; ; ) {
        if ((await ask('PING').catch(() => null)) === 'PONG') return
        if (Date.now() > by) throw new Error('Redis does not start')
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    async kill(signal = 'SIGKILL') {
      child?.kill(signal)
      await ended
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    keepFiles() {
      rmSync(kept, ALL_OF_IT)
      // Not what Redis is writing anew at this moment.
      cpSync(data, kept, { recursive: true, filter: (path) => !basename(path).startsWith('temp-') })
    },
    forgetSince() {
      rmSync(data, ALL_OF_IT)
      cpSync(kept, data, { recursive: true })
    },
    async remove() {
      await server.kill()
      rmSync(folder, ALL_OF_IT)
    },
  }
  await server.start()
  return server
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
