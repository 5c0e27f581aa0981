/**
 * The shell that this device keeps: a board without a network, and old and new versions side by side.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, expect as expectOf, type Page, test } from '../support/browsers.ts'
import { type ServerProcess, startProcess } from '../support/server-process.ts'

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url))
const MAIN = join(DIST, 'server/main.js')
/** Servers are stopped and started here, beside whatever else the machine does. */
const expect = expectOf.configure({ timeout: 20_000 })
let folder: string
let server: ServerProcess

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'due-regard-shell-'))
  test.slow()
  server = await startProcess(MAIN, { DATA_DIR: folder })
})
test.afterEach(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

async function stop(): Promise<void> {
  server.kill('SIGTERM')
  await server.ended
}

/** The same board on the same port, by this program or another. */
async function startAgain(main = MAIN): Promise<void> {
  server = await startProcess(main, { DATA_DIR: folder, PORT: new URL(server.base).port })
}

const linkOf = (role: string) => new RegExp(`${role}\\s+(\\S+)`).exec(server.said())?.[1] ?? ''
const saved = (page: Page) => page.getByText('Saved', { exact: true }).first()
const isKept = (page: Page) => page.getByText('Not saved: kept on this device').first()
const isNewer = (page: Page) => page.getByText('A newer version of Due Regard is here.').first()
const cardIn = (page: Page, column: string, id: string) =>
  page.locator(`[data-column="${column}"] [data-card="${id}"]`)
const programOf = (page: Page) => page.locator('script[type=module]').first().getAttribute('src')

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
}

async function joinAs(browser: Browser, role: string, name: string): Promise<Page> {
  const page = await newPage(browser)
  await page.goto(linkOf(role))
  await page.getByLabel('Your name').fill(name)
  await page.keyboard.press('Enter')
  await expect(saved(page)).toBeVisible()
  await shellKept(page)
  return page
}

/** The shell is on this device, and answers for this page. */
async function shellKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated')
}

const firstCards = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-column="unsorted"] [data-card]')].map((card) =>
      String(card.getAttribute('data-card')),
    ),
  )

test('[H2] a board that was open once opens without network and server, and is sorted on', async ({
  browser,
}) => {
  const ama = await joinAs(browser, 'Facilitator', 'Ama Osei')
  const [first = '', second = ''] = await firstCards(ama)

  await stop()
  await ama.context().setOffline(true)
  await ama.reload()
  await ama.locator(`[data-card="${first}"] [data-open]`).press('1')
  await ama.locator(`[data-card="${second}"] [data-open]`).press('2')
  await expect(isKept(ama)).toBeVisible()
  await ama.reload()
  await expect(cardIn(ama, 'new-action', first)).toBeVisible()
  await expect(isKept(ama)).toBeVisible()
  // What is beside the board is on this device too, though it was never opened.
  await ama.getByRole('button', { name: 'Keys' }).click()
  await expect(ama.getByRole('dialog')).toBeVisible()
  await ama.keyboard.press('Escape')

  await startAgain()
  await ama.context().setOffline(false)
  await expect(saved(ama)).toBeVisible({ timeout: 30_000 })
  const ben = await joinAs(browser, 'Participant', 'Ben Kaur')
  await expect(cardIn(ben, 'new-action', first)).toBeVisible()
  await expect(cardIn(ben, 'due-regard', second)).toBeVisible()
})

test('the first page opens without a network as well, and leads to the board', async ({ browser }) => {
  const ama = await joinAs(browser, 'Facilitator', 'Ama Osei')

  await stop()
  await ama.goto(server.base)
  await ama.getByRole('link', { name: /Hard Truths: our response/ }).click()

  await expect(ama.locator('[data-card]').first()).toBeVisible()
})

test('a network that takes the question and never answers does not hold a board up', async ({ browser }) => {
  const ama = await joinAs(browser, 'Facilitator', 'Ama Osei')
  const { port } = new URL(server.base)
  await stop()
  const { createServer } = await import('node:net')
  const hole = createServer(() => {}).listen(Number(port), '127.0.0.1')

  await ama.reload({ waitUntil: 'commit' })

  await expect(ama.locator('[data-card]').first()).toBeVisible({ timeout: 20_000 })
  await ama.context().close()
  hole.close()
  await startAgain()
})

test('what is kept is the shell alone: no reply, no address and no word of a board', async ({ browser }) => {
  const ama = await joinAs(browser, 'Facilitator', 'Ama Osei')
  await ama.goto(server.base)
  await ama.goBack()
  await expect(saved(ama)).toBeVisible()

  const kept = await ama.evaluate(async () => {
    const all: string[] = []
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname)
    }
    return all
  })

  expect(kept.length).toBeGreaterThan(20)
  expect(kept.filter((it) => it !== '/' && it !== '/icon.svg' && !it.startsWith('/assets/'))).toEqual([])
})

test.describe('[F8] a deploy', () => {
  let deployed: string

  test.beforeEach(() => {
    deployed = deployOf('newer')
  })
  test.afterEach(() => rmSync(deployed, { recursive: true, force: true }))

  test('tells an old tab once, which goes on working, and nothing goes round in circles', async ({
    browser,
  }) => {
    const ama = await joinAs(browser, 'Facilitator', 'Ama Osei')
    const [first = ''] = await firstCards(ama)
    const before = await programOf(ama)

    await stop()
    await startAgain(join(deployed, 'server/main.js'))
    await expect(isNewer(ama)).toBeVisible({ timeout: 40_000 })
    // A part that was never loaded is of the old version, which the server has no more.
    await ama.getByRole('button', { name: 'Keys' }).click()
    await expect(ama.getByRole('dialog')).toBeVisible()
    await ama.keyboard.press('Escape')
    await ama.locator(`[data-card="${first}"] [data-open]`).press('1')
    await expect(saved(ama)).toBeVisible()

    let loads = 0
    ama.on('load', () => {
      loads += 1
    })
    await ama.getByRole('button', { name: 'Refresh' }).click()
    await expect(cardIn(ama, 'new-action', first)).toBeVisible()
    await expect(saved(ama)).toBeVisible()
    expect(await programOf(ama)).not.toBe(before)
    await ama.waitForTimeout(9_000)
    await expect(isNewer(ama)).toHaveCount(0)
    expect(loads).toBe(1)
  })

  test('where no shell can be kept, a part that has gone is said to be, and the board stays', async ({
    browser,
  }) => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      serviceWorkers: 'block',
    })
    await context.route('**/assets/keys-dialog-*.js', (route) => route.abort())
    const ama = await context.newPage()
    await ama.goto(linkOf('Facilitator'))
    await ama.getByLabel('Your name').fill('Ama Osei')
    await ama.keyboard.press('Enter')
    await expect(saved(ama)).toBeVisible()

    await ama.getByRole('button', { name: 'Keys' }).click()

    await expect(ama.getByText('A part of this page could not be loaded.').first()).toBeVisible()
    await expect(ama.locator('[data-card]').first()).toBeVisible()
  })

  test('is taken up by a projector by itself, once', async ({ browser }) => {
    const wall = await newPage(browser)
    await wall.goto(linkOf('View only').replace('#', '/present#'))
    await expect(wall.getByRole('heading', { name: 'Hard Truths: our response' })).toBeVisible()
    const before = await programOf(wall)

    await stop()
    await startAgain(join(deployed, 'server/main.js'))
    await expect.poll(() => programOf(wall).catch(() => before), { timeout: 40_000 }).not.toBe(before)
    let loads = 0
    wall.on('load', () => {
      loads += 1
    })
    await wall.waitForTimeout(9_000)

    expect(loads).toBeLessThanOrEqual(1)
    await expect(wall.getByRole('heading', { name: 'Hard Truths: our response' })).toBeVisible()
  })
})

/** The same client under other names, as a build of changed sources would have them. */
function deployOf(name: string): string {
  const to = join(DIST, `test-${name}`)
  rmSync(to, { recursive: true, force: true })
  mkdirSync(join(to, 'client/assets'), { recursive: true })
  cpSync(join(DIST, 'server'), join(to, 'server'), { recursive: true })
  const renamed = (text: string) => text.replace(/-[\w-]{8}\.(js|css)\b/g, (it) => it.replace('-', '-N'))
  for (const file of readdirSync(join(DIST, 'client'), { withFileTypes: true, recursive: true })) {
    const path = join(file.parentPath, file.name)
    const below = path.slice(join(DIST, 'client/').length)
    if (!file.isFile() || below.startsWith('.')) continue
    const bytes = readFileSync(path)
    const isText = /\.(js|css|html)$/.test(file.name)
    const said = renamed(bytes.toString()).replace(/"build":"/, '"build":"N')
    writeFileSync(join(to, 'client', renamed(below)), isText ? said : bytes)
  }
  return to
}
