/**
 * People from the list to the last choice: invited, found at the door, on two devices, and without one.
 */

import type { StatementReply } from '../../shared/api.ts'
import { expect, type Page, test } from '../support/browsers.ts'
import { faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

const LIST = [
  'Name\tPost\tGroup\tTakes part by',
  'Ben Kaur\tConsultant\tMedical\t',
  'Zoë Ng\tMatron\tNursing\troom',
]

const codeOn = async (page: Page) =>
  (await page.locator('[class*="_code_"] .visually-hidden').first().innerText()).replace(/\s/g, '')

async function openVote(page: Page, many: number): Promise<void> {
  await page.evaluate(async (count) => {
    const [, , board] = location.pathname.split('/')
    const as = new URLSearchParams(location.search).get('as')
    const path = `/api/boards/${board}`
    const all: StatementReply[] = await (await fetch(`${path}/statements?as=${as}`)).json()
    const statements = all
      .filter((it) => it.placement.column === 'unsorted')
      .slice(0, count)
      .map((it) => it.id)
    await fetch(`${path}/votes?as=${as}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ packs: [{ title: 'Care on the wards', statements }] }),
    })
  }, many)
}

async function typeCode(page: Page, code: string) {
  await page.goto('/join')
  await page.getByLabel('I have a code').fill(code)
  await page.keyboard.press('Enter')
}

test('[people-2][people-4][door-1] a list is pasted, a name is found at the door, taken to a second device, and a device lent', async ({
  browser,
  request,
}) => {
  test.setTimeout(120_000)
  const board = await startBoard(request)
  const { page: grace, complaints } = await join(browser, board, 'facilitator', 'Grace Hill')
  await isSaved(grace)
  await openVote(grace, 2)
  await grace.getByRole('button', { name: 'Share', exact: true }).click()
  await grace.getByRole('button', { name: 'Open the doors' }).click()
  await expect(grace.getByRole('heading', { name: 'The doors are open' })).toBeVisible()
  const code = await codeOn(grace)
  await grace.getByRole('link', { name: 'Invited people' }).click()
  await grace.getByLabel('People, one in a line').fill([...LIST, '\tPorter'].join('\n'))
  await expect(grace.getByText('there is no name')).toBeVisible()
  await grace.getByRole('button', { name: 'Add 2 people' }).click()
  await expect(grace.getByRole('row', { name: /Zoë Ng.*In the room.*not yet/ })).toBeVisible()
  expect(await faultsOf(grace)).toEqual([])

  const ben = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  await typeCode(ben, code.toLowerCase())
  await expect(ben.getByRole('heading', { name: 'Our response' })).toBeVisible()
  await ben.getByLabel('Your name').fill('be')
  await ben.getByRole('button', { name: /Ben Kaur/ }).click()
  expect(await faultsOf(ben)).toEqual([])
  await ben.getByRole('button', { name: 'Join the board' }).click()
  await isSaved(ben)

  const desk = await (await browser.newContext()).newPage()
  await typeCode(desk, code)
  await expect(desk.getByRole('heading', { name: 'Our response' })).toBeVisible()
  await desk.getByLabel('Your name').fill('ben')
  await desk.getByRole('button', { name: /Ben Kaur/ }).click()
  await expect(desk.getByText('Ben Kaur has joined on another device.')).toBeVisible()
  await ben.getByRole('button', { name: 'More' }).click()
  await ben.getByRole('button', { name: 'Share', exact: true }).click()
  await ben.getByRole('button', { name: 'Continue on another device' }).click()
  await desk.getByLabel('Your code').fill(await codeOn(ben))
  await desk.getByRole('button', { name: 'Go on here' }).click()
  await isSaved(desk)

  const address = new URL(desk.url())
  await desk.goto(`${address.pathname}/choices${address.search}`)
  await expect(desk.getByText('You answer as Ben Kaur')).toBeVisible()
  await desk.getByRole('button', { name: 'Add someone on this device' }).click()
  await desk.getByLabel('Their name').fill('zoe')
  await desk.getByRole('button', { name: /Zoë Ng/ }).click()
  await desk.getByRole('button', { name: 'Hand it over' }).click()
  await expect(desk.getByRole('button', { name: 'I am finished' })).toBeVisible()
  await desk.keyboard.press('1')
  await expect(desk.getByLabel('How far you are')).toContainText('1 of 2 answered')
  await isSaved(desk)
  await desk.reload()
  await expect(desk.getByLabel('How far you are')).toContainText('1 of 2 answered')
  expect(await faultsOf(desk)).toEqual([])
  await desk.getByRole('button', { name: 'A code, to be safe' }).click()
  const safe = await codeOn(desk)
  await desk.getByRole('button', { name: 'I have it' }).click()

  // Her page is closed by mistake: Ben lets her go on, and what she chose is not shown on that seat.
  await desk.evaluate(() => sessionStorage.clear())
  await desk.reload()
  await expect(desk.getByText('You answer as Ben Kaur')).toBeVisible()
  await desk.getByRole('button', { name: 'Add someone on this device' }).click()
  await desk.getByRole('button', { name: 'Zoë Ng goes on' }).click()
  await expect(desk.getByLabel('How far you are')).toContainText('1 of 2 answered')
  await desk
    .getByRole('button', { name: 'Back' })
    .or(desk.getByRole('button', { name: 'Next' }))
    .locator('visible=true')
    .and(desk.locator(':enabled'))
    .first()
    .click()
  await expect(desk.getByText('is not shown here.')).toBeVisible()
  expect(await desk.getByRole('button', { pressed: true }).count()).toBe(0)
  // With the code she had written down it is all hers again.
  await desk.getByRole('button', { name: 'I am finished' }).click()
  await desk.getByRole('button', { name: 'Finish', exact: true }).click()
  await desk.getByRole('button', { name: 'Add someone on this device' }).click()
  await desk.getByRole('button', { name: 'They have a code' }).click()
  await desk.getByLabel('Their code').fill(safe)
  await desk.keyboard.press('Enter')
  await expect(desk.getByLabel('How far you are')).toContainText('1 of 2 answered')

  await desk.getByRole('button', { name: 'I am finished' }).click()
  await desk.getByRole('button', { name: 'Finish', exact: true }).click()
  await expect(desk.getByRole('heading', { name: 'Thank you, Zoë Ng' })).toBeVisible()
  expect(await faultsOf(desk)).toEqual([])
  const slip = await codeOn(desk)
  await desk.getByRole('button', { name: 'Hand it back to Ben Kaur' }).click()
  await expect(desk.getByText('You answer as Ben Kaur')).toBeVisible()
  await expect(desk.getByLabel('How far you are')).toContainText('0 of 2 answered')
  expect(
    await desk.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])),
  ).not.toContain('Zoë')

  await desk.getByRole('button', { name: 'Add someone on this device' }).click()
  await desk.getByRole('button', { name: 'They have a code' }).click()
  await desk.getByLabel('Their code').fill(slip)
  await desk.keyboard.press('Enter')
  await expect(desk.getByLabel('How far you are')).toContainText('1 of 2 answered')

  await expect(grace.getByText('2 of 2').first()).toBeVisible({ timeout: 20_000 })
  await expect(grace.getByText('1 of 2')).toBeVisible()
  await grace.getByRole('link', { name: 'To the board' }).click()
  await grace.getByRole('button', { name: 'Share', exact: true }).click()
  await grace.getByRole('button', { name: 'Close the doors' }).click()
  await expect(grace.getByRole('heading', { name: 'The doors are closed' })).toBeVisible()
  await typeCode(ben, code)
  await expect(ben.getByText('This code opens nothing')).toBeVisible()
  expect(complaints).toEqual([])
})
