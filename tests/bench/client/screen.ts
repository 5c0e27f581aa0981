/**
 * A person's browser at a board: a page of its own, slowed down as asked, and probes in it that time what
 * the person would see.
 */
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright'
import type { Board } from '../load/boards.ts'
import { plantProbes } from './probes.ts'

const READY_MS = 120_000

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: (process.env.CHROMIUM_ARGS ?? '').split(' '),
  })

export interface Screen {
  page: Page
  session: CDPSession
  close(): Promise<void>
}

export async function newScreen(browser: Browser): Promise<Screen> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    // The shell is fetched after the page is ready; here it would only be in the way.
    serviceWorkers: 'block',
  })
  const page = await context.newPage()
  await page.addInitScript(plantProbes)
  return { page, session: await context.newCDPSession(page), close: () => context.close() }
}

/** Joins by the link as anybody would, and waits until cards can be dragged. */
export async function joinBoard({ page }: Screen, board: Board, name: string): Promise<void> {
  await page.goto(`http://localhost:${board.port}/b/${board.id}#${board.keyOf.participant}`)
  await page.getByLabel('Your name').fill(name)
  await page.keyboard.press('Enter')
  await page.locator('[data-saved="safe"]').waitFor({ timeout: READY_MS })
  await page.locator('[data-column="unsorted"] [data-open]').first().waitFor({ timeout: READY_MS })
}

export const slowDown = ({ session }: Screen, times: number) =>
  session.send('Emulation.setCPUThrottlingRate', { rate: times })

/** Cards of the tray that are wholly on the screen, top to bottom. */
export const cardsInSight = (page: Page): Promise<{ id: string; x: number; y: number }[]> =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('[data-column="unsorted"] [data-card]'))
      .map((card) => ({ card, rect: card.getBoundingClientRect() }))
      .filter(({ rect }) => rect.top > 240 && rect.bottom < window.innerHeight - 40)
      .map(({ card, rect }) => ({
        id: card.dataset.card ?? '',
        x: rect.left + rect.width / 2,
        y: rect.top + 18,
      })),
  )
