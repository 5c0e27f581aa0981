/**
 * Browsers whose socket is taken away while the server stays: what this device keeps, and what comes of it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect as atOnce, type Browser, type Page, test, type WebSocketRoute } from '../support/browsers.ts'
import { type ServerProcess, startProcess } from '../support/server-process.ts'

/** Reconnecting takes its random time, and a busy machine its own. */
const expect = atOnce.configure({ timeout: 30_000 })
test.setTimeout(180_000)

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url))
let folder: string
let server: ServerProcess

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'due-regard-offline-'))
  server = await startProcess(MAIN, { DATA_DIR: folder })
})
test.afterEach(async () => {
  server.kill('SIGTERM')
  await server.ended
  rmSync(folder, { recursive: true, force: true })
})

interface Person {
  page: Page
  /** Takes the socket away, or lets it come again. */
  offline(isOff: boolean): Promise<void>
}

async function joinAs(browser: Browser, role: string, name: string): Promise<Person> {
  const link = new RegExp(`${role}\\s+(\\S+)`).exec(server.said())?.[1] ?? ''
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  let isOff = false
  const open = new Set<WebSocketRoute>()
  await context.routeWebSocket(/\/sync\//, async (socket) => {
    if (isOff) {
      await socket.close({ code: 1013 })
      return
    }
    open.add(socket)
    socket.connectToServer()
  })
  const page = await context.newPage()
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.keyboard.press('Enter')
  await expect(saved(page)).toBeVisible()
  return {
    page,
    async offline(off) {
      isOff = off
      if (off) for (const socket of open) await socket.close({ code: 1013 })
      open.clear()
      if (!off) await page.evaluate(() => window.dispatchEvent(new Event('online')))
    },
  }
}

const saved = (page: Page) => page.getByText('Saved', { exact: true }).first()
const isKept = (page: Page) => page.getByText('Not saved: kept on this device').first()
const cardIn = (page: Page, column: string, id: string) =>
  page.locator(`[data-column="${column}"] [data-card="${id}"]`)
const firstCards = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-column="unsorted"] [data-card]')].map((card) =>
      String(card.getAttribute('data-card')),
    ),
  )

test('[H2] moves made without the network survive a reload, arrive later, and are made once', async ({
  browser,
}) => {
  const ama = await joinAs(browser, 'Facilitator', 'Ama Osei')
  const ben = await joinAs(browser, 'Participant', 'Ben Kaur')
  const [first = '', second = ''] = await firstCards(ama.page)

  await ben.offline(true)
  await ben.page.locator(`[data-card="${first}"] [data-open]`).press('1')
  await ben.page.locator(`[data-card="${second}"] [data-open]`).press('2')
  await expect(isKept(ben.page)).toBeVisible()
  await ben.page.reload()
  await expect(cardIn(ben.page, 'new-action', first)).toBeVisible()
  await expect(cardIn(ben.page, 'due-regard', second)).toBeVisible()
  await expect(isKept(ben.page)).toBeVisible()
  await expect(cardIn(ama.page, 'new-action', first)).toHaveCount(0)

  await ben.offline(false)
  await expect(saved(ben.page)).toBeVisible()
  await expect(cardIn(ama.page, 'new-action', first)).toBeVisible()
  await expect(cardIn(ama.page, 'due-regard', second)).toBeVisible()
  await ben.page.reload()
  await expect(saved(ben.page)).toBeVisible()
})

test('[back-2] a card that somebody moved meanwhile stays where they put it, and mine is offered', async ({
  browser,
}) => {
  const ama = await joinAs(browser, 'Facilitator', 'Ama Osei')
  const ben = await joinAs(browser, 'Participant', 'Ben Kaur')
  const [first = ''] = await firstCards(ama.page)

  await ben.offline(true)
  await ben.page.locator(`[data-card="${first}"] [data-open]`).press('1')
  await expect(isKept(ben.page)).toBeVisible()
  await ama.page.locator(`[data-card="${first}"] [data-open]`).press('3')
  await expect(cardIn(ama.page, 'watching-brief', first)).toBeVisible()
  await ben.page.reload()
  await ben.offline(false)

  await expect(cardIn(ben.page, 'watching-brief', first)).toBeVisible()
  await expect(
    ben.page.getByText(/was moved by Ama Osei at \d\d:\d\d\. Yours was New action\./),
  ).toBeVisible()
  await ben.page.getByRole('button', { name: 'Use mine' }).first().click()
  await expect(cardIn(ama.page, 'new-action', first)).toBeVisible()
  await expect(saved(ben.page)).toBeVisible()
})

test('[H3] two tabs of one person do not send each other’s changes, nor the same twice', async ({
  browser,
}) => {
  const ama = await joinAs(browser, 'Facilitator', 'Ama Osei')
  const [first = ''] = await firstCards(ama.page)
  const other = await ama.page.context().newPage()
  await other.goto(ama.page.url())
  await expect(saved(other)).toBeVisible()

  await ama.page.locator(`[data-card="${first}"] [data-open]`).press('2')

  await expect(cardIn(other, 'due-regard', first)).toBeVisible()
  await other.close()
  await ama.page.keyboard.press('Control+z')
  await expect(cardIn(ama.page, 'unsorted', first)).toBeVisible()
  await expect(saved(ama.page)).toBeVisible()
})
