/**
 * Brings a checkout to where it can run: packages installed, client and server built, each only when its
 * inputs have changed since. Imports no package, for there may be none yet.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const at = (...path) => join(ROOT, ...path)

const [MAJOR, MINOR] = process.versions.node.split('.').map(Number)

export function requireNode() {
  if (MAJOR > 20 || (MAJOR === 20 && MINOR >= 19)) return
  stop(`Due Regard needs Node 20.19 or newer; this is ${process.version}.`)
}

/** Installs what the lockfile names, unless that is what is there. */
export function install() {
  const folder = at('node_modules')
  // A linked folder belongs to another checkout, and is not ours to replace.
  if (existsSync(folder) && lstatSync(folder).isSymbolicLink()) return
  const stamp = join(folder, '.due-regard-stamp')
  const wanted = hashOf(
    [at('package.json'), at('package-lock.json')],
    process.version + process.platform + process.arch,
  )
  if (read(stamp) === wanted) return
  process.stdout.write('Installing packages, once: about half a minute.\n')
  run(
    'npm',
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    'The packages could not be installed.',
  )
  writeFileSync(stamp, wanted)
}

/** Builds client and server, unless what was built came from the same sources. */
export function build() {
  const stamp = at('dist', '.stamp')
  const buildFiles = readdirSync(ROOT).filter((it) => /^vite\..*\.ts$/.test(it))
  const wanted = hashOf([
    ...['client', 'server', 'shared', join('docs', 'guide')].flatMap((it) => filesIn(at(it))),
    ...[...buildFiles, join('docs', 'guide.md'), 'package.json', 'package-lock.json'].map((it) => at(it)),
  ])
  if (read(stamp) === wanted) return
  process.stdout.write('Building.\n')
  run(
    process.execPath,
    [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--app', '--logLevel', 'warn'],
    'The build failed.',
  )
  mkdirSync(at('dist'), { recursive: true })
  writeFileSync(stamp, wanted)
}

export function stop(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function run(command, args, otherwise) {
  const isWindows = process.platform === 'win32'
  const { status } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: isWindows && command === 'npm',
  })
  if (status !== 0) stop(otherwise)
}

function hashOf(files, more = '') {
  const hash = createHash('sha256').update(more)
  for (const file of files)
    hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name))
    .sort()
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
