/**
 * People in browsers of their own at one board: to start one, to join it, and to see what their screens show.
 */
import AxeBuilder from '@axe-core/playwright'
import {
  type APIRequestContext,
  type Browser,
  type BrowserContextOptions,
  expect,
  type Page,
} from 'playwright/test'
import type { NewBoardReply } from '../../shared/api.ts'

/** A fresh copy of the example board, 70 statements half sorted, or an empty one. */
export async function startBoard(
  request: APIRequestContext,
  template: 'example' | 'triage' = 'example',
): Promise<NewBoardReply> {
  const reply = await request.post('/api/boards', { data: { title: 'Our response', template } })
  expect(reply.ok()).toBe(true)
  return (await reply.json()) as NewBoardReply
}

export interface AtBoard {
  page: Page
  /** What the browser's console complained of. */
  complaints: string[]
}

export async function join(
  browser: Browser,
  { links }: NewBoardReply,
  role: keyof NewBoardReply['links'],
  name: string,
  options: BrowserContextOptions = {},
): Promise<AtBoard> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(links[role].path)
  if (role !== 'observer') {
    await page.getByLabel('Your name').fill(name)
    await page.keyboard.press('Enter')
  }
  return { page, complaints }
}

export const isSaved = (page: Page) =>
  expect(page.locator('[data-saved]')).toHaveAttribute('data-saved', 'safe')

export const cardOf = (page: Page, id: string) => page.locator(`[data-card="${id}"]`)
export const faceOf = (page: Page, id: string) => page.locator(`[data-open="${id}"]`)
export const cardIn = (page: Page, column: string, id: string) =>
  page.locator(`[data-column="${column}"] [data-card="${id}"]`)

/** Every card by column, top to bottom, as the screen shows them. */
export const boardOn = (page: Page): Promise<Record<string, string[]>> =>
  page.evaluate(() =>
    Object.fromEntries(
      Array.from(document.querySelectorAll<HTMLElement>('[data-column]'), (column) => [
        column.dataset.column ?? '',
        Array.from(column.querySelectorAll<HTMLElement>('[data-card]'), (card) => card.dataset.card ?? ''),
      ]),
    ),
  )

export async function columnOn(page: Page, column: string): Promise<string[]> {
  return (await boardOn(page))[column] ?? []
}

/** Picks a card up with the mouse and carries it over another card, or the head of a column, without letting go. */
export async function carry(
  page: Page,
  id: string,
  to: { card: string } | { column: string },
): Promise<void> {
  const from = await cardOf(page, id).boundingBox()
  const target =
    'card' in to
      ? await cardOf(page, to.card).boundingBox()
      : await page.locator(`[data-column="${to.column}"] ol`).boundingBox()
  if (!from || !target) throw new Error(`${id} or its target is not on the screen`)
  await page.mouse.move(from.x + 80, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(from.x + 90, from.y + 30, { steps: 2 })
  await page.mouse.move(target.x + target.width / 2, target.y + 24, { steps: 8 })
}

/** What axe finds of WCAG 2.2 A and AA, as sentences; on a whole page, or within a part of it. */
export async function faultsOf(page: Page, within = 'html'): Promise<string[]> {
  // What is still fading in has not the contrast it will have.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((it) => Number.isFinite(it.effect?.getComputedTiming().endTime))
        .map((it) => it.finished),
    ),
  )
  const { violations } = await new AxeBuilder({ page })
    .include(within)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map((it) => it.target.join(' '))
        .slice(0, 3)
        .join(', ')}`,
  )
}
