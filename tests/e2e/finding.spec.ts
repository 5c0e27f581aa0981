/**
 * Finding what to talk about: filters, what they hide, and the address that says so.
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

const shownOn = async (page: Page) => Object.values(await boardOn(page)).flat()
const filterButton = (page: Page) => page.getByRole('button', { name: /^Filter/ })
const shownLine = (page: Page) => page.getByText(/\d+ of \d+ shown/)

/** Opens the strip and ticks one theme. */
async function filterByTheme(page: Page, theme: string) {
  if ((await filterButton(page).getAttribute('aria-expanded')) === 'false') await filterButton(page).click()
  await page.getByRole('button', { name: /^Theme/ }).click()
  await page.getByRole('checkbox', { name: new RegExp(`^${theme}`) }).click()
  await page.keyboard.press('Escape')
}

test('[find-2] filters stand in the address: loaded again, sent on and gone back to they are the same', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page, complaints } = await join(browser, board, 'participant', 'Ama Osei')
  await isSaved(page)
  const everything = await shownOn(page)

  await filterByTheme(page, 'Culture')
  await expect(shownLine(page)).toHaveText(`12 of ${everything.length} shown`)
  const culture = await shownOn(page)
  expect(culture).toHaveLength(12)
  await page.getByRole('button', { name: /^Not ready/ }).click()
  await expect.poll(async () => (await shownOn(page)).length).toBeLessThan(12)
  const both = await shownOn(page)
  await expect(page).toHaveURL(/theme=Culture&only=not-ready/)

  await page.reload()
  await expect.poll(() => shownOn(page)).toEqual(both)
  await expect(page.getByRole('button', { name: 'Remove the filter Not ready' })).toBeVisible()
  await page.goBack()
  await expect.poll(() => shownOn(page)).toEqual(culture)
  await page.goForward()
  await expect.poll(() => shownOn(page)).toEqual(both)

  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await isSaved(ben.page)
  await ben.page.goto(
    `${ben.page.url()}&${new URL(page.url()).searchParams.toString().replace(/as=[^&]*&/, '')}`,
  )
  await expect.poll(() => shownOn(ben.page)).toEqual(both)
  await ben.page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect.poll(() => shownOn(ben.page)).toEqual(everything)
  expect([...complaints, ...ben.complaints]).toEqual([])
})

test('[find-1] a card moved while others are hidden lands among its true neighbours, on every screen', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'participant', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const before = await columnOn(ben.page, 'due-regard')
  await filterByTheme(ama.page, 'Culture')
  await expect(shownLine(ama.page)).toHaveText(/^12 /)
  await ama.page.getByRole('button', { name: /^Filter/ }).click()
  const seen = await columnOn(ama.page, 'due-regard')
  const [id = ''] = await columnOn(ama.page, 'unsorted')
  const [above = '', below = ''] = seen
  expect(before.indexOf(below)).toBeGreaterThan(before.indexOf(above) + 1)

  await carry(ama.page, id, { card: below })
  await ama.page.mouse.up()
  await expect(cardIn(ben.page, 'due-regard', id)).toBeVisible()

  const after = await columnOn(ben.page, 'due-regard')
  expect(after.filter((it) => it !== id)).toEqual(before)
  expect(after[after.indexOf(id) - 1]).toBe(above)
  expect((await columnOn(ama.page, 'due-regard')).slice(0, 3)).toEqual([above, id, below])
})

test('a column says what filters hide in it, counts follow moves, and mine are what I moved', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page } = await join(browser, board, 'participant', 'Ama Osei')
  await isSaved(page)
  const [first = '', second = ''] = await columnOn(page, 'unsorted')
  await faceOf(page, first).press('2')
  await isSaved(page)
  await page.reload()
  await isSaved(page)

  await filterButton(page).click()
  await page.getByRole('button', { name: /^Mine/ }).click()
  await expect.poll(() => shownOn(page)).toEqual([first])
  await expect(page.getByText('All 12 statements here are hidden by the filters.')).toBeVisible()
  expect(await faultsOf(page)).toEqual([])

  await page.keyboard.press('/')
  await page.keyboard.type(`${second}\n`)
  await page.getByLabel('Notices').getByRole('button', { name: 'Clear filters' }).click()
  await expect(page.locator('[data-card]')).toHaveCount(1)
  await expect(cardIn(page, 'unsorted', second)).toBeVisible()
})

test('on a telephone filters are a page of their own', async ({ browser, request }) => {
  const board = await startBoard(request)
  const { page } = await join(browser, board, 'participant', 'Jo Mensah', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  await isSaved(page)

  await filterButton(page).tap()
  const sheet = page.getByRole('dialog', { name: 'Filter' })
  await sheet.getByRole('checkbox', { name: /^Openness/ }).check()
  await expect(sheet.getByRole('button', { name: 'Show 10 statements' })).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
  await sheet.getByRole('button', { name: 'Show 10 statements' }).tap()

  await expect(shownLine(page)).toHaveText(/^10 /)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  expect(await faultsOf(page)).toEqual([])
})

test('[find-2] grouped by theme a column has headings that fold, and cards land among their true neighbours', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'participant', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const { page } = ama
  const heading = (column: string, theme: string) =>
    page.locator(`[data-column="${column}"]`).getByRole('button', { name: new RegExp(`^${theme} `) })
  await filterButton(page).click()
  await page.getByRole('radio', { name: 'Theme' }).check()
  await filterButton(page).click()
  await expect(heading('unsorted', 'Culture')).toBeVisible()
  expect(await faultsOf(page)).toEqual([])

  // By keys: out of the first heading and into the second, with the others folded away.
  await heading('unsorted', 'Culture').click()
  await expect(heading('unsorted', 'Culture')).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('ArrowDown')
  await expect(heading('unsorted', 'Compassionate care')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  const [first = '', second = ''] = await columnOn(page, 'unsorted')
  await expect(faceOf(page, first)).toBeFocused()
  const before = await columnOn(ben.page, 'unsorted')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText(/To sort, Compassionate care, place 2 of \d+$/)).toBeAttached()
  await page.keyboard.press('Space')
  await expect(faceOf(page, first)).toBeFocused()
  expect((await columnOn(page, 'unsorted')).slice(0, 2)).toEqual([second, first])
  await expect
    .poll(async () => (await columnOn(ben.page, 'unsorted')).indexOf(first))
    .toBe(before.indexOf(second))

  // By mouse, over the head of a column where cards of other themes come first.
  await carry(page, first, { column: 'due-regard' })
  await expect(page.locator('#slot')).toBeVisible()
  await page.mouse.up()
  await expect(cardIn(ben.page, 'due-regard', first)).toBeVisible()
  const themes = await page
    .locator('[data-column="due-regard"] ol > li')
    .evaluateAll((rows) => rows.map((it) => (it as HTMLElement).dataset.card ?? it.textContent ?? ''))
  const at = themes.indexOf(first)
  expect(themes.slice(0, at).findLast((it) => !/^[A-Z]\d/.test(it))).toMatch(/^Compassionate care/)

  await page.reload()
  await expect(heading('unsorted', 'Culture')).toHaveAttribute('aria-expanded', 'false')
  await heading('unsorted', 'Culture').press('Enter')
  await expect(heading('unsorted', 'Culture')).toHaveAttribute('aria-expanded', 'true')
  expect([...ama.complaints, ...ben.complaints]).toEqual([])
})
