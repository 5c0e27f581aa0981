/**
 * Keys and a screen reader: focus is always somewhere, and what happens is heard.
 */
import { expect, type Page, test } from '../support/browsers.ts'
import { columnOn, faceOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

const hasFocus = (page: Page) => page.evaluate(() => document.activeElement !== document.body)
const heard = (page: Page, words: RegExp) =>
  expect(page.getByRole('status').filter({ hasText: words }).first()).toBeAttached()

test('[focus-1] after an import focus is on what came of it, and then on the board', async ({
  browser,
  request,
}) => {
  const { page } = await join(browser, await startBoard(request, 'triage'), 'facilitator', 'Ama Osei')
  await page.getByRole('button', { name: 'Import statements' }).first().focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Paste the statements').fill('number\ttext\n1\tOne.\n2\t')
  await page.getByRole('button', { name: 'Look at it' }).press('Enter')
  await expect(page.getByText('Row 3 the text is missing')).toBeVisible()
  await expect.poll(() => hasFocus(page)).toBe(true)
  await page.getByRole('button', { name: 'Import 1 statement' }).press('Enter')

  await expect(page.getByText('1 statement was added, 1 row was not taken.').first()).toBeFocused()
  await page.getByRole('button', { name: 'To the board' }).press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect.poll(() => hasFocus(page)).toBe(true)
})

test('[focus-1] withdrawing a link leaves focus beside it, and on the page of whoever it sends out', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'reviewer', 'Ben Kaur')
  await isSaved(ben.page)
  await ben.page.locator('[data-open="F37"]').focus()

  await ama.page.getByRole('button', { name: 'Share', exact: true }).click()
  await ama.page.getByRole('button', { name: 'Withdraw Reviewer link' }).press('Enter')
  await expect(ama.page.getByRole('button', { name: 'Withdraw it' })).toBeFocused()
  await ama.page.keyboard.press('Enter')

  await expect(ama.page.getByRole('heading', { name: 'Reviewer', exact: true })).toBeFocused()
  await heard(ama.page, /Reviewer link withdrawn/)
  await expect(ben.page.getByRole('heading', { name: 'Your link has been withdrawn' })).toBeFocused()
})

test('[focus-1] whoever joins by Enter stands before the board: Tab is on the first statement', async ({
  browser,
  request,
}) => {
  const { page } = await join(browser, await startBoard(request), 'participant', 'Ama Osei')
  await isSaved(page)
  await expect(page.getByRole('region', { name: 'Board' })).toBeFocused()

  await page.keyboard.press('Tab')

  const [first = ''] = await columnOn(page, 'unsorted')
  await expect(faceOf(page, first)).toBeFocused()
})

test('[announce-2] a lock and a change of phase are heard by everybody', async ({ browser, request }) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])

  await ama.page.getByRole('button', { name: /What people can do now/ }).click()
  await ama.page.getByRole('button', { name: 'Lock', exact: true }).click()
  await heard(ben.page, /Open for sorting, locked\. The facilitator has locked the board/)
  await heard(ama.page, /locked\. You have locked the board/)

  await ama.page.getByRole('radio', { name: /Being prepared/ }).check()
  await ama.page.getByLabel(/Why back to/).fill('Two statements are missing')
  await ama.page.getByRole('button', { name: 'Change to “Being prepared”' }).click()
  await heard(ben.page, /Being prepared\. Only facilitators see the board/)
  await expect(ben.page.getByRole('heading', { name: 'Our response' })).toBeVisible()
})

test('[announce-3] what others move is heard where somebody asks for everything, and that is remembered', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'participant', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  await faceOf(ama.page, 'F37').press('?')
  await ama.page.getByRole('radio', { name: /Everything/ }).check()
  await ama.page.keyboard.press('Escape')
  await ama.page.reload()
  await isSaved(ama.page)

  const [id = ''] = await columnOn(ben.page, 'unsorted')
  await faceOf(ben.page, id).press('2')
  await heard(ama.page, new RegExp(`^Ben moved ${id} to Due regard\\.$`))
})

test('what find lets through is heard from the first letter on', async ({ browser, request }) => {
  const { page } = await join(browser, await startBoard(request), 'participant', 'Ama Osei')
  await isSaved(page)
  const region = await page.locator('search [role="status"]').elementHandle()

  await faceOf(page, 'F37').press('/')
  await page.keyboard.type('ward')

  await expect(page.locator('search [role="status"]')).toHaveText(/^\d+ found$/)
  expect(await region?.evaluate((it) => it.isConnected)).toBe(true)
})
