/** Changes made to be dear to judge or to be kept differently on two screens: chains, halves, circles, odd kinds. */
import * as Y from 'yjs'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { SYNC } from '../../../shared/wire.ts'
import { type ForgedItem, forge } from '../../support/forge.ts'
import { syncFrameOf } from '../../support/rooms.ts'
import { copyFor } from '../writer.ts'
import { anyClient, attacks, changeOf, flood, frame, update, varUints } from './stage.ts'

/** So many changes of one card in a row, and as many of another device that knows of none of them. */
function rivals(count: number): Uint8Array {
  const [first, second] = [anyClient(), anyClient()].sort((a, b) => a - b) as [number, number]
  const items = (client: number, isChain: boolean): ForgedItem[] =>
    Array.from({ length: count }, (_, at) => ({
      ...(isChain && at > 0 ? { origin: { client, clock: at - 1 } } : { root: 'placements', key: 'F11' }),
      values: [{ column: 'due-regard', order: `a${at}V` }],
    }))
  return forge([
    { client: first, clock: 0, items: items(first, true) },
    { client: second, clock: 0, items: items(second, false) },
  ])
}

/** Every number of content with every bit beside it, and bytes that are none of it. */
function oddKinds(at: number): Uint8Array {
  const item: ForgedItem = {
    root: ['placements', 'comments', 'why/F9', 'paper/purpose'][at % 4] as string,
    key: 'F9',
    other: { kind: at % 32, bytes: [1, 3, 123, 34, 97, 34, 58, 49, 125, 0, at % 256] },
    bits: (at >> 5) % 2 === 0 ? 0 : 32,
  }
  return forge([{ client: anyClient(), clock: 0, items: [item] }])
}

const ODD_PLACES: readonly (readonly [root: string, key: string])[] = [
  ['why/__proto__', ''],
  ['why/constructor', ''],
  ['why/', ''],
  ['paper/__proto__', ''],
  ['', 'x'],
  ['placements', ''],
  ['placements', '\u0000'],
  ['placements', 'x'.repeat(50_000)],
  ['placements', 'F1\u0301'],
  ['placements', '\uff26\uff11'],
  ['responses', 'F1/__proto__'],
  ['responses', 'F1/actions/constructor'],
  ['responses', 'F1//'],
  ['plan', 'action/__proto__/title'],
  ['plan', 'toString/a/title'],
  ['board', 'hasOwnProperty'],
  ['facilitation', 'valueOf'],
  ['live', 'vote/__proto__'],
]

export const ODD_CHANGES = attacks({
  'sets one card in two long rows that know nothing of each other': (stage) =>
    flood(stage, () => update(rivals(3_000)), { every: 50 }),
  'sets one card in many short rows that know nothing of each other': (stage) =>
    flood(stage, () => update(rivals(400)), { every: 20 }),
  'sets one card by turns from two tabs, each from before the other': async (stage) => {
    const doc = await copyFor(stage.eve)
    const [a, b] = [anyClient(), anyClient()]
    let at = 0
    const item = (client: number): ForgedItem => ({
      ...(at > 0
        ? { origin: { client: client === a ? b : a, clock: at - 1 } }
        : { root: 'placements', key: 'F12' }),
      values: [{ column: 'new-action', order: `a${at}V` }],
    })
    await flood(
      stage,
      () => {
        const items = { a: [] as ForgedItem[], b: [] as ForgedItem[] }
        const from = at
        for (let left = 500; left > 0; left -= 1) {
          items.a.push(item(a))
          items.b.push(item(b))
          at += 1
        }
        return update(
          forge([
            { client: a, clock: from, items: items.a },
            { client: b, clock: from, items: items.b },
          ]),
        )
      },
      { every: 20 },
    )
    doc.destroy()
  },
  'uses every kind of content there is': (stage) => {
    let at = 0
    return flood(stage, () => {
      at += 1
      return update(oddKinds(at))
    })
  },
  'writes at names that mean something elsewhere': (stage) => {
    let at = 0
    return flood(stage, () => {
      at += 1
      const [root, key] = ODD_PLACES[at % ODD_PLACES.length] as readonly [string, string]
      const holds = key === '' ? { text: 'x' } : { key, values: [{ column: 'due-regard', order: 'a1V' }] }
      return update(forge([{ client: anyClient(), clock: 0, items: [{ root, ...holds }] }]))
    })
  },
  'builds two changes on each other': (stage) =>
    flood(stage, () => {
      const [a, b] = [anyClient(), anyClient()]
      const values = [{ column: 'due-regard', order: 'a1V' }]
      return update(
        forge([
          { client: a, clock: 0, items: [{ origin: { client: b, clock: 0 }, values }] },
          { client: b, clock: 0, items: [{ origin: { client: a, clock: 0 }, values }] },
        ]),
      )
    }),
  'builds on thousands that build on thousands': (stage) =>
    flood(
      stage,
      () => {
        const clients = Array.from({ length: 64 }, anyClient).sort((x, y) => y - x)
        const blocks = clients.map((client, at) => ({
          client,
          clock: 0,
          items: Array.from({ length: 90 }, (_, index) => {
            const next = clients[at + 1]
            return next === undefined
              ? { root: 'why/F13', text: 'x' }
              : { origin: { client: next, clock: 89 - index }, text: 'y' }
          }),
        }))
        return update(forge(blocks))
      },
      { every: 50 },
    ),
  'begins at clocks near the last there is': (stage) => {
    let at = 0
    return flood(stage, () => {
      at += 1
      const clock = [2 ** 31 - 2, 2 ** 31, 2 ** 32, 2 ** 53 - 2][at % 4] as number
      const item = { root: 'placements', key: 'F9', values: [{ column: 'due-regard', order: 'a1V' }] }
      return update(forge([{ client: anyClient(), clock, items: [item] }]))
    })
  },
  'takes away halves of letters, and writes between them': async (stage) => {
    const doc = await copyFor(stage.eve)
    const out: Uint8Array[] = []
    doc.on('update', (bytes: Uint8Array) => out.push(bytes))
    const why = whyText(doc, 'F14')
    let at = 0
    await flood(
      stage,
      () => {
        at += 1
        why.insert(0, '😀👩‍👧👍🏽')
        why.insert(1 + (at % 5), 'x')
        why.delete((at * 3) % why.length, 1)
        if (why.length > 2_000) why.delete(1, 1_501)
        return Buffer.concat(out.splice(0).map(update))
      },
      { every: 15 },
    )
    doc.destroy()
  },
  'writes marks that stand on one letter, and turn the line round': async (stage) => {
    const doc = await copyFor(stage.eve)
    const out: Uint8Array[] = []
    doc.on('update', (bytes: Uint8Array) => out.push(bytes))
    const why = whyText(doc, 'F15')
    await flood(
      stage,
      () => {
        why.insert(0, `a${'\u0301\u20dd\u202e\u2066\ufdfa'.repeat(100)}`)
        if (why.length > 5_000) why.delete(0, 4_000)
        return Buffer.concat(out.splice(0).map(update))
      },
      { every: 30 },
    )
    doc.destroy()
  },
  'deletes one range in several ways': async (stage) => {
    const doc = await copyFor(stage.eve)
    const [client = 1] = doc.store.clients.keys()
    const sets: (readonly (readonly [number, number])[])[] = [
      [
        [0, 10],
        [5, 10],
      ],
      [[5, 0]],
      [
        [10, 1],
        [0, 1],
      ],
      [[0, 2 ** 31 - 1]],
      [[0, 2 ** 53]],
      Array.from({ length: 30_000 }, (_, at) => [at, 1] as const),
    ]
    let at = 0
    await flood(stage, () => {
      at += 1
      return update(forge([], [{ client, ranges: sets[at % sets.length] ?? [] }]))
    })
    doc.destroy()
  },
  'answers what nobody asked': (stage) =>
    flood(stage, () =>
      frame(
        syncFrameOf(
          SYNC.step2,
          changeOf((doc) =>
            rootsOf(doc).comments.set(`${stage.eve.me.id}/s2`, { on: 'F1', text: String(Math.random()) }),
          ),
        ),
      ),
    ),
  'says to have what cannot be, and asks for the rest': async (stage) => {
    const doc = await copyFor(stage.eve)
    const own = [...doc.store.clients.keys()]
    let at = 0
    await flood(stage, () => {
      at += 1
      const clock = [1, 2 ** 31, 2 ** 53 - 1, 0][at % 4] as number
      const numbers = at % 2 === 0 ? [1, own[0] ?? 1, clock] : [2, own[0] ?? 1, clock, own[0] ?? 1, clock]
      return frame(syncFrameOf(SYNC.step1, varUints(...numbers)))
    })
    doc.destroy()
  },
  'makes a thousand texts that hold nothing': (stage) =>
    flood(stage, () => {
      const client = anyClient()
      const items = Array.from({ length: 1_000 }, (_, at) => ({
        root: `why/F${1 + (at % 30)}`,
        deleted: 1 + at,
      }))
      return update(forge([{ client, clock: 0, items }]))
    }),
  'takes back what it did, and that, and that': async (stage) => {
    const doc = await copyFor(stage.eve)
    const out: Uint8Array[] = []
    doc.on('update', (bytes: Uint8Array) => out.push(bytes))
    const { placements } = rootsOf(doc)
    const undo = new Y.UndoManager(placements, { trackedOrigins: new Set(['me']) })
    let at = 0
    await flood(
      stage,
      () => {
        at += 1
        if (at % 3 === 0) undo.undo()
        else if (at % 7 === 0) undo.redo()
        else doc.transact(() => placements.set('F16', { column: 'new-action', order: `a${at}V` }), 'me')
        return Buffer.concat(out.splice(0).map(update))
      },
      { every: 12 },
    )
    undo.destroy()
    doc.destroy()
  },
})
