/**
 * Who comes in: links made, shown, renewed and withdrawn; and what people can do now, changed by one of two.
 */
import { expect, type Page, test } from '../support/browsers.ts'
import { faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })

test('[link-4] a link is made for a group, used, and withdrawn: whoever came by it is out at once', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page, complaints } = await join(browser, board, 'facilitator', 'Ama Osei')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const share = dialog(page, 'Share')
  await share.getByRole('button', { name: 'Open the doors' }).click()
  await expect(share.getByRole('img', { name: /Code that opens the board/ })).toBeVisible()
  expect(await faultsOf(page)).toEqual([])

  await share.getByRole('button', { name: 'Another participant link' }).click()
  await share.getByLabel('For whom').fill('Ward managers')
  await page.keyboard.press('Enter')
  await share.getByRole('button', { name: 'Copy link for Ward managers' }).click()
  await expect(page.getByText('Copied the link for Ward managers')).toBeAttached()
  const link = await page.evaluate(() => navigator.clipboard.readText())

  const ben = await (await browser.newContext()).newPage()
  await ben.goto(link)
  await ben.getByLabel('Your name').fill('Gita Rao')
  await ben.keyboard.press('Enter')
  await isSaved(ben)
  await expect(share.getByRole('listitem').filter({ hasText: 'Gita Rao' })).toBeVisible()

  await share.getByRole('button', { name: 'Change Ward managers' }).click()
  await share.getByLabel(/Works until/).fill('2099-06-30')
  await share.getByRole('button', { name: 'Save' }).click()
  await expect(share.getByText('works until 30 June 2099')).toBeVisible()

  await share.getByRole('button', { name: 'Withdraw Ward managers' }).click()
  await expect(share.getByText(/everyone who came in by it is sent out/)).toBeVisible()
  await share.getByRole('button', { name: 'Withdraw it' }).click()
  await expect(ben.getByRole('heading', { name: 'Your link has been withdrawn' })).toBeVisible()
  await expect(share.getByText('Links that no longer work (1)')).toBeVisible()

  const late = await (await browser.newContext()).newPage()
  await late.goto(link)
  await expect(late.getByRole('heading', { name: 'Your link has been withdrawn' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('a renewed link opens by its new address only', async ({ browser, request }) => {
  const board = await startBoard(request)
  const { page } = await join(browser, board, 'facilitator', 'Ama Osei')
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('button', { name: 'Renew Reviewer link' }).click()
  await page.getByRole('button', { name: 'Renew it' }).click()
  await expect(page.getByText('Reviewer link renewed')).toBeAttached()

  const late = await (await browser.newContext()).newPage()
  await late.goto(board.links.reviewer.path)
  await expect(late.getByRole('heading', { name: 'This link does not open a board' })).toBeVisible()
})

test('participants see the people and whom to ask, and no links', async ({ browser, request }) => {
  const board = await startBoard(request)
  await join(browser, board, 'facilitator', 'Ama Osei')
  const { page } = await join(browser, board, 'participant', 'Ben Kaur')
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const share = dialog(page, 'Share')
  await expect(share.getByText('Ben Kaur (you)')).toBeVisible()
  await expect(share.getByText('facilitator', { exact: true })).toBeVisible()
  await expect(share.getByRole('button', { name: /link/ })).toHaveCount(0)
  expect(await faultsOf(page)).toEqual([])

  await expect(share.getByRole('button', { name: /Change the name/ })).toHaveCount(1)
  await share.getByRole('button', { name: 'Change the name of Ben Kaur' }).click()
  await share.getByLabel('Name').fill('Benjamin Kaur')
  await page.keyboard.press('Enter')
  await expect(share.getByText('Benjamin Kaur (you)')).toBeVisible()
})

test('two facilitators set what people can do now at once: one does, the other is told and chooses again', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const eva = await join(browser, board, 'facilitator', 'Eva Lind')
  for (const { page } of [ama, eva]) {
    await isSaved(page)
    await page.getByRole('button', { name: /What people can do now/ }).click()
    expect(await faultsOf(page)).toEqual([])
  }
  await ama.page.getByRole('radio', { name: /Under review/ }).check()
  await eva.page.getByRole('radio', { name: /Agreed/ }).check()
  await ama.page.getByRole('button', { name: 'Change to “Under review”' }).click()
  await expect(ama.page.getByRole('dialog')).toHaveCount(0)

  await expect(eva.page.getByText('Somebody else has just set this to Under review.')).toBeVisible()
  await eva.page.getByRole('button', { name: 'Go on from there' }).click()
  await eva.page.getByRole('radio', { name: /Open for sorting/ }).check()
  await eva.page.getByRole('button', { name: 'Change to “Open for sorting”' }).click()
  await expect(eva.page.getByText('Say why, so that people understand what happened.')).toBeVisible()
  await eva.page.getByLabel('Why back to “Open for sorting”?').fill('Two statements were missed')
  await eva.page.getByRole('button', { name: 'Change to “Open for sorting”' }).click()
  await expect(
    ama.page.getByRole('button', { name: 'What people can do now: Open for sorting' }),
  ).toBeVisible()
})

test('locked, the board says so to participants and takes no move of theirs', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await isSaved(ben.page)
  await ama.page.getByRole('button', { name: /What people can do now/ }).click()
  await ama.page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(ama.page.getByText('The board is locked', { exact: true }).first()).toBeVisible()

  await ben.page.locator('[data-open="F37"]').click()
  await expect(ben.page.getByText('The facilitator has locked the board for now.')).toBeVisible()
})

test('the files of a board are plain links that download', async ({ browser, request }) => {
  const board = await startBoard(request)
  const { page, complaints } = await join(browser, board, 'facilitator', 'Ama Osei')
  await page.getByRole('button', { name: 'Export' }).click()
  expect(await faultsOf(page)).toEqual([])
  for (const file of ['mapping.csv', 'board.md', 'board.json']) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: file }).click(),
    ])
    expect(download.suggestedFilename()).toBe(`our-response-${file}`)
  }
  expect(complaints).toEqual([])
})
