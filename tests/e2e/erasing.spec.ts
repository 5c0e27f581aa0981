import { expect, type Page, test } from 'playwright/test'
import { cardOf, faultsOf, isSaved, join, startBoard } from '../support/people-at-a-board.ts'

/** Whether words stand anywhere in what this browser keeps. */
const isKept = (page: Page, words: string): Promise<boolean> =>
  page.evaluate(async (wanted) => {
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const textOf = (value: unknown): string =>
      value instanceof Uint8Array || value instanceof ArrayBuffer
        ? new TextDecoder('latin1').decode(value)
        : typeof value === 'object' && value !== null
          ? Object.values(value).map(textOf).join(' ')
          : String(value)
    let kept = JSON.stringify({ ...localStorage, ...sessionStorage })
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ''))
      for (const store of database.objectStoreNames)
        kept += (await done(database.transaction(store).objectStore(store).getAll())).map(textOf).join(' ')
      database.close()
    }
    return kept.includes(wanted)
  }, words)

test('[A12] [S7] what a facilitator erases is gone from every screen and from every browser’s copy', async ({
  browser,
  request,
}) => {
  const board = await startBoard(request, 'triage')
  const grace = await join(browser, board, 'facilitator', 'Grace')
  await isSaved(grace.page)
  const as = new URL(grace.page.url()).searchParams.get('as') ?? board.links.facilitator.id
  const path = `/api/boards/${board.board.id}`
  const said = await grace.page.request.post(`${path}/statements?as=${as}`, {
    data: [
      { source: 'F', number: '1', text: 'Be open about kestrels.' },
      { source: 'F', number: '2', text: 'Be kind.' },
    ],
  })
  expect(said.ok()).toBe(true)
  await grace.page.request.patch(`${path}?as=${as}`, { data: { phase: 'open', from: 'preparing' } })
  const ben = await join(browser, board, 'participant', 'Ben')
  await expect(cardOf(ben.page, 'F1')).toBeVisible()
  await isSaved(ben.page)
  await expect.poll(() => isKept(ben.page, 'kestrels')).toBe(true)

  await grace.page.getByRole('button', { name: 'Share' }).click()
  await grace.page.getByText('Keeping and erasing').click()
  const dialog = grace.page.getByRole('dialog', { name: 'Share' })
  expect(await faultsOf(grace.page, 'dialog')).toEqual([])
  await dialog.getByLabel('What', { exact: true }).selectOption('statement')
  await dialog.getByLabel('Which').selectOption('F1')
  await dialog.getByLabel('Why').fill('It names a patient')
  await dialog.getByRole('button', { name: 'Erase', exact: true }).click()
  await dialog.getByRole('button', { name: 'Yes, erase it for good' }).click()

  await expect(dialog.getByText('The statement was erased.')).toBeVisible()
  await expect(dialog.getByRole('link', { name: 'Download the receipt' })).toBeVisible()
  if (process.env.LOOK) {
    await grace.page.screenshot({ path: `${process.env.LOOK}/keeping.png` })
    await grace.page.setViewportSize({ width: 390, height: 844 })
    await grace.page.emulateMedia({ colorScheme: 'dark' })
    await grace.page.screenshot({ path: `${process.env.LOOK}/keeping-390.png` })
  }
  await expect(cardOf(ben.page, 'F1')).toHaveCount(0)
  await expect(cardOf(ben.page, 'F2')).toBeVisible()
  await isSaved(ben.page)
  for (const { page } of [grace, ben]) await expect.poll(() => isKept(page, 'kestrels')).toBe(false)
})
