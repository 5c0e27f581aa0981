/**
 * A statement that asks for two things, and one that another publication asks for as well.
 */
import { expect, type Page, test } from 'playwright/test'
import { cardIn, cardOf, faceOf, faultsOf, join, startBoard } from '../support/people-at-a-board.ts'

const ROWS = [
  ['Source', 'No', 'Recommendation'],
  ['F', '36', 'Every ward should be open.'],
  ['F', '37', 'Boards should visit wards. They should say what they saw.'],
  ['K', '3', 'Wards should be open.'],
]

async function fill(page: Page) {
  await page.getByRole('button', { name: 'Import statements' }).first().click()
  await page.getByLabel('Paste the statements').fill(ROWS.map((it) => it.join('\t')).join('\n'))
  await page.getByRole('button', { name: 'Look at it' }).click()
  await page.getByRole('button', { name: 'Import 3 statements' }).click()
  await page.getByRole('button', { name: 'To the board' }).click()
}

test('[part-1][part-2][same-1] a statement is split, put together again and said to repeat another, by keys', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request, 'triage')
  const { page, complaints } = await join(browser, board, 'facilitator', 'Ama Osei')
  await fill(page)
  await faceOf(page, 'F37').focus()
  await page.keyboard.press('2')
  await expect(cardIn(page, 'due-regard', 'F37')).toBeVisible()

  await cardOf(page, 'F37').getByRole('button', { name: 'Move F37' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Split into parts…' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Split F37' })).toBeVisible()
  await page.getByRole('button', { name: 'Part it before “They should say what they…”' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Join F37b to the one above' })).toBeFocused()
  await page.getByLabel('Our title of F37b').fill('Say what was seen')
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Split into 2' }).press('Enter')

  await expect(cardIn(page, 'due-regard', 'F37a')).toContainText('Part of F37')
  await expect(cardIn(page, 'due-regard', 'F37b')).toContainText('Say what was seen')
  await expect(cardOf(page, 'F37')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo', exact: true }).press('Enter')
  await expect(cardIn(page, 'due-regard', 'F37')).toBeVisible()
  await expect(cardOf(page, 'F37a')).toHaveCount(0)

  await faceOf(page, 'K3').press('Enter')
  const panel = page.getByRole('region', { name: 'Statement K3' })
  await panel.getByRole('button', { name: 'Same as…' }).press('Enter')
  await page.getByRole('combobox', { name: 'Which statement does it repeat?' }).pressSequentially('ward open')
  await expect(page.getByRole('option')).toHaveCount(1)
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(cardOf(page, 'K3')).toContainText('Same as F36')
  await panel.getByRole('button', { name: 'Open F36' }).press('Enter')
  await expect(page.getByRole('region', { name: 'Statement F36' })).toContainText('Repeated by')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
  await expect(cardOf(page, 'K3')).not.toContainText('Same as F36')
  expect(complaints).toEqual([])
})
