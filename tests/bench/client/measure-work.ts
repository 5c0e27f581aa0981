/**
 * How much work a page has with each thing a hand does: the processor time of its main thread alone, which
 * stays the same however busy the machine is, with nobody else on the board.
 */
import type { Page } from 'playwright'
import { median } from '../figures.ts'
import type { Board } from '../load/boards.ts'
import { seatOthers } from './remote-moves.ts'
import { cardsInSight, joinBoard, launchBrowser, newScreen, type Screen } from './screen.ts'

/** Milliseconds of processor time, medians. */
export interface Work {
  takeCard: number
  pointerMove: number
  keyMove: number
  wheelTurn: number
  /** For each of the moves that ten others make, fifty a second all over the board. */
  movedByOther: number
  open: number
  /** How many elements the page has. */
  elements: number
}

export async function measureWork(board: Board, times: number): Promise<Work> {
  const browser = await launchBrowser()
  try {
    const screen = await newScreen(browser)
    await joinBoard(screen, board, 'Ama Osei')
    // What is fetched for later comes in between.
    await screen.page.waitForTimeout(2_000)
    await screen.session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const { takeCard, pointerMove } = await drag(screen, times)
    const keyMove = await pressKeys(screen, times)
    const wheelTurn = await turnWheel(screen)
    const movedByOther = await watchOthers(screen, board)
    const elements = await screen.page.evaluate(() => document.querySelectorAll('*').length)
    return {
      takeCard,
      pointerMove,
      keyMove,
      wheelTurn,
      movedByOther,
      open: await openAgain(screen),
      elements,
    }
  } finally {
    await browser.close()
  }
}

async function busyMs({ session }: Screen): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000
}

/** What the page has to do until the picture after next. */
async function workOf(screen: Screen, act: () => Promise<unknown>): Promise<number> {
  const before = await busyMs(screen)
  await act()
  await screen.page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  )
  return (await busyMs(screen)) - before
}

async function drag(screen: Screen, times: number): Promise<Pick<Work, 'takeCard' | 'pointerMove'>> {
  const { page } = screen
  const taken: number[] = []
  const moved: number[] = []
  for (let time = 0; time < times; time++) {
    const { x, y } = await firstCard(page)
    await page.mouse.move(x, y)
    taken.push(
      await workOf(screen, async () => {
        await page.mouse.down()
        await page.mouse.move(x + 3, y + 2)
        await page.mouse.move(x + 12, y + 6)
        await page.locator('[class*="carried"]').waitFor()
      }),
    )
    const steps = 100
    const all = await workOf(screen, async () => {
      // Once round over all four columns.
      for (let step = 0; step < steps; step++) {
        const angle = (step / steps) * 2 * Math.PI
        await page.mouse.move(720 + 560 * Math.cos(angle), 520 + 150 * Math.sin(angle))
      }
    })
    moved.push(all / steps)
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await page.waitForTimeout(300)
  }
  return { takeCard: median(taken), pointerMove: median(moved) }
}

async function pressKeys(screen: Screen, times: number): Promise<number> {
  const { id } = await firstCard(screen.page)
  await screen.page.locator(`[data-open="${id}"]`).focus()
  const pressed: number[] = []
  for (let time = 0; time < times * 3; time++) {
    const key = ['1', '2', '3'][time % 3] ?? '1'
    pressed.push(await workOf(screen, () => screen.page.keyboard.press(key)))
  }
  return median(pressed)
}

async function turnWheel(screen: Screen): Promise<number> {
  const turns = 60
  await screen.page.mouse.move(160, 600)
  const all = await workOf(screen, async () => {
    for (let turn = 0; turn < turns; turn++) await screen.page.mouse.wheel(0, 240)
  })
  return all / turns
}

async function watchOthers(screen: Screen, board: Board): Promise<number> {
  const others = await seatOthers(board)
  try {
    // What they sorted before is drawn.
    await screen.page.waitForTimeout(2_000)
    others.start(50)
    const before = await busyMs(screen)
    await screen.page.waitForTimeout(6_000)
    return ((await busyMs(screen)) - before) / others.made
  } finally {
    others.stop()
    others.leave()
  }
}

/** Of a page that begins anew, until it has come to rest. */
async function openAgain(screen: Screen): Promise<number> {
  await screen.page.reload()
  await screen.page.locator('[data-saved="safe"]').waitFor({ timeout: 120_000 })
  await screen.page.locator('[data-open]').first().waitFor()
  await screen.page.waitForTimeout(1_500)
  return busyMs(screen)
}

async function firstCard(page: Page): Promise<{ id: string; x: number; y: number }> {
  const [first] = await cardsInSight(page)
  if (!first) throw new Error('no card of the tray is on the screen')
  return first
}
