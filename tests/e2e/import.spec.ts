/**
 * A report of 290 recommendations on an empty board, by paste and by file, and again.
 */
import { expect, type Page, test } from '../support/browsers.ts'
import { generatedCsv, generatedStatements } from '../support/generated-report.ts'
import { excelFile, pdfFile } from '../support/made-files.ts'
import { faultsOf, join, startBoard } from '../support/people-at-a-board.ts'

const openImport = async (page: Page) => {
  await page.getByRole('button', { name: 'Import statements' }).first().click()
  await expect(page.getByRole('dialog', { name: 'Import statements' })).toBeVisible()
}

test('[in-1] 290 pasted rows are on the board, and pasted again change nothing', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request, 'triage')
  const { page, complaints } = await join(browser, board, 'facilitator', 'Ama Osei')
  const rows = generatedStatements(290, 3)
  const cells = [
    ['Report', 'Rec no', 'Recommendation', 'Chapter', 'Our own note'].join('\t'),
    ...rows.map((it) => [it.source, it.number, it.text, it.chapter, 'x'].join('\t')),
  ].join('\n')

  await openImport(page)
  await expect(page.getByLabel('Paste the statements')).toBeFocused()
  await page.getByLabel('Paste the statements').fill(cells)
  await page.getByRole('button', { name: 'Look at it' }).click()
  await expect(page.getByText('290 rows from what you pasted')).toBeVisible()
  await expect(page.getByText('left out: Our own note')).toBeVisible()
  expect(await faultsOf(page)).toEqual([])

  await page.getByRole('button', { name: 'Import 290 statements' }).click()
  await expect(page.getByText('290 statements were added.')).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'To the board' }).click()
  await expect(page.getByText('0 of 290 sorted')).toBeVisible()

  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByLabel('Paste the statements').fill(cells)
  await page.getByRole('button', { name: 'Look at it' }).click()
  await expect(page.getByText('290 here already')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Nothing to import' })).toBeDisabled()
  expect(complaints).toEqual([])
})

test('[in-2] a CSV file says by number which rows cannot be taken, and takes the rest', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request, 'triage')
  const { page, complaints } = await join(browser, board, 'facilitator', 'Ama Osei')
  const [heading, ...lines] = generatedCsv(290, 5)
    .trimEnd()
    .split(/\r?\n(?=[A-Z]+,)/)
  const columns = String(heading).split(',').length
  const broken = `F,9999,${','.repeat(columns - 3)}`
  const twice = String(lines[0])
  const file = [heading, ...lines, broken, twice].join('\r\n')

  await openImport(page)
  await page
    .getByLabel('A file to import')
    .setInputFiles({ name: 'recommendations.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await expect(page.getByText('292 rows from recommendations.csv')).toBeVisible()
  await expect(page.getByText('Row 292 the text is missing')).toBeVisible()
  await expect(page.getByText('Row 293 the same publication and number as row 2')).toBeVisible()

  await page.getByRole('button', { name: 'Import 290 statements' }).click()
  await expect(page.getByText('290 statements were added, 2 rows were not taken.')).toBeVisible()
  expect(complaints).toEqual([])
})

test('a spreadsheet with headings of its own is mapped once and remembered', async ({ browser, request }) => {
  const board = await startBoard(request, 'triage')
  const { page } = await join(browser, board, 'facilitator', 'Ama Osei')
  const look = async (text: string) => {
    await page.getByLabel('Paste the statements').fill(text)
    await page.getByRole('button', { name: 'Look at it' }).click()
  }

  await openImport(page)
  await look('Nr\tWhat they ask\n1\tEvery ward should listen.')
  await expect(page.getByText('Which column holds the statements?')).toBeVisible()
  await page.getByLabel('Statement', { exact: true }).selectOption({ index: 2 })
  await page.getByLabel('Number', { exact: true }).selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Import 1 statement' }).click()
  await expect(page.getByText('1 statement was added.')).toBeVisible()

  await page.getByRole('button', { name: 'Import more' }).click()
  await look('Nr\tWhat they ask\n1\tEvery ward should listen.\n2\tNobody should wait.')
  await expect(page.getByText('1 here already')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Import 1 statement' })).toBeEnabled()
})

test('[in-4] the text of a report is taken apart by its numbers, and a patient’s number is pointed out', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request, 'triage')
  const { page } = await join(browser, board, 'facilitator', 'Ama Osei')
  const report =
    'Chapter 1 Culture\n\n1. Every ward, and each team,\nshould listen.\n\n2. Mrs A (943 476 5919) should be told.\n\nChapter 2 Standards\n\n3. Nobody should wait.'

  await openImport(page)
  await page.getByLabel('Paste the statements').fill(report)
  await page.getByRole('button', { name: 'Look at it' }).click()
  await expect(page.getByText('3 rows from what you pasted')).toBeVisible()
  await expect(page.getByText('Row 2 looks as if there were an NHS number in it.')).toBeVisible()
  await expect(page.getByText('Every ward, and each team, should listen.')).toBeVisible()
  await expect(page.getByText('Chapter 2 Standards')).toBeVisible()

  await page.getByLabel('Paste').waitFor({ state: 'hidden' })
  await page.getByRole('radio', { name: 'a table' }).check()
  await expect(page.getByText('Which column holds the statements?')).toBeVisible()
})

test('[in-2] Excel and PDF files are opened here, and a broken one leaves the page alive', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request, 'triage')
  const { page, complaints } = await join(browser, board, 'facilitator', 'Ama Osei')
  const give = (name: string, bytes: Uint8Array) =>
    page
      .getByLabel('A file to import')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })

  await openImport(page)
  await give('broken.pdf', new TextEncoder().encode('%PDF-1.7 and no more'))
  await expect(page.getByText('it could not be read as a PDF')).toBeVisible()
  await page.getByRole('button', { name: 'Start over' }).click()

  await give(
    'register.xlsx',
    excelFile({
      Cover: [['Our register']],
      Register: [['Hard Truths'], [], ['No', 'Recommendation'], [1, 'Be open.'], [2, 'Be kind.']],
    }),
  )
  await expect(page.getByText('2 rows from register.xlsx')).toBeVisible()
  await page.getByLabel('Which table').selectOption('Cover')
  await expect(page.getByText('Which column holds the statements?')).toBeVisible()
  await page.getByRole('button', { name: 'Start over' }).click()

  await give(
    'report.pdf',
    pdfFile([
      [
        { text: 'Listening', y: 740, size: 20 },
        { text: 'Recommendation 12', y: 650 },
        { text: 'Every ward should be open about mistakes.', y: 630 },
        { text: 'Recommendation 13', y: 590 },
        { text: 'The regulator should publish what it finds.', y: 570 },
        { text: 'Recommendation 14', y: 530 },
        { text: 'Boards should visit wards. They should say what they saw.', y: 510 },
      ],
    ]),
  )
  await expect(page.getByLabel('Page 1 of the report').getByText('Every ward should be open')).toBeVisible()
  await page.getByLabel('Which publication is this?').fill('An inquiry of ours')
  await page.getByLabel('Letters before its numbers').fill('Q')
  await page.getByRole('checkbox', { name: 'Q13 is a key statement' }).uncheck()
  await page.getByLabel('Set aside because').fill('For the regulator')
  await page.getByRole('button', { name: 'Correct Q14' }).click()
  await page.getByLabel('Words of Q14').evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(27, 27))
  await page.getByRole('button', { name: 'Part it at the cursor' }).click()
  await expect(page.getByRole('checkbox', { name: 'Q14b is a key statement' })).toBeChecked()
  expect(await faultsOf(page)).toEqual([])

  // The dialog is closed in the middle: nothing is lost, and another facilitator sees the same.
  await expect(page.getByText('Saved, and shared with the other facilitators.')).toBeVisible()
  await page.keyboard.press('Escape')
  const { page: other } = await join(browser, board, 'facilitator', 'Ben Okafor')
  await openImport(other)
  await expect(other.getByText('4 candidates, 1 set aside. Ama Osei changed it last')).toBeVisible()
  await other.getByRole('button', { name: 'Go on with it' }).click()
  await expect(other.getByLabel('Set aside because')).toHaveValue('For the regulator')
  await expect(other.getByLabel('Which publication is this?')).toHaveValue('An inquiry of ours')
  await openImport(page)
  await page.getByRole('button', { name: 'Go on with it' }).click()
  await page.getByRole('button', { name: 'Import 3 statements, set 1 aside' }).click()
  await expect(page.getByText('4 statements were added.')).toBeVisible()
  await expect(other.getByText('Another facilitator has imported these candidates')).toBeVisible()
  await page.getByRole('button', { name: 'To the board' }).click()
  await expect(page.getByText('0 of 3 sorted')).toBeVisible()
  await page.getByRole('button', { name: '1 set aside' }).click()
  await expect(page.getByText('For the regulator')).toBeVisible()
  expect(complaints).toEqual([])
})
