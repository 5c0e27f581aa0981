import { expect, test } from 'vitest'
import { NO_ANSWERS, type Tally } from '../../../shared/consult/answers.ts'
import { pairwiseAgreement, reliability, stability, wilsonInterval } from '../../../shared/consult/figures.ts'
import { groupsToShow, groupTitles, mergeSmallGroups } from '../../../shared/consult/groups.ts'

const of = (watching: number, due: number, newAction: number, rest: Partial<Tally> = {}): Tally => ({
  ...NO_ANSWERS,
  'watching-brief': watching,
  'due-regard': due,
  'new-action': newAction,
  ...rest,
})

test('[agree-4] Wilson’s interval of 15 of 20 is 53 to 89 per cent', () => {
  const { low, high } = wilsonInterval(15, 20)
  expect([Math.round(100 * low), Math.round(100 * high)]).toEqual([53, 89])
  expect(wilsonInterval(0, 10).low).toBe(0)
  expect(wilsonInterval(10, 10).high).toBeCloseTo(1, 12)
  expect(() => wilsonInterval(3, 0)).toThrow(RangeError)
})

test('[agree-4] pairs who chose alike: all, none, and some', () => {
  expect(pairwiseAgreement(of(6, 0, 0))).toBe(1)
  expect(pairwiseAgreement(of(1, 1, 1))).toBe(0)
  expect(pairwiseAgreement(of(2, 2, 0))).toBeCloseTo(1 / 3, 12)
  expect(pairwiseAgreement(of(1, 0, 0))).toBeNull()
})

test('[agree-4] Fleiss’ kappa and Gwet’s AC1 by hand: kappa collapses where one column dominates', () => {
  // Two statements of four: (4,0,0) and (2,2,0). P̄ = (1 + 1/3)/2 = 2/3; shares 3/4 and 1/4.
  const even = reliability([of(4, 0, 0), of(2, 2, 0)])
  expect(even?.fleissKappa).toBeCloseTo((2 / 3 - 10 / 16) / (1 - 10 / 16), 12)
  expect(even?.gwetAC1).toBeCloseTo((2 / 3 - 3 / 16) / (1 - 3 / 16), 12)
  const dominated = reliability([...Array(9).fill(of(20, 0, 0)), of(19, 1, 0)])
  expect(dominated?.fleissKappa).toBeLessThan(0.1)
  expect(dominated?.gwetAC1).toBeGreaterThan(0.95)
  expect(reliability([of(5, 0, 0)])?.fleissKappa).toBeNull()
  expect(reliability([of(1, 0, 0)])).toBeNull()
})

test('[agree-4] stability counts those who answered both times', () => {
  expect(
    stability([
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'b'],
      ['b', 'b'],
    ]),
  ).toBe(0.75)
  expect(stability([])).toBeNull()
})

test('[agree-5] a group under five is not shown, and never is one group alone hidden', () => {
  const shown = (...groups: [string, number][]) =>
    groupsToShow(groups.map(([group, n]) => ({ group, tally: of(n, 0, 0) }))).map((it) => it.group)
  expect(shown(['Nurses', 9], ['Doctors', 6], ['Estates', 7])).toEqual(['Doctors', 'Estates', 'Nurses'])
  // Estates alone hidden could be reckoned from the rest: the next smallest goes with it.
  expect(shown(['Nurses', 9], ['Doctors', 6], ['Estates', 3])).toEqual(['Nurses'])
  expect(shown(['Nurses', 9], ['Doctors', 2], ['Estates', 3])).toEqual(['Nurses'])
  expect(shown(['Nurses', 9], ['Doctors', 1], ['Estates', 2])).toEqual([])
  expect(shown(['Nurses', 9], ['Estates', 3])).toEqual([])
  expect(shown(['Nurses', 9])).toEqual([])
})

test('[agree-5] people without an opinion are people of their group', () => {
  const group = (name: string, tally: Tally) => ({ group: name, tally })
  const unsure = group('Estates', of(4, 0, 0, { 'not-my-area': 1 }))
  expect(groupsToShow([group('Nurses', of(9, 0, 0)), unsure]).map((it) => it.group)).toEqual([
    'Estates',
    'Nurses',
  ])
})

test('[agree-5] nobody hides among the choices of people who were erased since', () => {
  const groups = [
    { group: 'Nurses', tally: of(9, 0, 0) },
    { group: 'Doctors', tally: of(6, 0, 0) },
  ]
  const shown = (whole: Tally) => groupsToShow(groups, whole).map((it) => it.group)
  expect(shown(of(15, 0, 0))).toEqual(['Doctors', 'Nurses'])
  expect(shown(of(15, 0, 1))).toEqual(['Nurses'])
})

test('[agree-5] whoever is of no group of the list stands with those without one', () => {
  const people = (many: number, group?: string) =>
    Array.from({ length: many }, () => ({ ...(group && { group }) }))
  const titleOf = groupTitles([...people(5, 'Nurses'), ...people(3, 'Estates'), ...people(2)])
  expect([titleOf('Nurses'), titleOf('Porters'), titleOf('')]).toEqual([
    'Nurses',
    'Without a group, Estates',
    'Without a group, Estates',
  ])
  expect(groupTitles(people(5, 'Nurses'))('Porters')).toBe('')
})

test('[agree-5] guests of one who is in the group do not make it large enough to be shown', () => {
  const group = (name: string, tally: Tally, people: number) => ({ group: name, tally, people })
  const nurses = group('Nurses', of(9, 0, 0), 9)
  const estates = group('Estates', of(6, 0, 0), 6)
  expect(groupsToShow([nurses, estates, group('Chair', of(4, 0, 1), 1)]).map((it) => it.group)).toEqual([
    'Nurses',
  ])
})

test('[agree-5] small groups are merged at set-up until none is under five', () => {
  const merged = mergeSmallGroups(
    new Map([
      ['Nurses', 9],
      ['Porters', 2],
      ['Estates', 3],
      ['Doctors', 6],
    ]),
  )
  expect(Object.fromEntries(merged)).toEqual({
    Nurses: 'Nurses',
    Porters: 'Estates, Porters',
    Estates: 'Estates, Porters',
    Doctors: 'Doctors',
  })
  const level = mergeSmallGroups(new Map(Object.entries({ A: 1, B: 2, C: 3, D: 3, E: 3 })))
  expect([...new Set(level.values())].sort()).toEqual(['A, B, C', 'D, E'])
  expect(
    new Set(
      mergeSmallGroups(
        new Map([
          ['A', 1],
          ['B', 2],
        ]),
      ).values(),
    ).size,
  ).toBe(1)
})
