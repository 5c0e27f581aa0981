import { expect, test } from 'vitest'
import { aheadOf, outcomeOf } from '../../../client/views/projector/closing.tsx'
import { screenNow } from '../../../client/views/projector/screen-now.ts'
import { fitted } from '../../../client/views/projector/wall-diagram.tsx'
import type { DecisionMark } from '../../../shared/consult/vote.ts'

const mark = (column: DecisionMark['column'], more: Partial<DecisionMark> = {}): DecisionMark => ({
  seq: 1,
  column,
  how: 'discussed',
  at: 1,
  ...more,
})

test('[meet-5] the wall shows what a facilitator says, as far as there is something of it', () => {
  const all = { hasFocus: true, isAsking: true }
  const none = { hasFocus: false, isAsking: false }
  const said = (['statement', 'progress', 'board', 'join', 'closing'] as const).map((it) => [
    screenNow({ said: it, ...all }),
    screenNow({ said: it, ...none }),
  ])
  expect(said).toEqual([
    ['statement', 'board'],
    ['progress', 'board'],
    ['board', 'board'],
    ['join', 'join'],
    ['closing', 'closing'],
  ])
  expect(screenNow({ said: null, hasFocus: true, isAsking: true })).toBe('statement')
  expect(screenNow({ said: null, hasFocus: false, isAsking: true })).toBe('progress')
  expect(screenNow({ said: 'statement', hasFocus: false, isAsking: true })).toBe('progress')
})

test('[meet-5] the closing page counts what was decided, and lists by day who decides the rest', () => {
  const decisions = new Map([
    ['F1', mark('new-action')],
    ['F2', mark('new-action')],
    ['F3', mark('watching-brief')],
    ['F4', mark(null, { parked: { who: 'Chief Nurse', by: '2027-01-31' } })],
    ['F5', mark(null)],
  ])
  expect(outcomeOf(decisions.values())).toEqual({
    inCategory: { 'new-action': 2, 'due-regard': 0, 'watching-brief': 1 },
    parked: 2,
  })
  const milestones = [
    { id: 'm1', title: 'Board meeting', date: '2026-12-16' },
    { id: 'm0', title: 'Inquiry published', date: '2026-02-06' },
  ]
  expect(
    aheadOf(
      { facts: { milestones }, live: { decisions }, statements: new Map([['F4', { ref: 'F4' }]]) } as never,
      '2026-11-22',
    ).map((it) => [it.day, it.words]),
  ).toEqual([
    ['2026-12-16', 'Board meeting'],
    ['2027-01-31', 'F4: Chief Nurse decides'],
    [null, 'F5 is parked'],
  ])
})

const stream = (actions: number) => ({
  title: `Stream of ${actions}`,
  executiveLead: 'Chief nurse',
  actions: Array.from({ length: actions }, (_, at) => ({
    ref: `A${at}`,
    title: 'Begin',
    lead: '',
    due: '',
    answers: [],
    missing: '',
  })),
})

test('[screen-1] on the wall actions are drawn one by one as long as they are read from the back, then counted', () => {
  const few = { streams: [stream(3), stream(4)], isOverview: false }
  expect(fitted(few)).toEqual({ ...few, more: 0 })
  expect(fitted({ streams: [stream(14)], isOverview: false })).toMatchObject({ isOverview: true, more: 0 })
  const many = fitted({ streams: Array.from({ length: 9 }, () => stream(2)), isOverview: false })
  expect(many).toMatchObject({ isOverview: true, more: 3 })
  expect(many.streams).toHaveLength(6)
})
