import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { ruleWords } from '../../../client/views/projector/vote-wall.tsx'
import { agendaOf, packsOf } from '../../../client/views/together/agenda.ts'
import { resultWords } from '../../../client/views/together/result.tsx'
import { COLUMNS } from '../../../shared/columns.ts'
import { opinionOf } from '../../../shared/consult/agreement.ts'
import { NO_ANSWERS, type Tally } from '../../../shared/consult/answers.ts'
import { openVoteShape } from '../../../shared/consult/calls.ts'
import type { DecisionMark, RoundResult, VoteMark } from '../../../shared/consult/vote.ts'
import type { BoardSnapshot } from '../../../shared/doc/reads.ts'
import { LIMITS } from '../../../shared/limits.ts'

const counts = (watching: number, due: number, newAction: number): Tally => ({
  ...NO_ANSWERS,
  'watching-brief': watching,
  'due-regard': due,
  'new-action': newAction,
})
const shown = (tally: Tally): VoteMark => {
  const { agreement, answers } = opinionOf(tally, { quorum: 0 })
  const result: RoundResult = { counts: tally, hands: null, agreement, groups: [], answered: answers }
  return { vote: 1, round: 1, open: false, answered: answers, expected: 9, deadline: null, result }
}
const open: VoteMark = { vote: 1, round: 1, open: true, answered: 2, expected: 9, deadline: null }
const decided = (column: DecisionMark['column']): DecisionMark => ({ seq: 1, column, how: 'chair', at: 1 })

function board(
  votes: Record<string, VoteMark>,
  decisions: Record<string, DecisionMark> = {},
  themes: Record<string, string> = {},
): BoardSnapshot {
  const ids = ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7']
  return {
    ids,
    statements: new Map(Object.entries(themes).map(([id, theme]) => [id, { theme }])),
    placements: new Map([['F7', { column: 'set-aside', order: 'a0' }]]),
    live: {
      votes: new Map(Object.entries(votes)),
      decisions: new Map(Object.entries(decisions)),
    },
  } as unknown as BoardSnapshot
}

test('[agree-3] what divides most comes first; what is agreed, decided, parked or still open stands apart', () => {
  const agenda = agendaOf(
    board(
      {
        F1: shown(counts(3, 3, 3)),
        F2: shown(counts(5, 0, 4)),
        F3: shown(counts(0, 9, 0)),
        F4: open,
        F5: shown(counts(5, 0, 4)),
      },
      { F5: decided(null) },
    ),
  )
  const ids = Object.fromEntries(
    Object.entries(agenda).map(([name, items]) => [name, items.map((it: { id: string }) => it.id)]),
  )
  expect(ids).toEqual({
    choosing: ['F4'],
    toTalk: ['F2', 'F1'],
    agreed: ['F3'],
    parked: ['F5'],
    decided: [],
    notAsked: ['F6'],
  })
})

test('[agree-3] a theme is talked through before the next, beginning with the one that divides most', () => {
  const { toTalk } = agendaOf(
    board(
      {
        F1: shown(counts(3, 3, 3)),
        F2: shown(counts(5, 0, 4)),
        F3: shown(counts(4, 5, 0)),
        F4: shown(counts(4, 1, 4)),
      },
      {},
      { F1: 'Culture', F2: 'Culture', F3: 'Openness', F4: 'Openness' },
    ),
  )
  expect(toTalk.map((it) => it.id)).toEqual(['F2', 'F1', 'F4', 'F3'])
})

test('a result is words first; percentages from ten answers on, and no winner where two are level', () => {
  const words = (tally: Tally) =>
    resultWords(shown(tally).result as RoundResult, opinionOf(tally, { quorum: 0 }), COLUMNS)
  expect(words(counts(0, 2, 7))).toBe('7 of 9: New action')
  expect(words(counts(2, 2, 17))).toBe('17 of 21: New action, 81 %')
  expect(words(counts(3, 3, 0))).toBe('6 answers, none chosen most')
})

test('packs are of about forty, evenly', () => {
  const ids = Array.from({ length: 290 }, (_, at) => `F${at}`)
  expect(packsOf(ids).map((it) => it.statements.length)).toEqual([37, 37, 37, 37, 37, 37, 37, 31])
  expect(packsOf(ids).flatMap((it) => it.statements)).toEqual(ids)
  expect(packsOf(ids.slice(0, 12))).toEqual([{ title: 'All statements', statements: ids.slice(0, 12) }])
  expect(packsOf([])).toEqual([])
})

test('a full board in the smallest parts there are is a vote that the server takes', () => {
  const ids = Array.from({ length: LIMITS.statements }, (_, at) => `F${at + 1}`)
  const packs = packsOf(ids, 5)
  expect(z.safeParse(openVoteShape, { packs }).success).toBe(true)
  expect(packs.flatMap((it) => it.statements)).toEqual(ids)
})

test('the wall says the rule as it is for so many answers', () => {
  expect(ruleWords('agreed', 20)).toBe(
    'Agreed by the rule set before the vote: of 20 answers at most 6 for anything but the most chosen.',
  )
  expect(ruleWords('divided', 40)).toContain('seven in ten for one of them')
  expect(ruleWords('too-few', 5)).toContain('more answers')
})
