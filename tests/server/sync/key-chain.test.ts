/**
 * What a key would hold, said before the update is applied, against what Yjs then makes of it: items that were
 * set after any earlier one, by devices of one person that knew of each other or did not.
 */
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { newBoardDoc } from '../../../server/sync/board-state.ts'
import type { Id } from '../../../server/sync/update-decoder.ts'
import { chanceFrom } from '../../support/boards.ts'
import { type ForgedItem, forge } from '../../support/forge.ts'
import { ama, judgedBoard } from '../../support/judged.ts'

const KEY = 'F2/evidence'
const CLIENTS = [40, 60, 80]

type Chance = () => number

const upTo = (chance: Chance, end: number) => Math.floor(chance() * end)

/** Items of one key, each after one that came before it in the same updates, or after nothing. */
function openForger(chance: Chance) {
  const units: Id[] = []
  const clocks = new Map(CLIENTS.map((it) => [it, 0]))
  let made = 0
  const item = (client: number): ForgedItem => {
    const origin = chance() < 0.85 ? units[upTo(chance, units.length)] : undefined
    const clock = clocks.get(client) ?? 0
    clocks.set(client, clock + 1)
    units.push({ client, clock })
    made += 1
    const holds = chance() < 0.8 ? { values: [`Value ${made}`] } : { deleted: 1 }
    return origin ? { origin, ...holds } : { root: 'responses', key: KEY, ...holds }
  }
  return {
    update(count: number): Uint8Array {
      const blocks = new Map<number, { clock: number; items: ForgedItem[] }>()
      for (let left = count; left > 0; left -= 1) {
        const client = CLIENTS[upTo(chance, CLIENTS.length)] as number
        const block = blocks.get(client) ?? { clock: clocks.get(client) ?? 0, items: [] }
        blocks.set(client, block)
        block.items.push(item(client))
      }
      const gone = units.filter(() => chance() < 0.15)
      return Y.mergeUpdates([
        // As Yjs writes them, and reads them when it merges: the highest client first.
        forge([...blocks].sort(([a], [b]) => b - a).map(([client, it]) => ({ client, ...it }))),
        ...gone.map(({ client, clock }) => forge([], [{ client, ranges: [[clock, 1]] }])),
      ])
    },
  }
}

it('[guard-1][guard-2] says what a key will hold as Yjs then has it, whatever each item was set after', () => {
  let changed = 0
  for (let seed = 1; seed <= 400; seed += 1) {
    const chance = chanceFrom(seed)
    const board = judgedBoard()
    const forger = openForger(chance)
    for (let updates = 1 + upTo(chance, 4); updates > 0; updates -= 1) {
      const update = forger.update(1 + upTo(chance, 5))
      const copy = newBoardDoc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(board.doc))
      const was = copy.getMap('responses').get(KEY)
      Y.applyUpdate(copy, update)
      const is = copy.getMap('responses').get(KEY)

      const verdict = board.judge(update, ama)

      if (verdict.is !== 'pass') throw new Error(`seed ${seed}: ${JSON.stringify(verdict)}`)
      const [touch] = verdict.touches
      expect({ seed, to: touch ? touch.to : was }).toEqual({ seed, to: is })
      if (touch) expect({ seed, from: touch.from }).toEqual({ seed, from: was })
      if (touch) changed += 1
      board.take(update, ama)
    }
  }
  expect(changed).toBeGreaterThan(300)
})

/** So many changes of one value in a row, and as many of another device that knows of none of them. */
const rivals = (count: number): Uint8Array => {
  const item = (client: number, at: number, isFirst: boolean): ForgedItem => ({
    ...(isFirst ? { root: 'responses', key: KEY } : { origin: { client, clock: at - 1 } }),
    values: [`Value ${at}`],
  })
  const at = Array.from({ length: count }, (_, it) => it)
  return forge([
    { client: 40, clock: 0, items: at.map((it) => item(40, it, it === 0)) },
    { client: 60, clock: 0, items: at.map((it) => item(60, it, true)) },
  ])
}

it('[C7][S4] refuses changes of one place that would each have to be held against thousands of others', () => {
  const board = judgedBoard()

  expect(board.judge(rivals(100), ama)).toMatchObject({ is: 'pass', touches: [{ to: 'Value 0' }] })
  expect(board.judge(rivals(600), ama)).toMatchObject({ is: 'refuse', problem: { code: 'too_large' } })
})
