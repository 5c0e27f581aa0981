/**
 * From the board to the meeting: the paper written by two, its files, the timetable and the diagram.
 */
import { readFileSync } from 'node:fs'
import { strFromU8, unzipSync } from 'fflate'
import { expect, type Page, test } from '../support/browsers.ts'
import { faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

const BACKGROUND = 'The government answered the inquiry in November.'

async function turnTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages of the plan' }).getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

async function download(page: Page, file: string): Promise<Uint8Array> {
  const [downloaded] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: file }).click(),
  ])
  return readFileSync(await downloaded.path())
}

test('[value-4][out-1] the paper is written, its gaps lead to where they are filled, and the Word file has it', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  const ben = await join(browser, board, 'participant', 'Ben Kaur')
  for (const { page } of [ama, ben]) {
    await isSaved(page)
    const address = new URL(page.url())
    await page.goto(`${address.pathname}/paper${address.search}`)
  }

  // What is missing leads to its field; what is written there is missing no more.
  const missing = ama.page.getByRole('region', { name: /Still missing/ })
  await missing.getByRole('link', { name: 'Background is not written yet.' }).click()
  const background = ama.page.getByRole('textbox', { name: 'Background' })
  await expect(background).toBeFocused()
  await background.fill(BACKGROUND)
  await ama.page.getByRole('textbox', { name: 'Meeting', exact: true }).fill('Board of Directors')
  await expect(missing.getByRole('link', { name: 'Background is not written yet.' })).toHaveCount(0)
  await ama.page.getByRole('checkbox', { name: /Shape services around patients/ }).check()
  await ama.page.getByRole('button', { name: 'None identified' }).last().click()
  await expect(ama.page.getByRole('textbox', { name: 'Risk' })).toHaveValue('None identified.')
  await isSaved(ama.page)
  expect(await faultsOf(ama.page)).toEqual([])

  // Printed as it is, all of it is on paper: a part that scrolls would end with the first sheet.
  await ben.page.emulateMedia({ media: 'print' })
  expect(
    await ben.page.evaluate(() => ({
      whole: document.documentElement.scrollHeight >= (document.querySelector('main')?.scrollHeight ?? 0),
      pages: document.querySelector('nav')?.checkVisibility(),
    })),
  ).toEqual({ whole: true, pages: false })
  await ben.page.emulateMedia({ media: 'screen' })

  // Ben reads it as it is written, and has no field to write in.
  await expect(ben.page.getByText(BACKGROUND)).toBeVisible()
  await expect(ben.page.getByRole('textbox')).toHaveCount(0)

  const words = strFromU8(
    unzipSync(await download(ama.page, 'board-paper.docx'))['word/document.xml'] as Uint8Array,
  )
  expect(words).toContain(BACKGROUND)
  expect(words).toContain('Board of Directors')
  expect(words).toContain('☑ yes')

  // A milestone of the timetable is on Ben's screen, in its quarter.
  await turnTo(ama.page, 'Timetable')
  await turnTo(ben.page, 'Timetable')
  await ama.page.getByLabel('New milestone').fill('Governors are told')
  await ama.page.getByLabel('Date', { exact: true }).fill('2027-11-02')
  await ama.page.getByRole('button', { name: 'Add' }).click()
  const quarter = ben.page.getByRole('region', { name: 'Q3 2027/28' })
  await expect(quarter.getByText('Governors are told')).toBeVisible()
  expect(await faultsOf(ama.page)).toEqual([])

  await turnTo(ben.page, 'Diagram')
  await expect(ben.page.getByRole('img', { name: /new actions in \d work streams/ })).toBeVisible()
  expect(await faultsOf(ben.page)).toEqual([])
  const [made] = await Promise.all([
    ben.page.waitForEvent('download'),
    ben.page.getByRole('button', { name: 'new-actions.png' }).click(),
  ])
  expect(made.suggestedFilename()).toBe('new-actions.png')
  const png = readFileSync(await made.path())
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.readUInt32BE(16)).toBeGreaterThan(1_600)
  // Of one colour it would be a few kB.
  expect(png.length).toBeGreaterThan(40_000)
  expect([...ama.complaints, ...ben.complaints]).toEqual([])
})
