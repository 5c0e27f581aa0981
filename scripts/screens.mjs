/**
 * `npm run screens`: the pictures of the README and the guide, taken of the example board in a folder that
 * is thrown away. People have the colours they always have, nothing moves, and the clock plays no part.
 * `npm run screens -- --guide` takes those of the guide alone.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright'
import { runnerImport } from 'vite'
import { CHROMIUM_ARGS, findChromium, NO_CHROMIUM } from './chromium.mjs'
import { takeGuidePictures } from './guide-pictures.mjs'
import { at, build, install, requireNode, stop } from './prepare.mjs'
import { smallPng } from './small-png.mjs'

/** What the pictures show as the address. */
const ORIGIN = 'http://dueregard.example'
const CREATE_KEY = 'a-key-for-pictures'
const COLOURS = {
  'Ama Osei': '#0b7285',
  'Ben Kaur': '#9c36b5',
  'Farah Rahman': '#c2410c',
  'Jo Mensah': '#247a36',
}
const DESK = { viewport: { width: 1440, height: 900 } }
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
const WALL = { width: 1920, height: 1080 }

requireNode()
install()
build()
const executablePath = findChromium() ?? stop(NO_CHROMIUM)
const { colourOf } = (await runnerImport(at('shared', 'doc', 'presence.ts'))).module

const folder = mkdtempSync(join(tmpdir(), 'due-regard-screens-'))
const port = await freePort()
const server = spawn(process.execPath, [at('dist', 'server', 'main.js')], {
  env: {
    PATH: process.env.PATH,
    PORT: String(port),
    DATA_DIR: folder,
    PUBLIC_URL: ORIGIN,
    CREATE_KEY,
    LOG_LEVEL: 'warn',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = new Promise((resolve) => server.once('exit', resolve))
let browser
try {
  const links = await linksOf(server)
  browser = await chromium.launch({
    executablePath,
    args: [
      ...CHROMIUM_ARGS,
      `--host-resolver-rules=MAP dueregard.example 127.0.0.1:${port}`,
      `--unsafely-treat-insecure-origin-as-secure=${ORIGIN}`,
    ],
  })
  if (!process.argv.includes('--guide')) await takePictures(links)
  await takeGuidePictures({ origin: ORIGIN, createKey: CREATE_KEY, open: opened, save })
} finally {
  await browser?.close()
  server.kill()
  await ended
  rmSync(folder, { recursive: true, force: true })
}

async function takePictures(links) {
  const ama = await joined(links.Facilitator, 'Ama Osei', DESK)
  const ben = await joined(links.Participant, 'Ben Kaur', DESK)
  const farah = await joined(links.Participant, 'Farah Rahman', DESK)
  const jo = await joined(links.Participant, 'Jo Mensah', PHONE)

  await carry(ben, 'F12', 'F21')
  await ama.getByText('Ben is moving this').first().waitFor()
  await picture(ama, 'board')
  await ben.keyboard.press('Escape')
  await ben.mouse.up()

  await jo.getByRole('tab', { name: /New action/ }).click()
  await picture(jo, 'phone')

  await ama.getByRole('button', { name: 'Share', exact: true }).click()
  await ama.getByRole('button', { name: 'Open the doors' }).click()
  await ama.getByRole('heading', { name: 'The doors are open' }).waitFor()
  await ama.keyboard.press('Escape')
  const wall = await ama.context().newPage()
  await wall.setViewportSize(WALL)
  await wall.goto(`${ORIGIN}${new URL(links.Facilitator).pathname}/present`)
  await wall.getByText('Join on your phone').waitFor()
  await farah.locator('[data-open="F53"]').press('1')
  await wall.getByText('Just moved').waitFor()
  await picture(wall, 'projector')
  await wall.close()

  await ama.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await ama.locator('[data-open="F37"]').click()
  await ama.getByText('Word for word, as published').waitFor()
  await picture(ama, 'dark')
}

/** Somebody at the board, in the colour they always have. */
async function joined(link, name, device) {
  const { pathname, hash } = new URL(link)
  const page = await opened(device)
  await page.goto(`${ORIGIN}/join`)
  for (;;) {
    // Whoever joins gets an id by chance, and their colour by it.
    const { participant, as } = await page.evaluate(
      async ([board, key, name]) => {
        const body = JSON.stringify({ key, name })
        const headers = { 'content-type': 'application/json' }
        return (await fetch(`/api${board}/join`, { method: 'POST', headers, body })).json()
      },
      [pathname.replace('/b/', '/boards/'), hash.slice(1), name],
    )
    if (colourOf(participant.id) === COLOURS[name]) {
      await page.goto(`${ORIGIN}${pathname}?as=${as}`)
      await page.locator('[data-saved="safe"]').waitFor()
      return page
    }
    await page.context().clearCookies()
  }
}

/** A page in a browser of its own, where a board in London would be opened. */
async function opened(device) {
  const context = await browser.newContext({
    ...device,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
    colorScheme: 'light',
  })
  return context.newPage()
}

/** Takes a card over another one and holds it there. */
async function carry(page, id, over) {
  const from = await page.locator(`[data-card="${id}"]`).boundingBox()
  const to = await page.locator(`[data-card="${over}"]`).boundingBox()
  await page.mouse.move(from.x + 120, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(from.x + 140, from.y + 30, { steps: 4 })
  await page.mouse.move(to.x + to.width / 2 + 90, to.y + 30, { steps: 12 })
}

async function picture(page, name) {
  // Pointers and scrolling of others arrive a little later.
  await sleep(1_500)
  await page.mouse.move(0, 0)
  await page.evaluate(() => document.fonts.ready)
  save(name, await page.screenshot())
}

function save(name, screenshot) {
  const png = smallPng(screenshot)
  mkdirSync(at('docs', 'guide'), { recursive: true })
  writeFileSync(at('docs', `${name}.png`), png)
  process.stdout.write(`docs/${name}.png  ${Math.round(png.length / 1000)} kB\n`)
}

/** The four links that the server prints. */
function linksOf({ stdout }) {
  return new Promise((resolve) => {
    let said = ''
    stdout.on('data', (chunk) => {
      said += chunk
      const lines = Array.from(said.matchAll(/^ {2}(\w[\w ]*?) +(http\S+)$/gm))
      const links = Object.fromEntries(lines.map(([, role, link]) => [role, link]))
      if (links['View only']) resolve(links)
    })
    ended.then(() => {
      if (!said.includes('View only')) stop(`The server did not start. ${said}`)
    })
  })
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
