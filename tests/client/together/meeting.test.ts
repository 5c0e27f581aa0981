import { expect, test } from 'vitest'
import { clockDifference } from '../../../client/session/server-clock.ts'
import { clockToday, clockWords } from '../../../client/ui/clock-words.ts'
import { agendaOf, nextIn } from '../../../client/views/together/agenda.ts'
import { lastPlaced } from '../../../client/views/together/agreed-list.tsx'
import { decisionOf } from '../../../client/views/together/decide-form.tsx'
import { type Draft, hasWords } from '../../../client/views/together/drafts.ts'
import { budgetWords } from '../../../client/views/together/time-budget.tsx'
import { byProgress } from '../../../client/views/together/who-is-done.tsx'
import { budgetOf } from '../../../shared/consult/pace.ts'
import type { DecidedHow, DecisionMark } from '../../../shared/consult/vote.ts'
import type { PersonCard } from '../../../shared/wire.ts'

const noon = new Date(2026, 10, 22, 12, 0).getTime()

test('[meet-2] the budget is told as the time at which one ends', () => {
  const words = (statements: number, endsAt: string | null) =>
    budgetWords(
      budgetOf(
        statements,
        { endsAt: endsAt === null ? null : clockToday(endsAt, noon), minutesEach: 3 },
        noon,
      ),
      false,
    )
  expect(words(20, '12:50')).toBe('At this pace you end at 13:00, 10 min late')
  expect(words(20, '13:00')).toBe('At this pace you end at 13:00, on time')
  expect(words(20, '15:00')).toBe('At this pace you end at 13:00, 2 h 0 min to spare')
  expect(words(20, null)).toBe('At this pace you end at 13:00')
  expect(words(0, '13:00')).toBe('Nothing left to talk about')
  // Before the results of a private vote are shown, the list is empty and the work all to come.
  expect(budgetWords(budgetOf(0, { endsAt: null, minutesEach: 3 }, noon), true)).toBe(
    'Nothing to talk about yet',
  )
  expect(clockToday('', noon)).toBeNull()
  expect(clockWords(clockToday('09:05', noon) ?? 0)).toBe('09:05')
})

test('[meet-1] of several answers the quickest tells the server’s clock, and a failed one nothing', async () => {
  // The device asks at its own time; the server is ten seconds ahead. The middle answer took four seconds.
  let now = 0
  const took = [400, 4_000, 100]
  const send = async () => {
    const span = took.shift() ?? 0
    const at = now + span / (span > 1_000 ? 4 : 2) + 10_000
    now += span
    return { ok: true, json: async () => ({ said: 'clock', at }) }
  }
  expect(await clockDifference({ send, now: () => now })).toBe(10_000)
  expect(
    await clockDifference({ send: () => Promise.reject(new Error('offline')), now: () => now }),
  ).toBeNull()
})

test('[meet-3] next and previous go through all the lists and stop at their ends', () => {
  const ids = ['F1', 'F2', 'F3']
  const { notAsked } = agendaOf({
    ids,
    placements: new Map(),
    statements: new Map(),
    live: { votes: new Map(), decisions: new Map() },
  } as never)
  expect([nextIn(notAsked, 'F1', 1), nextIn(notAsked, 'F3', 1), nextIn(notAsked, 'F1', -1)]).toEqual([
    'F2',
    null,
    null,
  ])
  expect(nextIn(notAsked, null, 1)).toBe('F1')
})

test('[decide-4] what can be taken back is the last act, where it placed several together', () => {
  const act = (seq: number, how: DecidedHow): DecisionMark => ({ seq, column: 'new-action', how, at: seq })
  const placed = [act(2, 'private-choices'), act(1, 'chair'), act(2, 'private-choices')]
  expect(lastPlaced(placed)).toMatchObject({ seq: 2, many: 2 })
  expect(lastPlaced([...placed, act(3, 'discussed')])).toBeNull()
  expect(lastPlaced([act(4, 'private-choices')])).toBeNull()
})

test('[vote-7] who is done and who is still choosing, by name; facilitators are not waited for', () => {
  const person = (id: string, name: string, role: PersonCard['role']) => ({ id, name, role })
  const people = [
    person('1', 'Zoe', 'participant'),
    person('2', 'Ama', 'participant'),
    person('3', 'Grace', 'facilitator'),
    person('4', 'Hal', 'facilitator'),
    person('5', 'Rae', 'reviewer'),
  ]
  const { isDone, isChoosing } = byProgress(people, new Set(['1', '4']))
  expect([isDone.map((it) => it.name), isChoosing.map((it) => it.name)]).toEqual([['Hal', 'Zoe'], ['Ama']])
})

test('[decide-1][decide-2] a decision is sent with what was filled in, and nothing before a category is chosen', () => {
  const draft: Draft = {
    column: null,
    how: 'discussed',
    who: '',
    by: '',
    reason: '  ',
    otherView: 'Two differ. ',
  }
  expect(decisionOf('F1', draft)).toBeNull()
  expect(decisionOf('F1', { ...draft, column: 'due-regard' })).toEqual({
    statement: 'F1',
    column: 'due-regard',
    how: 'discussed',
    otherView: 'Two differ.',
  })
  expect(decisionOf('F1', { ...draft, column: 'parked', who: 'The Board', by: '2027-01-31' })).toEqual({
    statement: 'F1',
    parked: { who: 'The Board', by: '2027-01-31' },
    how: 'discussed',
    otherView: 'Two differ.',
  })
  expect([hasWords(draft), hasWords({ ...draft, otherView: ' ' })]).toEqual([true, false])
})
