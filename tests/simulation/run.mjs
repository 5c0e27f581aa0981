/**
 * `npm run simulate -- --seeds 5000 --from 1`, or `-- --seed 42 --trace`: builds the simulation and runs it
 * on every core. Nothing is left behind.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const outDir = mkdtempSync(join(tmpdir(), 'due-regard-simulation-'))
try {
  await build({
    configFile: false,
    root: at('.'),
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: at('./main.ts'),
      outDir,
      target: 'node20',
      emptyOutDir: true,
      minify: false,
      sourcemap: 'inline',
    },
  })
  const args = process.argv.slice(2)
  const shares = args.includes('--seed') ? 1 : availableParallelism()
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
