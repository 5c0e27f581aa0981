/**
 * The plan made of what was sorted: on its page, in the mapping, and on the other's screen as it happens.
 */
import { expect, type Page, test } from '../support/browsers.ts'
import { faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

async function go(page: Page, where: string): Promise<void> {
  await isSaved(page)
  const address = new URL(page.url())
  const board = address.pathname.split('/')[2]
  await page.goto(`/b/${board}/${where}?as=${address.searchParams.get('as')}`)
  await expect(page.getByRole('navigation', { name: 'Pages of the plan' })).toBeVisible()
}

test('[plan-2][value-5][words-1] an action is made in the plan, linked to many, and edited in the mapping by keys while another types', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await isSaved(ama.page)

  // From its card: what answers it is found by typing.
  await ama.page.locator('[data-menu="F272"]').click()
  await ama.page.getByRole('menuitem', { name: 'Link to what answers it…' }).click()
  await ama.page.getByRole('combobox', { name: 'Action' }).fill('supervisory days')
  await ama.page.keyboard.press('Enter')
  await expect(
    ama.page.getByText('Linked to “Give ward sisters three supervisory days a week”.'),
  ).toBeVisible()
  await ama.page.getByRole('button', { name: 'Done', exact: true }).click()
  await go(ama.page, 'plan')
  await go(ben.page, 'mapping')

  // What is missing leads to where it is put right.
  const missing = ama.page.getByRole('region', { name: /Still missing/ })
  await missing.getByRole('button', { name: /A7 .* Needs a date/ }).click()
  const seventh = ama.page.locator('[data-part="action/a7"]')
  await seventh.getByLabel('Due', { exact: true }).fill('2027-09-30')
  await ama.page.keyboard.press('Tab')
  await expect(missing.getByRole('button', { name: /^A7 / })).toHaveCount(0)

  // A new action in a line, then what nothing answered, and what is answered in part.
  const stream = ama.page.getByRole('region', { name: 'Ward standards and accreditation' })
  await stream
    .getByRole('textbox', { name: 'New action' })
    .fill('Give teams an hour a month to talk about care')
  await ama.page.keyboard.press('Enter')
  await expect(stream.getByRole('combobox', { name: 'Work stream' })).toBeFocused()
  await stream.getByLabel('Lead', { exact: true }).fill('Deputy Chief Nurse')
  await stream
    .getByRole('button', { name: 'Link statements to “Give teams an hour a month to talk about care”' })
    .click()
  const dialog = ama.page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: /F272/ }).check()
  await dialog.getByLabel('Only what nothing answers yet').check()
  await dialog.getByRole('checkbox', { name: /F259/ }).check()
  await dialog.getByRole('button', { name: 'Save 2 changes' }).click()
  await expect(missing.getByText('Statements without an action')).toHaveCount(0)
  expect(await faultsOf(ama.page)).toEqual([])

  // Ben has the same in the mapping, and writes in one cell while Ama changes the row.
  const sheet = ben.page.getByRole('grid', { name: 'Mapping' })
  await ben.page.getByLabel('Find in the mapping').fill('F259')
  await expect(sheet.getByRole('row')).toHaveCount(2)
  await expect(sheet.getByRole('gridcell', { name: 'Deputy Chief Nurse' })).toBeVisible()
  await sheet.focus()
  await ben.page.keyboard.press('End')
  await ben.page.keyboard.press('ArrowLeft')
  await ben.page.keyboard.press('Enter')
  const due = ben.page.getByLabel('Due or review of F259')
  await due.fill('2027-11-30')
  await stream.getByLabel('Lead', { exact: true }).fill('Chief Nurse')
  await ama.page.keyboard.press('Tab')
  await expect(sheet.getByRole('gridcell', { name: 'Chief Nurse', exact: true })).toBeVisible()
  await expect(due).toBeFocused()
  await ben.page.keyboard.press('Enter')
  await expect(sheet).toBeFocused()
  await expect(stream.getByText('due 30 November 2027')).toBeVisible()
  await expect(sheet.getByText('Ready for the Board')).toBeVisible()
  expect(await faultsOf(ben.page)).toEqual([])

  // The view stands in the address: whoever is sent it sees the same.
  await sheet.getByRole('columnheader', { name: 'Ref' }).getByRole('button').click()
  await ben.page.getByRole('button', { name: 'Columns' }).click()
  await ben.page.getByRole('checkbox', { name: 'Why' }).check()
  await ben.page.keyboard.press('Escape')
  await isSaved(ben.page)
  await ben.page.reload()
  await expect(sheet.getByRole('columnheader', { name: 'Why' })).toBeVisible()
  await expect(sheet.getByRole('row')).toHaveCount(2)
  expect([...ama.complaints, ...ben.complaints]).toEqual([])
})
