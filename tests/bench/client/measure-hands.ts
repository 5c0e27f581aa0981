/**
 * How a board feels in the hand while others work on it too: opening it, pictures while dragging and
 * scrolling, taking a card, and sending one by key. The page's processor is slowed down, for people have other machines than we do.
 */
import { writeFileSync } from 'node:fs'
import type { Page } from 'playwright'
import type { Board } from '../load/boards.ts'
import type { KeyTime } from './probes.ts'
import { type Others, seatOthers } from './remote-moves.ts'
import { cardsInSight, joinBoard, launchBrowser, newScreen, type Screen, slowDown } from './screen.ts'

export interface HandsLoad {
  statements: number
  movesPerSecond: number
  slowdown: number
  dragSeconds: number
  scrollSeconds: number
  times: number
  /** A file for a profile of the page's processor while a card is carried. */
  profile?: string
}

export interface Hands {
  /** Milliseconds between pictures while a card is carried about. */
  frames: number[]
  /** The same while a column is scrolled. */
  scrolled: number[]
  /** From asking for the page again until the first card is there. */
  openedMs: number
  dragStarts: number[]
  keys: KeyTime[]
  /** Remote moves that arrived per second while all this went on. */
  remotePerSecond: number
}

export async function measureHands(board: Board, load: HandsLoad): Promise<Hands> {
  const others = await seatOthers(board)
  const browser = await launchBrowser()
  try {
    const screen = await newScreen(browser)
    await joinBoard(screen, board, 'Ama Osei')
    // What is fetched for later comes in between.
    await screen.page.waitForTimeout(2_000)
    await slowDown(screen, load.slowdown)
    const openedMs = await openAgain(screen.page)
    others.start(load.movesPerSecond)
    const began = performance.now()
    await screen.page.waitForTimeout(1_000)
    const dragStarts = await takeCards(screen.page, others, load.times)
    if (load.profile) await startProfile(screen)
    const frames = await carryAbout(screen.page, others, load.dragSeconds)
    if (load.profile) await endProfile(screen, load.profile)
    const scrolled = await scrollDown(screen.page, load.scrollSeconds)
    const keys = await pressKeys(screen.page, others, load.times)
    const remotePerSecond = (others.made / (performance.now() - began)) * 1000
    others.stop()
    return { frames, scrolled, openedMs, dragStarts, keys, remotePerSecond }
  } finally {
    others.stop()
    others.leave()
    await browser.close()
  }
}

async function startProfile({ session }: Screen): Promise<void> {
  await session.send('Profiler.enable')
  await session.send('Profiler.start')
}
async function endProfile({ session }: Screen, file: string): Promise<void> {
  const { profile } = await session.send('Profiler.stop')
  writeFileSync(file, JSON.stringify(profile))
}

/** One that others leave alone, near the top of the tray. */
async function chooseCard(page: Page, others: Others): Promise<{ id: string; x: number; y: number }> {
  for (let tries = 0; tries < 50; tries++) {
    const [first, second] = await cardsInSight(page)
    const chosen = second ?? first
    if (chosen) {
      others.spare(chosen.id)
      // A move that was on its way may still take it, or push it down.
      await page.waitForTimeout(200)
      const now = (await cardsInSight(page)).find(({ id }) => id === chosen.id)
      if (now) return now
    }
    await page.waitForTimeout(50)
  }
  throw new Error('no card of the tray is on the screen')
}

async function takeCards(page: Page, others: Others, times: number): Promise<number[]> {
  const taken: number[] = []
  for (let missed = 0; taken.length < times; ) {
    const { x, y } = await chooseCard(page, others)
    await page.evaluate(() => window.probes.armDrag())
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 3, y + 2)
    await page.mouse.move(x + 12, y + 6)
    const ms = await within(
      page.evaluate(() => window.probes.dragTime()),
      null,
    )
    await page.keyboard.press('Escape')
    await page.mouse.up()
    if (ms !== null) taken.push(ms)
    // Others push cards about: now and then a press lands between two of them.
    else if (++missed > times) throw new Error('cards cannot be taken')
  }
  return taken
}

async function carryAbout(page: Page, others: Others, seconds: number): Promise<number[]> {
  const { x, y } = await chooseCard(page, others)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 20, y + 20, { steps: 4 })
  await page.evaluate(() => window.probes.startFrames())
  const until = performance.now() + seconds * 1000
  for (let step = 0; performance.now() < until; step++) {
    // Round and round over all four columns, at the pace of a hand.
    const angle = step / 45
    await page.mouse.move(720 + 560 * Math.cos(angle), 520 + 170 * Math.sin(angle))
    await page.waitForTimeout(8)
  }
  const frames = await page.evaluate(() => window.probes.endFrames())
  await page.keyboard.press('Escape')
  await page.mouse.up()
  return frames
}

async function openAgain(page: Page): Promise<number> {
  await page.reload()
  await page.locator('[data-saved="safe"]').waitFor({ timeout: 120_000 })
  await page.locator('[data-open]').first().waitFor()
  const ms = await page.evaluate(() => window.probes.firstCardAt)
  await page.waitForTimeout(1_000)
  return ms
}

async function scrollDown(page: Page, seconds: number): Promise<number[]> {
  await page.mouse.move(160, 600)
  await page.evaluate(() => window.probes.startFrames())
  const until = performance.now() + seconds * 1000
  while (performance.now() < until) {
    await page.mouse.wheel(0, 240)
    await page.waitForTimeout(16)
  }
  const frames = await page.evaluate(() => window.probes.endFrames())
  await page.mouse.wheel(0, -1_000_000)
  await page.waitForTimeout(500)
  return frames
}

async function pressKeys(page: Page, others: Others, times: number): Promise<KeyTime[]> {
  const pressed: KeyTime[] = []
  for (let missed = 0; pressed.length < times; ) {
    const { id } = await chooseCard(page, others)
    await page.locator(`[data-open="${id}"]`).focus()
    await page.evaluate((card) => window.probes.armKey(card), id)
    await page.keyboard.press(['1', '2', '3'][pressed.length % 3] ?? '1')
    const time = await within(
      page.evaluate(() => window.probes.keyTime()),
      null,
    )
    if (time) pressed.push(time)
    else if (++missed > times) throw new Error('cards cannot be sent by key')
  }
  return pressed
}

const WITHIN_MS = 10_000
const within = <Value, Otherwise>(asked: Promise<Value>, otherwise: Otherwise): Promise<Value | Otherwise> =>
  Promise.race([
    asked,
    new Promise<Otherwise>((resolve) => {
      setTimeout(resolve, WITHIN_MS, otherwise).unref()
    }),
  ])
