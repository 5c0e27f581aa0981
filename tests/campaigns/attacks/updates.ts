/** Changes of the document that no browser makes: too many, too large, too many pieces, somebody else's. */
import * as Y from 'yjs'
import { rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { SYNC } from '../../../shared/wire.ts'
import { type ForgedItem, forge } from '../../support/forge.ts'
import { syncFrameOf } from '../../support/rooms.ts'
import { copyFor } from '../writer.ts'
import {
  anyClient,
  attacks,
  changeOf,
  comments,
  flood,
  frame,
  repeated,
  type Stage,
  update,
  varUints,
} from './stage.ts'

/** Sends one forged change after the other, each under a client id of its own. */
const forging = (stage: Stage, items: (client: number) => readonly ForgedItem[]) =>
  flood(stage, () => {
    const client = anyClient()
    return update(forge([{ client, clock: 0, items: items(client) }]))
  })

const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let left = depth; left > 0; left -= 1) value = { a: value }
  return value
}

export const UPDATES = attacks({
  'writes comments as fast as it goes': (stage) => {
    let at = 0
    return flood(stage, () => {
      at += 1
      return update(comments(stage.eve, at, 1, 'Noted.'))
    })
  },
  'writes three megabytes at once, again and again': (stage) => {
    const bytes = update(comments(stage.eve, 0, 1_500, 'x'.repeat(2_000)))
    return flood(stage, () => bytes)
  },
  'writes twenty thousand small things at once': (stage) => {
    let at = 0
    return flood(stage, () => {
      at += 1
      const key = (index: number) => `${stage.eve.me.id}/s${at}-${index}`
      const items = Array.from({ length: 20_000 }, (_, index) => ({
        root: 'comments',
        key: key(index),
        values: [{ on: 'F1', text: 'x' }],
      }))
      return update(forge([{ client: anyClient(), clock: 0, items }]))
    })
  },
  'sets one place thousands of times': async (stage) => {
    const doc = await copyFor(stage.eve)
    const out: Uint8Array[] = []
    doc.on('update', (bytes: Uint8Array) => out.push(bytes))
    let at = 0
    await flood(stage, () => {
      doc.transact(() => {
        for (let left = 2_000; left > 0; left -= 1) {
          at += 1
          rootsOf(doc).placements.set('F9', { column: 'due-regard', order: `a${at}V` })
        }
      })
      return update(out.splice(0).at(-1) ?? new Uint8Array())
    })
    doc.destroy()
  },
  'types and takes away single letters all over a text': async (stage) => {
    const doc = await copyFor(stage.eve)
    const out: Uint8Array[] = []
    doc.on('update', (bytes: Uint8Array) => out.push(bytes))
    const why = whyText(doc, 'F8')
    await flood(stage, () => {
      doc.transact(() => {
        for (let left = 100; left > 0; left -= 1) {
          why.insert(Math.floor(Math.random() * (why.length + 1)), 'x')
          if (why.length > 4_000) why.delete(Math.floor(Math.random() * why.length), 1)
        }
      })
      return update(out.splice(0).at(-1) ?? new Uint8Array())
    })
    doc.destroy()
  },
  'writes a text from its end, each letter before the last': async (stage) => {
    const doc = await copyFor(stage.eve)
    const out: Uint8Array[] = []
    doc.on('update', (bytes: Uint8Array) => out.push(bytes))
    const why = whyText(doc, 'F6')
    await flood(stage, () => {
      for (let left = 50; left > 0; left -= 1) {
        why.insert(0, 'x')
        if (why.length > 4_000) why.delete(2_000, 2_000)
      }
      return Buffer.concat(out.splice(0).map(update))
    })
    doc.destroy()
  },
  'writes letters where nobody can have': async (stage) => {
    const doc = await copyFor(stage.eve)
    whyText(doc, 'F7').insert(0, 'Because it is so.')
    const client = doc.clientID
    const begun = update(Y.encodeStateAsUpdate(doc))
    await flood(stage, () => {
      const [origin, right] = [Math.ceil(Math.random() * 16), Math.floor(Math.random() * 16)]
      const items = [{ origin: { client, clock: origin }, right: { client, clock: right }, text: 'x' }]
      return Buffer.concat([begun, update(forge([{ client: anyClient(), clock: 0, items }]))])
    })
    doc.destroy()
  },
  'takes away in a hundred thousand pieces': (stage) => {
    const ranges = Array.from({ length: 100_000 }, (_, at) => [at * 2, 1] as const)
    const bytes = update(forge([], [{ client: anyClient(), ranges }]))
    return flood(stage, () => bytes)
  },
  'takes away all the board': async (stage) => {
    const doc = await copyFor(stage.eve)
    const deletes = [...doc.store.clients.keys()].map((client) => ({
      client,
      ranges: [[0, Y.getState(doc.store, client)] as const],
    }))
    const bytes = update(forge([], deletes))
    await flood(stage, () => bytes)
    doc.destroy()
  },
  'nests values without end': (stage) =>
    forging(stage, () => [
      { root: 'comments', key: `${stage.eve.me.id}/deep`, values: [nested(2_000)] },
      { root: 'comments', key: `${stage.eve.me.id}/many`, values: Array.from({ length: 2_000 }, () => ({})) },
    ]),
  'says that millions of changes come': (stage) => {
    const bytes = update(Uint8Array.of(...varUints(30_000_000, 30_000_000, 1, 0), 0, 1))
    return flood(stage, () => bytes)
  },
  'sends garbage that claims a neighbour’s next change': async (stage) => {
    const doc = await copyFor(stage.eve)
    const [client = 1] = doc.store.clients.keys()
    const clock = Y.getState(doc.store, client)
    await flood(stage, () => update(forge([{ client, clock, items: [{ gc: 1_000 }] }])))
    doc.destroy()
  },
  'writes under ids of everybody else': async (stage) => {
    const doc = await copyFor(stage.eve)
    await flood(stage, () => {
      const all = [...doc.store.clients.keys()]
      const client = all[Math.floor(Math.random() * all.length)] as number
      const bytes = changeOf((it) => rootsOf(it).placements.set('F2', { column: 'set-aside', order: 'a1' }))
      const item = { root: 'placements', key: 'F2', values: [{ column: 'set-aside', order: 'a1V' }] }
      const clock = Y.getState(doc.store, client)
      return Buffer.concat([update(forge([{ client, clock, items: [item] }])), update(bytes)])
    })
    doc.destroy()
  },
  'writes comments of somebody else and statements': (stage) =>
    forging(stage, () => [
      { root: 'comments', key: `${stage.grace.me.id}/c1`, values: [{ on: 'F1', text: 'Forged.' }] },
      { root: 'statements', key: 'F1', values: [{ source: 'F', number: '1', text: 'Forged.' }] },
      { root: 'live', key: 'phase', values: ['agreed'] },
    ]),
  'writes at places that poison objects': (stage) =>
    forging(stage, () =>
      ['__proto__', 'constructor', `${stage.eve.me.id}/__proto__`, '__proto__/x'].map((key) => ({
        root: 'comments',
        key,
        values: [{ on: '__proto__', text: 'x', constructor: { prototype: { polluted: true } } }],
      })),
    ),
  'names a thousand roots that no board has': (stage) =>
    forging(stage, (client) =>
      Array.from({ length: 1_000 }, (_, at) => ({ root: `root${client}-${at}`, key: 'x', values: [1] })),
    ),
  'takes a new client id for every change': (stage) => {
    let at = 0
    return flood(stage, () => {
      at += 1
      return update(
        changeOf((doc) => rootsOf(doc).comments.set(`${stage.eve.me.id}/one`, { on: 'F1', text: `${at}` })),
      )
    })
  },
  'builds on what nobody has': (stage) =>
    flood(stage, () => {
      const client = anyClient()
      const item = { origin: { client, clock: 4 }, values: [{ on: 'F1', text: 'Gap.' }] }
      return update(forge([{ client, clock: 5, items: [item] }]))
    }),
  'sends the whole board back, again and again': async (stage) => {
    const doc = await copyFor(stage.eve)
    const bytes = frame(syncFrameOf(SYNC.step2, Y.encodeStateAsUpdate(doc)))
    doc.destroy()
    await flood(stage, () => repeated(bytes, 5))
  },
  'sends the newer encoding, and half of a change': (stage) => {
    const whole = comments(stage.eve, 0, 50, 'x')
    const doc = new Y.Doc()
    Y.applyUpdate(doc, whole)
    const newer = Y.encodeStateAsUpdateV2(doc)
    let at = 0
    return flood(stage, () => {
      at += 1
      return update(at % 2 === 0 ? newer : whole.subarray(0, at % whole.length))
    })
  },
})
