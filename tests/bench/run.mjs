/**
 * `npm run bench`: builds this server and the benchmark, then runs the benchmark on a core of its own.
 *
 * Servers are started on the other core by the benchmark itself. Nothing is left behind but `dist/`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, createBuilder } from 'vite'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

async function buildServer() {
  const builder = await createBuilder({ configFile: at('../../vite.config.ts'), logLevel: 'warn' })
  if (!existsSync(at('../../dist/client/index.html'))) await builder.build(builder.environments.client)
  await builder.build(builder.environments.ssr)
}

async function buildBench(outDir) {
  await build({
    configFile: false,
    root: at('.'),
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: { ssr: at('./main.ts'), outDir, target: 'node20', emptyOutDir: true, minify: false },
  })
}

function installPeer() {
  if (existsSync(at('./peer/node_modules/.package-lock.json'))) return
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: at('./peer'),
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 300_000,
  })
  if (status !== 0)
    throw new Error('The server to compare with could not be installed (npm ci in tests/bench/peer).')
}

const outDir = mkdtempSync(join(tmpdir(), 'due-regard-bench-'))
try {
  await buildServer()
  await buildBench(outDir)
  installPeer()

  const pinned = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0
  const node = [process.execPath, join(outDir, 'main.js'), ...process.argv.slice(2)]
  const command = pinned ? ['taskset', '-c', '1', ...node] : node
  const bench = spawn(command[0], command.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, BENCH_ROOT: at('../..'), BENCH_PINNED: pinned ? '1' : '' },
  })
  // Ctrl+C reaches the benchmark too, which stops its servers and says so by ending.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bench.kill(signal))
  process.exitCode = await new Promise((ended) => bench.on('exit', (code) => ended(code ?? 1)))
} finally {
  rmSync(outDir, { recursive: true, force: true })
}
