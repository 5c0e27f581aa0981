/**
 * Sorting together: two browsers on one board of a real server.
 */
import type { Page } from 'playwright/test'
import { expect, test } from '../support/browsers.ts'
import {
  boardOn,
  cardIn,
  cardOf,
  carry,
  columnOn,
  faceOf,
  isSaved,
  join,
  startBoard,
} from '../support/people-at-a-board.ts'

test('[link-1] a link joins with a name, and its key leaves the address bar at once', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const context = await browser.newContext()
  const page = await context.newPage()

  await page.goto(board.links.participant.path)
  await expect(page).toHaveURL((url) => url.hash === '')
  await page.getByLabel('Your name').fill('Ben Kaur')
  await page.getByRole('button', { name: /join/i }).click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Our response')
  await isSaved(page)
  expect(page.url()).toContain(`/b/${board.board.id}?as=`)
  await page.goBack()
  expect(page.url()).not.toContain('#')
})

test('[move-1] two people drag different cards at once, and both screens show one board', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const [first = '', second = ''] = await columnOn(ama.page, 'unsorted')
  const [top = ''] = await columnOn(ama.page, 'due-regard')

  await Promise.all([
    carry(ama.page, first, { column: 'new-action' }),
    carry(ben.page, second, { card: top }),
  ])
  await Promise.all([ama.page.mouse.up(), ben.page.mouse.up()])

  for (const { page } of [ama, ben]) {
    await expect(cardIn(page, 'new-action', first)).toBeVisible()
    await expect(cardIn(page, 'due-regard', second)).toBeVisible()
    await isSaved(page)
  }
  expect(await boardOn(ama.page)).toEqual(await boardOn(ben.page))
  expect([...ama.complaints, ...ben.complaints]).toEqual([])
})

test('[live-2] others see who holds a card, where it would land, and cannot take it', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const [id = ''] = await columnOn(ama.page, 'unsorted')
  const [, second = ''] = await columnOn(ama.page, 'due-regard')

  await carry(ben.page, id, { card: second })

  await expect(cardOf(ama.page, id).getByText('Ben is moving this')).toBeVisible()
  await expect(
    ama.page.getByText('Statement', { exact: false }).filter({ hasText: 'lands here' }),
  ).toBeVisible()
  await carry(ama.page, id, { column: 'new-action' })
  await ama.page.mouse.up()
  await expect(cardIn(ama.page, 'unsorted', id)).toBeVisible()
  await faceOf(ama.page, id).press('1')
  await expect(ama.page.getByText(/^Ben is moving \w+\.$/).first()).toBeAttached()

  await ben.page.mouse.up()
  await expect(cardIn(ama.page, 'due-regard', id)).toBeVisible()
  await expect(cardOf(ama.page, id).getByText('Ben is moving this')).toBeHidden()
  expect(await boardOn(ama.page)).toEqual(await boardOn(ben.page))
})

/** The board anew, with dragging held back until the function that is given back is called. */
async function withoutDragging(page: Page): Promise<() => void> {
  let letCome = () => {}
  const mayCome = new Promise<void>((resolve) => {
    letCome = resolve
  })
  await page.route(/drag-layer[^/]*\.js/, async (route) => {
    await mayCome
    await route.continue()
  })
  await page.reload()
  await isSaved(page)
  return letCome
}

test('a hand that takes a card before dragging has come to this device carries it all the same', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  await isSaved(ama.page)
  const letCome = await withoutDragging(ama.page)
  const [id = ''] = await columnOn(ama.page, 'unsorted')

  await carry(ama.page, id, { column: 'new-action' })
  letCome()
  await expect(ama.page.getByText(/lands here/).first()).toBeVisible()
  await ama.page.mouse.up()
  await expect(cardIn(ama.page, 'new-action', id)).toBeVisible()
  expect(ama.complaints).toEqual([])
})

test('keys that pick a card up, carry it and put it down reach it in that order, however fast they are typed', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page, complaints } = await join(browser, board, 'participant', 'Ama Osei')
  await isSaved(page)
  const letCome = await withoutDragging(page)
  const [one = '', two = '', three = ''] = await columnOn(page, 'unsorted')

  // Before dragging has come to this device: nothing of what is typed is lost, and focus stays.
  await faceOf(page, one).focus()
  for (const key of ['Space', 'ArrowDown', 'Space']) await page.keyboard.press(key)
  letCome()
  await expect.poll(async () => (await columnOn(page, 'unsorted')).slice(0, 3)).toEqual([two, one, three])
  await expect(faceOf(page, one)).toBeFocused()

  // With dragging there: all of it within one turn of the page, as a slow one takes what was typed meanwhile.
  await faceOf(page, one).evaluate((face) => {
    for (const code of ['Space', 'ArrowDown', 'Space']) {
      const key = code === 'Space' ? ' ' : code
      face.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }))
    }
  })
  await expect.poll(async () => (await columnOn(page, 'unsorted')).slice(0, 3)).toEqual([two, three, one])
  await expect(faceOf(page, one)).toBeFocused()
  expect(complaints).toEqual([])
})

test('[move-1] two people who hold one card at once leave it in one place', async ({ browser, request }) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const [id = ''] = await columnOn(ama.page, 'unsorted')
  const box = await cardOf(ama.page, id).boundingBox()
  if (!box) throw new Error('no card')

  for (const { page } of [ama, ben]) await page.mouse.move(box.x + 80, box.y + 20)
  await Promise.all([ama.page.mouse.down(), ben.page.mouse.down()])
  await Promise.all(
    [ama, ben].map(async ({ page }, at) => {
      const list = await page.locator(`#list-${at === 0 ? 'new-action' : 'watching-brief'}`).boundingBox()
      if (list) await page.mouse.move(list.x + 150, list.y + 30, { steps: 6 })
    }),
  )
  await Promise.all([ama.page.mouse.up(), ben.page.mouse.up()])

  await expect(cardIn(ama.page, 'unsorted', id)).toHaveCount(0)
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  await expect
    .poll(async () => JSON.stringify(await boardOn(ama.page)) === JSON.stringify(await boardOn(ben.page)))
    .toBe(true)
  expect(
    Object.values(await boardOn(ama.page))
      .flat()
      .filter((it) => it === id),
  ).toHaveLength(1)
})

test('keys alone sort: 1 2 3 move and go on with the next, undo takes back, arrows and Space carry', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page, complaints } = await join(browser, board, 'participant', 'Ama Osei')
  await isSaved(page)
  const [one = '', two = '', three = '', four = ''] = await columnOn(page, 'unsorted')
  const said = page.locator('[role="status"][aria-live="polite"]')

  await faceOf(page, one).focus()
  await page.keyboard.press('1')
  await expect(faceOf(page, two)).toBeFocused()
  await expect(said).toHaveText(/^Statement \w+ moved to New action, \d+ of \d+\.$/)
  await page.keyboard.press('2')
  await expect(faceOf(page, three)).toBeFocused()
  await page.keyboard.press('3')
  await expect(faceOf(page, four)).toBeFocused()
  for (const [id, column] of [
    [one, 'new-action'],
    [two, 'due-regard'],
    [three, 'watching-brief'],
  ] as const) {
    expect((await columnOn(page, column)).at(-1)).toBe(id)
  }

  await page.keyboard.press('Control+z')
  await expect(cardIn(page, 'unsorted', three)).toBeVisible()
  await expect(faceOf(page, three)).toBeFocused()
  await page.keyboard.press('Control+Shift+z')
  await expect(cardIn(page, 'watching-brief', three)).toBeAttached()
  await expect(faceOf(page, three)).toBeFocused()
  await faceOf(page, four).focus()
  await expect(faceOf(page, four)).toBeFocused()

  await page.keyboard.press('Space')
  await expect(said).toHaveText(/Picked up/)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect(said).toHaveText(/Due regard, place 2 of 18$/)
  await page.keyboard.press('Space')
  expect((await columnOn(page, 'due-regard'))[1]).toBe(four)
  await expect(faceOf(page, four)).toBeFocused()

  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Escape')
  expect((await columnOn(page, 'due-regard'))[1]).toBe(four)
  await isSaved(page)
  expect(complaints).toEqual([])
})

test('clicks alone sort: the menu of a card moves it anywhere, one click each', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page } = await join(browser, board, 'facilitator', 'Ama Osei')
  await isSaved(page)
  const [id = ''] = await columnOn(page, 'unsorted')
  const menu = () => cardOf(page, id).getByRole('button', { name: /^Move/ }).click()

  await menu()
  await page.getByRole('menuitemradio', { name: 'Due regard' }).click()
  expect((await columnOn(page, 'due-regard')).at(-1)).toBe(id)

  await menu()
  await page.getByRole('menuitem', { name: 'Top' }).click()
  expect((await columnOn(page, 'due-regard'))[0]).toBe(id)
  await menu()
  await page.getByRole('menuitem', { name: 'Down' }).click()
  expect((await columnOn(page, 'due-regard'))[1]).toBe(id)

  await menu()
  await page.getByRole('menuitem', { name: /^Set aside/ }).click()
  await page
    .getByRole('button', { name: /set aside$/ })
    .first()
    .click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`Move ${id} back`) })
    .click()
  await page.keyboard.press('Escape')
  await expect(cardIn(page, 'unsorted', id)).toBeAttached()
})

test('focus stays with a card that somebody else moves, and the move can be taken back with one tap', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const [id = ''] = await columnOn(ama.page, 'unsorted')
  await faceOf(ama.page, id).focus()

  await faceOf(ben.page, id).focus()
  await ben.page.keyboard.press('3')

  await expect(cardIn(ama.page, 'watching-brief', id)).toBeAttached()
  await expect(faceOf(ama.page, id)).toBeFocused()
  await expect(ama.page.getByLabel('Notices')).toContainText(`Ben moved ${id} to Watching brief`)
  await ama.page.getByRole('button', { name: 'Back to To sort' }).click()
  await expect(cardIn(ben.page, 'unsorted', id)).toBeAttached()
})

test('find draws cards together, counts react, and a reference jumps to its card', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page } = await join(browser, board, 'participant', 'Ama Osei')
  await isSaved(page)

  await page.keyboard.press('/')
  await page.keyboard.type('staffing shown')
  await expect(page.locator('[data-card]')).toHaveCount(1)
  await expect(page.locator('[data-column="new-action"] header')).toContainText('1 of 12')
  await expect(page).toHaveURL(/q=staffing\+shown/)
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-card]')).toHaveCount(68)

  await page.keyboard.type('f127')
  await page.keyboard.press('Enter')
  await expect(faceOf(page, 'F127')).toBeFocused()
})

test('one thumb sorts on a telephone, and a card held down is carried to another column', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page, complaints } = await join(browser, board, 'participant', 'Ama Osei', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await isSaved(page)
  const [one = '', two = ''] = await columnOn(page, 'unsorted')

  await cardOf(page, one).getByRole('button', { name: 'Due regard' }).tap()
  await expect(cardOf(page, one)).toHaveCount(0)
  await page.getByRole('tab', { name: /Due regard/ }).tap()
  await expect(cardIn(page, 'due-regard', one)).toBeAttached()
  await page.getByRole('tab', { name: /To sort/ }).tap()

  const box = await cardOf(page, two).boundingBox()
  const tab = await page.getByRole('tab', { name: /New action/ }).boundingBox()
  if (!box || !tab) throw new Error('no card or tab')
  const touch = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
  await send('touchStart', box.x + 120, box.y + 60)
  await page.waitForTimeout(350)
  for (let step = 1; step <= 6; step += 1)
    await send('touchMove', tab.x + tab.width / 2, box.y + 60 + ((tab.y + 30 - box.y - 60) * step) / 6)
  await send('touchEnd', 0, 0)

  await expect(cardOf(page, two)).toHaveCount(0)
  await page.getByRole('tab', { name: /New action/ }).tap()
  await expect(cardIn(page, 'new-action', two)).toBeAttached()
  await isSaved(page)
  expect(complaints).toEqual([])
})

test('[back-4] undo and redo stand in the header and say what they would do', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page } = await join(browser, board, 'participant', 'Ama Osei')
  await isSaved(page)
  const undo = page.getByRole('button', { name: /^Undo: / })
  const redo = page.getByRole('button', { name: /^Redo: / })
  const [id = ''] = await columnOn(page, 'unsorted')
  await expect(undo).toHaveAccessibleName('Undo: nothing of yours')

  await faceOf(page, id).press('1')
  await expect(undo).toHaveAccessibleName(`Undo: Move ${id} to New action`)
  await undo.click()
  await expect(cardIn(page, 'unsorted', id)).toBeVisible()
  await expect(undo).toBeFocused()
  await expect(redo).toHaveAccessibleName(`Redo: Move ${id} to New action`)
  await redo.click()
  await expect(cardIn(page, 'new-action', id)).toBeVisible()
})
