/**
 * Starts the server, and ends it so that nothing saved is lost and nobody waits long.
 */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getHeapStatistics } from 'node:v8'
import { ROLES, type Role } from '../shared/board.ts'
import { systemClock } from '../shared/clock.ts'
import { openApp } from './app.ts'
import { openBoardEntries } from './board-entries.ts'
import { capabilitiesFrom } from './capability.ts'
import { openCluster } from './cluster/cluster.ts'
import { type Config, ConfigMistake, readConfig } from './config.ts'
import { openCreation } from './creation.ts'
import { hireThread, openDesk } from './desk.ts'
import { exampleBoard } from './example-board.ts'
import { openMeters } from './instruments.ts'
import { watchLapsing } from './lapsing.ts'
import { openListener } from './listener.ts'
import { lastWords, openLog } from './log.ts'
import type { Env } from './middleware/access.ts'
import { isLoopback } from './middleware/address.ts'
import { openSlowed } from './middleware/slowed.ts'
import { startBoard } from './new-board.ts'
import { watchRetention } from './retention/watch.ts'
import { exampleOf } from './routes/home.ts'
import { openStores } from './store/open-stores.ts'
import { openRooms } from './sync/rooms.ts'
import { openSockets, syncRoutes } from './sync/upgrade.ts'
import { warmUp } from './warm-up.ts'

/** All of stopping takes less than the ten seconds after which a service manager kills. */
const STOP_WITHIN_MS = 9_000

/** A second signal after this long means: at once. */
const SAME_WISH_MS = 1_000

/** For replies that were on their way when everything else had been put away. */
const LAST_REPLIES_MS = 1_000

const ROLE_WORDS: Record<Role, string> = {
  facilitator: 'Facilitator',
  participant: 'Participant',
  reviewer: 'Reviewer',
  observer: 'View only',
}

await start().catch((error: unknown) => {
  say(
    isPlain(error)
      ? `Due Regard cannot start. ${error.message}`
      : `Due Regard cannot start.\n${stackOf(error)}`,
  )
  process.exit(1)
})

async function start(): Promise<void> {
  const config = readConfig(process.env)
  const log = openLog(config)
  const clock = systemClock
  const stores = await openStores(config, { log, clock })
  const capabilities = capabilitiesFrom(stores.serverSecret)
  const creation = await stores.setUp(async () => {
    if (!stores.registry.boards().some((it) => it.example)) {
      await startBoard({ stores, clock }, { ...exampleBoard(clock.now()), example: true })
    }
    return openCreation(config, stores.registry)
  })

  const die = (error: unknown) => {
    log.error({ err: error }, 'the server has to stop')
    say(lastWords(error))
    process.exit(1)
  }
  const meters = openMeters()
  const rooms = openRooms({ stores, clock, log, fatal: die, heapUsed, meter: meters.room })
  const desk = openDesk(hireThread(new URL('./desk-worker.js', import.meta.url)), clock)
  const endLapsing = watchLapsing({ registry: stores.registry, rooms, clock })
  const entries = openBoardEntries(stores.registry)
  const { archiveDir, backupDays } = config
  const endRetention = watchRetention({ stores, rooms, entries, desk, clock, backupDays, archiveDir, log })
  const readiness = { stopping: false }
  const slowed = openSlowed(clock)
  const app = openApp({
    config,
    stores,
    rooms,
    capabilities,
    creation,
    desk,
    clock,
    log,
    readiness,
    meters,
    entries,
    slowed,
    clientFolder: fileURLToPath(new URL('../client/', import.meta.url)),
    onFatal: die,
    sync: (access) => syncRoutes<Env>({ rooms, clock, access }),
  })
  const sockets = openSockets()
  const front = await openCluster({ config, stores, entries, rooms, capabilities, clock, readiness, slowed })
  const server = openListener(app.fetch, sockets, front ?? undefined)

  let askedAt = 0
  const stop = async (signal: string) => {
    if (readiness.stopping) {
      // npm hands on the Ctrl+C that the terminal has sent as well: one wish, not two.
      if (performance.now() - askedAt > SAME_WISH_MS) process.exit(1)
      return
    }
    readiness.stopping = true
    askedAt = performance.now()
    log.info({ signal }, 'stopping')
    setTimeout(() => {
      log.error({}, 'stopping took too long')
      process.exit(1)
    }, STOP_WITHIN_MS).unref()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    endLapsing()
    endRetention()
    front?.close()
    await rooms.close()
    for (const socket of sockets.clients) socket.terminate()
    server.closeIdleConnections()
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, LAST_REPLIES_MS))])
    await desk.close()
    await stores.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => stop(signal).catch(die))
  }
  process.on('uncaughtException', die)
  process.on('unhandledRejection', die)

  warmUp(clock, () => performance.now())
  const address = await listen(server, config).catch(async (error: unknown) => {
    await stores.close()
    throw error
  })
  front?.reachableAt(config.nodeUrl ?? nodeUrl(config, address), ownUrl(address))
  greet(baseUrl(config, address), stores.promise)

  /** In one piece, so that nothing else stands between its lines. */
  function greet(base: string, promise: string): void {
    const lines = [
      '',
      `Due Regard is ready: ${base}`,
      front ? promise : `${promise} The data folder is ${resolve(config.dataDir)}.`,
      '',
    ]
    if (creation.madeKey) {
      lines.push('Starting a board from elsewhere asks for this key, which is shown only now:')
      lines.push(`  ${creation.madeKey}`, '')
    }
    const example = exampleOf(stores, capabilities)
    if (example) {
      lines.push(`The example board, “${example.title}”:`)
      for (const role of ROLES) lines.push(`  ${ROLE_WORDS[role].padEnd(12)} ${base}${example.links[role]}`)
      lines.push('')
    }
    say(lines.join('\n'))
  }
}

function listen(server: Server, { host, port }: Config): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: `Port ${port} is in use already; set PORT to another.`,
        EACCES: `Port ${port} may not be used by this account; set PORT to one from 1024 on.`,
        EADDRNOTAVAIL: `HOST is ${host}, which is no address of this machine.`,
        ENOTFOUND: `HOST is ${host}, which is no name of this machine.`,
      }
      reject(new ConfigMistake(why[error.code ?? ''] ?? error.message))
    })
    server.listen(port, host, () => resolve(server.address() as AddressInfo))
  })
}

function baseUrl({ publicUrl, host }: Config, address: AddressInfo): string {
  if (publicUrl) return publicUrl.origin
  // While developing, people look at the client that Vite serves.
  const port = process.env.DEV_PORT ?? address.port
  const name = isLoopback(host) || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Where the other nodes reach this one, as far as host and port tell. */
function nodeUrl({ host }: Config, { port, address, family }: AddressInfo): string {
  const isAnywhere = host === '0.0.0.0' || host === '::'
  const name = isAnywhere ? hostname() : family === 'IPv6' ? `[${address}]` : address
  return `http://${name}:${port}`
}

/** The way this node comes in by its own door. */
function ownUrl({ port, address, family }: AddressInfo): string {
  if (address === '::' || address === '0.0.0.0') return `http://127.0.0.1:${port}`
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

/** Whether an error's message is the whole explanation; otherwise it is a fault of ours. */
function isPlain(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  return error instanceof ConfigMistake || error.name === 'DataFolderRefused' || 'code' in error
}

function heapUsed(): number {
  const { used_heap_size, heap_size_limit } = getHeapStatistics()
  return used_heap_size / heap_size_limit
}

/** Hoisted: what goes wrong at the start is told before a constant down here would be there. */
function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
