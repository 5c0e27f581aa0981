import { expect, it } from 'vitest'
import type { JournalRecord } from '../../../server/store/contract.ts'
import { newMemoryWorld, openMemoryStores } from '../../../server/store/memory.ts'
import { encodeBoard, FoldedState, newBoardDoc, openBoard } from '../../../server/sync/board-state.ts'
import { History, oldestOf } from '../../../server/sync/history.ts'

const MANY = 9_000

const moved = (statement: string, to: string): JournalRecord => ({
  type: 'change',
  at: 1,
  by: 'ama',
  touches: [{ root: 'placements', key: statement, to: { column: to, order: 'a0' } }],
})

/** A journal in which F1 is moved at its beginning and once later, and F2 all the time. */
async function longJournal() {
  const { journal } = await openMemoryStores(newMemoryWorld()).createBoard('board1')
  const records = Array.from({ length: MANY }, () => moved('F2', 'due-regard'))
  records[10] = moved('F1', 'new-action')
  records[4_500] = moved('F1', 'due-regard')
  await journal.append(records)
  const read = { records: 0 }
  const onDisk = journal.read.bind(journal)
  journal.read = async function* (after) {
    for await (const it of onDisk(after)) {
      read.records += 1
      yield it
    }
  }
  return { journal, read }
}

it('a statement with a short history is not looked for in the whole journal', async () => {
  const { journal, read } = await longJournal()
  const { state } = openBoard(await journal.load())
  const history = new History(journal, MANY, () => state.mentions)
  read.records = 0

  const page = await history.page({ statement: 'F1', limit: 50 })

  expect(page.map((it) => it.position)).toEqual([4_501, 11])
  expect(read.records).toBeLessThan(4_100)
  read.records = 0
  expect(await history.page({ statement: 'F9', limit: 50 })).toEqual([])
  expect(read.records).toBe(0)
  // Nor is what came after the page that is asked for.
  expect(await history.page({ before: 3, limit: 50 })).toHaveLength(2)
  expect(read.records).toBeLessThan(10)
})

it('where it is spoken of outlives a snapshot; before a snapshot that does not say, all is read', async () => {
  const { journal, read } = await longJournal()
  const { doc, state } = openBoard(await journal.load())
  const kept = { position: MANY, state: encodeBoard(doc, state) }
  const again = openBoard({ snapshot: kept, tail: [], damage: [] }).state
  read.records = 0
  const page = await new History(journal, MANY, () => again.mentions).page({ statement: 'F1', limit: 50 })
  expect(page).toHaveLength(2)
  expect(read.records).toBeLessThan(4_100)

  const { mentions: _, ...silent } = JSON.parse(JSON.stringify(state))
  const old = new FoldedState({ doc: newBoardDoc() })
  old.restore(silent)
  old.fold(MANY + 1, moved('F2', 'new-action'))
  expect(await new History(journal, MANY, () => old.mentions).page({ statement: 'F1', limit: 50 })).toEqual(
    page,
  )
})

const typed = (key: string, at: number): JournalRecord => ({
  type: 'change',
  at,
  by: 'ama',
  touches: [{ root: 'why', key, inserted: 1, removed: 0 }],
})

/** Three letters into F1, then F2 moved and a letter to F1 in one record, two letters more, then three into F2. */
async function typedJournal() {
  const { journal } = await openMemoryStores(newMemoryWorld()).createBoard('board1')
  const both = typed('F1', 4)
  const [letter] = both.type === 'change' ? both.touches : []
  const moves = moved('F2', 'new-action')
  const [move] = moves.type === 'change' ? moves.touches : []
  if (!letter || !move) throw new Error('unreachable')
  await journal.append([
    ...[1, 2, 3].map((at) => typed('F1', at)),
    { type: 'change', at: 4, by: 'ama', touches: [move, letter] },
    ...[5, 6].map((at) => typed('F1', at)),
    ...[7, 8, 9].map((at) => typed('F2', at)),
  ])
  const { state } = openBoard(await journal.load())
  return new History(journal, 9, () => state.mentions)
}

it.each([1, 2, 3, 10])(
  'in pages of %i each line comes once and none is lost, whatever was typed as one',
  async (limit) => {
    const history = await typedJournal()
    const lines: unknown[] = []
    for (let before: number | undefined; ; ) {
      const page = await history.page({ limit, ...(before !== undefined && { before }) })
      const last = page.at(-1)
      if (!last) break
      lines.push(...page.map(({ key, inserted, position }) => [key, inserted, position]))
      before = oldestOf(last)
    }

    // A line stands where it was last typed, to go back there.
    expect(lines).toEqual([
      ['F2', 3, 9],
      ['F1', 3, 6],
      ['F2', undefined, 4],
      ['F1', 3, 3],
    ])
  },
)
