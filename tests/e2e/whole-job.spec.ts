/**
 * The whole job in one go, by keyboard alone and by touch alone: from the first page to leaving.
 */
import { expect, type Locator, type Page, test } from '../support/browsers.ts'
import { cardOf, columnOn, faceOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

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

test('by touch alone: joined, sorted, answered, taken back, found in, chosen and left, on a telephone', async ({
  browser,
  request,
}) => {
  test.slow()
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  await isSaved(ama.page)
  const { searchParams } = new URL(ama.page.url())
  const votes = `/api/boards/${board.board.id}/votes?as=${searchParams.get('as')}`
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  /** On a telephone the letters come from the keyboard on its screen. */
  const write = async (field: Locator, words: string) => {
    await field.tap()
    await expect(field).toBeFocused()
    await page.keyboard.insertText(words)
  }

  await test.step('joins by the link that was sent', async () => {
    await page.goto('/join')
    await write(page.getByLabel('Your link'), new URL(board.links.participant.path, page.url()).href)
    await button('Join').tap()
    await write(page.getByLabel('Your name'), 'Jo Mensah')
    await button('Join the board').tap()
    await isSaved(page)
  })

  const [one = '', two = ''] = await columnOn(page, 'unsorted')
  await test.step('moves one by its button and one by its menu, and takes both back', async () => {
    await cardOf(page, one).getByRole('button', { name: 'Due regard' }).tap()
    await expect(cardOf(page, one)).toHaveCount(0)
    await button(`Move ${two}`).tap()
    await page.getByRole('menuitemradio', { name: 'Watching brief' }).tap()
    await expect(cardOf(page, two)).toHaveCount(0)
    // Its Undo would take back the other one now.
    await expect(page.getByText(`${one} moved to Due regard`, { exact: true })).toHaveCount(0)
    for (const [id, title] of [
      [two, 'Watching brief'],
      [one, 'Due regard'],
    ]) {
      await button('More').tap()
      await page
        .locator('#board-more')
        .getByRole('button', { name: `Undo: Move ${id} to ${title}` })
        .tap()
      await expect(cardOf(page, id ?? '')).toBeVisible()
    }
    await button('More').tap()
    await page
      .locator('#board-more')
      .getByRole('button', { name: `Redo: Move ${one} to Due regard` })
      .tap()
    await expect(cardOf(page, one)).toHaveCount(0)
  })

  await test.step('opens a statement under its tab, comments, and closes it', async () => {
    await page.getByRole('tab', { name: /Due regard/ }).tap()
    await faceOf(page, one).tap()
    const panel = page.getByRole('region', { name: `Statement ${one}` })
    await write(panel.getByLabel('Your comment'), 'The porters should be asked.')
    await panel.getByRole('button', { name: /^(Comment|Send|Add)/ }).tap()
    await expect(panel.getByText('The porters should be asked.')).toBeVisible()
    await panel.getByRole('button', { name: 'Close' }).tap()
    await expect(panel).toHaveCount(0)
  })

  await test.step('finds, filters, and sees all again', async () => {
    await page.getByRole('tab', { name: /To sort/ }).tap()
    await write(page.getByLabel('Find text or reference'), two)
    await expect(page.locator('[data-card]')).toHaveCount(1)
    await button('Clear find').tap()
    await button(/^Filter/).tap()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Commented/ })
      .tap()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Show \d+ statements?$/ })
      .tap()
    await button(/^Clear (all|filters)$|^Clear$/)
      .first()
      .tap()
    await expect(cardOf(page, two)).toBeVisible()
  })

  await test.step('makes its choices', async () => {
    const data = { packs: [{ title: 'Care on the wards', statements: [two] }] }
    expect((await ama.page.request.post(votes, { data })).ok()).toBe(true)
    await expect(cardOf(page, two)).toContainText('Private vote open')
    await expect(cardOf(page, two).getByRole('button', { name: 'New action' })).toHaveCount(0)
    await page.getByRole('link', { name: 'Make my choices' }).tap()
    await button(/^New action/).tap()
    await expect(page.getByText('Thank you, that is all.')).toBeVisible()
    await page.getByRole('link', { name: 'To the board' }).first().tap()
    await isSaved(page)
  })

  await test.step('leaves the board', async () => {
    await button('More').tap()
    await page.locator('#board-more').getByRole('button', { name: 'Leave this board' }).tap()
    await button('Leave').tap()
    await expect(page.getByRole('heading', { name: 'Start a board' })).toBeVisible()
  })
  expect(complaints).toEqual([])
})
