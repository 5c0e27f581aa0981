/**
 * `/check` on networks that let everything through, and on networks that do not.
 */

import { createHash } from 'node:crypto'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { AxeBuilder } from '@axe-core/playwright'
import { expect as expectOf, type Page, test } from '../support/browsers.ts'

const expect = expectOf.configure({ timeout: 30_000 })
type OnUpgrade = (socket: Duplex, asked: { port: number; head: string; key: string }) => void

/** A proxy between browser and server that hands on everything but sockets. */
async function proxyTo(base: string, onUpgrade: OnUpgrade): Promise<{ base: string; close(): void }> {
  const port = Number(new URL(base).port)
  const proxy = createServer((asked, reply) => {
    const { url: path, method, headers } = asked
    const onward = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(reply)
    })
    onward.on('error', () => reply.destroy())
    asked.pipe(onward)
  })
  proxy.on('upgrade', ({ method, url, headers }, socket) => {
    socket.on('error', () => {})
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    const head = `${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`
    onUpgrade(socket, { port, head, key: headers['sec-websocket-key'] ?? '' })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const close = () => {
    proxy.closeAllConnections()
    proxy.close()
  }
  return { base: `http://localhost:${(proxy.address() as AddressInfo).port}`, close }
}

const verdict = (page: Page) => page.getByRole('status').getByRole('heading')
const rowOf = (page: Page, what: string) => page.getByRole('listitem').filter({ hasText: what })

test('a network that lets everything through is said to work, and why', async ({ page }) => {
  const said: string[] = []
  page.on('console', (it) => said.push(it.text()))
  await page.goto('/check')

  await expect(verdict(page)).toHaveText('This network works for Due Regard.')
  for (const what of ['Reaching the server', 'Working live with others', 'Staying connected'])
    await expect(rowOf(page, what)).toContainText('Works')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  expect(said).toEqual([])
})

test('the first page leads there', async ({ page }) => {
  await page.goto('/')

  await page.getByRole('link', { name: 'See whether a board will work here' }).click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Will a board work here?')
})

test('a proxy that blocks sockets is found out, and the note for IT says what to do', async ({
  browser,
  baseURL,
}) => {
  const proxy = await proxyTo(baseURL ?? '', (socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  await page.goto(`${proxy.base}/check`)

  await expect(verdict(page)).toHaveText('A board will not open on this network.')
  await expect(rowOf(page, 'Staying connected')).toContainText('Not tried')
  await page.getByRole('button', { name: 'Copy the note for IT' }).click()
  const note = await page.evaluate(() => navigator.clipboard.readText())
  expect(note).toContain(`Port: ${new URL(proxy.base).port}, TCP, outgoing`)
  expect(note).toContain('A live connection (WebSocket) is refused.')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  proxy.close()
})

test('a proxy that opens sockets and lets nothing through is found out', async ({ page, baseURL }) => {
  const proxy = await proxyTo(baseURL ?? '', (socket, { key }) => {
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
  })
  await page.goto(`${proxy.base}/check`)

  await expect(verdict(page)).toHaveText('A board will not open on this network.')
  await expect(rowOf(page, 'Working live with others')).toContainText('nothing comes through it')
  proxy.close()
})

test('a proxy that cuts quiet connections is found out', async ({ page, baseURL }) => {
  const proxy = await proxyTo(baseURL ?? '', (socket, { port, head }) => {
    const onward = connect(port, '127.0.0.1', () => onward.write(head))
    onward.on('error', () => socket.destroy())
    onward.pipe(socket)
    socket.pipe(onward)
    let cut = setTimeout(() => {}, 0)
    socket.on('data', () => {
      clearTimeout(cut)
      cut = setTimeout(() => socket.destroy(), 3_000)
    })
  })
  await page.goto(`${proxy.base}/check`)

  await expect(verdict(page)).toHaveText('It works here, with interruptions.')
  await expect(page.getByRole('button', { name: 'Copy the note for IT' })).toBeVisible()
  proxy.close()
})

test('Wi-Fi that wants a sign-in first is told from a server that is away', async ({ page }) => {
  await page.route('**/api/check?*', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>Welcome to Ward Wi-Fi</h1>' }),
  )
  await page.goto('/check')
  await expect(verdict(page)).toHaveText('Something else answers for the server.')

  await page.unroute('**/api/check?*')
  await page.route('**/api/check?*', (route) => route.abort())
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(verdict(page)).toHaveText('The server cannot be reached from here.')
})

test('a browser that keeps nothing is told so', async ({ page }) => {
  await page.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException('no', 'SecurityError')
    }
  })
  await page.goto('/check')

  await expect(verdict(page)).toHaveText('It works here, as long as you stay connected.')
})
