/**
 * `npm test`: lint and types, then unit, server and simulation tests, then the build in real browsers.
 *
 * Everything always runs, whatever failed before. The last line is the whole result: `N passed, N failed`.
 * `--only check`, `--only unit` or `--only e2e` runs one part.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium, NO_CHROMIUM } from './chromium.mjs'
import { installPackage, isOnPath } from './packages.mjs'
import { at, install, ROOT, requireNode } from './prepare.mjs'

const only = process.argv[process.argv.indexOf('--only') + 1]
const isAsked = (part) => !process.argv.includes('--only') || only === part

requireNode()
install()

const reports = mkdtempSync(join(tmpdir(), 'due-regard-test-'))
const total = { passed: 0, failed: 0 }
/** What failed, or passed only when it was run again: told once more at the end, where it is found. */
const troubles = []
const count = (passed, failed) => {
  total.passed += passed
  total.failed += failed
}

if (isAsked('check')) {
  for (const script of ['lint', 'types']) {
    const ok = run('npm', ['run', '--silent', script])
    count(ok ? 1 : 0, ok ? 0 : 1)
    if (!ok) troubles.push(`failed: npm run ${script}`)
  }
}
if (isAsked('unit')) {
  if (!isOnPath('redis-server')) installPackage('redis-server', 'Redis')
  if (!isOnPath('redis-server'))
    process.stdout.write('Tests with Redis are skipped: install redis-server, or run npm test as root.\n')
  installValidator()
  const report = join(reports, 'vitest.json')
  const ok = run(process.execPath, [
    at('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = readReport(report)
  for (const file of testResults) {
    const failed = file.assertionResults.filter((it) => it.status === 'failed')
    if (failed.length === 0 && file.status === 'failed')
      troubles.push(`failed: ${file.name}\n${file.message}`)
    for (const it of failed)
      troubles.push(`failed: ${file.name} › ${it.fullName}\n${it.failureMessages.join('\n')}`)
  }
  // A file that cannot even be loaded has no failed test of its own.
  count(numPassedTests, numFailedTests === 0 && !ok ? 1 : numFailedTests)
}
if (isAsked('e2e')) {
  const chromium = findChromium()
  if (chromium === null) {
    process.stdout.write(`${NO_CHROMIUM}\n`)
    count(0, 1)
  } else if (!isBuilt()) {
    count(0, 1)
  } else {
    const report = join(reports, 'playwright.json')
    const ok = run(
      process.execPath,
      [at('node_modules', 'playwright', 'cli.js'), 'test', '--pass-with-no-tests'],
      {
        CHROMIUM_PATH: chromium,
        E2E_REPORT: report,
      },
    )
    const { stats: { expected = 0, flaky = 0, unexpected = 0 } = {}, suites = [] } = readReport(report)
    for (const { title, tests } of suites.flatMap(specsOf))
      for (const { status } of tests)
        if (status === 'flaky' || status === 'unexpected')
          troubles.push(`${status === 'flaky' ? 'passed when run again' : 'failed'}: ${title}`)
    count(expected + flaky, unexpected === 0 && !ok ? 1 : unexpected)
  }
}

rmSync(reports, { recursive: true, force: true })
if (troubles.length > 0) process.stdout.write(`\n${troubles.join('\n\n')}\n`)
process.exitCode = total.failed === 0 ? 0 : 1
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)

/**
 * Microsoft's validator of Office files: 80 MB that nobody needs who only starts the product, so it is no
 * package of the whole project. Its tests say so where it is not there.
 */
function installValidator() {
  const folder = at('tests', 'office-validator')
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return
  process.stdout.write('Installing a validator of Office files for the tests, once.\n')
  run('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'])
}

/** In a process of its own, for a failed build stops the one it is in. */
function isBuilt() {
  return run(process.execPath, [at('scripts', 'build.mjs')])
}

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32' && command === 'npm',
  })
  return status === 0
}

/** The tests of a browser test file, those in groups as well. */
function specsOf({ title, specs = [], suites = [] }) {
  return [...specs.map((it) => ({ ...it, title: `${title} › ${it.title}` })), ...suites.flatMap(specsOf)]
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}
