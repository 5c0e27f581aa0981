/**
 * Pages and states of a board enlarged four times: a screen 1280 wide shows 320 by 256 of them then.
 */
import { expect, type Page, test } from '../support/browsers.ts'
import { faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

const FOUR_TIMES = { viewport: { width: 320, height: 256 } }

/** What does not fit across the screen; tables and drawings may be moved across, in a box of their own. */
const tooWide = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    const wide = scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide`] : []
    for (const part of document.querySelectorAll<HTMLElement>('body *')) {
      if (part.childElementCount > 0 || !part.checkVisibility()) continue
      if (part.closest('[aria-hidden=true], .visually-hidden, a[href^="#"], table, svg')) continue
      const { left, right } = part.getBoundingClientRect()
      if (right > innerWidth + 1 || left < -1) wide.push(`${part.tagName} ${part.textContent}`)
    }
    return wide
  })

/** What has focus after each Tab and is wholly under something else. */
async function coveredStops(page: Page, steps: number): Promise<string[]> {
  const covered: string[] = []
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab')
    const words = await page.evaluate(() => {
      const stop = document.activeElement
      if (!stop || stop === document.body) return null
      const { left, right, top, bottom } = stop.getBoundingClientRect()
      const around = stop.closest('label, [data-card]') ?? stop
      for (const across of [0.15, 0.5, 0.85])
        for (const down of [0.1, 0.3, 0.5, 0.7, 0.9]) {
          const hit = document.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down)
          if (hit && around.contains(hit)) return null
        }
      return `${stop.tagName} ${stop.ariaLabel ?? stop.textContent}`
    })
    if (words) covered.push(words)
  }
  return covered
}

test('at 400 per cent the board, its dialogs and its panel are read in one direction, and focus is seen', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page, complaints } = await join(browser, board, 'facilitator', 'Ama Osei', FOUR_TIMES)
  await isSaved(page)
  const { pathname, search } = new URL(page.url())
  const more = page.getByRole('button', { name: 'More', exact: true })
  const isWhole = async () => expect(await tooWide(page)).toEqual([])

  await isWhole()
  expect(await coveredStops(page, 5)).toEqual([])
  await more.click()
  await isWhole()
  expect(await coveredStops(page, 18)).toEqual([])
  for (const name of [
    /^Share/,
    /^Export/,
    /^Import/,
    /^Keys/,
    /set aside$/,
    /^Leave/,
    /What people can do/,
  ]) {
    await more.click()
    await page.locator('#board-more').getByRole('button', { name }).click()
    await expect(page.locator('dialog[open]')).toBeVisible()
    await isWhole()
    // Only the one whose words nobody can walk to by Tab has to scroll by keys some other way.
    if (`${name}`.includes('Leave')) expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.locator('dialog[open]')).toHaveCount(0)
  }

  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page.getByRole('dialog', { name: 'Filter' })).toBeVisible()
  await isWhole()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await page.locator('[data-open]').first().click()
  await expect(page.getByRole('region', { name: 'Selected statements' })).toContainText('1 selected')
  await isWhole()
  expect(await coveredStops(page, 6)).toEqual([])

  await page.goto(`${pathname}/s/F9${search}`)
  await expect(page.getByRole('heading', { name: 'Statement F9' })).toBeVisible()
  await isWhole()
  expect(await coveredStops(page, 18)).toEqual([])
  expect(complaints).toEqual([])
})

test('at 400 per cent the pages beside the board are read in one direction', async ({ browser, request }) => {
  const board = await startBoard(request)
  const { page } = await join(browser, board, 'facilitator', 'Ama Osei', FOUR_TIMES)
  await isSaved(page)
  const { pathname, search, searchParams } = new URL(page.url())
  const votes = `/api/boards/${board.board.id}/votes?as=${searchParams.get('as')}`
  const data = { packs: [{ title: 'Care on the wards', statements: ['F2', 'F3'] }] }
  expect((await page.request.post(votes, { data })).ok()).toBe(true)

  for (const [address, heading] of [
    ['/', 'Start a board'],
    ['/join', 'Join a board'],
    ['/check', 'Will a board work here?'],
    ['/accessibility', 'What you can count on'],
    [`${pathname}/choices${search}`, 'My choices'],
    [`${pathname}/together${search}`, 'Together'],
    [`${pathname}/plan${search}`, 'Plan'],
    [`${pathname}/timetable${search}`, 'Timetable'],
    [`${pathname}/paper${search}`, 'Paper'],
    [`${pathname}/versions${search}`, 'Versions'],
    [`${pathname}/people${search}`, 'People'],
  ] as const) {
    await page.goto(address)
    await expect(page.getByRole('heading', { name: heading }).last()).toBeVisible()
    await expect(page.locator('main').locator('h2, h3').first()).toBeAttached()
    expect(await tooWide(page)).toEqual([])
  }
})
