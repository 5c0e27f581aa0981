/**
 * `npm run bench:client`: builds what it measures and itself, then drives a real browser against it.
 *
 * The server has a core of its own; the browser may use what is left.
 */
import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as viteBuild } from 'vite'
import { CHROMIUM_ARGS, findChromium, NO_CHROMIUM } from '../../../scripts/chromium.mjs'
import { build, install, requireNode, stop } from '../../../scripts/prepare.mjs'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

requireNode()
install()
build()
const chromium = findChromium() ?? stop(NO_CHROMIUM)

// Beside the packages, for Playwright is found from there.
const outDir = at('../../../dist/bench-client')
await viteBuild({
  configFile: false,
  root: at('.'),
  logLevel: 'warn',
  ssr: { noExternal: true, external: ['playwright'] },
  build: { ssr: at('./main.ts'), outDir, target: 'node20', emptyOutDir: true, minify: false },
})

const pinned = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0
const bench = spawn(process.execPath, [join(outDir, 'main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    BENCH_ROOT: at('../../..'),
    BENCH_PINNED: pinned ? '1' : '',
    CHROMIUM_PATH: chromium,
    CHROMIUM_ARGS: CHROMIUM_ARGS.join(' '),
  },
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bench.kill(signal))
process.exitCode = await new Promise((ended) => bench.on('exit', (code) => ended(code ?? 1)))
