/**
 * Private choices in real browsers: by keyboard, by touch, with live connections blocked, with no network.
 */

import type { NewBoardReply, StatementReply } from '../../shared/api.ts'
import { type APIRequestContext, expect, type Page, test } from '../support/browsers.ts'
import { faultsOf, join, startBoard } from '../support/people-at-a-board.ts'

const isSaved = (page: Page) => expect(page.locator('[data-saved]')).toHaveAttribute('data-saved', 'safe')

/** Opens a vote on the first statements of the tray, as the facilitator of this page would. */
async function openVote(page: Page, many: number): Promise<string[]> {
  return page.evaluate(async (count) => {
    const board = location.pathname.split('/')[2]
    const as = new URLSearchParams(location.search).get('as')
    const statements: StatementReply[] = await (
      await fetch(`/api/boards/${board}/statements?as=${as}`)
    ).json()
    const ids = statements.filter((it) => it.placement.column === 'unsorted').map((it) => it.id)
    const asked = ids.slice(0, count)
    await fetch(`/api/boards/${board}/votes?as=${as}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ packs: [{ title: 'Care on the wards', statements: asked }] }),
    })
    return asked
  }, many)
}

async function started(browser: Parameters<typeof join>[0], request: APIRequestContext) {
  const board: NewBoardReply = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  await isSaved(ama.page)
  return { board, ama }
}

const progressOf = (page: Page) => page.getByLabel('How far you are')
const toChoices = async (page: Page) => {
  await isSaved(page)
  const address = new URL(page.url())
  await page.goto(`${address.pathname}/choices${address.search}`)
}

test('[vote-1] one finger on the keyboard answers a pack, and the board shows how many have', async ({
  browser,
  request,
}) => {
  const { board, ama } = await started(browser, request)
  const asked = await openVote(ama.page, 3)
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await ben.page.getByRole('link', { name: 'Make my choices' }).click()

  await expect(progressOf(ben.page)).toContainText('0 of 3 answered')
  for (const key of ['1', '2', '4']) {
    await ben.page.keyboard.press(key)
    await isSaved(ben.page)
  }
  await expect(ben.page.getByText('Thank you, that is all.')).toBeVisible()
  await ben.page.keyboard.press('ArrowLeft')
  await ben.page.reload()
  await expect(progressOf(ben.page)).toContainText('All answered')
  expect(await faultsOf(ben.page)).toEqual([])
  expect(ben.complaints).toEqual([])
  await expect(ama.page.locator(`[data-card="${asked[0]}"]`)).toBeVisible()
})

test('[vote-10] live connections blocked, and no network for a while: choices are kept here and sent later', async ({
  browser,
  request,
}) => {
  const { board, ama } = await started(browser, request)
  await openVote(ama.page, 2)
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await isSaved(ben.page)
  await ben.page.context().routeWebSocket(/\/sync\//, (socket) => socket.close({ code: 1013 }))
  await toChoices(ben.page)
  await expect(progressOf(ben.page)).toContainText('0 of 2')

  await ben.page.context().setOffline(true)
  await ben.page.keyboard.press('3')
  await expect(ben.page.getByText('1 kept on this device, sent later')).toBeVisible()
  await ben.page.context().setOffline(false)
  await isSaved(ben.page)
  await ben.page.reload()
  await expect(progressOf(ben.page)).toContainText('1 of 2')
})

test('[vote-3] a choice that comes after the results is kept, and the person is told it does not count', async ({
  browser,
  request,
}) => {
  const { board, ama } = await started(browser, request)
  await openVote(ama.page, 1)
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await toChoices(ben.page)
  await expect(progressOf(ben.page)).toContainText('0 of 1')
  await ama.page.evaluate(async () => {
    const [, , id] = location.pathname.split('/')
    const as = new URLSearchParams(location.search).get('as')
    await fetch(`/api/boards/${id}/votes/1?as=${as}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ show: 'all' }),
    })
  })

  await ben.page.getByRole('button', { name: /New action/ }).click()
  await expect(ben.page.getByText(/No private vote is open|it is kept, and not counted/)).toBeVisible()
})

test('the page fits a telephone and takes a thumb', async ({ browser, request }) => {
  const { board, ama } = await started(browser, request)
  await openVote(ama.page, 2)
  const ben = await join(browser, board, 'participant', 'Ben Kaur', {
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
  })
  await toChoices(ben.page)
  await ben.page.getByRole('button', { name: /Watching brief/ }).tap()
  await expect(progressOf(ben.page)).toContainText('1 of 2')
  const overflow = await ben.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  expect(await faultsOf(ben.page)).toEqual([])
})
