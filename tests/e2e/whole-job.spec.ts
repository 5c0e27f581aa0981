/**
 * The whole job in one go, by keyboard alone and by touch alone: from the first page to leaving.
 */
import { expect, type Locator, type Page, test } from 'playwright/test'
import { columnOn, faceOf, isSaved } from '../support/people-at-a-board.ts'

/** Goes on by Tab until it is there; whoever cannot get somewhere by Tab cannot get there. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeAttached()
  for (let step = 0; step < 60; step += 1) {
    if (await target.evaluate((it) => it === document.activeElement)) return
    await page.keyboard.press(key)
  }
  await expect(target).toBeFocused()
}

test('by keyboard alone: a board is started, sorted, answered, found in, voted on, exported and left', async ({
  page,
}) => {
  test.slow()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  const { keyboard } = page
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const dialog = page.getByRole('dialog')

  await test.step('starts a board from the first page', async () => {
    await page.goto('/')
    await tabTo(page, page.getByLabel('Title'))
    await keyboard.type('Our response')
    await tabTo(page, page.getByLabel('Your name'))
    await keyboard.type('Ama Osei')
    await tabTo(page, page.getByRole('radio', { name: /An inquiry or a review/ }))
    await keyboard.press('ArrowUp')
    await expect(page.getByRole('radio', { name: /A copy of the example/ })).toBeChecked()
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: /is ready$/ })).toBeFocused()
    await tabTo(page, page.getByRole('link', { name: 'Go to the board' }))
    await keyboard.press('Enter')
    await isSaved(page)
  })

  const before = await columnOn(page, 'unsorted')
  await test.step('sorts twenty statements, one key each', async () => {
    await tabTo(page, faceOf(page, before[0] ?? ''))
    for (const [at, id] of before.slice(0, 20).entries()) {
      await expect(faceOf(page, id)).toBeFocused()
      await keyboard.press(String((at % 3) + 1))
    }
    expect(await columnOn(page, 'unsorted')).toEqual(before.slice(20))
  })

  const [next = '', after = ''] = before.slice(20)
  await test.step('carries one to a place of its own', async () => {
    await keyboard.press('Space')
    await keyboard.press('ArrowRight')
    await keyboard.press('ArrowDown')
    await keyboard.press('Space')
    await expect.poll(async () => (await columnOn(page, 'new-action')).indexOf(next)).toBe(1)
    await expect(faceOf(page, next)).toBeFocused()
  })

  await test.step('opens it, says why, comments, and is back on its card', async () => {
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: `Statement ${next}` })).toBeFocused()
    await tabTo(page, page.getByRole('textbox', { name: 'Why' }))
    await keyboard.type('Nobody does this today.')
    await tabTo(page, page.getByLabel('Your comment'))
    await keyboard.type('The porters should be asked.')
    await keyboard.press('Control+Enter')
    await expect(page.getByRole('region', { name: `Statement ${next}` })).toContainText('porters should')
    await keyboard.press('Escape')
    await expect(faceOf(page, next)).toBeFocused()
  })

  await test.step('finds, filters, and sees all again', async () => {
    await keyboard.press('/')
    await keyboard.type(next)
    await keyboard.press('Enter')
    await expect(faceOf(page, next)).toBeFocused()
    await keyboard.press('/')
    await keyboard.press('Escape')
    await tabTo(page, button(/^Filter/))
    await keyboard.press('Enter')
    await tabTo(page, button(/^Mine/))
    await keyboard.press('Enter')
    await expect(page.locator('[data-card]')).toHaveCount(21)
    await keyboard.press('Enter')
    await expect(page.locator('[data-card]')).toHaveCount(68)
  })

  await test.step('selects three, moves them together, and takes it back', async () => {
    await tabTo(page, faceOf(page, after))
    await keyboard.press('Shift+ArrowDown')
    await keyboard.press('Shift+ArrowDown')
    await keyboard.press('2')
    await expect
      .poll(async () => (await columnOn(page, 'due-regard')).slice(-3))
      .toEqual(before.slice(21, 24))
    await keyboard.press('Control+z')
    await expect.poll(() => columnOn(page, 'unsorted')).toEqual(before.slice(21))
  })

  await test.step('opens and closes what stands beside the board, and focus comes back', async () => {
    for (const name of ['Keys', 'Export', 'Share', /^What people can do now/]) {
      await tabTo(page, button(name), 'Shift+Tab')
      await keyboard.press('Enter')
      await expect(dialog).toBeVisible()
      await keyboard.press('Tab')
      expect(await dialog.evaluate((it) => it.contains(document.activeElement))).toBe(true)
      await keyboard.press('Escape')
      await expect(dialog).toHaveCount(0)
      await expect(button(name)).toBeFocused()
    }
  })

  await test.step('starts a private vote and makes choices', async () => {
    await tabTo(page, page.getByRole('link', { name: 'Decide', exact: true }))
    await keyboard.press('Enter')
    await tabTo(page, button(/^Ask about \d+ statements$/))
    await keyboard.press('Enter')
    await expect(page.getByText('People are choosing')).toBeVisible()
    await tabTo(page, page.getByRole('link', { name: 'To the board' }))
    await keyboard.press('Enter')
    await isSaved(page)
    await tabTo(page, page.getByRole('link', { name: 'Make my choices' }))
    await keyboard.press('Enter')
    const progress = page.getByLabel('How far you are')
    await expect(progress).toContainText('0 of')
    for (const key of ['1', '2', '3']) await keyboard.press(key)
    await expect(progress).toContainText('3 of')
    await tabTo(page, page.getByRole('link', { name: 'To the board' }))
    await keyboard.press('Enter')
    await isSaved(page)
  })

  await test.step('leaves the board', async () => {
    await tabTo(page, button('Only you are here'))
    await keyboard.press('Enter')
    await tabTo(page, button('Leave this board on this device'))
    await keyboard.press('Enter')
    await tabTo(page, button('Leave'))
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Start a board' })).toBeVisible()
  })
  expect(complaints).toEqual([])
})
