/**
 * From a private vote to decisions, as a facilitator and those who follow see it.
 */

import type { StatementReply } from '../../shared/api.ts'
import { type Browser, expect, type Page, test } from '../support/browsers.ts'
import { cardIn, faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

async function together(page: Page): Promise<void> {
  await isSaved(page)
  const address = new URL(page.url())
  await page.goto(`${address.pathname}/together${address.search}`)
}

/** Chooses on every statement that is asked about, as a script on the person's own page. */
const chooseAll = (page: Page, answers: readonly string[]) =>
  page.evaluate(async (given) => {
    const board = location.pathname.split('/')[2]
    const as = new URLSearchParams(location.search).get('as')
    const ids = (await (await fetch(`/api/boards/${board}/statements?as=${as}`)).json()) as StatementReply[]
    const asked = ids.filter((it) => it.placement.column !== 'set-aside').slice(0, given.length)
    for (const [at, { id }] of asked.entries()) {
      await fetch(`/api/boards/${board}/votes/1/choices/${id}?as=${as}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ choice: given[at] }),
      })
    }
    return asked.map((it) => it.id)
  }, answers)

async function voted(browser: Browser, request: Parameters<typeof startBoard>[0]) {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  await together(ama.page)
  await ama.page.getByRole('button', { name: /^Ask about \d+ statements$/ }).click()
  await expect(ama.page.getByText('People are choosing')).toBeVisible()
  const people: Page[] = []
  let asked: string[] = []
  for (let n = 0; n < 5; n += 1) {
    const { page } = await join(browser, board, 'participant', `Person ${n}`)
    await isSaved(page)
    const second = n % 2 ? 'new-action' : 'watching-brief'
    asked = await chooseAll(page, ['due-regard', second])
    people.push(page)
  }
  return { ama, people, asked, board }
}

test('[vote-2][decide-1] results are shown, what divides is decided, and those who follow see it', async ({
  browser,
  request,
}) => {
  const { ama, people, asked } = await voted(browser, request)
  const [first = '', second = ''] = asked
  const ben = people[0] as Page
  await together(ben)

  await ama.page.getByRole('button', { name: new RegExp(`^${second} `) }).click()
  await expect(ben.getByRole('heading', { level: 2, name: new RegExp(`^${second}`) })).toBeVisible()
  await expect(ben.getByText('have chosen.')).toBeVisible()
  await expect(ben.getByLabel('Result of the private vote')).toHaveCount(0)
  await ama.page.getByRole('button', { name: 'Show results' }).click()
  await expect(ben.getByLabel('Result of the private vote')).toContainText('Opinion divided')
  expect(await faultsOf(ama.page)).toEqual([])

  await ama.page.getByRole('radio', { name: 'Watching brief' }).check()
  await ama.page.getByLabel('Why').fill('National guidance is due in spring.')
  await ama.page.getByRole('button', { name: 'Decide: Watching brief' }).click()
  await expect(ben.getByText('Decided: Watching brief')).toBeVisible()
  expect(await faultsOf(ben)).toEqual([])

  await ben.getByRole('link', { name: 'To the board' }).click()
  await expect(cardIn(ben, 'watching-brief', second)).toBeVisible()
  await ben.locator(`[data-open="${second}"]`).press('1')
  await expect(cardIn(ben, 'watching-brief', second)).toBeVisible()
  expect(first).not.toBe('')
  expect(ama.complaints).toEqual([])
})

test('[meet-4][decide-4] all that is agreed is placed in one press and taken back in one', async ({
  browser,
  request,
}) => {
  const { ama, people, asked } = await voted(browser, request)
  const [first = '', second = ''] = asked
  await ama.page.getByRole('button', { name: new RegExp(`^${first} `) }).click()
  await ama.page.getByRole('button', { name: 'Show results' }).click()
  const ben = people[0] as Page
  await expect(ben.getByText(`The room talks about ${first}.`)).toBeVisible()

  await ama.page.getByRole('button', { name: 'Place all agreed' }).click()
  await expect(cardIn(ben, 'due-regard', first)).toBeVisible()
  await ama.page.getByRole('button', { name: 'Undo' }).click()
  await expect(ama.page.getByText('1 agreed in private, not yet placed.')).toBeVisible()
  await together(ben)
  await ben.getByLabel('Follow the facilitator').uncheck()
  await ben.getByRole('button', { name: new RegExp(`^${first} `) }).click()
  await ben.getByRole('button', { name: 'Pull it out to talk about' }).click()
  await expect(ama.page.getByRole('button', { name: 'Place all agreed' })).toHaveCount(0)
  await expect(ama.page.locator('summary', { hasText: 'To talk about' })).toBeVisible()
  expect(second).not.toBe('')
})

test('[screen-1] the wall fills as people choose, then tells the result, and never a choice', async ({
  browser,
  request,
}) => {
  const { ama, asked, board } = await voted(browser, request)
  const wall = await join(
    browser,
    {
      ...board,
      links: {
        ...board.links,
        observer: { ...board.links.observer, path: board.links.observer.path.replace('#', '/present#') },
      },
    },
    'observer',
    '',
  )
  await expect(wall.page.getByText('Choose for yourself, on your own screen')).toBeVisible()
  await expect(wall.page.getByText('5 of 10 have chosen').first()).toBeAttached()
  await ama.page.getByRole('button', { name: new RegExp(`^${asked[0]} `) }).click()
  await expect(wall.page.getByText('Nobody sees what before the results are shown.')).toBeVisible()
  await ama.page.getByRole('button', { name: 'Show results' }).click()
  await expect(wall.page.getByRole('heading', { name: 'Most of us say Due regard' })).toBeVisible()
  await expect(wall.page.getByText('5 of 5', { exact: true })).toBeVisible()
})
