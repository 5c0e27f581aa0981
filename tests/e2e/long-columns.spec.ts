/**
 * Two thousand statements in one column: only what is near is drawn, and nothing is out of reach.
 */
import { expect, type Page, test } from '../support/browsers.ts'
import { drawnCards, focusedCard, startLongBoard } from '../support/long-board.ts'
import { cardIn, cardOf, columnOn, faceOf, faultsOf, isSaved, join } from '../support/people-at-a-board.ts'

/** Until what is in sight has been drawn and measured: two frames later it stands where it stood. */
const scrollTray = (page: Page, to: number) =>
  page.locator('[data-column="unsorted"] ol').evaluate(async (list, top) => {
    list.parentElement?.scrollTo({ top })
    const places = () => {
      const box = list.parentElement?.getBoundingClientRect()
      return Array.from(list.querySelectorAll<HTMLElement>('[data-card]'), (card) => ({
        id: card.dataset.card,
        ...card.getBoundingClientRect().toJSON(),
      }))
        .filter((it) => box && it.bottom > box.top && it.top < box.bottom)
        .map((it) => `${it.id} ${Math.round(it.top)}`)
        .join()
    }
    let before = ''
    for (let same = 0; same < 3; ) {
      await new Promise(requestAnimationFrame)
      const now = places()
      same = now !== '' && now === before ? same + 1 : 0
      before = now
    }
  }, to)

const trayScrolled = (page: Page): Promise<number> =>
  page.locator('[data-column="unsorted"] ol').evaluate((list) => list.parentElement?.scrollTop ?? 0)

/** Cards of the tray whose middle is in sight, top to bottom. */
const inSight = (page: Page): Promise<string[]> =>
  page.locator('[data-column="unsorted"] ol').evaluate((list) => {
    const box = list.parentElement?.getBoundingClientRect()
    return Array.from(list.querySelectorAll<HTMLElement>('[data-card]'))
      .filter((card) => {
        const { top, bottom } = card.getBoundingClientRect()
        return box && (top + bottom) / 2 > box.top && (top + bottom) / 2 < box.bottom
      })
      .map((card) => card.dataset.card ?? '')
  })

const find = async (page: Page, words: string) => {
  await page.getByLabel('Find text or reference').fill(words)
  await page.keyboard.press('Enter')
}

test('[long-1] keys reach every card of a long column, and each says which of how many it is', async ({
  browser,
  request,
}) => {
  const board = await startLongBoard(request)
  const { page, complaints } = await join(browser, board, 'facilitator', 'Ama Osei')
  await isSaved(page)
  const [first = '', second = '', third = ''] = await columnOn(page, 'unsorted')
  await expect.poll(() => drawnCards(page)).toBeLessThan(60)
  await expect(cardOf(page, first)).toHaveAttribute('aria-posinset', '1')
  await expect(cardOf(page, third)).toHaveAttribute('aria-posinset', '3')
  await expect(cardOf(page, third)).toHaveAttribute('aria-setsize', '2000')

  await faceOf(page, first).focus()
  await page.keyboard.press('End')
  const last = await focusedCard(page)
  expect(last).toMatchObject({ place: '2000', isInSight: true, below: undefined })
  await page.keyboard.press('ArrowUp')
  expect(await focusedCard(page)).toMatchObject({ id: last?.above, place: '1999', isInSight: true })
  await page.keyboard.press('Home')
  expect(await focusedCard(page)).toMatchObject({ id: first, place: '1', isInSight: true })
  for (let down = 0; down < 40; down++) await page.keyboard.press('ArrowDown')
  expect(await focusedCard(page)).toMatchObject({ place: '41', isInSight: true })

  // What has focus stays, however far the column is scrolled from under it.
  await page.keyboard.press('Home')
  await scrollTray(page, 120_000)
  await expect.poll(async () => (await inSight(page)).length).toBeGreaterThan(1)
  await expect(faceOf(page, first)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  expect(await focusedCard(page)).toMatchObject({ id: second, place: '2', isInSight: true })
  await page.keyboard.press('2')
  expect(await focusedCard(page)).toMatchObject({ id: third, place: '2', isInSight: true })
  await expect(cardIn(page, 'due-regard', second)).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(faceOf(page, second)).toBeFocused()

  // Carried by keys to the other end and put down there.
  await page.keyboard.press('Space')
  await page.keyboard.press('End')
  await expect(page.locator('#slot')).toBeInViewport()
  await page.keyboard.press('Space')
  await expect.poll(() => focusedCard(page)).toMatchObject({ id: second, place: '2000', isInSight: true })
  await isSaved(page)
  expect(await faultsOf(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('[long-1] a card is dragged far down a long column and lands where its shadow was, on both screens', async ({
  browser,
  request,
}) => {
  const board = await startLongBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const [id = ''] = await columnOn(ama.page, 'unsorted')
  const { page } = ama

  const box = await cardOf(page, id).boundingBox()
  const lane = await page.locator('[data-column="unsorted"] ol').locator('..').boundingBox()
  if (!box || !lane) throw new Error('no card')
  await page.mouse.move(box.x + 80, box.y + 20)
  await page.mouse.down()
  // At the lower edge the column scrolls by itself.
  await page.mouse.move(box.x + 90, lane.y + lane.height - 12, { steps: 8 })
  await expect.poll(() => trayScrolled(page)).toBeGreaterThan(300)
  await page.mouse.move(box.x + 90, lane.y + lane.height / 2, { steps: 4 })
  await page.mouse.wheel(0, 6_000)
  await expect.poll(() => trayScrolled(page)).toBeGreaterThan(6_000)
  await page.mouse.move(box.x + 90, lane.y + lane.height / 2 + 9, { steps: 4 })
  const shadow = await page.locator('#slot').evaluate((slot) => ({
    above: (slot.previousElementSibling as HTMLElement).dataset.card,
    below: (slot.nextElementSibling as HTMLElement).dataset.card,
  }))
  await page.mouse.up()

  await faceOf(page, id).focus()
  await expect.poll(() => focusedCard(page)).toMatchObject({ ...shadow, isInSight: true })
  const landed = await focusedCard(page)
  expect(Number(landed?.place)).toBeGreaterThan(30)
  await Promise.all([isSaved(page), isSaved(ben.page)])
  const ref = await cardOf(page, id).locator('h3').innerText()
  await find(ben.page, ref.trim())
  await ben.page.getByRole('button', { name: 'Clear find' }).click()
  await faceOf(ben.page, id).focus()
  await expect.poll(() => focusedCard(ben.page)).toMatchObject({ ...shadow, place: landed?.place })
  expect([...ama.complaints, ...ben.complaints]).toEqual([])
})

test('[long-1] focus stays with a card that somebody moves to the far end of a long column', async ({
  browser,
  request,
}) => {
  const board = await startLongBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const [, id = '', next = ''] = await columnOn(ama.page, 'unsorted')
  await faceOf(ama.page, id).focus()

  await cardOf(ben.page, id).getByRole('button', { name: /^Move/ }).click()
  await ben.page.getByRole('menuitem', { name: 'End' }).click()
  await expect.poll(() => focusedCard(ama.page)).toMatchObject({ id, place: '2000' })
  await cardOf(ben.page, next).getByRole('button', { name: /^Move/ }).click()
  await ben.page.getByRole('menuitemradio', { name: 'Due regard' }).click()
  await expect(cardIn(ama.page, 'due-regard', next)).toBeVisible()
  expect(await focusedCard(ama.page)).toMatchObject({ id, place: '1999' })

  await ama.page.keyboard.press('ArrowUp')
  const above = await focusedCard(ama.page)
  expect(above).toMatchObject({ place: '1998', isInSight: true })
  await find(ben.page, above?.id ?? '')
  await ben.page.keyboard.press('1')
  await expect(cardIn(ama.page, 'new-action', above?.id ?? '')).toBeVisible()
  expect(await focusedCard(ama.page)).toMatchObject({ id: above?.id, isInSight: true })
})

test('[long-1] find goes to a card that was not drawn, and it stays in sight when all are shown again', async ({
  browser,
  request,
}) => {
  const board = await startLongBoard(request)
  const { page } = await join(browser, board, 'facilitator', 'Ama Osei')
  await isSaved(page)
  await find(page, 'K150')
  const found = await focusedCard(page)
  expect(found?.isInSight).toBe(true)
  const id = found?.id ?? ''
  await page.getByRole('button', { name: 'Clear find' }).click()
  await expect.poll(() => drawnCards(page)).toBeGreaterThan(5)
  await expect(cardOf(page, id)).toBeAttached()
  // A word that many have leaves a long column, and goes to the first of it.
  await scrollTray(page, 90_000)
  await find(page, 'the')
  expect(await focusedCard(page)).toMatchObject({ place: '1', isInSight: true })
})

test('[long-2] everything is drawn where somebody asks for it, for the browser’s own find, and on paper', async ({
  browser,
  request,
}) => {
  const board = await startLongBoard(request, 300)
  const { page } = await join(browser, board, 'facilitator', 'Ama Osei')
  await isSaved(page)
  // Before a browser prints it tells the page, and takes what is there when it has been told.
  expect(
    await page.evaluate(() => {
      dispatchEvent(new Event('beforeprint'))
      return document.querySelectorAll('[data-column="unsorted"] [data-card]').length
    }),
  ).toBe(300)
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  expect(await drawnCards(page)).toBeLessThan(60)
  await page.emulateMedia({ media: 'print' })
  await expect.poll(() => drawnCards(page)).toBe(300)
  await page.emulateMedia({ media: 'screen' })
  await expect.poll(() => drawnCards(page)).toBeLessThan(60)

  // The browser's own find meets what is on the page: all of it, until somebody is back at the board.
  await page.keyboard.press('Control+f')
  expect(await drawnCards(page)).toBe(300)
  await scrollTray(page, 20_000)
  const [seen = ''] = await inSight(page)
  const { y = 0 } = (await faceOf(page, seen).boundingBox()) ?? {}
  await page.mouse.click(5, 500)
  await expect.poll(() => drawnCards(page)).toBeLessThan(60)
  expect(Math.abs(((await faceOf(page, seen).boundingBox())?.y ?? 0) - y)).toBeLessThan(4)
  await scrollTray(page, 0)
  await expect.poll(() => drawnCards(page)).toBeLessThan(60)

  const more = page.getByRole('button', { name: /more statements are here/ })
  // As a reading cursor presses it, which brings neither focus nor scrolling.
  const above = await more.evaluate((button: HTMLElement) => {
    const card = button.closest('li')?.previousElementSibling as HTMLElement | null
    button.click()
    return card?.dataset.card ?? ''
  })
  await expect.poll(() => drawnCards(page)).toBe(300)
  const cards = await columnOn(page, 'unsorted')
  await expect(faceOf(page, cards[cards.indexOf(above) + 1] ?? '')).toBeFocused()
  await page.reload()
  await isSaved(page)
  await expect.poll(() => drawnCards(page)).toBe(300)
  await page.keyboard.press('?')
  await page.getByRole('checkbox', { name: /^Show all statements of long columns/ }).uncheck()
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(() => drawnCards(page)).toBeLessThan(60)
})

test('[long-1] what others move out of sight moves nothing in sight, and all of a long column is selected and moved', async ({
  browser,
  request,
}) => {
  const board = await startLongBoard(request, 300)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await Promise.all([isSaved(ama.page), isSaved(ben.page)])
  const { page } = ama
  await scrollTray(page, 20_000)
  const seen = await inSight(page)
  const at = () =>
    cardOf(page, seen[0] ?? '').evaluate((card) => Math.round(card.getBoundingClientRect().top))
  const top = await at()

  const [first = '', , third = ''] = await columnOn(ben.page, 'unsorted')
  await faceOf(ben.page, first).focus()
  await ben.page.keyboard.press('1')
  await expect(cardIn(page, 'new-action', first)).toBeVisible()
  await cardOf(ben.page, third).getByRole('button', { name: /^Move/ }).click()
  await ben.page.getByRole('menuitem', { name: 'End' }).click()
  await isSaved(ben.page)
  await expect(page.getByRole('button', { name: 'Undo: nothing of yours' })).toBeVisible()
  // What comes and goes around it is animated; where it all ends is what counts.
  await expect.poll(() => inSight(page)).toEqual(seen)
  await expect.poll(async () => Math.abs((await at()) - top)).toBeLessThanOrEqual(1)

  await faceOf(page, seen[0] ?? '').focus()
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('region', { name: 'Selected statements' })).toContainText('299 selected')
  await page.keyboard.press('3')
  await expect(page.locator('[data-column="unsorted"]')).toContainText('Everything is sorted.')
  await isSaved(page)
  await expect(ben.page.locator('[data-column="watching-brief"] header')).toContainText('299')
  await page.keyboard.press('Control+z')
  await expect(ben.page.locator('[data-column="unsorted"] header')).toContainText('299')
  expect([...ama.complaints, ...ben.complaints]).toEqual([])
})
