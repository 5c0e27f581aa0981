/**
 * A running server, and connections that send what no browser would.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MOST_SILENT } from '../../../server/listener.ts'
import { FRAME, SYNC } from '../../../shared/wire.ts'
import { ask, comeIn, type Guest, openBoardOn } from '../../support/guests.ts'
import { handshake, OPCODE, type RawLink, rawLink, rawSocketOf } from '../../support/raw-link.ts'
import { syncFrameOf } from '../../support/rooms.ts'
import { buildServer, memoryOf, type ServerProcess, startProcess } from '../../support/server-process.ts'

let server: ServerProcess
let folder: string
let ama: Guest
let ben: Guest
let cho: Guest
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'due-regard-sockets-'))
  server = await startProcess(await buildServer('sockets'), { DATA_DIR: folder })
  const { board } = await openBoardOn(server.base)
  ama = await comeIn(server.base, board, 'participant', 'Ama')
  ben = await comeIn(server.base, board, 'participant', 'Ben')
  cho = await comeIn(server.base, board, 'participant', 'Cho')
}, 60_000)
afterAll(async () => {
  server.kill('SIGKILL')
  await server.ended
  rmSync(folder, { recursive: true, force: true })
})

const links: RawLink[] = []
afterEach(() => {
  for (const link of links.splice(0)) link.end()
})
const held = (link: RawLink): RawLink => {
  links.push(link)
  return link
}
const stranger = async () => held(await rawLink(server.base))
const socketOf = async (guest: Guest) => held(await rawSocketOf(guest))

/** Nothing that was done before has hurt anybody else. */
async function stillServes(): Promise<void> {
  const others = await socketOf(ben)
  others.send({ payload: syncFrameOf(SYNC.step1, Uint8Array.of(0)) })
  await until(() => others.bytes > 300)
  expect((await ask(ben, 'GET', '')).status).toBe(200)
}

async function until(isSo: () => boolean): Promise<void> {
  for (const by = Date.now() + 10_000; !isSo(); ) {
    if (Date.now() > by) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** How many megabytes the server has more afterwards. */
async function grownBy(work: () => Promise<void>): Promise<number> {
  const before = memoryOf(server.pid) ?? 0
  await work()
  return (memoryOf(server.pid) ?? 0) - before
}

describe('[E2] a connection that has not said who it is', () => {
  it('has a few seconds for its first request', { timeout: 20_000 }, async () => {
    const silent = await stranger()
    const slow = await stranger()
    slow.write('GET / HTTP/1.1\r\nHost: localhost\r\n')
    const drip = setInterval(() => slow.write('X-More: and more\r\n'), 500)

    const gone = await Promise.all([silent.gone(), slow.gone()])
    clearInterval(drip)

    for (const after of gone) expect(after).toBeLessThan(8_000)
  })

  it('is one of so many; a newer one takes the place of the one that waited longest', async () => {
    const crowd = await Promise.all(Array.from({ length: MOST_SILENT + 50 }, stranger))

    await stillServes()

    const left = crowd.filter((it) => !it.tcp.destroyed && it.tcp.readyState === 'open')
    expect(left.length).toBeLessThanOrEqual(MOST_SILENT)
    expect(await crowd[0]?.gone(1_000)).not.toBe('still there')
  })

  it('is one of so many also while it takes its time over a body', async () => {
    const slow =
      'POST /api/join HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{'
    const first = await stranger()
    first.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await until(() => first.heard().includes('alive'))
    first.write(slow)
    const crowd: RawLink[] = []
    for (let at = 0; at < MOST_SILENT + 50; at += 1) {
      const link = await stranger()
      link.write(slow)
      crowd.push(link)
    }

    await stillServes()

    expect(await first.gone(2_000)).not.toBe('still there')
    const isLeft = (it: RawLink) => !it.tcp.destroyed && it.tcp.readyState === 'open'
    expect(crowd.filter(isLeft).length).toBeLessThanOrEqual(MOST_SILENT)
  })

  it('is heard whole: no crowd of headers keeps out what a proxy says at the end', async () => {
    const home = async (more: string[], version = '1.1') => {
      const link = await stranger()
      const many = Array.from({ length: 150 }, (_, at) => `X-${at}: 1`)
      link.write([`GET /api/home HTTP/${version}`, 'Host: localhost', ...many, ...more, '', ''].join('\r\n'))
      await until(() => link.heard().includes('createKeyNeeded'))
      return /"createKeyNeeded":(\w+)/.exec(link.heard())?.[1]
    }

    expect(await home([])).toBe('false')
    expect(await home(['X-Forwarded-For: 10.1.2.3'])).toBe('true')
    // As nginx asks that was told nothing but where the server is.
    expect(await home([], '1.0')).toBe('true')
  })

  it('is not left open because it asks for something that is no WebSocket', async () => {
    const link = await stranger()
    link.write('GET /sync/b HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n')

    expect(await link.gone(2_000)).not.toBe('still there')
  })

  it.each<[string, string, number]>([
    ['two lengths', 'POST /api/join HTTP/1.1|Host: localhost|Content-Length: 2|Content-Length: 3||{}x', 400],
    [
      'a length and pieces',
      'POST /api/join HTTP/1.1|Host: localhost|Content-Length: 4|Transfer-Encoding: chunked||0||',
      400,
    ],
    [
      'pieces named with a blank',
      'POST /api/join HTTP/1.1|Host: localhost|Transfer-Encoding : chunked||0||',
      400,
    ],
    [
      'pieces of another kind',
      'POST /api/join HTTP/1.1|Host: localhost|Transfer-Encoding: chunked, identity||0||',
      400,
    ],
    ['bare line feeds', 'GET /healthz HTTP/1.1\nHost: localhost\n\n', 400],
    ['a folded line', 'GET /healthz HTTP/1.1|Host: localhost|X-A: b|  c||', 400],
    ['a NUL', 'GET /healthz HTTP/1.1|Host: localhost|X-A: b\0||', 400],
    ['no name', 'GET /healthz HTTP/1.1||', 400],
    ['two names', 'GET /api/home HTTP/1.1|Host: localhost|Host: evil.example||', 403],
    ['a whole address of another name', 'GET http://evil.example/api/home HTTP/1.1|Host: localhost||', 403],
    ['TRACE', 'TRACE /api/home HTTP/1.1|Host: localhost|Cookie: a=b||', 404],
    ['a name in another spelling', 'GET /%72eadyz HTTP/1.1|Host: localhost||', 404],
    ['a name by a way round', 'GET /api/../readyz HTTP/1.1|Host: localhost||', 404],
  ])(
    '[D9] that asks with %s is refused, and where it is no HTTP nothing behind it is heard',
    async (_, head, expected) => {
      const link = await stranger()

      link.write(head.replaceAll('|', '\r\n'))
      // What two readers of one message might disagree about would be heard as a request of its own.
      link.write('GET /api/home HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
      await until(() => /HTTP\/1\.1 \d/.test(link.heard()))

      expect(link.heard()).toMatch(new RegExp(`^HTTP/1.1 ${expected} `))
      if (expected === 400) expect(link.heard()).not.toContain('createKeyNeeded')
      expect(link.heard()).not.toMatch(/Cookie: a=b|ready/)
    },
  )

  it('is gone in seconds when it was refused and does not answer', { timeout: 20_000 }, async () => {
    const link = await stranger()
    link.write(handshake({ ...ama, cookie: 'none=1' }))
    await until(() => link.closeCode() !== null)

    expect(link.closeCode()).toBe(4401)
    for (let chat = 0; chat < 100; chat += 1) link.send({ payload: new Uint8Array(10) })
    expect(await link.gone()).toBeLessThan(8_000)
  })
})

describe('[C18] a socket that is no browser’s', () => {
  it('is closed for a message in endless pieces', async () => {
    const grown = await grownBy(async () => {
      const link = await socketOf(ama)
      link.send({ opcode: OPCODE.binary, isLast: false, payload: Uint8Array.of(1) })
      for (let piece = 0; piece < 100_000 && !link.tcp.destroyed; piece += 1) {
        link.send({ opcode: OPCODE.more, isLast: false, payload: Uint8Array.of(1) })
        if (piece % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      expect(await link.gone()).not.toBe('still there')
    })
    expect(grown).toBeLessThan(50)
    await stillServes()
  })

  it('is not let in with two thousand headers', async () => {
    const link = await stranger()
    link.write(
      handshake(
        ama,
        Array.from({ length: 2_000 }, (_, at) => `X-${at}: ${at}`),
      ),
    )

    await until(() => link.heard() !== '')
    expect(link.heard()).toMatch(/^HTTP\/1\.1 431/)
    await stillServes()
  })

  it.each<[string, Parameters<RawLink['send']>[0], number]>([
    ['text', { opcode: OPCODE.text, payload: Buffer.from('{}') }, 4400],
    ['compressed bytes', { isPacked: true, payload: new Uint8Array(100) }, 1002],
    ['a length past counting', { says: 2n ** 62n, payload: new Uint8Array(10) }, 1009],
    ['more than a board takes at once', { says: 5n * 2n ** 20n, payload: new Uint8Array(10) }, 1009],
    ['a frame without a mask', { isMasked: false, payload: Uint8Array.of(FRAME.queryAwareness) }, 1002],
    ['a frame of no kind', { opcode: 5 }, 1002],
    ['a ping in pieces', { opcode: OPCODE.ping, isLast: false }, 1002],
    ['a ping that is too long', { opcode: OPCODE.ping, payload: new Uint8Array(126) }, 1002],
  ])('is closed for %s', async (_, frame, code) => {
    const link = await socketOf(ama)

    link.send(frame)
    await until(() => link.closeCode() !== null || link.tcp.destroyed)

    expect(link.closeCode()).toBe(code)
    await stillServes()
  })

  it('is not fed without end while it pings and does not read', { timeout: 30_000 }, async () => {
    const grown = await grownBy(async () => {
      const link = await socketOf(cho)
      link.tcp.pause()
      const pings = Buffer.concat(Array.from({ length: 500 }, () => PING))
      for (let round = 0; round < 200 && !link.tcp.destroyed; round += 1) {
        if (!link.tcp.write(pings)) await Promise.race([drained(link), link.gone(200)])
      }
    })
    expect(grown).toBeLessThan(50)
    await stillServes()
  })
})

const PING = (() => {
  const head = Buffer.from([0x80 | OPCODE.ping, 0x80 | 100, 0, 0, 0, 0])
  return Buffer.concat([head, Buffer.alloc(100)])
})()

const drained = (link: RawLink) => new Promise<void>((resolve) => link.tcp.once('drain', () => resolve()))
