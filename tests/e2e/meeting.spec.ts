/**
 * A meeting that two facilitators run from their own screens, with people who have no device.
 */
import { expect, test } from '../support/browsers.ts'
import { faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

test('[meet-1][meet-3][meet-4][vote-5] two facilitators share timer, hands, results and words, on every screen', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request)
  const at = (path: string) => ({
    ...board,
    links: Object.fromEntries(
      Object.entries(board.links).map(([role, link]) => [
        role,
        { ...link, path: link.path.replace('#', `${path}#`) },
      ]),
    ) as typeof board.links,
  })
  const grace = await join(browser, at('/together'), 'facilitator', 'Grace Adeyemi')
  await isSaved(grace.page)
  const wall = await join(browser, at('/present'), 'observer', '')
  await grace.page.getByRole('button', { name: /^Ask about \d+ statements$/ }).click()
  await expect(grace.page.getByText('People are choosing')).toBeVisible()
  const hal = await join(browser, at('/together'), 'facilitator', 'Hal Stone', {
    viewport: { width: 390, height: 844 },
  })
  await isSaved(hal.page)

  // The timer: started by a key, prolonged from a phone, the same everywhere and after a reload.
  await grace.page.getByRole('heading', { name: 'Together' }).click()
  await grace.page.keyboard.press('t')
  await expect(wall.page.getByRole('timer')).toHaveText(/^[23]:\d\d$/)
  await hal.page.getByRole('button', { name: '1 min' }).click()
  await expect(grace.page.getByRole('timer')).toHaveText(/^[34]:\d\d$/)
  await wall.page.reload()
  await expect(wall.page.getByRole('timer')).toHaveText(/^[34]:\d\d$/)
  await hal.page.getByRole('button', { name: 'Stop' }).click()
  await expect(wall.page.getByRole('timer')).toHaveCount(0)

  // Hands: how many have no device is said on the day; both facilitators see what is counted.
  const first = grace.page.locator('nav button[aria-current]')
  await grace.page.keyboard.press('n')
  const ref = (await first.locator('b').textContent()) ?? ''
  await expect(hal.page.getByRole('heading', { level: 2, name: new RegExp(`^${ref}`) })).toBeVisible()
  await grace.page.getByLabel('People here without a device').fill('6')
  await grace.page.getByRole('button', { name: 'Set', exact: true }).click()
  await grace.page.getByLabel('New action').first().fill('4')
  await grace.page.getByRole('button', { name: 'Count these hands' }).click()
  await expect(grace.page.getByText('4 of 6 hands, counted.')).toBeVisible()
  expect(await faultsOf(grace.page)).toEqual([])

  // Both show at once: it is shown once, and neither is told of a mistake.
  await Promise.all(
    // Whoever is a moment later may find no button any more: then there is nothing to press.
    [grace, hal].map(({ page }) =>
      page
        .getByRole('button', { name: 'Show results' })
        .evaluateAll((buttons) => (buttons[0] as HTMLButtonElement | undefined)?.click()),
    ),
  )
  for (const { page } of [grace, hal]) {
    await expect(page.getByLabel('Result of the private vote')).toContainText('4 New action')
    await expect(page.getByText('Somebody changed this in the meantime.')).toHaveCount(0)
  }

  // Words: what Grace is writing stays on her screen when Hal goes on, and when Hal decides.
  await grace.page.getByLabel('Why').fill('The falls group has it in hand.')
  await hal.page.getByRole('button', { name: 'Next' }).click()
  await expect(grace.page.getByText('is on every screen now. You are still writing here.')).toBeVisible()
  await hal.page.getByRole('button', { name: 'Previous' }).click()
  await hal.page.getByRole('radio', { name: 'Due regard' }).check()
  await hal.page.getByRole('button', { name: 'Decide: Due regard' }).click()
  await expect(grace.page.getByText('Somebody was quicker.')).toBeVisible()
  expect(await faultsOf(hal.page)).toEqual([])
  await grace.page.getByRole('button', { name: 'Open again' }).click()
  await grace.page.getByLabel('Why open it again?').fill('The reason was missing.')
  await grace.page.getByRole('button', { name: 'Open it again' }).click()
  await expect(grace.page.getByLabel('Why')).toHaveValue('The falls group has it in hand.')

  await grace.page.getByRole('button', { name: 'Lock the board' }).click()
  await expect(hal.page.getByRole('button', { name: 'Locked: unlock' })).toBeVisible()
  await expect(wall.page.getByText('Locked for now')).toBeVisible()
  expect([...grace.complaints, ...hal.complaints].filter((it) => !it.includes('409'))).toEqual([])
})
