/**
 * `npm run api`: writes `docs/api.md` from the OpenAPI document of the server that is built here, under the
 * words of `server/api-page.md`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { at, build, install, requireNode, stop } from './prepare.mjs'

requireNode()
install()
build()
const { apiPage } = (await runnerImport(at('server', 'api-page.ts'))).module

const folder = mkdtempSync(join(tmpdir(), 'due-regard-api-'))
const server = spawn(process.execPath, [at('dist', 'server', 'main.js')], {
  env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = new Promise((resolve) => server.once('exit', resolve))
try {
  const reply = await fetch(new URL('/api/openapi.json', await addressOf(server)))
  writeFileSync(
    at('docs', 'api.md'),
    apiPage(await reply.json(), readFileSync(at('server', 'api-page.md'), 'utf8')),
  )
} finally {
  server.kill()
  await ended
  rmSync(folder, { recursive: true, force: true })
}

/** As the server says it once it is ready. */
function addressOf({ stdout }) {
  return new Promise((resolve) => {
    let said = ''
    stdout.on('data', (chunk) => {
      said += chunk
      const [, address] = said.match(/ready: (http\S+)/) ?? []
      if (address) resolve(address)
    })
    ended.then(() => {
      if (!said.includes('ready: ')) stop(`The server did not start. ${said}`)
    })
  })
}
