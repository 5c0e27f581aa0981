/**
 * A statement answered in its panel, while others do the same.
 */

import type { NewBoardReply } from '../../shared/api.ts'
import { type Browser, expect, type Page, test } from '../support/browsers.ts'
import { cardIn, faceOf, faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

const panelOf = (page: Page, id: string) => page.getByRole('region', { name: `Statement ${id}` })

async function open(page: Page, id: string) {
  await faceOf(page, id).click()
  await expect(panelOf(page, id)).toBeVisible()
  return panelOf(page, id)
}

async function two(browser: Browser, board: NewBoardReply) {
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  await isSaved(ama.page)
  await isSaved(ben.page)
  return { ama, ben }
}

test('a statement has an address of its own, Escape closes it, and focus goes back to its card', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page, complaints } = await join(browser, board, 'participant', 'Ben Kaur')
  await faceOf(page, 'F37').focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/s\/F37\?/)
  await expect(page.getByRole('heading', { name: 'Statement F37' })).toBeFocused()

  await page.keyboard.press('Escape')
  await expect(panelOf(page, 'F37')).toHaveCount(0)
  await expect(faceOf(page, 'F37')).toBeFocused()

  await page.goBack()
  await expect(panelOf(page, 'F37')).toBeVisible()
  await page.reload()
  await expect(panelOf(page, 'F37')).toBeVisible()
  // The panel scrolls; the page under it is no longer for that.
  const { scrollHeight, clientHeight } = await page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.documentElement
    return { scrollHeight, clientHeight }
  })
  expect(scrollHeight).toBe(clientHeight)
  expect(complaints).toEqual([])
})

test('what one writes in the panel is on the other’s screen: action, lead, date, why, comment', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { ama, ben } = await two(browser, board)
  const amas = await open(ama.page, 'F2')
  const bens = await open(ben.page, 'F2')

  await amas.getByRole('button', { name: 'New action' }).click()
  await expect(cardIn(ben.page, 'new-action', 'F2')).toBeVisible()
  await expect(bens.getByText('Needs an action')).toBeVisible()

  await amas.getByRole('combobox', { name: 'Action' }).fill('Publish one promise to patients')
  await ama.page.keyboard.press('Enter')
  await amas.getByRole('combobox', { name: 'Work stream' }).fill('ward standards')
  await ama.page.keyboard.press('Enter')
  await amas.getByLabel('Lead', { exact: true }).fill('Deputy Chief Nurse')
  await amas.getByLabel('Due').fill('2027-06-30')
  await ama.page.keyboard.press('Tab')
  await expect(bens.getByText('Ready for the Board')).toBeVisible()
  await expect(bens.getByLabel('Lead', { exact: true })).toHaveValue('Deputy Chief Nurse')

  await amas.getByRole('textbox', { name: 'Why' }).fill('Nobody can say what we promise.')
  await expect(bens.getByRole('textbox', { name: 'Why' })).toHaveValue('Nobody can say what we promise.')

  await bens.getByLabel('Your comment').fill('Porters too, please.')
  await ben.page.keyboard.press('Control+Enter')
  await expect(amas.getByText('Porters too, please.')).toBeVisible()
  await expect(amas.getByText('Ben Kaur', { exact: true })).toBeVisible()

  await isSaved(ama.page)
  await amas.getByRole('button', { name: /History/ }).click()
  await expect(amas.getByText('Ama Osei moved it from To sort to New action')).toBeVisible()
  await expect(amas.getByText(/Ben Kaur commented/)).toBeVisible()
  expect([...ama.complaints, ...ben.complaints]).toEqual([])
})

test('[words-1] nothing a facilitator does closes or clears what somebody is typing', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { ama, ben } = await two(browser, board)
  const amas = await open(ama.page, 'F9')
  const bens = await open(ben.page, 'F9')
  const evidence = bens.getByLabel('Evidence so far')
  await evidence.click()
  await ben.page.keyboard.press('Control+A')
  await ben.page.keyboard.type('Replies are read by two people since May')

  await amas.getByRole('button', { name: 'Watching brief' }).click()
  await expect(bens.getByText(/was moved to Watching brief/)).toBeVisible()
  await expect(evidence).toBeFocused()
  await ben.page.keyboard.type(', and in June.')
  await expect(evidence).toHaveValue('Replies are read by two people since May, and in June.')

  await ama.page.getByRole('button', { name: /What people can do now/ }).click()
  await ama.page.getByRole('radio', { name: /Under review/ }).check()
  await ama.page.getByRole('button', { name: /Change to/ }).click()
  await expect(bens.getByText('The plan is under review: only a facilitator moves statements.')).toBeVisible()
  await expect(evidence).toHaveValue('Replies are read by two people since May, and in June.')
  await expect(evidence).toHaveJSProperty('readOnly', true)
})

test('[write-4] one line is not lost to another: both stand side by side until a person chooses', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { ama, ben } = await two(browser, board)
  const amas = await open(ama.page, 'F9')
  const bens = await open(ben.page, 'F9')
  const lead = bens.getByLabel('Project lead')

  await lead.fill('Head of')
  // Leaving the field saves; Ama writes in it while Ben goes on typing.
  await ben.page.keyboard.press('Tab')
  await expect(amas.getByLabel('Project lead')).toHaveValue('Head of')
  await lead.press('End')
  await amas.getByLabel('Project lead').fill('Director of Nursing')
  await lead.pressSequentially(' Complaints')
  await ama.page.keyboard.press('Tab')
  await expect(bens.getByText('wrote “Director of Nursing” here', { exact: false })).toBeVisible()
  await expect(lead).toHaveValue('Head of Complaints')

  await bens.getByRole('button', { name: 'Keep mine' }).click()
  await expect(amas.getByLabel('Project lead')).toHaveValue('Head of Complaints')
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1440]) {
    test(`the panel has no fault in any column, ${colorScheme}, ${width} px`, async ({
      browser,
      request,
    }) => {
      const board = await startBoard(request)
      const { page, complaints } = await join(browser, board, 'facilitator', 'Ama Osei', {
        viewport: { width, height: 900 },
        colorScheme,
      })
      await isSaved(page)
      const { search, pathname } = new URL(page.url())
      for (const id of ['F2', 'F37', 'F9', 'F3']) {
        await page.goto(`${pathname}/s/${id}${search}`)
        const panel = panelOf(page, id)
        await panel.getByRole('button', { name: /History/ }).click()
        await expect(panel.getByText(/brought it onto the board|Nothing has happened/)).toBeVisible()
        expect(await faultsOf(page, '[aria-labelledby$="-heading"]')).toEqual([])
        expect(await panel.evaluate((it) => it.scrollWidth <= it.clientWidth)).toBe(true)
      }
      expect(complaints).toEqual([])
    })
  }
}
