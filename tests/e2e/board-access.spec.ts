/**
 * The board for everybody: what axe finds on it in its states, and that it fits its screens.
 */
import { expect, type Page, test } from '../support/browsers.ts'
import { carry, columnOn, faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the board and what opens on it have no fault that axe can find, ${colorScheme}`, async ({
    browser,
    request,
  }) => {
    const board = await startBoard(request)
    const { page, complaints } = await join(browser, board, 'facilitator', 'Ama Osei', { colorScheme })
    await isSaved(page)
    expect(await faultsOf(page)).toEqual([])

    const [id = ''] = await columnOn(page, 'unsorted')
    await page.locator(`[data-menu="${id}"]`).click()
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Escape')

    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Escape')

    await page.keyboard.press('/')
    await page.keyboard.type('nothing like this')
    await expect(page.locator('[data-card]')).toHaveCount(0)
    expect(await faultsOf(page)).toEqual([])
    expect(complaints).toEqual([])
  })
}

test('an empty board says what to do, and a reader’s board says why nothing moves', async ({
  browser,
  request,
}) => {
  const empty = await startBoard(request, 'triage')
  const ama = await join(browser, empty, 'facilitator', 'Ama Osei')
  await expect(ama.page.getByRole('heading', { name: 'Bring in the statements' })).toBeVisible()
  expect(await faultsOf(ama.page)).toEqual([])

  const ben = await join(browser, empty, 'participant', 'Ben Kaur')
  await expect(ben.page.getByText('This board is being prepared.')).toBeVisible()
  expect(await faultsOf(ben.page)).toEqual([])

  const board = await startBoard(request)
  const partner = await join(browser, board, 'observer', '')
  await isSaved(partner.page)
  await expect(partner.page.getByText('You are viewing this board.')).toBeVisible()
  const [id = ''] = await columnOn(partner.page, 'unsorted')
  await partner.page.locator(`[data-open="${id}"]`).press('1')
  await expect(partner.page.locator(`[data-column="unsorted"] [data-card="${id}"]`)).toBeVisible()
  expect(await faultsOf(partner.page)).toEqual([])
})

test('[move-7] a locked board says so to everybody, keeps its cards still, and has no fault', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const [id = ''] = await columnOn(ben.page, 'unsorted')

  const { searchParams } = new URL(ama.page.url())
  const reply = await ama.page.request.patch(`/api/boards/${board.board.id}?as=${searchParams.get('as')}`, {
    data: { lock: true, from: false },
  })
  expect(reply.ok()).toBe(true)

  await expect(
    ben.page.getByRole('banner').getByText('The facilitator has locked the board.', { exact: false }),
  ).toBeVisible()
  await carry(ben.page, id, { column: 'new-action' })
  await ben.page.mouse.up()
  await ben.page.locator(`[data-open="${id}"]`).press('1')
  await expect(ben.page.getByLabel('Notices')).toContainText(`${id} stays where it is`)
  expect((await columnOn(ben.page, 'unsorted'))[0]).toBe(id)
  expect(await faultsOf(ben.page)).toEqual([])
  await ama.page.locator(`[data-open="${id}"]`).press('1')
  expect((await columnOn(ama.page, 'new-action')).at(-1)).toBe(id)
})

test('[saved-2] a board without a network goes on, says what is not saved, and has no fault', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page } = await join(browser, board, 'participant', 'Ama Osei')
  await isSaved(page)
  const [id = ''] = await columnOn(page, 'unsorted')
  await page.routeWebSocket(/\/sync\//, (socket) => void socket.close({ code: 1013 }))
  await page.reload()
  await page.locator(`[data-open="${id}"]`).press('2')

  await expect(page.getByText('Not saved: kept on this device').first()).toBeVisible()
  // Plain requests are answered, so after some tries the page takes it that sockets are blocked here.
  await expect(page.getByText(/No (live )?connection/).first()).toBeVisible()
  expect((await columnOn(page, 'due-regard')).at(-1)).toBe(id)
  expect(await faultsOf(page)).toEqual([])
})

for (const [width, height] of [
  [320, 640],
  [390, 844],
  [820, 1180],
  [1024, 768],
  [1920, 1080],
] as const) {
  test(`the board fits a screen ${width} wide`, async ({ browser, request }) => {
    const board = await startBoard(request)
    const { page } = await join(browser, board, 'participant', 'Ama Osei', {
      viewport: { width, height },
      hasTouch: width < 900,
    })
    await isSaved(page)

    expect(await fits(page)).toBe(true)
    expect(await faultsOf(page)).toEqual([])
  })
}

test('targets are at least 24 pixels across', async ({ browser, request }) => {
  const board = await startBoard(request)
  const { page } = await join(browser, board, 'facilitator', 'Ama Osei')
  await isSaved(page)

  const small = await page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('button, a[href], input'))
      .filter((it) => it.offsetParent !== null && !it.matches('[data-open], .visually-hidden'))
      .map((it) => ({ words: it.ariaLabel ?? it.textContent, rect: it.getBoundingClientRect() }))
      .filter(({ rect }) => rect.width > 0 && (rect.width < 24 || rect.height < 24))
      .map(({ words, rect }) => `${words} ${rect.width} × ${rect.height}`),
  )

  expect(small).toEqual([])
})
