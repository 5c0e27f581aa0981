/**
 * The screens of the workshop, in real browsers: the laptop of whoever runs it, the wall, a phone that follows,
 * and somebody elsewhere whose network is gone for ten minutes of the screen's own clock.
 */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page, type WebSocketRoute } from 'playwright'
import type { Guest } from '../../support/guests.ts'
import type { Reckoned } from './reckoned.ts'
import type { Scene, Screens } from './workshop.ts'

const WAIT_MS = 60_000
const WORDS = { 'new-action': 'New action', 'due-regard': 'Due regard', 'watching-brief': 'Watching brief' }

export async function openScreens({ base, board, people }: Scene): Promise<Screens> {
  const browser = await openBrowser()
  try {
    const path = (role: 'facilitator' | 'observer', page: string) =>
      base + board.links[role].path.replace('#', `${page}#`)
    const laptop = await openPage(browser, 'laptop', { width: 1440, height: 900 })
    await laptop.page.goto(path('facilitator', '/together'))
    await laptop.page.getByLabel('Your name').fill('Ida Laptop')
    await laptop.page.keyboard.press('Enter')
    const wall = await openPage(browser, 'wall', { width: 1920, height: 1080 })
    await wall.page.goto(path('observer', '/present'))
    const phone = await openPage(browser, 'phone', { width: 390, height: 844 })
    await sitDown(phone, people[0] as Guest, '/together')
    const remote = await openPage(browser, 'remote', { width: 1440, height: 900 })
    await sitDown(remote, people[1] as Guest, '')
    await laptop.page.getByText('People are choosing').waitFor({ timeout: WAIT_MS })
    await wall.page.getByText('Choose for yourself').first().waitFor({ timeout: WAIT_MS })
    return new BrowserScreens(browser, laptop, wall, phone, remote)
  } catch (error) {
    await browser.close()
    throw error
  }
}

class BrowserScreens implements Screens {
  constructor(
    private readonly browser: Browser,
    private readonly laptop: Screen,
    private readonly wall: Screen,
    private readonly phone: Screen,
    private readonly remote: Screen,
  ) {}

  async choosing(id: string, answered: number, asked: number): Promise<void> {
    await says(this.wall, new RegExp(`of ${asked} statements answered by all`), 'how far all of them are')
    await this.laptop.page.locator('nav button', { has: exactly(this.laptop.page, id) }).click()
    for (const { page } of [this.wall, this.phone])
      await page
        .getByRole('heading', { level: 2 })
        .filter({ hasText: new RegExp(`^${id}`) })
        .waitFor({ timeout: WAIT_MS })
    await says(this.wall, new RegExp(`\\b${answered} of \\d+`), 'how many have chosen')
    await says(this.wall, /Nobody sees what before the results are shown/, 'that choices are private')
    for (const { page, name } of [this.wall, this.phone, this.laptop]) {
      const words = await page.locator('body').innerText()
      if (/Most of us say|We are divided|Opinion divided|Agreed ·/.test(words))
        throw new Error(`the ${name} tells a result that is not shown`)
    }
  }

  async shown(id: string, { counts, n, agreement, most }: Reckoned): Promise<void> {
    await this.wall.page
      .getByText('Choose for yourself')
      .first()
      .waitFor({ state: 'detached', timeout: WAIT_MS })
    if (agreement !== 'too-few') {
      for (const category of ['new-action', 'due-regard', 'watching-brief'] as const)
        await says(
          this.wall,
          new RegExp(`${WORDS[category]}\\s+${counts[category]} of ${n}\\b`),
          `${id}: ${category}`,
        )
      if (agreement === 'agreed' && most)
        await says(this.wall, new RegExp(`Most of us say ${WORDS[most]}`), 'the verdict')
    }
    await this.phone.page.getByLabel('Result of the private vote').waitFor({ timeout: WAIT_MS })
  }

  /** Ten minutes without Wi-Fi: what the room decided meanwhile stands, what nobody touched arrives. */
  async afterwards(undecided: readonly string[], sorted: number): Promise<void> {
    const { page } = this.remote
    // A slow screen is let come up to now first: cut off while it still showed a lock, nobody could move there.
    await says(
      this.remote,
      new RegExp(`^(?![\\s\\S]*locked)[\\s\\S]*\\b${sorted} of \\d+ sorted`),
      'where the cards are now',
    )
    const [mine = '', theirs = ''] = undecided
    await Promise.all([this.remote, this.wall].map((it) => it.cut(true)))
    await page.locator(`[data-open="${mine}"]`).press('1')
    await page.locator(`[data-open="${theirs}"]`).press('1')
    await says(this.remote, /Not saved: kept on this device/, 'that nothing is saved')
    for (const it of [this.remote, this.wall]) await it.page.clock.fastForward('10:00')
    await says(this.wall, /Not up to date/, 'that it is behind')

    const { page: laptop } = this.laptop
    await laptop.locator('nav button', { has: exactly(laptop, theirs) }).click()
    await laptop.getByRole('radio', { name: 'Watching brief' }).check()
    await laptop.getByRole('button', { name: 'Decide: Watching brief' }).press('Enter')
    await says(this.laptop, /Decided: Watching brief/, 'that it is decided')

    await Promise.all([this.remote, this.wall].map((it) => it.cut(false)))
    // A long column draws what is near: each card is looked for, as people would.
    for (const [id, column] of [
      [mine, 'new-action'],
      [theirs, 'watching-brief'],
    ] as const) {
      await page.getByLabel('Find text or reference').fill(id)
      await page
        .locator(`[data-column="${column}"]`, { has: page.locator(`[data-card="${id}"]`) })
        .waitFor({ timeout: WAIT_MS })
    }
    await page.getByLabel('Find text or reference').fill('')
    await page.locator('[data-saved="safe"]').first().waitFor({ timeout: WAIT_MS })
    await says(this.remote, new RegExp(`${theirs} was`), 'what became of the move that was overtaken')
    await this.wall.page.getByText('Not up to date').waitFor({ state: 'detached', timeout: WAIT_MS })

    await laptop.getByLabel('On the projector').selectOption('closing')
    await says(this.wall, /Thank you\.[\s\S]*\d+ of \d+ statements are decided/, 'what was decided')
    for (const { name, complaints } of [this.laptop, this.wall, this.phone, this.remote])
      if (complaints.length > 0) throw new Error(`the ${name} broke: ${complaints[0]}`)
  }

  /** As they stood when something was not as it must be. */
  async pictures(): Promise<void> {
    for (const { name, page } of [this.laptop, this.wall, this.phone, this.remote])
      await page.screenshot({ path: `test-results/workshop-${name}.png` }).catch(() => {})
  }

  close(): Promise<void> {
    return this.browser.close()
  }
}

interface Screen {
  name: string
  page: Page
  complaints: string[]
  context: BrowserContext
  /** Takes the network away, or lets it come again. */
  cut(isOff: boolean): Promise<void>
}

async function openPage(
  browser: Browser,
  name: string,
  viewport: { width: number; height: number },
): Promise<Screen> {
  const context = await browser.newContext({ viewport, locale: 'en-GB' })
  let isOff = false
  const open = new Set<WebSocketRoute>()
  await context.routeWebSocket(/\/sync\//, async (socket) => {
    if (isOff) return socket.close({ code: 1013 })
    open.add(socket)
    socket.connectToServer()
  })
  const page = await context.newPage()
  await page.clock.install()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  return {
    name,
    page,
    complaints,
    context,
    async cut(off) {
      isOff = off
      await context.setOffline(off)
      if (off) for (const socket of open) await socket.close({ code: 1013 })
      open.clear()
    },
  }
}

/** Opens a page as somebody who has joined already. */
async function sitDown({ context, page }: Screen, guest: Guest, where: string): Promise<void> {
  const [name = '', value = ''] = guest.cookie.split(/=(.*)/)
  await context.addCookies([{ name, value, url: guest.base, httpOnly: true, sameSite: 'Strict' }])
  await page.goto(`${guest.base}/b/${guest.board}${where}?as=${guest.as}`)
  await page.locator('[data-saved="safe"]').first().waitFor({ timeout: WAIT_MS })
}

const exactly = (page: Page, ref: string) => page.locator('b', { hasText: new RegExp(`^${ref}$`) })

/** Waits until a screen shows words that are like this. */
async function says({ page, name }: Screen, like: RegExp, what: string): Promise<void> {
  const by = Date.now() + WAIT_MS
  for (;;) {
    const words = await page.locator('body').innerText()
    if (like.test(words)) return
    if (Date.now() > by) throw new Error(`the ${name} does not say ${what}: ${words.slice(0, 600)}`)
    await page
      .waitForFunction((was) => document.body.innerText !== was, words, { timeout: WAIT_MS, polling: 100 })
      .catch(() => {})
  }
}

function openBrowser(): Promise<Browser> {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const executablePath = process.env.CHROMIUM_PATH ?? places.find((it) => existsSync(it))
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  })
}
