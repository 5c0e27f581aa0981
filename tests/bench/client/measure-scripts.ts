/**
 * What a first visit downloads before the person can do the first thing: the scripts the browser really
 * asked for until then, at the size in which the server sends them to a browser that takes gzip.
 */
import { get } from 'node:http'
import type { Page } from 'playwright'
import type { Board } from '../load/boards.ts'
import { launchBrowser, newScreen } from './screen.ts'

export interface Scripts {
  /** Bytes of JavaScript before one's name can be typed. */
  toTheDoor: number
  /** The same before the board is there, to be read and sorted. */
  toTheBoard: number
}

export async function measureScripts(board: Board): Promise<Scripts> {
  const browser = await launchBrowser()
  try {
    const { page } = await newScreen(browser)
    await page.goto(`http://localhost:${board.port}/b/${board.id}#${board.keyOf.participant}`)
    await page.getByLabel('Your name').waitFor()
    const toTheDoor = await bytesOf(await scriptsUntil(page, 'now'))
    await page.getByLabel('Your name').fill('Ama Osei')
    await page.keyboard.press('Enter')
    await page.locator('[data-open]').first().waitFor()
    // What is fetched beforehand, for later, once the browser has nothing else to do, is not waited for.
    const toTheBoard = await bytesOf(await scriptsUntil(page, 'first card'))
    return { toTheDoor, toTheBoard }
  } finally {
    await browser.close()
  }
}

/** The scripts that had arrived by a moment, or by now. */
const scriptsUntil = (page: Page, moment: 'first card' | 'now'): Promise<string[]> =>
  page.evaluate((moment) => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    const until = moment === 'now' ? performance.now() : window.probes.firstCardAt
    return entries
      .filter(({ name, responseEnd }) => new URL(name).pathname.endsWith('.js') && responseEnd <= until)
      .map(({ name }) => name)
  }, moment)

async function bytesOf(addresses: readonly string[]): Promise<number> {
  const sizes = await Promise.all(addresses.map(gzipSize))
  return sizes.reduce((sum, size) => sum + size, 0)
}

function gzipSize(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(address, { headers: { 'accept-encoding': 'gzip' } }, (reply) => {
      let bytes = 0
      reply.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      reply.on('end', () => resolve(bytes))
    }).on('error', reject)
  })
}
