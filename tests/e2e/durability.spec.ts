/**
 * A server of these tests' own, killed without warning and started again, under real browsers.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, expect, type Page, test } from '../support/browsers.ts'
import { type ServerProcess, startProcess } from '../support/server-process.ts'

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url))
let folder: string
let server: ServerProcess

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'due-regard-durability-'))
  server = await startProcess(MAIN, { DATA_DIR: folder })
})

test.afterEach(async () => {
  server.kill('SIGTERM')
  await server.ended
  rmSync(folder, { recursive: true, force: true })
})

/** The same board on the same port, as after a power cut. */
async function killAndStartAgain(): Promise<void> {
  const { port } = new URL(server.base)
  server.kill('SIGKILL')
  await server.ended
  server = await startProcess(MAIN, { DATA_DIR: folder, PORT: port })
}

async function joinAs(browser: Browser, role: string, name: string): Promise<Page> {
  const link = new RegExp(`${role}\\s+(\\S+)`).exec(server.said())?.[1] ?? ''
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.keyboard.press('Enter')
  await expect(saved(page)).toBeVisible()
  return page
}

const saved = (page: Page) => page.getByText('Saved', { exact: true }).first()
const cardIn = (page: Page, column: string, id: string) =>
  page.locator(`[data-column="${column}"] [data-card="${id}"]`)

/** Every card by column, top to bottom, as the screen shows them. */
const boardOn = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-column]')].map((column) =>
      [...column.querySelectorAll('[data-card]')].map((card) => card.getAttribute('data-card')),
    ),
  )

async function carry(page: Page, id: string, column: string): Promise<void> {
  const card = page.locator(`[data-card="${id}"]`)
  await card.scrollIntoViewIfNeeded()
  const from = await card.boundingBox()
  const to = await page.locator(`[data-column="${column}"] ol`).boundingBox()
  if (!from || !to) throw new Error(`${id} or ${column} is not on the screen`)
  await page.mouse.move(from.x + 60, from.y + 12)
  await page.mouse.down()
  await page.mouse.move(from.x + 80, from.y + 24, { steps: 3 })
  await page.mouse.move(to.x + to.width / 2, Math.max(to.y, 260) + 40, { steps: 8 })
}

async function drag(page: Page, id: string, column: string): Promise<void> {
  await carry(page, id, column)
  await page.mouse.up()
}

test('[saved-3][A1] what two screens called Saved is there after SIGKILL in the middle of a drag', async ({
  browser,
}) => {
  const ama = await joinAs(browser, 'Facilitator', 'Ama Osei')
  const ben = await joinAs(browser, 'Participant', 'Ben Kaur')
  const [first, second, third] = (await boardOn(ama))[0] ?? []
  if (!first || !second || !third) throw new Error('the example board has a tray')

  await Promise.all([drag(ama, first, 'new-action'), drag(ben, second, 'due-regard')])
  for (const page of [ama, ben]) {
    await expect(cardIn(page, 'new-action', first)).toBeVisible()
    await expect(cardIn(page, 'due-regard', second)).toBeVisible()
    await expect(saved(page)).toBeVisible()
  }
  await carry(ben, third, 'watching-brief')
  await killAndStartAgain()
  await expect(saved(ben)).not.toBeVisible()
  await ben.mouse.up()

  for (const page of [ama, ben]) {
    await expect(saved(page)).toBeVisible({ timeout: 30_000 })
    await expect(cardIn(page, 'new-action', first)).toBeVisible()
    await expect(cardIn(page, 'due-regard', second)).toBeVisible()
    await expect(cardIn(page, 'watching-brief', third)).toBeVisible()
  }
  expect(await boardOn(ama)).toEqual(await boardOn(ben))
})

test('[move-1] two people dragging one card at once leave it in one place on both screens', async ({
  browser,
}) => {
  const ama = await joinAs(browser, 'Facilitator', 'Ama Osei')
  const ben = await joinAs(browser, 'Participant', 'Ben Kaur')
  const id = (await boardOn(ama))[0]?.[0] ?? ''

  await Promise.all([
    ama.locator(`[data-card="${id}"] [data-open]`).press('1'),
    ben.locator(`[data-card="${id}"] [data-open]`).press('3'),
  ])

  await expect(ama.locator(`[data-column="unsorted"] [data-card="${id}"]`)).toHaveCount(0)
  await expect(saved(ama)).toBeVisible()
  await expect(saved(ben)).toBeVisible()
  await expect
    .poll(async () => JSON.stringify(await boardOn(ama)) === JSON.stringify(await boardOn(ben)))
    .toBe(true)
  expect((await boardOn(ama)).flat().filter((it) => it === id)).toHaveLength(1)
})
