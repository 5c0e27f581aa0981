/**
 * A board is sealed, goes on, goes back and is reopened; and somebody who was there sees it happen.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '../support/browsers.ts'
import { cardIn, faceOf, faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

async function go(page: Page, where: string): Promise<void> {
  await isSaved(page)
  const address = new URL(page.url())
  const board = address.pathname.split('/')[2]
  await page.goto(`/b/${board}/${where}?as=${address.searchParams.get('as')}`)
}

async function seal(page: Page, label: string, how: 'As it is now' | 'As agreed' = 'As it is now') {
  await page.getByRole('button', { name: 'Seal a version…' }).click()
  await page.getByLabel('What this version is').fill(label)
  await page.getByRole('radio', { name: how }).check()
  await page.getByRole('button', { name: /^Seal (it|as agreed)$/ }).click()
  await expect(page.locator('summary', { hasText: label })).toBeVisible()
}

test('[seal-1][past-2][past-4][past-7] sealed, checked, gone back to, taken back, agreed and reopened', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  const { page } = ama
  await isSaved(ben.page)
  await go(page, 'versions')
  await expect(page.getByRole('heading', { name: 'Not finished yet' })).toBeVisible()
  await seal(page, 'Before the workshop')
  expect(await faultsOf(page)).toEqual([])

  // The file is the one that was sealed: its fingerprint is reckoned here by other means.
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'board.json' }).first().click()
  const file = await readFile(await (await downloading).path())
  await expect(page.getByText(createHash('sha256').update(file).digest('hex'), { exact: true })).toBeVisible()

  // A meeting referred it back.
  await page.getByRole('button', { name: 'Record what a meeting said…' }).click()
  await page.getByLabel('Meeting or body').fill('Board of Directors')
  await page.getByLabel('Outcome').selectOption('Referred back')
  await page.getByRole('button', { name: 'Record it' }).click()
  await expect(page.locator('summary', { hasText: 'Referred back' })).toBeVisible()

  // Ben moves a card; what changed says so, and going back undoes it on his screen.
  const id =
    (await ben.page.locator('[data-column="unsorted"] [data-card]').first().getAttribute('data-card')) ?? ''
  await faceOf(ben.page, id).press('1')
  await expect(cardIn(ben.page, 'new-action', id)).toBeVisible()
  await isSaved(ben.page)
  await page.getByLabel('Between version 1 and').selectOption('now')
  const line = page.getByRole('listitem').filter({ hasText: 'To sort → New action' })
  await expect(line).toContainText(id)
  await page.getByRole('button', { name: 'See what would change…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('listitem').filter({ hasText: 'New action → To sort' })).toContainText(id)
  expect(await faultsOf(page, 'dialog')).toEqual([])
  await dialog.getByLabel('Why').fill('The group was not there')
  await dialog.getByRole('button', { name: 'Go back to it' }).click()
  await expect(cardIn(ben.page, 'unsorted', id)).toBeVisible()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await expect(cardIn(ben.page, 'new-action', id)).toBeVisible()

  // Agreed, nobody moves a card; reopened with a reason, they do.
  await seal(page, 'As agreed', 'As agreed')
  await expect(page.getByText('Agreed.', { exact: true })).toBeVisible()
  await expect(ben.page.getByText('Agreed', { exact: true }).first()).toBeAttached()
  await page.getByRole('button', { name: 'Reopen…' }).click()
  await dialog.getByRole('radio', { name: /Open for sorting/ }).check()
  await dialog.getByRole('button', { name: /^Change to/ }).click()
  await dialog.getByLabel(/^Why back to/).fill('Two actions had no date')
  await dialog.getByRole('button', { name: /^Change to/ }).click()
  await expect(dialog).toHaveCount(0)
  await faceOf(ben.page, id).press('2')
  await expect(cardIn(ben.page, 'due-regard', id)).toBeVisible()

  // All of it stands in the history, with its reasons.
  await page.getByRole('link', { name: 'History' }).click()
  const past = page.getByRole('listitem')
  await expect(past.filter({ hasText: 'Two actions had no date' })).toContainText('Open for sorting')
  await expect(past.filter({ hasText: 'The group was not there' })).toContainText('went back to version 1')
  await expect(
    past.filter({ hasText: `Ben Kaur moved ${id} from To sort to New action` }).first(),
  ).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
  expect(ama.complaints).toEqual([])
})
