/**
 * `npm run cluster`: three servers over one Redis on this machine, to look at and to break. Ctrl+C ends it
 * all. `--haproxy` puts HAProxy in front, by the configuration in docs; the boards stay in `data/cluster`.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { installPackage, isOnPath } from './packages.mjs'
import { at, build, install, requireNode, stop } from './prepare.mjs'

const FIRST_PORT = 3001
const REDIS_PORT = 6390
const PROXY_PORT = 8080
const NAMES = ['one', 'two', 'three']
const hasProxy = process.argv.includes('--haproxy')
const folder = at('data', 'cluster')

requireNode()
install()
build()
need('redis-server', 'redis-server')
// Where Debian puts programs for root, and not everybody looks.
process.env.PATH = `${process.env.PATH}:/usr/sbin`
if (hasProxy) need('haproxy', 'haproxy')

const children = []
let isEnding = false
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end)

mkdirSync(folder, { recursive: true })
const settings = {
  port: REDIS_PORT,
  bind: '127.0.0.1',
  dir: folder,
  appendonly: 'yes',
  appendfsync: 'always',
  'no-appendfsync-on-rewrite': 'no',
  'maxmemory-policy': 'noeviction',
  loglevel: 'warning',
}
run(
  'redis-server',
  Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
  'ignore',
)
await listening(REDIS_PORT, 'Redis')

const said = await Promise.all(NAMES.map((_, index) => startServer(FIRST_PORT + index)))
const bases = NAMES.map((_, index) => `http://localhost:${FIRST_PORT + index}`)
if (hasProxy) {
  const config = `${folder}/haproxy.cfg`
  writeFileSync(config, readFileSync(at('docs', 'haproxy.cfg')))
  run('haproxy', ['-f', config, '-db'], 'inherit')
  await listening(PROXY_PORT, 'HAProxy')
  bases.unshift(`http://localhost:${PROXY_PORT}`)
}
const links = [...said[0].matchAll(/^ {2}(\w[\w ]*?) +http:\/\/[^/]+(\/b\/\S+)$/gm)]
const lines = ['', 'Three servers share their boards. The example board, by each of them:']
for (const base of bases) {
  lines.push('', `${base}${base.endsWith(String(PROXY_PORT)) ? ' (the load balancer)' : ''}`)
  for (const [, role, path] of links) lines.push(`  ${role.padEnd(12)} ${base}${path}`)
}
lines.push(
  '',
  `Kill one and see: ${children
    .slice(1, 4)
    .map(({ pid }) => `kill -9 ${pid}`)
    .join(' · ')}`,
  '',
)
process.stdout.write(lines.join('\n'))

function startServer(port) {
  const env = {
    ...process.env,
    PORT: String(port),
    REDIS_URL: `redis://127.0.0.1:${REDIS_PORT}/0`,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  }
  const child = run(process.execPath, ['--enable-source-maps', at('dist', 'server', 'main.js')], 'pipe', env)
  return new Promise((resolve) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      if (text.includes('View only')) resolve(text)
    })
    child.stderr.pipe(process.stderr)
    child.once('exit', () => {
      if (!isEnding)
        process.stdout.write(`${text.includes('ready') ? '' : text}The server on port ${port} ended.\n`)
      resolve(text)
    })
  })
}

function run(command, args, output, env = process.env) {
  const child = spawn(command, args, { stdio: ['ignore', output, output], env })
  children.push(child)
  child.once('error', () => stop(`${command} cannot be started.`))
  return child
}

async function listening(port, name) {
  for (let tries = 0; tries < 200; tries++) {
    const isThere = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true) || socket.destroy())
      socket.once('error', () => resolve(false))
    })
    if (isThere) return
    await sleep(50)
  }
  await end()
  stop(`${name} does not answer on port ${port}.`)
}

function need(program, packageName) {
  if (!isOnPath(program)) installPackage(packageName, program)
  if (!isOnPath(program)) stop(`No ${program}: install it, or run this as root.`)
}

/** The servers first: they put their boards away. */
async function end() {
  if (isEnding) return
  isEnding = true
  const [redis, ...others] = children
  await Promise.all(others.map(ended))
  if (redis) await ended(redis)
  process.exit(0)
}

function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return null
  child.kill('SIGTERM')
  return new Promise((resolve) => child.once('exit', resolve))
}
