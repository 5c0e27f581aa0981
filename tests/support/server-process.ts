/**
 * A real server in a process of its own, on a port and in a data folder of its own, to be ended any way.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, createBuilder } from 'vite'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/**
 * Where the server was built for these tests; packages are found from there as from anywhere in the house.
 * `root` is that of another checkout, for a server of another version.
 */
export async function buildServer(name: string, root = at('.')): Promise<string> {
  const outDir = join(root, 'dist', `test-${name}`)
  const builder = await createBuilder({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    environments: { ssr: { build: { outDir, sourcemap: false } } },
  })
  const { ssr } = builder.environments
  if (!ssr) throw new Error('vite.config.ts no longer builds a server')
  await builder.build(ssr)
  return `${outDir}/main.js`
}

/** Any file of these tests as a script for a process of its own. */
export async function buildScript(path: string, name: string): Promise<string> {
  const outDir = at(`dist/test-${name}`)
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: at(path),
      outDir,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'script.mjs' } },
    },
  })
  return `${outDir}/script.mjs`
}

export interface ServerProcess {
  /** http://localhost:<port>, once it says that it is ready. */
  base: string
  pid: number
  /** Everything it has said so far. */
  said(): string
  kill(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
  /** Its exit code, or null where a signal ended it. */
  ended: Promise<number | null>
}

export async function startProcess(
  main: string,
  environment: Record<string, string>,
): Promise<ServerProcess> {
  const { child, said, ended } = spawnServer(main, environment)
  const base = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /ready: (\S+)/.exec(said())?.[1]
      if (found) resolve(found)
    }
    child.stdout?.on('data', look)
    ended.then((code) => reject(new Error(`ended with ${code}: ${said()}`)))
  })
  return { base, pid: child.pid ?? 0, said, ended, kill: (signal) => child.kill(signal) }
}

/** Starts one that is expected to end by itself. */
export async function runToEnd(main: string, environment: Record<string, string>) {
  const { said, ended } = spawnServer(main, environment)
  return { code: await ended, said: said() }
}

function spawnServer(main: string, environment: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  return { child, said: () => text, ended }
}

/** Seconds of processor time a process has used, in hundredths; null where the system does not say. */
export function processorTimeOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Its name stands in brackets and may hold spaces; user and system time are the 14th and 15th field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return null
  }
}

/** Megabytes of memory a process has; null where the system does not say. */
export function memoryOf(pid: number): number | null {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes ? Number(kilobytes) / 1024 : null
  } catch {
    return null
  }
}
