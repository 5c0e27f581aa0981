import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'playwright/test'

/**
 * Whole browsers against the built server, on a port and in a data folder of their own.
 *
 * This file is read by every process of the run; what the first one chose, the others find in the
 * environment.
 */
const port = process.env.E2E_PORT ?? freePort()
process.env.E2E_PORT = port
if (!process.env.E2E_DATA_DIR) {
  const folder = mkdtempSync(join(tmpdir(), 'due-regard-e2e-'))
  process.env.E2E_DATA_DIR = folder
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
}
const baseURL = `http://localhost:${port}`

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // Files side by side, each on boards of its own: what waits for a network or a server costs no time of others.
  workers: Math.min(2, availableParallelism()),
  // A busy machine may time one out: it is run once more and listed as flaky, never hidden.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  // What is looked for comes when the machine has time for it; a benchmark says how fast that is.
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.E2E_REPORT
    ? [['list'], ['json', { outputFile: process.env.E2E_REPORT }]]
    : [['list']],
  use: {
    baseURL,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    // A trace costs a fifth of the time of every test, so it is drawn only of what failed once.
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? installedChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: 'node dist/server/main.js',
    url: `${baseURL}/readyz`,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    env: { PORT: port, DATA_DIR: process.env.E2E_DATA_DIR, LOG_LEVEL: 'warn' },
  },
})

function freePort(): string {
  const ask =
    "const s = require('net').createServer().listen(0, () => { console.log(s.address().port); s.close() })"
  return execFileSync(process.execPath, ['-e', ask], { encoding: 'utf8' }).trim()
}

/** Playwright would look for a browser of its own, which is never downloaded here. */
function installedChromium(): string | undefined {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  return places.find((it) => existsSync(it))
}
