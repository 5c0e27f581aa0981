/**
 * Several statements at once: chosen by keys, mouse and touch, moved together, taken back together.
 */
import { expect, type Page, test } from '../support/browsers.ts'
import {
  boardOn,
  cardIn,
  carry,
  columnOn,
  faceOf,
  faultsOf,
  isSaved,
  join,
  startBoard,
} from '../support/people-at-a-board.ts'

const bar = (page: Page) => page.getByRole('region', { name: 'Selected statements' })
const said = (page: Page) => page.locator('[role="status"][aria-live="polite"]').first()

test('[find-4] by keys a range is selected, moved together, and taken back as one step, on two screens', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'participant', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const { page } = ama
  const before = await boardOn(page)
  const [one = '', two = '', three = '', four = '', five = '', six = ''] = await columnOn(page, 'unsorted')

  await faceOf(page, two).focus()
  await page.keyboard.press('x')
  await expect(said(page)).toHaveText(`${two} selected, 1 in all.`)
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowUp')
  await expect(faceOf(page, four)).toBeFocused()
  await expect(bar(page)).toContainText('3 selected')
  await expect(faceOf(page, three)).toHaveAccessibleName(/, selected$/)
  await expect(faceOf(page, five)).not.toHaveAccessibleName(/selected/)
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  await page.keyboard.press('2')

  await expect(bar(page)).toBeHidden()
  await expect(page.getByLabel('Notices')).toContainText('Moved 4 statements to Due regard.')
  await expect(faceOf(page, five)).toBeFocused()
  await expect
    .poll(async () => (await columnOn(ben.page, 'due-regard')).slice(-4))
    .toEqual([two, three, four, six])
  expect((await columnOn(ben.page, 'unsorted')).slice(0, 2)).toEqual([one, five])
  await isSaved(page)

  await expect(page.getByRole('button', { name: 'Undo: Move 4 statements to Due regard' })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect.poll(() => boardOn(ben.page)).toEqual(before)
  await expect(said(page)).toHaveText('Moved 4 statements back to To sort')
  await page.keyboard.press('Control+Shift+z')
  await expect
    .poll(async () => (await columnOn(ben.page, 'due-regard')).slice(-4))
    .toEqual([two, three, four, six])
  expect([...ama.complaints, ...ben.complaints]).toEqual([])
})

test('[find-3] Ctrl+A selects what a column shows, filters give up what they hide, Escape gives up all', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page } = await join(browser, board, 'participant', 'Ama Osei')
  await isSaved(page)
  const all = await columnOn(page, 'due-regard')
  await faceOf(page, all[0] ?? '').focus()

  await page.keyboard.press('Control+a')
  await expect(bar(page)).toContainText(`${all.length} selected`)
  await page.keyboard.press('/')
  await page.keyboard.type('complaint')
  await expect.poll(async () => (await columnOn(page, 'due-regard')).length).toBeLessThan(all.length)
  const few = await columnOn(page, 'due-regard')
  await expect(bar(page)).toContainText(`${few.length} selected`)
  await page.keyboard.press('Escape')
  await expect.poll(() => columnOn(page, 'due-regard')).toEqual(all)
  await expect(bar(page)).toContainText(`${few.length} selected`)

  await bar(page).getByRole('button', { name: 'Watching brief' }).focus()
  await page.keyboard.press('Escape')
  await expect(bar(page)).toBeHidden()
  await expect(faceOf(page, few[0] ?? '')).toBeFocused()
})

test('[live-2] by mouse: Ctrl and Shift select, the menu and a drag move all, what somebody holds stays', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const { page } = ama
  const [one = '', two = '', three = '', four = ''] = await columnOn(page, 'unsorted')
  const [, below = ''] = await columnOn(page, 'watching-brief')

  await faceOf(page, one).click({ modifiers: ['ControlOrMeta'] })
  await faceOf(page, three).click({ modifiers: ['Shift'] })
  await expect(bar(page)).toContainText('3 selected')
  await page.locator(`[data-menu="${two}"]`).click()
  await expect(page.getByRole('menu', { name: 'Move 3 statements' })).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('menuitemradio', { name: 'New action' }).click()
  await expect.poll(async () => (await columnOn(ben.page, 'new-action')).slice(-3)).toEqual([one, two, three])
  await page.getByLabel('Notices').getByRole('button', { name: 'Undo' }).click()
  await expect(cardIn(ben.page, 'unsorted', three)).toBeVisible()

  // Into a gap, while Ben has one of them in his hand.
  await faceOf(page, one).click({ modifiers: ['ControlOrMeta'] })
  await faceOf(page, four).click({ modifiers: ['Shift'] })
  await carry(ben.page, two, { column: 'new-action' })
  await expect(page.getByText('Ben is moving this')).toBeVisible()
  await carry(page, three, { card: below })
  await expect(page.getByText('4 statements land here')).toBeAttached()
  await page.mouse.up()
  await expect(page.getByLabel('Notices')).toContainText(
    `Moved 3 statements to Watching brief. 1 stays where it is: Ben is moving ${two}.`,
  )
  await expect(bar(page)).toContainText('1 selected')
  await expect(cardIn(ben.page, 'watching-brief', one)).toBeVisible()
  const watched = await columnOn(ben.page, 'watching-brief')
  const at = watched.indexOf(one)
  expect(at).toBeGreaterThan(0)
  expect(watched.slice(at, at + 3)).toEqual([one, three, four])
  await ben.page.mouse.up()
  await expect(cardIn(page, 'new-action', two)).toBeVisible()
  // Ben's hand is told of apart from where the card went; as long as it holds the card, nobody else moves it.
  await expect(page.getByText('Ben is moving this')).toHaveCount(0)
  await bar(page).getByRole('button', { name: 'Set aside' }).click()
  await expect(page.locator(`[data-card="${two}"]`)).toHaveCount(0)
  expect([...ama.complaints, ...ben.complaints]).toEqual([])
})

test('[move-7] of a locked board nothing moves, and one sentence says so', async ({ browser, request }) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const before = await boardOn(ben.page)
  await ben.page.locator('[data-column="unsorted"] h2').focus()
  await ben.page.keyboard.press('Control+a')
  await expect(bar(ben.page)).toBeVisible()

  const { searchParams } = new URL(ama.page.url())
  await ama.page.request.patch(`/api/boards/${board.board.id}?as=${searchParams.get('as')}`, {
    data: { lock: true, from: false },
  })
  await expect(
    ben.page.getByRole('banner').getByText('The facilitator has locked the board.', { exact: false }),
  ).toBeVisible()
  await bar(ben.page).getByRole('button', { name: 'New action' }).click()

  await expect(ben.page.getByLabel('Notices')).toContainText(
    `None of the ${before.unsorted?.length} statements moved: the facilitator has locked the board.`,
  )
  expect(await boardOn(ben.page)).toEqual(before)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`by touch Select turns taps into choices, with no fault, ${colorScheme}`, async ({
    browser,
    request,
  }) => {
    const board = await startBoard(request)
    const { page, complaints } = await join(browser, board, 'participant', 'Jo Mensah', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      colorScheme,
    })
    await isSaved(page)
    const [one = '', two = '', three = ''] = await columnOn(page, 'unsorted')

    await page.getByRole('button', { name: 'Select', exact: true }).tap()
    await faceOf(page, one).tap()
    await faceOf(page, two).tap()
    await faceOf(page, three).tap()
    await faceOf(page, two).tap()
    await expect(bar(page)).toContainText('2 selected')
    await expect(faceOf(page, one)).toHaveAttribute('aria-pressed', 'true')
    await expect(faceOf(page, two)).toHaveAttribute('aria-pressed', 'false')
    expect(await faultsOf(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await bar(page).getByRole('button', { name: 'Due regard' }).tap()

    await expect.poll(async () => (await columnOn(page, 'unsorted'))[0]).toBe(two)
    await page.getByRole('tab', { name: /Due regard/ }).tap()
    await expect.poll(async () => (await columnOn(page, 'due-regard')).slice(-2)).toEqual([one, three])
    await bar(page).getByRole('button', { name: 'Done' }).tap()
    await faceOf(page, three).tap()
    await expect(page).toHaveURL(/\/s\//)
    expect(complaints).toEqual([])
  })
}
