import { expect, it } from 'vitest'
import { createPlanItem, setPlanField } from '../../../shared/doc/edits.ts'
import { outlineOf } from '../../../shared/plan/outline.ts'
import { countTrack, trackOf } from '../../../shared/plan/track.ts'
import { boardNow, plannedBoard } from '../../support/planned-boards.ts'

it('[plan-2] says what is late, moved, unheard of and done on a day, and which reviews are due', () => {
  const doc = plannedBoard()
  // A1 is due 30 June 2027.
  setPlanField(doc, 'action', 'a1', 'dueExpected', '2027-09-30')
  setPlanField(doc, 'action', 'a1', 'start', '2027-01-01')
  createPlanItem(doc, 'action', 'a3', { title: 'Count beds', due: '2027-05-01', status: 'on-track' })
  setPlanField(doc, 'action', 'a3', 'progress/2027-06-20', 'Half of them.')
  createPlanItem(doc, 'action', 'a4', { title: 'Open doors', due: '2027-04-01', status: 'done' })
  setPlanField(doc, 'watch', 'standards', 'nextReview', '2027-06-30')
  createPlanItem(doc, 'watch', 'register', { title: 'The register', nextReview: '2027-09-30' })
  createPlanItem(doc, 'watch', 'law', { title: 'The law', nextReview: '2027-10-02' })

  const on = (day: string) => trackOf(outlineOf(boardNow(doc)), day)
  const july = on('2027-07-01')

  expect(
    july.actions.map(({ part, isLate, isDone, isSilent, movedBy }) => [
      part.item.id,
      { isLate, isDone, isSilent, movedBy },
    ]),
  ).toEqual([
    ['a3', { isLate: true, isDone: false, isSilent: false, movedBy: 0 }],
    ['a1', { isLate: false, isDone: false, isSilent: true, movedBy: 92 }],
    ['a2', { isLate: false, isDone: false, isSilent: false, movedBy: 0 }],
    ['a4', { isLate: false, isDone: true, isSilent: false, movedBy: 0 }],
  ])
  expect(july.reviews.map((it) => [it.part.item.id, it.isDue, it.isOverdue])).toEqual([
    ['standards', true, true],
    ['register', true, false],
    ['law', false, false],
  ])
  expect(countTrack(july)).toEqual({ all: 4, done: 1, late: 1, moved: 1, silent: 1, reviewsDue: 2 })
  expect(countTrack(on('2027-10-01')).late).toBe(2)
})

it('[plan-2] an action was heard of with its latest note, and a day expected as it was approved has not moved', () => {
  const doc = plannedBoard()
  // The last note is three months old on 1 July, to the day.
  setPlanField(doc, 'action', 'a1', 'progress/2027-01-10', 'Begun.')
  setPlanField(doc, 'action', 'a1', 'progress/2027-04-01', 'Half of it.')
  setPlanField(doc, 'action', 'a1', 'dueExpected', '2027-06-30')
  createPlanItem(doc, 'watch', 'register', { title: 'The register', nextReview: '2027-09-30' })
  const on = (day: string) => trackOf(outlineOf(boardNow(doc)), day)
  const actionOn = (day: string) => on(day).actions.find((it) => it.part.item.id === 'a1')

  expect(actionOn('2027-07-01')).toMatchObject({
    latest: { day: '2027-04-01', text: 'Half of it.' },
    expected: null,
    isSilent: false,
  })
  expect(actionOn('2027-07-02')?.isSilent).toBe(true)
  expect(countTrack(on('2027-07-02')).moved).toBe(0)
  expect(on('2027-07-01').reviews.map((it) => it.day)).toEqual(['2027-09-30', null])
})
