/**
 * The projector: its own grant beside the facilitator's in one browser, driven from the board.
 */
import { expect, type Page, test } from '../support/browsers.ts'
import { faceOf, faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

const openProjector = async (page: Page): Promise<Page> => {
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const [screen] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: /Open the projector/ }).click(),
  ])
  await page.keyboard.press('Escape')
  await screen.setViewportSize({ width: 1920, height: 1080 })
  await expect(screen.getByText(/of 68 sorted/)).toBeVisible()
  return screen
}

test('[screen-1][link-2] a facilitator’s tab and the projector live in one browser, each with its own role', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const { page, complaints } = await join(browser, board, 'facilitator', 'Ama Osei')
  await isSaved(page)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('button', { name: 'Open the doors' }).click()
  await expect(page.getByRole('heading', { name: 'The doors are open' })).toBeVisible()
  await page.keyboard.press('Escape')
  const screen = await openProjector(page)
  await expect(screen).toHaveURL(new RegExp(`/present\\?as=${board.links.observer.id}$`))
  await expect(screen.getByText('Join on your phone')).toBeVisible()
  expect(await faultsOf(screen)).toEqual([])

  await faceOf(page, 'F2').press('2')
  await expect(screen.getByText('37 of 68 sorted')).toBeVisible()
  await expect(screen.getByText(/Just moved\s*F2 to Due regard/)).toBeVisible()

  await faceOf(page, 'F37').click()
  await page.getByRole('button', { name: 'Project it', exact: true }).click()
  await expect(screen.getByRole('heading', { name: 'F37' })).toBeVisible()
  await expect(screen.getByRole('heading', { name: 'New action' })).toBeVisible()
  await expect(screen.getByText('Telling people when care has harmed them')).toBeVisible()
  expect(await faultsOf(screen)).toEqual([])
  expect(
    await screen.evaluate(
      () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
    ),
  ).toBe(0)

  await page.getByRole('button', { name: 'Projected', exact: true }).click()
  await expect(screen.getByRole('heading', { name: 'F37' })).toHaveCount(0)

  await screen.reload()
  await expect(screen.getByText('37 of 68 sorted')).toBeVisible()
  await expect(screen.getByText('Join on your phone')).toBeVisible()
  await page.reload()
  await isSaved(page)
  await expect(page.getByRole('button', { name: /What people can do now/ })).toBeVisible()
  expect(complaints).toEqual([])
})

test('it is opened on another machine by the view only link alone, and never shows a comment', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const screen = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  const frames: string[] = []
  screen.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => frames.push(payload.toString('latin1'))),
  )
  await screen.goto(board.links.observer.path.replace('#', '/present#'))
  await expect(screen.getByText(/of 68 sorted/)).toBeVisible()

  expect(screen.url()).not.toContain('#')
  expect(frames.join('')).toContain('Telling people when care has harmed them')
  expect(frames.join('')).not.toContain('Ten working days')
  expect(await faultsOf(screen)).toEqual([])
})

test('a link for people opened on the projector is refused in a sentence', async ({ browser, request }) => {
  const board = await startBoard(request)
  const screen = await (await browser.newContext()).newPage()
  await screen.goto(board.links.participant.path.replace('#', '/present#'))
  await expect(screen.getByRole('heading', { name: 'This link does not open a board.' })).toBeVisible()
  expect(await faultsOf(screen)).toEqual([])
})

test('[screen-2] it says since when it is behind, and catches up by itself', async ({ browser, request }) => {
  const board = await startBoard(request)
  const ama = await join(browser, board, 'facilitator', 'Ama Osei')
  await isSaved(ama.page)
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  const screen = await context.newPage()
  await screen.goto(board.links.observer.path.replace('#', '/present#'))
  await expect(screen.getByText('36 of 68 sorted')).toBeVisible()

  await context.setOffline(true)
  await ama.page.locator('[data-open="F2"]').press('1')
  await expect(screen.getByText(/Not up to date: last heard/)).toBeVisible({ timeout: 60_000 })
  await context.setOffline(false)

  await expect(screen.getByText('37 of 68 sorted')).toBeVisible({ timeout: 30_000 })
  await expect(screen.getByText(/Not up to date/)).toHaveCount(0)
})

test('while the board is prepared it says so and what the three answers are', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request, 'triage')
  const screen = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage()
  await screen.goto(board.links.observer.path.replace('#', '/present#'))
  await expect(screen.getByText('This board is being prepared.')).toBeVisible()
  await expect(screen.getByText('We must set up a new piece of work.')).toBeVisible()
  expect(await faultsOf(screen)).toEqual([])
})
