import { expect, test } from 'vitest'
import {
  answeredIn,
  chosenFrom,
  minutesFor,
  nextUnanswered,
  packsFor,
  partWords,
} from '../../../client/views/choices/asked.ts'
import type { StatementReply } from '../../../shared/api.ts'
import type { VoteReply } from '../../../shared/consult/calls.ts'
import { ownOrder } from '../../../shared/consult/own-order.ts'

const statements = ['F1', 'F2', 'F3'].map((id) => ({ id, ref: id, text: id }) as StatementReply)
const vote = (more: Partial<VoteReply> = {}): VoteReply => ({
  vote: 1,
  openedAt: 1,
  closedAt: null,
  deadline: 99,
  quorum: 0,
  hands: 0,
  packs: [{ title: 'One', statements: ['F1', 'F2', 'F3'] }],
  statements: Object.fromEntries(
    ['F1', 'F2', 'F3'].map((id) => [
      id,
      { vote: 1, round: 1, open: true, answered: 0, expected: 5, deadline: 99 },
    ]),
  ),
  raised: null,
  done: null,
  ...more,
})

test('[vote-11] everybody has an order of their own, the same on each of their devices', () => {
  const ids = Array.from({ length: 40 }, (_, at) => `F${at}`)
  expect(ownOrder(ids, 'ama')).toEqual(ownOrder([...ids].reverse(), 'ama'))
  expect(ownOrder(ids, 'ama')).not.toEqual(ownOrder(ids, 'ben'))
  expect([...ownOrder(ids, 'ama')].sort()).toEqual([...ids].sort())
  // Nobody is always first: of forty people some twenty-five different ones begin, not one.
  const firsts = new Set(Array.from({ length: 40 }, (_, person) => ownOrder(ids, `person ${person}`)[0]))
  expect(firsts.size).toBeGreaterThan(15)
})

test('packs that are closed, or all shown, are asked no more; what was asked again has no deadline', () => {
  const again = vote()
  const marks = {
    ...again.statements,
    F2: { ...again.statements.F2, round: 2, open: true } as VoteReply['statements'][string],
  }
  const [pack] = packsFor([vote({ statements: marks })], statements, 'ama')
  expect(pack?.questions.map((it) => [it.statement.id, it.deadline]).sort()).toEqual([
    ['F1', 99],
    ['F2', null],
    ['F3', 99],
  ])
  expect(packsFor([vote({ closedAt: 5 })], statements, 'ama')).toEqual([])
  const shown = Object.fromEntries(
    Object.entries(vote().statements).map(([id, it]) => [id, { ...it, open: false }]),
  )
  expect(packsFor([vote({ statements: shown })], statements, 'ama')).toEqual([])
})

test('next is the next without an answer, round again to the first, and nothing at the end', () => {
  const [pack] = packsFor([vote()], statements, 'ama')
  if (!pack) throw new Error('no pack')
  const ids = pack.questions.map((it) => it.statement.id)
  const chosen = chosenFrom([{ statement: ids[2] ?? '', round: 1, choice: 'new-action', late: false }])
  expect(nextUnanswered(pack, chosen, 1)).toBe(0)
  expect(answeredIn(pack, chosen)).toBe(1)
  const all = chosenFrom(ids.map((statement) => ({ statement, round: 1, choice: 'due-regard', late: false })))
  expect(nextUnanswered(pack, all, 0)).toBeNull()
  expect(minutesFor(40)).toBe(15)
  expect(minutesFor(1)).toBe(1)
})

test('a part is named once, by its own name where it has one', () => {
  expect(partWords('Part 2', 1, 3)).toBe('Part 2 of 3')
  expect(partWords('Care on the wards', 1, 3)).toBe('Part 2 of 3: Care on the wards')
  expect(partWords('Part 2', 1)).toBe('Part 2')
})
