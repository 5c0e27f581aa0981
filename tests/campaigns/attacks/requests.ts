/** Calls over HTTP: dear ones, long ones, and files made to be hard to read. */
import { ask } from '../../support/guests.ts'
import type { RawLink } from '../../support/raw-link.ts'
import { attacks, calls, get, pause, rawLink } from './stage.ts'

const BOMBS = [
  `text\n${'"'.repeat(1_000_000)}`,
  `text\n${','.repeat(2_000_000)}`,
  `text${',text'.repeat(50_000)}\n${'a,'.repeat(50_000)}`,
  `text\n${'a\n'.repeat(1_000_000)}`,
  `text\n"${'""'.repeat(2_000_000)}"`,
  `text\r${'\r'.repeat(3_000_000)}`,
  `source,number,text\n${'F,1,x\n'.repeat(300_000)}`,
  `text\n${'\u0301'.repeat(1_000_000)}`,
  `text\n${'\ud83d'.repeat(500_000)}`,
]

const BODIES = [
  '['.repeat(200_000),
  '['.repeat(100_000) + ']'.repeat(100_000),
  `{"text":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
  `[${'{"text":"x","__proto__":{"polluted":1}},'.repeat(1_000)}{}]`,
  `[${'1e999,'.repeat(30_000)}1]`,
  '\u0000',
  '{"phase":"open","from":"open","__proto__":{"a":1}}',
]

export const REQUESTS = attacks({
  'asks for every file of the board at once': (stage) =>
    calls(stage, 20, (at) =>
      get(stage.eve, `/exports/${['mapping.csv', 'board.json', 'board.md'][at % 3] ?? ''}`),
    ),
  'reads the history and every statement, without end': (stage) =>
    calls(stage, 12, (at) =>
      get(stage.eve, ['/history?limit=500', '/statements', '', '/history?statement=none'][at % 4] ?? ''),
    ),
  'changes its name without end': (stage) =>
    calls(stage, 5, (at) => ask(stage.eve, 'PATCH', `/people/${stage.eve.me.id}`, { name: `Eve ${at}` })),
  'asks for what only a facilitator may': (stage) =>
    calls(stage, 10, (at) =>
      at % 2 === 0
        ? ask(stage.eve, 'PATCH', '', { phase: 'agreed', from: 'open' })
        : ask(stage.eve, 'POST', '/statements', BOMBS[at % BOMBS.length]),
    ),
  'as facilitator reads the history, every statement and every file, without end': (stage) =>
    calls(stage, 20, (at) =>
      get(
        stage.grace,
        ['/history?limit=500', '/statements', '/exports/board.json', '/links', '/people'][at % 5] ?? '',
      ),
    ),
  'as facilitator makes every call under a key of its own': (stage) =>
    calls(stage, 10, async (at) => {
      const { base, board, as, cookie } = stage.grace
      const response = await fetch(`${base}/api/boards/${board}/statements?as=${as}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv', 'idempotency-key': `key-${at}`, cookie },
        body: 'source,number,text\nF,1,Statement 1.',
      })
      const body: unknown = await response.json().catch(() => null)
      return { status: response.status, body }
    }),
  'as facilitator imports files that are bombs': (stage) =>
    calls(stage, 2, (at) => ask(stage.grace, 'POST', '/statements', BOMBS[at % BOMBS.length])),
  'as facilitator sends JSON that is deep, long or none': (stage) =>
    calls(stage, 4, async (at) => {
      const { base, board, as, cookie } = stage.grace
      const path = ['/statements', '', '/links'][at % 3] ?? ''
      const response = await fetch(`${base}/api/boards/${board}${path}?as=${as}`, {
        method: path === '' ? 'PATCH' : 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: BODIES[at % BODIES.length] ?? '',
      })
      const body: unknown = await response.json().catch(() => null)
      return { status: response.status, body }
    }),
  'sends bodies a letter at a time': async (stage) => {
    const { eve, base } = stage
    const links: RawLink[] = []
    for (let at = 0; at < 200 && !stage.isOver(); at += 1) {
      const link = stage.hold(await rawLink(base))
      link.write(
        `POST /api/boards/${eve.board}/statements?as=${eve.as} HTTP/1.1\r\nHost: localhost\r\n` +
          `Cookie: ${eve.cookie}\r\nContent-Type: text/csv\r\nContent-Length: 8000000\r\n\r\n`,
      )
      links.push(link)
    }
    while (!stage.isOver()) {
      for (const link of links) link.write('a')
      await pause(50)
    }
  },
})
