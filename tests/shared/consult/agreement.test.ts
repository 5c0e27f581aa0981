import { expect, test } from 'vitest'
import { agreementIndex, byDisagreement, opinionOf } from '../../../shared/consult/agreement.ts'
import { NO_ANSWERS, type Tally, tallyOf } from '../../../shared/consult/answers.ts'

const of = (watching: number, due: number, newAction: number, rest: Partial<Tally> = {}): Tally => ({
  ...NO_ANSWERS,
  'watching-brief': watching,
  'due-regard': due,
  'new-action': newAction,
  ...rest,
})
const agreementOf = (watching: number, due: number, newAction: number, quorum = 0) =>
  opinionOf(of(watching, due, newAction), { quorum }).agreement

test.each([
  [20, 0, 0, 1],
  [15, 5, 0, 0.75],
  [10, 10, 0, 0.5],
  [7, 7, 6, 0.05],
  [12, 0, 8, -0.6],
  [10, 0, 10, -1],
  [15, 0, 6, -3 / 21],
])('[agree-3] A of %i watching, %i due, %i new is %f', (watching, due, newAction, index) => {
  expect(agreementIndex([watching, due, newAction])).toBeCloseTo(index, 12)
})

test('[agree-3] A is the same from either end, 0 where all are level, and nothing of nobody', () => {
  expect(agreementIndex([3, 9, 1])).toBeCloseTo(agreementIndex([1, 9, 3]) as number, 12)
  expect(agreementIndex([4, 4, 4])).toBe(0)
  expect(agreementIndex([0, 0, 0])).toBeNull()
})

test('[agree-1] under five answers, or under the quorum, nothing is said', () => {
  expect(agreementOf(0, 0, 4)).toBe('too-few')
  expect(agreementOf(0, 0, 5)).toBe('agreed')
  expect(agreementOf(0, 0, 11, 12)).toBe('too-few')
  expect(agreementOf(0, 0, 12, 12)).toBe('agreed')
})

test('[agree-1] more information and not my area are apart from the answers', () => {
  const tally = of(0, 0, 4, { 'more-information': 9, 'not-my-area': 9 })
  expect(opinionOf(tally, { quorum: 0 })).toMatchObject({ answers: 4, agreement: 'too-few' })
})

test.each([
  // ⌊(n−2)/3⌋ of dissent: 1 of 5, 2 of 8, 6 of 21, 7 of 25.
  [5, [1, 4, 0], 'agreed'],
  [5, [1, 3, 1], 'mixed'],
  [21, [3, 15, 3], 'agreed'],
  [21, [4, 14, 3], 'mixed'],
  [25, [4, 18, 3], 'agreed'],
  [25, [4, 17, 4], 'mixed'],
])('[agree-2] of %i answers, %j is %s', (n, counts, word) => {
  const [watching, due, newAction] = counts as [number, number, number]
  expect(watching + due + newAction).toBe(n)
  expect(agreementOf(watching, due, newAction)).toBe(word)
})

test('[agree-2] from 26 answers on seven in ten must have chosen alike', () => {
  expect(agreementOf(4, 19, 4)).toBe('agreed')
  expect(agreementOf(4, 18, 4)).toBe('mixed')
  expect(agreementOf(0, 9, 21)).toBe('agreed')
  expect(agreementOf(0, 10, 20)).toBe('mixed')
})

test('[agree-2] an end is agreed only where at most ⌊0.15 n⌋ stand at the other', () => {
  expect(agreementOf(3, 3, 15)).toBe('agreed')
  expect(agreementOf(4, 2, 15)).toBe('mixed')
  expect(agreementOf(3, 2, 15)).toBe('agreed')
  // Due regard is no end: nobody stands opposite.
  expect(agreementOf(0, 15, 6)).toBe('agreed')
})

test('[agree-2] divided: both ends hold more than may dissent, or A is below nought', () => {
  expect(agreementOf(15, 0, 6)).toBe('divided')
  expect(agreementOf(7, 7, 7)).toBe('divided')
  expect(agreementOf(10, 0, 10)).toBe('divided')
  expect(agreementOf(7, 7, 6)).toBe('mixed')
  // Nought itself is not below it, whatever the last digit of a fraction says.
  expect([agreementOf(2, 0, 6), agreementOf(3, 0, 9), agreementOf(4, 1, 10)]).toEqual([
    'mixed',
    'mixed',
    'mixed',
  ])
})

test('[agree-2] what is level has no most chosen to agree on', () => {
  const level = opinionOf(of(10, 10, 0), { quorum: 0 })
  expect(level.mostChosen).toEqual(['watching-brief', 'due-regard'])
  expect(level.agreement).toBe('mixed')
  expect(opinionOf(NO_ANSWERS, { quorum: 0 })).toMatchObject({ mostChosen: [], index: null })
})

test('every outcome of up to 30 answers has one word, and the same from either end', () => {
  for (let watching = 0; watching <= 30; watching += 1)
    for (let due = 0; watching + due <= 30; due += 1)
      for (let newAction = 0; watching + due + newAction <= 30; newAction += 1)
        expect(agreementOf(watching, due, newAction)).toBe(agreementOf(newAction, due, watching))
})

test('[agree-3] what divides most is talked about first, and ties stay as they stand', () => {
  const items = [
    { id: 'a', index: 1 },
    { id: 'b', index: null },
    { id: 'c', index: -0.6 },
    { id: 'd', index: 1 },
  ]
  expect(byDisagreement(items).map((it) => it.id)).toEqual(['c', 'a', 'd', 'b'])
})

test('a tally counts each answer once', () => {
  expect(tallyOf(['new-action', 'not-my-area', 'new-action'])).toEqual(of(0, 0, 2, { 'not-my-area': 1 }))
})
