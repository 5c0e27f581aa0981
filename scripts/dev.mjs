/**
 * `npm run dev`: Vite serves the client with hot reload and hands /api and /sync on to the server, which is
 * built again and restarted whenever something in server/ or shared/ changes.
 */
import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { at, install, requireNode } from './prepare.mjs'

requireNode()
install()
const { createBuilder, createServer } = await import('vite')

const port = Number(process.env.PORT ?? 3000)
const serverPort = port + 1
const outDir = at('dist', 'dev-server')

const buildServer = async () => {
  const builder = await createBuilder({
    configFile: at('vite.config.ts'),
    logLevel: 'warn',
    environments: { ssr: { build: { outDir } } },
  })
  await builder.build(builder.environments.ssr)
}

let child = null
let ended = Promise.resolve()
const startServer = () => {
  child = spawn(process.execPath, ['--enable-source-maps', at('dist', 'dev-server', 'main.js')], {
    stdio: 'inherit',
    env: { ...process.env, PORT: String(serverPort), DEV_PORT: String(port) },
  })
  ended = new Promise((resolve) => child.once('exit', resolve))
}
const restart = async () => {
  try {
    await buildServer()
  } catch (error) {
    // The server that runs goes on until the sources can be built again.
    console.error(error instanceof Error ? error.message : error)
    return
  }
  child?.kill('SIGTERM')
  await ended
  startServer()
}

await buildServer()
startServer()

// The server compares the page's origin with the name it was asked by, so that name stays as it is.
const target = { target: `http://127.0.0.1:${serverPort}`, changeOrigin: false }
const vite = await createServer({
  configFile: at('vite.config.ts'),
  server: {
    port,
    strictPort: true,
    host: process.env.HOST ?? '127.0.0.1',
    proxy: {
      '/api': target,
      '/sync': { ...target, ws: true },
      '/check/socket': { ...target, ws: true },
      '/healthz': target,
      '/readyz': target,
      '/metrics': target,
    },
  },
})
await vite.listen()
vite.printUrls()

let pending = false
vite.watcher.add([at('server'), at('shared')])
vite.watcher.on('all', async (_event, file) => {
  if (pending || !/[\\/](server|shared)[\\/]/.test(file)) return
  pending = true
  await sleep(100)
  pending = false
  await restart()
})

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    child?.kill('SIGTERM')
    await ended
    await vite.close()
    process.exit(0)
  })
}
