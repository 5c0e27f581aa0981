/**
 * What comes after the plan: a committee comments and is answered, and what becomes of an action is recorded.
 */
import { expect, type Page, test } from '../support/browsers.ts'
import { faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

async function go(page: Page, where: string): Promise<void> {
  await isSaved(page)
  const { pathname, searchParams } = new URL(page.url())
  await page.goto(`/b/${pathname.split('/')[2]}/${where}?as=${searchParams.get('as')}`)
  await expect(page.getByRole('navigation', { name: 'Pages of the plan' })).toBeVisible()
}

test('[write-4][plan-2][words-1] a committee’s comment is answered before its eyes, and progress is recorded by date', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ruth = await join(browser, board, 'reviewer', 'Ruth Hale')

  // A committee is heard on an action, where it stands.
  await go(ruth.page, 'plan')
  const action = ruth.page.locator('[data-part="action/a1"]')
  await action.locator('[data-head]').click()
  await action.getByText('Comments', { exact: true }).click()
  await action.getByLabel('Whose words, if not your own').fill('Quality Committee')
  await action.getByLabel('Your comment').fill('By when in the community hospitals?')
  await action.getByRole('button', { name: 'Comment', exact: true }).click()
  await expect(action.getByText('Not answered yet')).toBeVisible()

  // It comes in on the other's page, is found there among all that was said, and answered with a reason.
  await go(ama.page, 'feedback')
  await expect(ama.page.getByText('1 not answered yet', { exact: false })).toBeVisible()
  await ama.page.getByRole('button', { name: 'Answer', exact: true }).click()
  await ama.page.getByRole('radio', { name: 'Partly accepted' }).check()
  await ama.page.getByRole('button', { name: 'Save the answer' }).click()
  await expect(ama.page.getByText('Say why: whoever commented reads it.')).toBeVisible()
  await ama.page.getByLabel('Because').fill('They follow in the autumn.')
  await ama.page.getByRole('button', { name: 'Save the answer' }).click()
  await expect(action.getByText('Partly accepted: They follow in the autumn.')).toBeVisible()
  expect(await faultsOf(ama.page)).toEqual([])

  // What becomes of it: expected beside approved, a note of today, and who looks on reads it.
  await go(ama.page, 'track')
  const row = ama.page.getByRole('listitem').filter({ hasText: /^A1 / })
  await row.getByRole('button').first().click()
  await row.getByLabel('Status').selectOption({ label: 'At risk' })
  await row.getByLabel('Now expected').fill('2099-01-31')
  await row.getByLabel('What has been done').fill('Three wards of five.')
  await ama.page.keyboard.press('Tab')
  await go(ruth.page, 'track')
  const theirs = ruth.page.getByRole('listitem').filter({ hasText: /^A1 / })
  await expect(theirs.getByText('31 January 2099')).toBeVisible()
  await expect(theirs.getByText('Three wards of five.')).toBeVisible()
  await expect(theirs.getByText(/days later$/)).toBeVisible()
  expect(await faultsOf(ama.page)).toEqual([])
  expect([...ama.complaints, ...ruth.complaints]).toEqual([])
})
