/**
 * The first page: the example in one click, a board of one's own, a link pasted in, boards opened before.
 */
import { expect, test } from '../support/browsers.ts'
import { faultsOf, isSaved, startBoard } from '../support/people-at-a-board.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1280, 1920]) {
    test(`the pages beside the boards have no fault and fit, ${colorScheme}, ${width} px`, async ({
      browser,
    }) => {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      for (const [path, heading] of [
        ['/', 'Start a board'],
        ['/join', 'Start a board'],
        ['/accessibility', 'What you can count on'],
        ['/help', 'Before the workshop'],
      ] as const) {
        await page.goto(path)
        await expect(page.getByRole('heading', { name: heading })).toBeVisible()
        expect(await faultsOf(page)).toEqual([])
        expect(
          await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          ),
        ).toBe(0)
      }
    })
  }
}

test('the example opens in one click, as a facilitator, a participant or on the projector', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Open the example board' }).click()
  await page.getByLabel('Your name').fill('Ama Osei')
  await page.keyboard.press('Enter')
  await isSaved(page)
  await expect(page.getByRole('button', { name: /What people can do now/ })).toBeVisible()
  await expect(page).toHaveURL(/^[^#]*$/)

  await page.goto('/')
  await page.getByRole('link', { name: 'as a participant' }).click()
  // The device knows the name by now; it is there to be taken or changed.
  await expect(page.getByLabel('Your name')).toHaveValue('Ama Osei')

  await page.goto('/')
  await page.getByRole('link', { name: 'on the projector' }).click()
  await expect(page.getByText('sorted')).toBeVisible()
  await expect(page).toHaveURL(/^[^#]*$/)
})

test('a board is started, its four links are handed out, and the way back is on this device', async ({
  page,
  browser,
}) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Start the board' }).click()
  await expect(page.getByText('Give the board a title.')).toBeVisible()
  await page.getByLabel('Title').fill('Care for older people: our answer')
  await page.getByLabel('Organisation').fill('Brackwater Hospitals')
  await page.getByLabel('Your name').fill('Ama Osei')
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('heading', { name: 'Care for older people: our answer is ready' }),
  ).toBeFocused()
  await expect(page.getByRole('button', { name: /Copy link/ })).toHaveCount(4)
  expect(await faultsOf(page)).toEqual([])

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy link (participant)' }).click()
  await expect(page.getByText('Copied the participant link')).toBeAttached()
  const invitation = await page.evaluate(() => navigator.clipboard.readText())

  // Whoever closes the page now still finds the way back.
  await expect(
    page.getByRole('link', { name: /Care for older people.*Ama Osei, facilitator/s }),
  ).toBeVisible()
  await page.getByRole('link', { name: 'Go to the board' }).click()
  await expect(page.getByRole('heading', { name: 'Bring in the statements' })).toBeVisible()

  await page.goto('/')
  await page.getByRole('link', { name: /Care for older people.*Ama Osei, facilitator/s }).click()
  await expect(page.getByRole('heading', { name: 'Bring in the statements' })).toBeVisible()

  const ben = await (await browser.newContext()).newPage()
  await ben.goto('/join')
  await ben.getByLabel('Your link').fill(`Ama wrote: ${invitation} – see you there`)
  await ben.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(ben.getByText('Brackwater Hospitals')).toBeVisible()
  await ben.getByRole('button', { name: 'Join the board' }).click()
  await expect(ben.getByText('Give a name, so that others know who you are.')).toBeVisible()
  await ben.getByLabel('Your name').fill('Ben Kaur')
  await ben.getByLabel(/Your group/).fill('Ward managers')
  await ben.keyboard.press('Enter')
  await expect(ben.getByText('This board is being prepared.')).toBeVisible()
  await expect(ben.getByRole('heading', { name: 'Care for older people: our answer' })).toBeVisible()
})

test('a board for an inspection report calls its columns so', async ({ page }) => {
  await page.goto('/')
  await page.getByLabel('Title').fill('Ward 7: our answer')
  await page.getByLabel('Your name').fill('Ama Osei')
  await page.getByRole('radio', { name: /An inspection report/ }).check()
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Go to the board' }).click()
  for (const name of ['To put right', 'In hand', 'Keep checking'])
    await expect(page.getByRole('heading', { name })).toBeVisible()
})

test('the accessibility statement is linked from the first page, and says what is not so yet and whom to tell', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'accessibility' }).click()
  await expect(page).toHaveTitle('Accessibility · Due Regard')
  for (const name of ['What is not so yet', 'How it was tested', 'If something keeps you out'])
    await expect(page.getByRole('heading', { name })).toBeVisible()
})

test('what is not a link, and a link that opens nothing, are said in plain sentences', async ({
  page,
  request,
}) => {
  const { board } = await startBoard(request)
  await page.goto('/join')
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(page.getByText('Paste the link from your invitation here.')).toBeVisible()
  await page.getByLabel('Your link').fill(`/b/${board.id}`)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/That is not a whole link/)).toBeVisible()

  await page.getByLabel('Your link').fill(`/b/${board.id}#AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'This link does not open a board' })).toBeVisible()
})
