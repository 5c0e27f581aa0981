/**
 * What one browser keeps of a board, and what crosses between its tabs: computers that several people use.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NewBoardReply } from '../../shared/api.ts'
import { expect, type Page, test } from '../support/browsers.ts'
import { cardIn, columnOn, faceOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'
import { startProcess } from '../support/server-process.ts'

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url))

/** Everything a page of this origin could find on the device, as one text. */
const keptOn = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const kept: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie]
    for (const { name = '', version } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name, version)
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
      kept.push(name)
      for (const store of db.objectStoreNames) {
        const all = await new Promise<unknown[]>((resolve, reject) => {
          const request = db.transaction(store).objectStore(store).getAll()
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        })
        kept.push(...all.map((it) => (it instanceof Uint8Array ? String.fromCharCode(...it) : it)))
      }
      db.close()
    }
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) kept.push(request.url)
    }
    return JSON.stringify(kept)
  })

test('[D8][S5] a facilitator’s key leaves the machine it was opened on no trace, and the server none', async ({
  browser,
}) => {
  const folder = mkdtempSync(joinPath(tmpdir(), 'due-regard-secrets-'))
  const server = await startProcess(MAIN, { DATA_DIR: folder, LOG_LEVEL: 'trace' })
  try {
    const made = await fetch(`${server.base}/api/boards`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Our response', template: 'example' }),
    })
    const { links } = (await made.json()) as NewBoardReply
    const key = links.facilitator.path.split('.')[1] ?? ''
    const page = await (await browser.newContext()).newPage()
    const asked: string[] = []
    const bodies: string[] = []
    page.on('request', (request) => {
      asked.push(`${request.url()} ${JSON.stringify(request.headers())}`)
      bodies.push(request.postData() ?? '')
    })
    page.on('websocket', (socket) => asked.push(socket.url()))
    page.on('console', (message) => asked.push(message.text()))
    await page.addInitScript(() => {
      // The page's own program has run once the document says that it is there.
      document.addEventListener('DOMContentLoaded', () => {
        Object.assign(window, { hrefWhenLoaded: location.href })
      })
    })

    await page.goto(server.base + links.facilitator.path)
    await page.getByLabel('Your name').fill('Ama Osei')
    await page.keyboard.press('Enter')
    await isSaved(page)

    expect(await page.evaluate(() => (window as { hrefWhenLoaded?: string }).hrefWhenLoaded)).not.toContain(
      key,
    )
    const devtools = await page.context().newCDPSession(page)
    const { entries } = await devtools.send('Page.getNavigationHistory')
    // (What a browser remembers of what was typed into it is out of a page's reach: docs/hazards.md says so.)
    expect(JSON.stringify(entries.map(({ url, title }) => [url, title]))).not.toContain(key)
    // It is told in the body of the call that joins, without a name and then with one.
    expect(asked.filter((it) => it.includes(key))).toEqual([])
    expect(bodies.filter((it) => it.includes(key))).toHaveLength(2)
    expect((await keptOn(page)).includes(key)).toBe(false)
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      page.evaluate(() => {
        const link = Object.assign(document.createElement('a'), { href: '/healthz', target: '_blank' })
        document.body.append(link)
        link.click()
      }),
    ])
    expect(await other.evaluate(() => document.referrer)).toBe('')
    const reported = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          window.addEventListener('error', ({ error, filename }) => resolve(`${error?.stack} ${filename}`))
          setTimeout(() => {
            throw new Error('for the test')
          })
        }),
    )
    expect(reported).not.toContain(key)
    expect(server.said().includes(key)).toBe(false)
  } finally {
    server.kill('SIGKILL')
    await server.ended
    rmSync(folder, { recursive: true, force: true })
  }
})

test('[D5] nothing crosses from a participant’s tab to an observer’s, except through the server', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'participant', 'Ama Osei')
  await isSaved(ama.page)
  const context = ama.page.context()
  const screen = await context.newPage()
  await screen.goto(`${board.links.observer.path.replace('#', '/present#')}`)
  const sorted = screen.getByText(/\d+ of 68 sorted/)
  const before = await sorted.innerText()
  const [first = ''] = await columnOn(ama.page, 'unsorted')

  await context.setOffline(true)
  await faceOf(ama.page, first).press('1')
  await expect(cardIn(ama.page, 'new-action', first)).toBeVisible()
  await screen.waitForTimeout(1_500)

  await expect(sorted).toHaveText(before)
  await context.setOffline(false)
  await expect(sorted).not.toHaveText(before, { timeout: 30_000 })
})

test('[H6] who leaves a shared computer leaves nothing on it, and the next one comes as somebody else', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page } = await join(browser, board, 'participant', 'Ama Osei')
  await isSaved(page)
  const [first = ''] = await columnOn(page, 'unsorted')
  await faceOf(page, first).press('1')
  await isSaved(page)
  await page.waitForTimeout(1_500)
  expect(await keptOn(page)).toContain(board.board.id)
  const address = page.url()

  await page
    .getByRole('button', { name: /^Only you|here/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Leave this board on this device' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(page).toHaveURL('/')

  await expect(page.getByText('Opened on this device')).toHaveCount(0)
  const kept = await keptOn(page)
  expect(kept).not.toContain(board.board.id)
  expect(kept).not.toContain('Ama')
  expect(await page.context().cookies()).toEqual([])
  await page.goto(address)
  await expect(page.getByText('This browser has not joined the board')).toBeVisible()

  await page.goto(board.links.participant.path)
  await expect(page.getByLabel('Your name')).toHaveValue('')
  await page.getByLabel('Your name').fill('Ben Kaur')
  await page.keyboard.press('Enter')
  await isSaved(page)
  await expect(cardIn(page, 'new-action', first)).toBeVisible()
})
