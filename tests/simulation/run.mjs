/**
 * `npm run simulate -- --seeds 5000 --from 1`, or `-- --seed 42 --trace`: builds the simulation and runs it
 * on every core. With `--break <name>` (see `breaks.mjs`) it goes on until a seed fails, as one must. Nothing is
 * left behind.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { BREAKS, breaking } from './breaks.mjs'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const args = process.argv.slice(2)
const broken = args.includes('--break') ? args[args.indexOf('--break') + 1] : null
if (broken !== null && !Object.hasOwn(BREAKS, broken)) {
  process.stdout.write(`--break is one of: ${Object.keys(BREAKS).join(', ')}\n`)
  process.exit(1)
}
const outDir = mkdtempSync(join(tmpdir(), 'due-regard-simulation-'))
try {
  await build({
    configFile: false,
    root: at('.'),
    logLevel: 'error',
    ssr: { noExternal: true },
    plugins: broken ? [breaking(broken)] : [],
    build: {
      ssr: at('./main.ts'),
      outDir,
      target: 'node20',
      emptyOutDir: true,
      minify: false,
      sourcemap: 'inline',
    },
  })
  const shares = args.includes('--seed') || broken ? 1 : availableParallelism()
  const ends = Array.from({ length: shares }, (_, share) => {
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', join(outDir, 'main.js'), ...args, '--share', `${share}/${shares}`],
      { stdio: 'inherit' },
    )
    return new Promise((ended) => child.on('exit', (code) => ended(code ?? 1)))
  })
  process.exitCode = Math.max(...(await Promise.all(ends)))
} finally {
  rmSync(outDir, { recursive: true, force: true })
}
