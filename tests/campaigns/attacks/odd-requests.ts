/** What no browser sends: requests and frames of odd shapes, half understood, and calls that cross each other. */

import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { ask, comeIn, type Guest } from '../../support/guests.ts'
import { frameBytes, OPCODE } from '../../support/raw-link.ts'
import { awarenessFrameOf } from '../../support/rooms.ts'
import {
  attacks,
  calls,
  changeOf,
  flood,
  frame,
  get,
  pause,
  rawLink,
  type Stage,
  socketOf,
  update,
} from './stage.ts'

/** Requests written out, one connection each, told what the first line of each answer says. */
async function raw(stage: Stage, request: (at: number) => string): Promise<void> {
  let made = 0
  const one = async () => {
    while (!stage.isOver()) {
      const link = stage.hold(await rawLink(stage.base))
      made += 1
      link.write(request(made))
      for (let left = 20; left > 0 && !link.heard().includes('\r\n') && !link.tcp.destroyed; left -= 1)
        await pause(5)
      stage.heard(link.heard().split('\r\n')[0] || 'no answer')
      link.end()
    }
  }
  await Promise.all(Array.from({ length: 6 }, one))
}

const headOf = ({ cookie }: Guest, path: string, method = 'GET', ...more: string[]) =>
  [`${method} ${path} HTTP/1.1`, 'Host: localhost', `Cookie: ${cookie}`, ...more, '', ''].join('\r\n')

const ODD_PATHS = (board: string, as: string): readonly string[] => [
  `/api/boards/${board}?as=${as}&as=x&as=__proto__`,
  `/api/boards/${board}/../${board}?as=${as}`,
  `/api/boards/${board}%2f..%2f?as=${as}`,
  `/api/boards/${board}%00?as=${as}`,
  '/api/boards/%ff%fe',
  '/api/boards/%',
  '/api/boards/__proto__?as=constructor',
  `/api/boards/${board}/people/__proto__?as=${as}`,
  `/api/boards/${board}/votes/1e0/choices?as=${as}`,
  `/api/boards/${board}/votes/-0/choices/__proto__?as=${as}`,
  `/api/boards/${board}/votes/99999999999999999999/choices?as=${as}`,
  `/api/boards/${board}/history?limit=99999999999999999999&as=${as}`,
  `/api/boards/${board}/history?before=0x10&limit=-1&as=${as}`,
  `/api/boards/${board}/history?statement=__proto__&as=${as}`,
  `/api/boards/${board}/exports/..%2f..%2fregistry.json?as=${as}`,
  `/api/boards/${board}/exports/constructor?as=${as}`,
  `/api/boards/${board}/versions/NaN/exports/mapping.csv?as=${as}`,
  `/api/boards/${board}?as=${as}&seat=${'x'.repeat(8_000)}`,
  `/sync/${board}?as=${as}&epoch=${'9'.repeat(5_000)}`,
  '//evil.example/%2e%2e',
  '/assets/..%2f..%2fpackage.json',
  '/.vite/manifest.json',
  `http://evil.example/api/boards/${board}?as=${as}`,
  '*',
  '/api/openapi.json',
  '/b/\u00e9\u0301',
]

const oddRequest = ({ eve }: Stage, at: number): string => {
  const { board, as, cookie } = eve
  const path = `/api/boards/${board}?as=${as}`
  const paths = ODD_PATHS(board, as)
  const all = [
    headOf(eve, path, 'TRACE'),
    headOf(eve, path, 'CONNECT'),
    headOf(eve, path, 'PROPFIND'),
    headOf(eve, path, 'OPTIONS', 'Origin: null', 'Access-Control-Request-Method: DELETE'),
    headOf(eve, path, 'GET', `X-Long: ${'x'.repeat(15_000)}`),
    headOf(
      eve,
      path,
      'GET',
      `Cookie: ${Array.from({ length: 900 }, (_, it) => `a${it}=${cookie}`).join('; ')}`.slice(0, 15_000),
    ),
    headOf(
      eve,
      path,
      'GET',
      'Range: bytes=0-0,1-1,2-2,-1,5-',
      'If-None-Match: *',
      'If-Modified-Since: never',
    ),
    headOf(eve, '/', 'GET', `Range: bytes=${'0-,'.repeat(3_000)}0-`, `If-None-Match: ${'"x",'.repeat(800)}*`),
    headOf(eve, '/', 'GET', `Accept-Encoding: ${'gzip;q=0.000,'.repeat(1_000)}br`),
    headOf(eve, path, 'GET', 'Transfer-Encoding: chunked', 'Content-Length: 5').concat('0\r\n\r\nGET /x'),
    headOf(eve, path, 'PATCH', 'Content-Type: application/json', 'Transfer-Encoding: chunked').concat(
      `2;${'a=b;'.repeat(3_000)}\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n`,
    ),
    headOf(eve, path, 'PATCH', 'Content-Type: application/json', 'Expect: 100-continue', 'Content-Length: 2'),
    headOf(eve, path, 'PATCH', 'Content-Type: application/json', 'Content-Length: -1').concat('{}'),
    headOf(
      eve,
      path,
      'PATCH',
      'Content-Type: application/json',
      'Content-Encoding: gzip',
      'Content-Length: 2',
    ).concat('{}'),
    headOf(eve, path, 'PATCH', 'Content-Type: application/json', 'Content-Length: 34').concat(
      '{"phase":"open","phase":"agreed"}\r',
    ),
    headOf(eve, path).replace('HTTP/1.1', 'HTTP/1.0'),
    headOf(eve, path).replace('HTTP/1.1', 'HTTP/3.0'),
    headOf(
      eve,
      path,
      'GET',
      'Host: evil.example',
      'X-Forwarded-For: 1.2.3.4',
      'X-Http-Method-Override: DELETE',
    ),
    headOf(
      eve,
      path,
      'GET',
      'Upgrade: h2c',
      'Connection: Upgrade, HTTP2-Settings',
      'HTTP2-Settings: AAMAAABk',
    ),
    headOf(
      eve,
      `/sync/${board}?as=${as}`,
      'GET',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 12',
      'Sec-WebSocket-Key: x',
    ),
    headOf(
      eve,
      `/sync/${board}?as=${as}`,
      'GET',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      `Sec-WebSocket-Protocol: ${Array.from({ length: 1_000 }, (_, it) => `p${it}`).join(',')}`,
      `Sec-WebSocket-Extensions: permessage-deflate; ${'a="b"; '.repeat(500)}x`,
    ),
    headOf(eve, path, 'PRI * HTTP/2.0\r\n\r\nSM'),
    'GET\r\n\r\n',
    `\x16\x03\x01\x02\x00${'\x01'.repeat(200)}`,
  ]
  return at % 2 === 0
    ? headOf(eve, paths[(at / 2) % paths.length] ?? '')
    : (all[((at - 1) / 2) % all.length] ?? '')
}

const PRESENCE: readonly unknown[] = [
  null,
  [],
  'x',
  0,
  { hold: { statement: '__proto__', over: 'constructor', slot: -1, x: 1e308, y: -0 } },
  { hold: { statement: 'F1', over: 'due-regard', slot: 2 ** 53, x: 'NaN', y: null } },
  { looking: '\ud83d' },
  { looking: { toString: 1 } },
  { typing: 'why/__proto__', user: { name: 'Grace', color: 'url(//evil.example)' } },
  Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`k${at}`, at])),
  JSON.parse('{"__proto__":{"looking":"F1"},"looking":"F2"}'),
]

/** Frames that the WebSocket protocol does not have, and some that it has at odd moments. */
function oddFrames(at: number): Uint8Array {
  const half = frameBytes({ isLast: false, payload: Uint8Array.of(0) })
  const ping = frameBytes({ opcode: OPCODE.ping, payload: Uint8Array.of(1) })
  const rest = frameBytes({ opcode: OPCODE.more, payload: Uint8Array.of(0) })
  const all = [
    [
      half,
      ping,
      ping,
      frameBytes({ opcode: OPCODE.more, isLast: false, payload: Uint8Array.of(0) }),
      ping,
      rest,
    ],
    [rest],
    [half, frameBytes({ payload: Uint8Array.of(0) })],
    [frameBytes({ opcode: 3, payload: Uint8Array.of(1) })],
    [frameBytes({ opcode: 11 })],
    [frameBytes({ opcode: OPCODE.ping, isLast: false })],
    [frameBytes({ opcode: OPCODE.ping, payload: new Uint8Array(126) })],
    [frameBytes({ opcode: OPCODE.close, payload: Uint8Array.of(3) })],
    [frameBytes({ opcode: OPCODE.close, payload: Uint8Array.of(3, 237) })],
    [
      frameBytes({ opcode: OPCODE.close, payload: Uint8Array.of(3, 232, 0xff, 0xfe) }),
      frame(Uint8Array.of(0, 0, 1, 0)),
    ],
    [frameBytes({ isMasked: false, payload: Uint8Array.of(0) })],
    [frameBytes({ isPacked: true, payload: Uint8Array.of(0) })],
    [frameBytes({ opcode: OPCODE.text, payload: Uint8Array.of(0xc3, 0x28) })],
    [frameBytes({ says: 2n ** 63n - 1n })],
    [frameBytes({ says: 2n ** 32n })],
    [
      frame(Uint8Array.of(0, 0)),
      frame(Uint8Array.of(0, 9)),
      frame(Uint8Array.of(2)),
      frame(Uint8Array.of(100, 1, 1)),
    ],
    [frameBytes({ opcode: 10, payload: new Uint8Array(125) })],
  ]
  return Buffer.concat(all[at % all.length] ?? [])
}

const inTurn = async (stage: Stage, step: (at: number) => Promise<unknown>, every = 20) => {
  for (let at = 1; !stage.isOver(); at += 1) {
    await step(at).catch(() => null)
    await pause(every)
  }
}

export const ODD_REQUESTS = attacks({
  'sends requests that no browser would': (stage) => raw(stage, (at) => oddRequest(stage, at)),
  'sends frames that the protocol does not have': (stage) => {
    let at = 0
    return flood(
      stage,
      () => {
        at += 1
        return oddFrames(at)
      },
      { every: 5 },
    )
  },
  'says what nobody can be doing': (stage) => {
    let at = 0
    return flood(
      stage,
      () => {
        at += 1
        const state = PRESENCE[at % PRESENCE.length] as Record<string, unknown>
        const clock = [at, 0, 2 ** 31, 2 ** 53 - 1][at % 4] as number
        return frame(
          awarenessFrameOf([
            { client: 91, clock, state },
            { client: 91, clock: clock + 1, state: null },
          ]),
        )
      },
      { every: 5 },
    )
  },
  'sends frames before it is let in': async (stage) => {
    const changes = update(
      changeOf((doc) => rootsOf(doc).comments.set(`${stage.eve.me.id}/e`, { on: 'F1', text: 'x' })),
    )
    while (!stage.isOver()) {
      const link = await socketOf(stage, stage.eve)
      for (let left = 50; left > 0; left -= 1) link?.write(changes)
      link?.tcp.end()
      await pause(10)
    }
  },
  'sends two calls under one key, and others under it': (stage) =>
    calls(stage, 10, async (at) => {
      const { base, board, as, cookie, me } = stage.eve
      const response = await fetch(`${base}/api/boards/${board}/people/${me.id}?as=${as}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'idempotency-key': `k${at % 3}`, cookie },
        body: JSON.stringify({ name: `Eve ${at % 5}` }),
      })
      return { status: response.status, body: await response.json().catch(() => null) }
    }),
  'calls itself what nobody can read': (stage) =>
    calls(stage, 4, (at) =>
      ask(stage.eve, 'PATCH', `/people/${stage.eve.me.id}`, {
        name: [
          '\ufdfa'.repeat(60),
          'a\u0301\u0301'.repeat(20),
          '\u202eevE',
          '\ud83d',
          '\u0000',
          ' ',
          '__proto__',
          '\u200b'.repeat(60),
        ][at % 8],
      }),
    ),
  'comes and goes while the doors open and close': async (stage) => {
    const going = inTurn(stage, async () => (await socketOf(stage, stage.eve))?.end(), 5)
    await inTurn(stage, async (at) => {
      const { status } = await ask(stage.grace, 'PATCH', '/doors', { open: at % 2 === 1, from: at % 2 === 0 })
      stage.heard(`doors ${status}`)
    })
    await going
  },
  'as facilitator opens and closes votes while somebody chooses': async (stage) => {
    const choosing = calls(stage, 4, (at) =>
      ask(stage.eve, 'PUT', `/votes/${1 + (at % 4)}/choices/F${25 + (at % 3)}`, { choice: 'due-regard' }),
    )
    await inTurn(stage, async (at) => {
      const packs = [{ title: 'Now', statements: ['F25', 'F26', 'F27'] }]
      const opened = await ask<{ vote?: number; number?: number }>(stage.grace, 'POST', '/votes', {
        packs,
        quorum: 1,
      })
      stage.heard(`open ${opened.status}`)
      const closed = await ask(stage.grace, 'PATCH', `/votes/${at}`, { close: true })
      stage.heard(`close ${closed.status}`)
    })
    await choosing
  },
  'as somebody who may only look, writes and calls': async (stage) => {
    const board = await get(stage.grace, '/links')
    const links = board.body as { id: string; role: string; path?: string }[] | { links?: never }
    const list = Array.isArray(links) ? links : []
    const observer = list.find((it) => it.role === 'observer')
    if (!observer?.path) return stage.heard('no view only link to be had')
    const link = { id: observer.id, role: 'observer' as const, createdAt: 0, path: observer.path }
    const all = { facilitator: link, participant: link, reviewer: link, observer: link }
    const oli = await comeIn(
      stage.base,
      { board: { id: stage.eve.board, title: '' }, links: all } as never,
      'observer',
      'Oli',
    )
    const bytes = update(
      changeOf((doc) => rootsOf(doc).placements.set('F2', { column: 'due-regard', order: 'a1V' })),
    )
    await Promise.all([
      flood(stage, () => bytes, { guest: oli, every: 5 }),
      calls(stage, 3, (at) =>
        get(oli, ['/people', '/links', '/history', '/votes/1/choices', '/exports/board.json'][at % 5] ?? ''),
      ),
    ])
  },
})
